"""Names under which people write."""

from moderation.text.drawn import readable


def clean_name(name: str) -> str:
    """A name that is shown, without control, bidi and other invisible format characters, white space folded; empty if
    nobody would see anything of it."""
    kept = "".join(character if character.isprintable() else " " for character in name)
    return " ".join(kept.split()) if readable(kept) else ""

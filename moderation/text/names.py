"""Names under which people write."""


def clean_name(name: str) -> str:
    """A name that is shown, without control, bidi and other invisible format characters, white space folded."""
    kept = "".join(character if character.isprintable() else " " for character in name)
    return " ".join(kept.split())

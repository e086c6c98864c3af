"""Keys of what readers say of others' comments, beside their own record."""

from moderation.storage.keys import author_tag


def reported(site: str, reader: str) -> str:
    """Sorted set of the comments that a reader reported, scored by the time in ms."""
    return f"{author_tag(site, reader)}:said:{reader}"

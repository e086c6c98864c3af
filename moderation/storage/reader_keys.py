"""Keys of what readers say of others' comments and of what moderators did about them, beside their own record."""

from moderation.storage.keys import author_tag


def reported(site: str, reader: str) -> str:
    """Sorted set of the comments that a reader reported, scored by the time in ms."""
    return f"{author_tag(site, reader)}:said:{reader}"


def measures(site: str, author: str) -> str:
    """Hash of the version of the author's record -> the measure that made it."""
    return f"{author_tag(site, author)}:did:{author}"

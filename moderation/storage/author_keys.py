"""Keys of authors and readers: their own, and those that all authors of a partition share."""

from moderation.storage.keys import author_partition_tag, author_tag


def record(site: str, author_id: str) -> str:
    """Hash: name, standing, until, reason, posted, visible, approved, rejected, version, first."""
    return f"{author_tag(site, author_id)}:rec:{author_id}"


def beside(site: str, subject: str, author_id: str) -> str:
    """The author's record if the subject is the author, else a key that is always empty, beside the subject's."""
    return record(site, author_id) if subject == author_id else f"{author_tag(site, subject)}:none"


def comments(site: str, author_id: str) -> str:
    """Sorted set of the author's comment ids; all scores 0."""
    return f"{author_tag(site, author_id)}:com:{author_id}"


def allowance(site: str, subject: str) -> str:
    """String: the theoretical arrival time of the generic cell rate algorithm, in ms. Expires by itself."""
    return f"{author_tag(site, subject)}:gcra:{subject}"


def recent(site: str, subject: str) -> str:
    """List of the subject's latest fingerprints, newest first. Expires by itself."""
    return f"{author_tag(site, subject)}:recent:{subject}"


def cursors(site: str, partition_number: int) -> str:
    """Hash of source partition -> id of the last event applied to this partition's authors."""
    return f"{author_partition_tag(site, partition_number)}:cursors"


def head(site: str, author_id: str) -> str:
    return f"{author_tag(site, author_id)}:head"


def audit(site: str, author_id: str) -> str:
    return f"{author_tag(site, author_id)}:audit"


def notes(site: str, partition_number: int) -> str:
    """Hash of author -> moderators' notes about them, as JSON; for all authors of the partition."""
    return f"{author_partition_tag(site, partition_number)}:notes"


def reported(site: str, reader: str) -> str:
    """Sorted set of the comments that a reader reported, scored by the time in ms."""
    return f"{author_tag(site, reader)}:said:{reader}"


def measures(site: str, author_id: str) -> str:
    """Hash of the version of the author's record -> the measure that made it."""
    return f"{author_tag(site, author_id)}:did:{author_id}"

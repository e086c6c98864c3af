"""What single fields of a file must be; ValueError says what is wrong with one."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from moderation.domain.author import Standing
from moderation.domain.comment import Circumstances
from moderation.domain.queue import Queue


def text(value: object) -> str:
    """The text itself."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text")
    return value


def text_or_none(value: object) -> str | None:
    """The text itself, where there is one."""
    return None if value is None else text(value)


def within(line: str, longest: int) -> str:
    """The line itself, if it has no more characters than that."""
    if len(line) > longest:
        raise ValueError(f"the line is longer than {longest:,} characters")
    return line


def whole(value: object, least: int = 0) -> int:
    """A whole number that every language reads the same."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value < 1 << 53:
        raise ValueError(f"{value!r} is not a whole number from {least}")
    return value


def flag(value: object) -> bool:
    """True or false and nothing that passes for them."""
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")
    return value


def score(value: object) -> int:
    """Votes for something less those against it; 0 where it is not said in whole numbers."""
    return value if isinstance(value, int) else 0


def mistake(why: Exception) -> str:
    """What an error in reading a part of a file says of it."""
    return f"no field {why}" if isinstance(why, KeyError) else str(why) or type(why).__name__


def listed(value: object) -> list[Any]:
    """A list of anything."""
    if not isinstance(value, list):
        raise ValueError(f"{value!r} is not a list")
    return value


def mapping(value: object) -> Mapping[str, Any]:
    """An object of anything."""
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} is not an object")
    return value


def texts(value: object) -> list[str]:
    """A list of texts."""
    return [text(each) for each in listed(value)]


def digest(value: object) -> str:
    """A SHA-256 in hexadecimal."""
    if len(bytes.fromhex(text(value))) != 32:
        raise ValueError(f"{value!r} is not a SHA-256 in hexadecimal")
    return text(value)


def mark(digits: str) -> bytes:
    """Eight bytes from sixteen hexadecimal digits."""
    found = bytes.fromhex(digits)
    if len(found) != 8:
        raise ValueError(f"{digits!r} is not the mark of a reader")
    return found


def queues(names: object) -> frozenset[str]:
    """A list of queues by name."""
    if not isinstance(names, list):
        raise ValueError(f"{names!r} is not a list of queues")
    return frozenset(str(Queue(name)) for name in names)


def circumstances_document(known: Circumstances | None) -> dict[str, Any] | None:
    """What was known when a text was judged, as JSON values."""
    return None if known is None else asdict(known) | {"standing": str(known.standing)}


def circumstances(document: Mapping[str, Any] | None) -> Circumstances | None:
    """What `circumstances_document` wrote; ValueError, KeyError or TypeError for anything else."""
    if document is None:
        return None
    author, pause, article = (
        None if document[name] is None else whole(document[name])
        for name in ("author_minutes", "pause", "article_minutes")
    )
    return Circumstances(
        minute=whole(document["minute"]),
        language=text(document["language"]),
        standing=Standing(document["standing"]),
        posted=whole(document["posted"]),
        visible=whole(document["visible"]),
        approved=whole(document["approved"]),
        rejected=whole(document["rejected"]),
        author_minutes=author,
        pause=pause,
        comments=whole(document["comments"]),
        article_minutes=article,
    )

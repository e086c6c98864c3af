"""What single fields of a file must be; ValueError says what is wrong with one."""

from moderation.domain.queue import Queue


def text(value: object) -> str:
    """The text itself."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text")
    return value


def whole(value: object, least: int = 0) -> int:
    """A whole number that every language reads the same."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value < 1 << 53:
        raise ValueError(f"{value!r} is not a whole number from {least}")
    return value


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

"""What was known when a comment was judged, in about ten bytes.

Numbers are written in groups of seven bits, the lowest first; what is not known is 0, and what is known one more than
it is. Zeros at the end are left out, which is most of it for a newcomer. Part of a revision's format 4: never edit,
only add numbers at the end.
"""

from moderation.domain.author import Standing
from moderation.domain.comment import Circumstances

_STANDINGS = (
    Standing.NEW,
    Standing.TRUSTED,
    Standing.PREMODERATED,
    Standing.SUSPENDED,
    Standing.BANNED,
    Standing.SHADOWED,
)
_NUMBERS = 10


def packed(known: Circumstances) -> bytes:
    """One byte for its length, one for the language's length, the language, the numbers."""
    numbers = [
        known.minute,
        known.comments,
        _known(known.article_minutes),
        _known(known.author_minutes),
        known.posted,
        known.visible,
        known.approved,
        known.rejected,
        _known(known.pause),
        _STANDINGS.index(known.standing),
    ]
    while numbers and not numbers[-1]:
        numbers.pop()
    language = known.language.encode("ascii")
    body = bytes((len(language),)) + language + b"".join(map(_number, numbers))
    return bytes((len(body),)) + body


def unpacked(stored: bytes, begin: int) -> tuple[Circumstances, int]:
    """The circumstances that `packed` wrote from `begin` on, and where they end."""
    end = begin + 1 + stored[begin]
    start = begin + 2 + stored[begin + 1]
    language = stored[begin + 2 : start].decode("ascii")
    numbers = [0] * _NUMBERS
    place = shift = 0
    for byte in stored[start:end]:
        if place < _NUMBERS:  # a later version may keep more
            numbers[place] |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            place += 1
            shift = 0
    minute, comments, article, author, posted, visible, approved, rejected, pause, standing = numbers
    known = Circumstances(
        minute,
        language,
        _STANDINGS[standing],
        posted,
        visible,
        approved,
        rejected,
        author - 1 if author else None,
        pause - 1 if pause else None,
        comments,
        article - 1 if article else None,
    )
    return known, end


def _known(number: int | None) -> int:
    return 0 if number is None else number + 1


def _number(value: int) -> bytes:
    groups = bytearray()
    while value > 0x7F:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    groups.append(value)
    return bytes(groups)

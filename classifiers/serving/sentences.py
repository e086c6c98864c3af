"""Where the sentences of a comment begin and end, by rules: comments have no better grammar to go by."""

import re
from typing import Final

from classifiers.vocabulary import ABBREVIATIONS

_CLOSING: Final = "\"'”’»›)\\]}*_"
_EMOJI: Final = "\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\U0001f000-\U0001faff"
# What may end a sentence: signs, repeated as people do, with what closes after them and a blank behind; those of
# Chinese and Japanese need no blank; emoji before a capital; and every new line.
_END: Final = re.compile(
    rf"(?<![.!?…‽؟])(?P<stop>[.!?…‽؟]++)(?P<close>[{_CLOSING}]*+)(?:[ \t]?[{_EMOJI}]++)?(?=\s|$)"
    rf"|[。！？｡]++[」』”’）{_CLOSING}]*+"
    rf"|(?P<emoji>[{_EMOJI}]++)"
    r"|[\n\r\u2028\u2029]"
)
_LAST_WORD: Final = re.compile(r"[^\W_][\w.]*$")
_LONGEST_SHORT: Final = 6


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end (characters, end exclusive) of each sentence, in order, without the blanks around it.

    They do not overlap, and together they hold every character that is not blank. Time is linear in the text.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if _ends(text, match):
            _add(found, text, start, match.end())
            start = match.end()
    _add(found, text, start, len(text))
    return found


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    if found and not any(map(str.isalnum, text[start:end])):
        # Signs alone are nobody's sentence: they belong to what they follow.
        start = found.pop()[0]
    found.append((start, end))


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether what could end a sentence does."""
    if match["emoji"]:
        return text[match.end() : match.end() + 1].isspace() and _next(text, match.end()).isupper()
    stop = match["stop"]
    if stop is None or "!" in stop or "?" in stop:
        # "Really?" he asked.
        return not (match["close"] and _next(text, match.end()).islower())
    if _next(text, match.end()).islower():
        return False
    if stop != ".":
        return True
    before = _LAST_WORD.search(text[max(0, match.start() - _LONGEST_SHORT - 1) : match.start()])
    word = before[0].lower() if before else ""
    return not (word in ABBREVIATIONS or (len(word) == 1 and word != "i" and word.isalpha()))


def _next(text: str, place: int) -> str:
    """The next character that is not blank, on the same line."""
    for character in text[place : place + 8]:
        if character in "\n\r":
            return ""
        if not character.isspace():
            return character
    return ""

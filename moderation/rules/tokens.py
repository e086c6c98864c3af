"""The words and signs that rules are written in, with their places."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from moderation.rules.mistake import MOST_MISTAKES, Mistake, Place


class Kind(StrEnum):
    WORD = "word"
    NUMBER = "number"
    TEXT = "text"
    PATTERN = "pattern"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """`text` as written; `value` is what a text or a pattern says without its quotes and escapes."""

    kind: Kind
    text: str
    place: Place
    value: str = ""

    @property
    def named(self) -> str:
        """How a sentence names it."""
        shown = self.text if len(self.text) <= 40 else self.text[:37] + "..."
        return "the end" if self.kind is Kind.END else shown


_TOKEN: Final = re.compile(
    r"""
      (?P<blank>(?:[ \t\r\n\ufeff]+|\#[^\n]*)+)
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)
    | (?P<number>[0-9]+(?:\.[0-9]+)?%?)
    | (?P<text>"(?:[^"\\\n]|\\[^\n])*")
    | (?P<pattern>/(?:[^/\\\n]|\\[^\n])+/[A-Za-z]*)
    | (?P<sign>==|!=|<=|>=|[=<>()\[\],])
    """,
    re.VERBOSE,
)
_ESCAPES: Final = {'"': '"', "\\": "\\", "n": "\n"}
_QUOTES: Final = frozenset("“”„‟«»‘’'`")


def tokens_of(text: str) -> tuple[list[Token], list[Mistake]]:
    """The tokens, the last of them `END`, and what could not be read: of a heap of it the first."""
    tokens: list[Token] = []
    mistakes: list[Mistake] = []
    at = 0
    while at < len(text) and len(mistakes) < MOST_MISTAKES:
        match = _TOKEN.match(text, at)
        if match is None:
            mistake = _unreadable(text, at)
            mistakes.append(mistake)
            at = mistake.place.end
            continue
        at = match.end()
        kind = match.lastgroup or "blank"
        if kind != "blank":
            tokens.append(_token(Kind(kind), match.group(), Place(match.start(), match.end()), mistakes))
    tokens.append(Token(Kind.END, "", Place(len(text), len(text))))
    return tokens, mistakes


def _token(kind: Kind, written: str, place: Place, mistakes: list[Mistake]) -> Token:
    if kind is Kind.TEXT:
        return Token(kind, written, place, _unescaped(written, place, mistakes))
    if kind is Kind.PATTERN:
        inside, _, flags = written[1:].rpartition("/")
        if flags not in ("", "i"):
            hint = "The only letter that may stand behind a pattern is i: upper and lower case are the same."
            mistakes.append(Mistake(place, f"A pattern cannot end with /{flags}.", hint))
        return Token(kind, written, place, ("(?i)" if flags == "i" else "") + inside.replace("\\/", "/"))
    return Token(kind, written, place)


def _unescaped(written: str, place: Place, mistakes: list[Mistake]) -> str:
    def replaced(match: re.Match[str]) -> str:
        if match[1] not in _ESCAPES:
            start = place.start + 1 + match.start()
            hint = r"In a text only \" and \\ and \n have a meaning; a pattern stands between slashes: /\bword\b/"
            mistakes.append(Mistake(Place(start, start + 2), f"There is no escape \\{match[1]}.", hint))
        return _ESCAPES.get(match[1], match[1])

    return re.sub(r"\\(.)", replaced, written[1:-1])


def _unreadable(text: str, at: int) -> Mistake:
    sign = text[at]
    end_of_line = text.find("\n", at)
    rest = Place(at, len(text) if end_of_line < 0 else end_of_line)
    if sign == '"':
        return Mistake(rest, "The text that begins here does not end on its line.", 'Close it with ".')
    if sign == "/":
        return Mistake(rest, "The pattern that begins here does not end on its line.", "Close it with /.")
    if sign in _QUOTES:
        return Mistake(Place(at, at + 1), f"{sign} is no quotation mark here.", 'Write texts in straight ones: "text".')
    shown = sign if sign.isprintable() else f"U+{ord(sign):04X}"
    hint = "Write != for “is not”." if sign == "!" else "Write and, or, not as words." if sign in "&|" else ""
    return Mistake(Place(at, at + 1), f"The sign {shown} has no meaning here.", hint)

"""Somebody else's HTML as a comment of ours: its text, with the part of Markdown that `markup` shows.

Paragraphs, line breaks, quotations, lists, code, emphasis and links stay; images and embedded media become links to
them; scripts, styles and everything that only looks nice go. What was not markup for its writer is none here either:
signs that would be are escaped.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from itertools import takewhile
from typing import Final

import nh3

from moderation.text.markup import TARGET, plain_text

LONGEST: Final = 1 << 18
"""Characters: what is nested thousandfold takes time that grows faster than its length."""
_BLOCK_NAMES: Final = (
    "address article aside blockquote center dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section summary table tbody td th thead tr ul"
)
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
_CLOSE: Final = frozenset(("dd", "dt", "li", "td", "th", "tr", "thead", "tbody"))  # blocks that no empty line parts
_MEDIA: Final = frozenset(("img", "iframe", "video", "audio", "source", "embed"))
_EMPHASIS: Final[Mapping[str, int]] = {"b": 0, "strong": 0, "i": 1, "em": 1, "s": 2, "strike": 2, "del": 2}
_SIGNS: Final = ("**", "*", "~~")
_OPEN, _SHUT = "\ue000\ue001\ue002", "\ue003\ue004\ue005"  # stand for emphasis until its surroundings are known
_STANDING_IN: Final = re.compile("[\ue000-\ue005]")
# Where it is sure to be read as emphasis: not inside a word, not around white space or a line's end.
_EMPHASISED: Final = tuple(
    re.compile(
        rf"(?<![^\s({_OPEN}]){begin}([^\s{begin}{end}](?:[^{begin}{end}]*[^\s{begin}{end}])?){end}(?![^\s.,;:!?){_SHUT}])"
    )
    for begin, end in zip(_OPEN, _SHUT, strict=True)
)
_NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")
_DEEPEST: Final = 8
"""Quotations and lists inside each other; what lies deeper stands where the last of them does."""
_UNSAFE_IN_TARGET: Final = re.compile(r"[\s()<>\\]")
_SPACE: Final = re.compile(r"[ \t\r\n\f\v\xa0]+")
_SPACE_IN_LINE: Final = re.compile(r"[ \t\r\f\v\xa0]+")
_MARKUP: Final = re.compile(
    r"""
      (?P<address>https?://\S+ | mailto:\S+)
    | \\(?=[!-/:-@\[-`{-~])
    | `
    | \*(?=\S) | (?<=\S)\*
    | (?<!\w)_ | _(?!\w)
    | ~(?=~)
    | \](?=\()
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARKUP_OF_LINE: Final = re.compile(r"(?:\#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|~~~)")
_NUMBER_OF_LINE: Final = re.compile(r"(\d{1,9})([.)])(?=\s|$)")

_cleaner = nh3.Cleaner(
    tags={*_BLOCKS, *_MEDIA, *_EMPHASIS, "a", "br", "code", "tt", "kbd", "samp", "q"},
    attributes={"a": {"href"}, **{tag: {"src", "alt"} for tag in _MEDIA}},
    clean_content_tags={"script", "style", "noscript", "template", "object", "svg", "math", "textarea", "select"},
    link_rel=None,
)


def from_html(document: str, *, lines: bool = False) -> str:
    """The comment; `lines`: whether a line feed in the text ends a line, and an empty line a paragraph, as where the
    HTML that readers saw is made when a page is shown.

    Never fails. What follows the first 262,144 characters is left out, and "…" says so.
    """
    writer = _Writer(lines)
    whole = document if len(document) <= LONGEST else document[:LONGEST] + "…"
    readable = _NO_TEXT.sub("\ufffd", _STANDING_IN.sub("", whole))
    writer.feed(_cleaner.clean(readable))
    writer.close()
    return writer.text()


class _Writer(HTMLParser):
    def __init__(self, lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._lines = lines
        self._done: list[str] = []
        self._line: list[str] = []
        self._inside: list[_Block] = []
        self._too_deep = 0
        self._before: tuple[_Block, ...] = ()
        self._gap = False
        self._after_break = False
        self._verbatim: list[str] | None = None
        self._code: list[str] | None = None
        self._links: list[tuple[str, int]] = []

    def text(self) -> str:
        """What was written so far."""
        self._end_line()
        return _STANDING_IN.sub("", "\n".join(self._done)).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._verbatim is not None:
            if tag == "br":
                self._verbatim.append("\n")
        elif tag == "br":
            self._end_line(at_least=True)
            self._after_break = True
        elif tag == "pre":
            self._part()
            self._verbatim = []
        elif tag in _BLOCKS:
            self._begin_block(tag)
        elif tag in ("code", "tt", "kbd", "samp"):
            self._code = []
        elif tag in _EMPHASIS:
            self._line.append(_OPEN[_EMPHASIS[tag]])
        elif tag == "q":
            self._line.append("“")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._line)))
        elif tag in _MEDIA and TARGET.match(source := dict(attrs).get("src") or ""):
            self._line.append(_link((dict(attrs).get("alt") or "").strip(), source))

    def handle_endtag(self, tag: str) -> None:
        if self._verbatim is not None:
            if tag == "pre":
                self._end_verbatim()
        elif tag in ("code", "tt", "kbd", "samp"):
            self._end_code()
        elif tag in _BLOCKS:
            self._end_block(tag)
        elif tag in _EMPHASIS:
            self._line.append(_SHUT[_EMPHASIS[tag]])
        elif tag == "q":
            self._line.append("”")
        elif tag == "a" and self._links:
            target, since = self._links.pop()
            words = "".join(self._line[since:])
            if TARGET.match(target):
                self._line[since:] = [_link(words, target)]

    def handle_data(self, data: str) -> None:
        if self._verbatim is not None:
            self._verbatim.append(data)
        elif self._code is not None:
            self._code.append(data)
        elif self._lines:
            first, *rest = data.replace("\r\n", "\n").split("\n")
            self._say(first)
            for part in rest:
                if self._line:
                    self._end_line()
                elif not self._after_break:
                    self._gap = True
                self._after_break = False
                self._say(part)
        else:
            self._say(data)

    def _say(self, data: str) -> None:
        folded = (_SPACE_IN_LINE if self._lines else _SPACE).sub(" ", data)
        if not self._line:
            folded = folded.lstrip(" ")
        if folded:
            self._line.append(_MARKUP.sub(_as_text, folded))
            self._after_break = False

    def _begin_block(self, tag: str) -> None:
        self._part(gap=tag not in _CLOSE)
        if tag in ("blockquote", "ul", "ol", "li"):
            if len(self._inside) >= _DEEPEST:
                self._too_deep += 1
                return
            entries = next((block for block in reversed(self._inside) if block.tag in ("ul", "ol")), None)
            self._inside.append(_Block(tag, entries if tag == "li" else None))
            if tag == "li":
                self._gap = False

    def _end_block(self, tag: str) -> None:
        self._part(gap=tag not in _CLOSE)
        if tag in ("blockquote", "ul", "ol", "li"):
            if self._too_deep:
                self._too_deep -= 1
            elif self._inside:
                self._inside.pop()

    def _part(self, *, gap: bool = True) -> None:
        self._end_line()
        self._gap = self._gap or gap

    def _end_code(self) -> None:
        words, self._code = _SPACE.sub(" ", "".join(self._code or [])).strip(), None
        if words:
            self._line.append(_in_code(words))

    def _end_verbatim(self) -> None:
        content, self._verbatim = "".join(self._verbatim or []).strip("\n"), None
        if content.strip():
            fence = "`" * max(3, _longest_run(content) + 1)
            for line in (fence, *content.split("\n"), fence):
                self._write(line)
        self._gap = True

    def _end_line(self, *, at_least: bool = False) -> None:
        if not self._line and not at_least:
            return
        line, self._line = "".join(self._line), []
        self._links = [(target, 0) for target, _ in self._links]
        line = _with_emphasis(line).strip()
        if line:
            line = _MARKUP_OF_LINE.sub(r"\\\g<0>", line, count=1) if _MARKUP_OF_LINE.match(line) else line
            self._write(_NUMBER_OF_LINE.sub(r"\1\\\2", line, count=1) if _NUMBER_OF_LINE.match(line) else line)
        elif at_least and self._done:
            self._gap = True

    def _write(self, line: str) -> None:
        inside = tuple(self._inside)
        if self._gap and self._done:
            shared = [a for a, _ in takewhile(lambda pair: pair[0] is pair[1], zip(self._before, inside, strict=False))]
            self._done.append("".join(block.later for block in shared).rstrip())
        self._gap = False
        self._before = inside
        self._done.append(("".join(block.prefix() for block in inside) + line).rstrip())


class _Block:
    """A quotation, a list or an entry of one, and what its lines begin with."""

    def __init__(self, tag: str, entries: "_Block | None") -> None:
        self.tag = tag
        self._entries = entries
        self._number = 0
        self.later = "> " if tag == "blockquote" else ""

    def prefix(self) -> str:
        """What the next line begins with. An entry in which nothing is written has no number."""
        if self._entries is None:
            return self.later
        sign, self._entries = self._entries.next_sign(), None
        self.later = " " * len(sign)
        return sign

    def next_sign(self) -> str:
        """The sign of this list's next entry."""
        self._number += 1
        return "- " if self.tag == "ul" else f"{self._number}. "


def _with_emphasis(line: str) -> str:
    """The line with the signs of emphasis in it, or without any if one of them would be seen."""
    plain = _STANDING_IN.sub("", line)
    if plain == line or not plain.strip():
        return plain
    for sign, emphasised in zip(_SIGNS, _EMPHASISED, strict=True):
        line = emphasised.sub(rf"{sign}\1{sign}", line)
    line = _STANDING_IN.sub("", line)
    return line if plain_text(line) == plain_text(plain) else plain


def _as_text(found: re.Match[str]) -> str:
    """A sign that would be markup, escaped; an address as it is, which is a link of itself."""
    return found[0] if found["address"] else "\\" + found[0]


def _link(words: str, target: str) -> str:
    address = _UNSAFE_IN_TARGET.sub(lambda found: f"%{ord(found[0]):02X}", target)
    shown = _STANDING_IN.sub("", words).strip()
    plain = shown.replace("\\", "")
    cut = plain.removesuffix("...").removesuffix("…")
    if not plain or (plain == target or (cut != plain and cut in target)):
        return address
    return f"[{shown.replace('[', chr(92) + '[').replace(']', chr(92) + ']')}]({address})"


def _in_code(words: str) -> str:
    fence = "`" * (_longest_run(words) + 1)
    space = " " if words[0] == "`" or words[-1] == "`" else ""
    return f"{fence}{space}{words}{space}{fence}"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)

"""Links in a comment, however they are written: with and without scheme, hxxp, example[.]com, punycode."""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass

from moderation.text.glyphs import visible_places

_LABEL = r"[^\W_](?:[\w\-]{0,61}[^\W_])?"
_DOT = r"(?:\.|\ ?[\[({]\ ?(?:\.|dot|punkt|punto|point)\ ?[\])}]\ ?)"
_SCHEME = r"(?:h(?:tt|xx|\*\*|tx|xt)ps?|ftp)\ ?(?::|\[:\])\ ?(?://|\[//\]|\\\\)"
_FOUND = re.compile(
    rf"""
    (?P<scheme>{_SCHEME})?
    (?P<user>(?<=/)[^\s/@<>"]{{1,80}}@)?
    (?(scheme)|(?<![\w@.\-/]))
    (?P<host>{_LABEL}(?:{_DOT}{_LABEL}){{0,20}} | \[[0-9a-f:.]{{2,45}}\])
    (?P<port>:\d{{1,5}}(?!\d))?
    (?P<rest>[/?\#][^\s<>"]*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORTH_READING = re.compile(r"\.[^\W_]|[\])}]\ ?[^\W_]|//|\\\\")  # what most comments lack and every link has
_ALL_SEEN = re.compile(r"[\t\n\r -~]*")  # ASCII without control characters: nothing in it is invisible
_DOTS = re.compile(_DOT, re.IGNORECASE)
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\Z")
_NETWORK = re.compile(r"/\d{1,2}\Z")  # 10.0.0.0/8
_FULL_STOPS = str.maketrans("．。｡․", "....")
_TRAILING = ".,;:!?'\"*_~`«»„“”‘’…)]}"
_PAIRS = {")": "(", "]": "[", "}": "{"}

# Top-level domains that are believed without a scheme. Those in the second list are words or file endings as well
# ("over.It was", readme.md, script.sh): they need a path, www., or a third label.
_TOP_LEVEL = (
    "com org net edu gov mil int info biz name pro mobi app dev xyz top site online store shop club vip win bid "
    "loan click icu live blog news tech space website world today life fun art cloud email agency digital media "
    "network studio social chat games casino bet poker porn sex xxx adult cam dating ru su ua by kz de at ch li "
    "fr nl eu uk ie es pt gr tr pl cz sk hu ro bg hr si rs ba mk ee lv lt fi se dk lu mt cy us ca mx br ar cl pe "
    "ve ec uy jp cn tw hk kr kp th vn ph id sg au nz za ng ke eg ma tn il ae sa qa ir iq pk bd lk np mm kh tv cc "
    "ws fm gg gl io ai ly vc ac sx pw tk ml ga cf gq nu ug tz zw cm ci sn "
)
_ALSO_WORDS = (
    "is it in at so me to my no am be do as by an us la li ps pm py rs sh md mp st im ms tf vu tm tel zip mov one "
    "wiki link you here now how new page work art fun live life today name pro int id ph ma "
    "il ci ml si th "
)
_SURE = frozenset(_TOP_LEVEL.split()) - frozenset(_ALSO_WORDS.split())
_UNSURE = frozenset(_ALSO_WORDS.split())
_SECOND_LEVEL = frozenset(("co", "com", "org", "net", "ac", "gov", "edu", "ne", "or", "go", "gob", "nom", "gen", "web"))


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A link found at ``text[start:end]``: its normalised address, and its host in ASCII and lower case."""

    start: int
    end: int
    url: str
    host: str


def find_links(text: str) -> list[Link]:
    """The links of a text, ascending and not overlapping. Never fails; time is linear in the length of the text."""
    if _ALL_SEEN.fullmatch(text) and not _WORTH_READING.search(text):
        return []
    places = visible_places(text)
    shown = (text if len(places) == len(text) else "".join([text[i] for i in places])).translate(_FULL_STOPS)
    if not _WORTH_READING.search(shown):
        return []
    links = []
    for match in _FOUND.finditer(shown):
        link = _read(shown, match)
        if link:
            url, host, end = link
            links.append(Link(places[match.start()], places[end - 1] + 1, url, host))
    return links


def registrable(host: str) -> str:
    """The part of a host that somebody registered, as far as its shape tells: ``news.bbc.co.uk`` gives ``bbc.co.uk``.

    A heuristic without the public suffix list: a country's ``co``, ``com``, ``org`` ... take three labels.
    """
    labels = host.split(".")
    if _IPV4.match(host) or ":" in host or len(labels) <= 2:
        return host
    count = 3 if len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-count:])


def _read(shown: str, match: re.Match[str]) -> tuple[str, str, int] | None:
    """The address, host and end of a candidate, or nothing when it is ordinary writing."""
    scheme, rest = match["scheme"], match["rest"] or ""
    end = match.end()
    if match["host"].startswith("["):
        host = match["host"].lower()
        if not scheme:
            return None
    else:
        labels = _DOTS.split(match["host"])
        if scheme is None:
            if shown[match.end("host") : match.end("host") + 1] == "@":
                return None
            path = bool(rest) and not _NETWORK.match(_trim(rest))
            known = _believable(labels, path, match["host"] != ".".join(labels))
            if known < len(labels):  # "example.com.Next": the sentence goes on without a space
                labels, rest, end = labels[:known], "", _end_of_label(match, known)
            if known < 2:
                return None
        host = _ascii(labels)
    port = match["port"] or ""
    if rest:
        kept = _trim(rest)
        end -= len(rest) - len(kept)
        rest = kept
    name = "ftp" if scheme and scheme[0] in "fF" else "https" if scheme and scheme[4:5] in "sS" else "http"
    if port == {"http": ":80", "https": ":443"}.get(name):
        port = ""
    return f"{name}://{host}{port}{rest if rest.startswith('/') else '/' + rest}", host.strip("[]"), end


def _believable(labels: list[str], path: bool, defanged: bool) -> int:
    """How many of the labels make a host name that nobody would write by accident; 0 for none."""
    if _IPV4.match(".".join(labels)):
        return len(labels) if path else 0
    for count in range(len(labels), 1, -1):
        last = labels[count - 1]
        top = last.lower()
        certain = path or defanged or labels[0].lower() == "www" or count > 2
        if top.startswith("xn--") or (not top.isascii() and certain and top.isalpha()):
            return count
        shouted = last.istitle() and len(last) > 1 and not labels[count - 2].istitle()
        if shouted or not (path or any(len(label) > 1 for label in labels[: count - 1])):
            continue
        if top in _SURE or (top in _UNSURE and certain):
            return count
    return 0


def _end_of_label(match: re.Match[str], count: int) -> int:
    dots = list(_DOTS.finditer(match["host"]))
    return match.start("host") + dots[count - 1].start() if count else match.end()


def _ascii(labels: list[str]) -> str:
    found = []
    for label in labels:
        plain = unicodedata.normalize("NFKC", label).lower()
        if not plain.isascii():
            with suppress(UnicodeError):
                plain = plain.encode("idna").decode("ascii")
        found.append(plain)
    return ".".join(found)


def _trim(rest: str) -> str:
    """Without the punctuation of the sentence around it; a closing bracket stays if it was opened inside."""
    unopened = {closing: rest.count(closing) - rest.count(opening) for closing, opening in _PAIRS.items()}
    end = len(rest)
    while end and rest[end - 1] in _TRAILING:
        last = rest[end - 1]
        if last in unopened:
            if unopened[last] <= 0:
                break
            unopened[last] -= 1
        end -= 1
    return rest[:end]

"""What rules are asked about: one text and what is known of it, and what is worked out of the text once."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from moderation.domain.comment import Circumstances, Span
from moderation.text.canonical import Canonical, canonical
from moderation.text.links import Link, find_links, registrable
from moderation.text.words import WordList, WordMatch

MOST_HOSTS: Final = 100
"""So many different hosts of a text's links are looked at."""
GROWTH, ROOM = 2, 100
"""What is made of a text is looked at for GROWTH times its length and ROOM characters: one sign may stand for many."""
MOST_SPANS: Final = 50
NO_WORDS: Final = WordList(())

PLAIN, LINKS, SHAPE, BANNED, SUSPECT = "plain", "links", "shape", "banned", "suspect"
EFFORT: Final = {PLAIN: 5, LINKS: 2, SHAPE: 2, BANNED: 3, SUSPECT: 3}
"""Steps for each character of a text, and for SUSPECT of each list; a step is about a tenth of a microsecond."""

_RUNS: Final = re.compile(r"(\S)\1+")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Case:
    """One text by one author under one article."""

    body: str
    circumstances: Circumstances
    scores: Mapping[str, float]
    """As they are kept; empty for a text that was not scored."""
    author_id: str
    author_name: str
    guest: bool
    badges: Sequence[str] = ()
    reply: bool = False
    article: str = ""
    title: str = ""
    url: str = ""
    banned: WordList = NO_WORDS
    suspect: Sequence[WordList] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text looks: words, and which share of its letters is large."""

    words: int
    capitals: float | None
    longest_run: int


@dataclass(slots=True)
class Reading:
    """A case while rules are asked about it. Counts the steps that are taken."""

    case: Case
    zone: Any = None
    steps: int = 0
    _made: dict[str, Any] = field(default_factory=dict)

    def links(self) -> list[Link]:
        return self._once(LINKS, EFFORT[LINKS], lambda: find_links(self.case.body))

    def hosts(self) -> tuple[str, ...]:
        room = self._room()
        found: list[str] = []
        for host in dict.fromkeys(link.host for link in self.links()):
            room -= len(host)
            if room < 0 or len(found) == MOST_HOSTS:
                break
            found.append(host)
        return tuple(found)

    def sites(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(registrable(host) for host in self.hosts()))

    def plain(self) -> Canonical:
        return self._once(PLAIN, EFFORT[PLAIN], lambda: canonical(self.case.body))

    def plain_text(self) -> str:
        return self.plain().text[: self._room()]

    def _room(self) -> int:
        return GROWTH * len(self.case.body) + ROOM

    def shape(self) -> Shape:
        return self._once(SHAPE, EFFORT[SHAPE], lambda: _shape(self.case.body))

    def banned(self) -> list[WordMatch]:
        return self._once(BANNED, EFFORT[BANNED], lambda: self.case.banned.find(self.case.body))

    def suspect(self) -> list[WordMatch]:
        lists = self.case.suspect
        effort = EFFORT[SUSPECT] * max(1, len(lists))
        return self._once(SUSPECT, effort, lambda: [match for each in lists for match in each.find(self.case.body)])

    def _once(self, what: str, effort: int, make: Callable[[], T]) -> T:
        if what not in self._made:
            self.steps += effort * len(self.case.body)
            self._made[what] = make()
        made: T = self._made[what]
        return made


def spans_of(places: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Places in a text as moderators are shown them, the first of many."""
    return tuple(Span("RULE", start, end, 1.0) for start, end in sorted(set(places))[:MOST_SPANS])


def _shape(body: str) -> Shape:
    large = sum(map(str.isupper, body))
    small = sum(map(str.islower, body))
    runs = [len(run[0]) for run in _RUNS.finditer(body)]
    longest = max(runs, default=int(not body.isspace() and bool(body)))
    return Shape(len(body.split()), large / (large + small) if large + small else None, longest)

"""What must be true of what was done about authors: the audit log, the list of measures and the author's record agree.

The log has the last word, as it is sealed: a measure that is missing or differs is worked out from it again, and a
standing or a waiting warning follows from the measures. What came in with an import is as old as that import here.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import orjson

from moderation.domain.audit import AuditEntry
from moderation.domain.author import AuthorRecord, Standing, Warned
from moderation.domain.measure import Measure
from moderation.storage import keys
from moderation.storage.audit import Audit
from moderation.storage.author_verification import LOOKS, REPAIRER
from moderation.storage.authors import Authors
from moderation.storage.client import Store
from moderation.storage.invariants import Finding
from moderation.storage.measures import Measures, decode_measure, encode_measure, split_measure
from moderation.storage.whole_threads import UNREADABLE

_CHANGE: Final = re.compile(r"\w+>\w+\|(\d+)")
_DONE: Final = frozenset({"set_standing", "warn"})


@dataclass(slots=True)
class Logged:
    """What the audit log says was done about one author."""

    measures: dict[int, tuple[AuditEntry, ...]] = field(default_factory=dict)
    """By number: the entry that made it, and what came of it."""
    version: int = 0
    """Of the author's record, after the latest of it."""
    imported: int = 0
    """Measures up to this number came in from another store."""
    entries: int = 0

    def note(self, entry: AuditEntry, version: int) -> None:
        """Count an entry about the author that names a version of their record, or a measure that was acknowledged."""
        self.entries += 1
        action, number = entry.detail.get("action"), entry.detail.get("measure")
        if action in _DONE or action in ("undo_standing", "import_standing"):
            if version <= self.version:  # the author was erased in between, and begins anew
                self.measures.clear()
                self.imported = 0
            self.version = version
        if action == "import_standing":
            self.imported = version
        elif action in _DONE:
            self.measures[version] = (entry,)
        elif action in ("undo_standing", "acknowledge") and isinstance(number, int) and number in self.measures:
            self.measures[number] = (*self.measures[number], entry)

    def expected(self) -> dict[int, bytes]:
        """The stored form of the measures made here."""
        return {number: _stored(entries) for number, entries in self.measures.items() if number > self.imported}


def _stored(entries: tuple[AuditEntry, ...]) -> bytes:
    made, *later = entries
    undone = next((each for each in later if each.detail.get("action") == "undo_standing"), None)
    read = next((each for each in later if each.detail.get("action") == "acknowledge"), None)
    return encode_measure(
        made.at,
        0 if undone is None else undone.at,
        "" if undone is None else str(undone.detail.get("actor")),
        0 if read is None else read.at,
        made.raw_detail,
    )


@dataclass(frozen=True, slots=True)
class Wrong:
    """What does not agree about an author, and what it should be."""

    sentences: tuple[str, ...]
    seen: AuthorRecord
    right: AuthorRecord
    measures: Mapping[int, bytes] = field(default_factory=dict)
    """Empty where it cannot be told."""


class MeasureVerification:
    """Of all authors of one site about whom something was done."""

    def __init__(self, store: Store, site: str, repair: bool) -> None:
        self._store = store
        self._site = site
        self._repair = repair
        self._audit = Audit(store)
        self._authors = Authors(store)
        self._measures = Measures(store)

    async def findings(self) -> AsyncIterator[Finding]:
        """What does not agree, author by author. One partition's authors are held at a time."""
        for name, _, log in keys.chains(self._site):
            if not name.startswith("u"):
                continue
            logged: dict[str, Logged] = {}
            try:
                end = await self._read(log, name, "-", logged)
            except (ValueError, KeyError):
                continue  # told of with the chain
            for author in sorted(logged):
                wrong, end = await self._settled(author, log, name, end, logged)
                where = f"{self._site}: author {author!r}"
                for sentence in wrong.sentences:
                    yield Finding(where, sentence, bool(wrong.measures))
                if self._repair and wrong.sentences and wrong.measures:
                    detail = orjson.dumps({"action": "repair", "actor": REPAIRER, "author": author})
                    await self._measures.repair(self._site, wrong.seen, wrong.right, wrong.measures, detail)

    async def _read(self, log: str, chain: str, after: str, logged: dict[str, Logged]) -> str:
        """Note what the chain says after a place; where it ends now."""
        async for entry in self._audit.chain(log, chain, after):
            after = f"({entry.stream_id}"
            if (change := _CHANGE.fullmatch(entry.change)) and entry.concerned:
                logged.setdefault(entry.concerned.decode(), Logged()).note(entry, int(change[1]))
        return after

    async def _settled(
        self, author: str, log: str, chain: str, end: str, logged: dict[str, Logged]
    ) -> tuple[Wrong, str]:
        """What is wrong with an author at a time at which nothing was done about them; nothing is certain of one about
        whom something is done all the time."""
        for _ in range(LOOKS):
            known = logged[author].entries
            wrong = await self._wrong(author, logged[author])
            if not wrong.sentences:
                return wrong, end
            end = await self._read(log, chain, end, logged)
            if logged[author].entries == known:
                return wrong, end
            await asyncio.sleep(0)
        return replace(wrong, sentences=()), end

    async def _wrong(self, author: str, logged: Logged) -> Wrong:
        seen = right = await self._authors.record(self._site, author)
        try:
            stored = dict(await self._measures.stored(self._site, author))
            if not stored and not seen.version:
                return Wrong((), seen, seen)  # erased
            sentences = []
            if seen.version != logged.version:
                sentences.append(f"the record is at version {seen.version}; the audit log ends at {logged.version}")
                right = replace(right, version=logged.version)
            expected = logged.expected()
            for number in sorted(expected.keys() - stored.keys()):
                sentences.append(f"measure {number} is in the audit log and not in the list")
            for number in sorted(stored):
                if number > logged.imported and number not in expected:
                    sentences.append(f"measure {number} is in the list and not in the audit log")
                elif stored[number] != expected.get(number, stored[number]):
                    sentences.append(f"measure {number} is not what the audit log says")
            known = {number: raw for number, raw in stored.items() if number <= logged.imported} | expected
            measures = [decode_measure(number, raw) for number, raw in sorted(known.items())]
        except UNREADABLE as why:
            return Wrong((f"what was done about the author cannot be read: {why}",), seen, right)
        standing, until = _standing(right, measures, known)
        if (right.standing, right.until) != (standing, until):
            sentences.append(f"the standing is {right.standing}; by what was done about the author it is {standing}")
            right = replace(right, standing=standing, until=until)
        if (waiting := _waiting(measures)) != right.warning:
            which = "no warning" if waiting is None else f"warning {waiting.number}"
            sentences.append(f"{which} should wait to be acknowledged, and another or none does")
            right = replace(right, warning=waiting)
        return Wrong(tuple(sentences), seen, right, known)


def _standing(
    record: AuthorRecord, measures: Sequence[Measure], stored: Mapping[int, bytes]
) -> tuple[Standing, int | None]:
    """What the author is by the measures, and until when: what the newest that stands says, or what was before all."""
    standings = [each for each in measures if each.warning is None]
    stands = [each for each in standings if each.undone_at is None]
    if stands:
        return stands[-1].after, stands[-1].until
    if not standings:
        return record.standing, record.until
    *_, detail = split_measure(stored[standings[0].number])
    ends = detail.get("before_until_ms")
    return standings[0].before, None if ends is None else int(ends)


def _waiting(measures: Sequence[Measure]) -> Warned | None:
    """The newest warning that stands, unless it or a newer one was acknowledged."""
    for each in reversed(measures):
        if each.warning is not None and each.acknowledged_at is not None:
            return None
        if each.warning is not None and each.undone_at is None:
            return Warned(each.number, each.warning)
    return None

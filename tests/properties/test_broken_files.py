"""Whatever happened to a file before it is taken in: it is refused as a whole with nothing changed, or every thread and
comment of it that was read is imported, there already or a loss, the store is sound, and a second time adds nothing."""

import asyncio
import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from movers import DELETED, WRITERS, Said, moving, unseen

from moderation.domain import ids
from moderation.domain.appeal import Appeal, AppealState
from moderation.domain.author import Standing
from moderation.domain.comment import Status
from moderation.domain.note import Note
from moderation.importers import native
from moderation.importers.record import ActRecord, Before, CommentRecord, DecisionRecord, Record, ReportRecord, Unusable
from moderation.services.transfer import Transfer
from moderation.services.transfer_report import Report
from moderation.storage.client import Store
from moderation.storage.records import Records
from moderation.storage.verification import Verification

SAID = [
    Said("5", under="4", words="A reply that stands before what it answers."),
    Said("4", words="The first <word> & the last."),
    Said("7", under="8", words="A reply to what was deleted.", name="Zoë"),
    Said("8", status=DELETED, words="Gone."),
    Said("9", path="/other/?id=7", words="Elsewhere.", at="2400-01-01T00:00:00"),
]
OURS = "jsonl"
DETAIL = b'{"action":"test","actor":"test"}'
_numbers = itertools.count()

places = st.integers(0, 10_000)
signs = rb'< > ]]> <![CDATA[ <!-- & &#0; " { ] \ud800 null -1 1e999'.split()
signs += [b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b"\x1f\x8b", b"9" * 30, b"<x>" * 50, b"[" * 50, b"x" * 300]
damages = st.lists(
    st.one_of(
        st.tuples(st.just("cut"), places, st.just(0)),
        st.tuples(st.just("drop"), places, st.integers(1, 400)),
        st.tuples(st.just("double"), places, st.integers(1, 3000)),
        st.tuples(st.just("put"), places, st.sampled_from(signs)),
    ),
    min_size=1,
    max_size=4,
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["", "erased"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=4,
)
changes = st.lists(st.tuples(places, places, values), min_size=1, max_size=3)


def damaged(whole: bytes, damage: list[tuple[str, int, Any]]) -> bytes:
    for how, place, what in damage:
        at = place * len(whole) // 10_001
        match how:
            case "cut":
                whole = whole[:at]
            case "drop":
                whole = whole[:at] + whole[at + what :]
            case "double":
                whole = whole[: at + what] + whole[at:]
            case "put":
                whole = whole[:at] + what + whole[at:]
    return whole


def fields_of(document: Any) -> Iterator[Callable[[Any], None]]:
    """For each value within a document, what puts another in its place."""
    pairs = document.items() if isinstance(document, dict) else enumerate(document)
    for name, value in list(pairs):
        yield lambda other, name=name: document.__setitem__(name, other)  # type: ignore[misc]
        if isinstance(value, dict | list):
            yield from fields_of(value)


def changed(whole: bytes, wanted: list[tuple[int, int, Any]]) -> bytes:
    """A file of JSON lines in which some values are others."""
    lines = [json.loads(line) for line in whole.splitlines()]
    for line, field, value in wanted:
        document = lines[1 + line % (len(lines) - 1)]
        if places := list(fields_of(document)):
            places[field % len(places)](value)
    return b"".join(json.dumps(line).encode("utf-8", "surrogatepass") + b"\n" for line in lines)


class Mover:
    """A publisher who has one file, and a new site for every try."""

    def __init__(self, url: str, system: str, folder: Path) -> None:
        self.runner = asyncio.Runner()
        self.system, self.folder = system, folder
        self.records = Records(self.do(Store.connect(url)))

    def do(self, work: Any) -> Any:
        return self.runner.run(work)

    def close(self) -> None:
        self.do(self.records.store.close())
        self.runner.close()

    def file(self) -> bytes:
        if self.system != OURS:
            return WRITERS[self.system](SAID, self.folder).read_bytes()
        found = self.do(self._export())
        return b"".join(map(native.write, found)) + native.write_end(len(found))

    async def _export(self) -> list[Record]:
        """What a site can have that is no setting of programs beside it."""
        records, site = self.records, "default"
        await records.sites.create(site, "Default", DETAIL)
        await records.sites.save_policy(site, 0, {"mode": "pre", "hold": {"TOXICITY": 0.5}}, DETAIL)
        with moving("disqus", WRITERS["disqus"](SAID, self.folder)) as found:
            await Transfer(records).moved_in(site, found, "test", unseen)
        warned = b'{"action":"set_standing","actor":"moderator:1","before":"new","after":"banned"}'
        await records.measures.set_standing(site, "ann", Standing.BANNED, None, "why", warned, 0)
        await records.notes.replace(site, "ann", [], [Note("n", "words", "moderator:1", 1000)], DETAIL)
        exported = [_eventful(each) async for each in Transfer(records).exported(site, unseen)]
        comments = [(each.article, each.id) for each in exported if isinstance(each, CommentRecord)]
        return [*exported[:-1], ActRecord("an act", "moderator:1", 5, comments), exported[-1]]

    async def _taken_in(self, site: str, path: Path) -> Report:
        transfer = Transfer(self.records)
        if self.system == OURS:
            return await transfer.imported(site, native.read(path, unseen), "test")
        with moving(self.system, path) as found:
            return await transfer.moved_in(site, found, "test", unseen)

    async def tries(self, content: bytes) -> None:
        site, path = f"s{next(_numbers)}", self.folder / "broken"
        path.write_bytes(content)
        await self.records.sites.create(site, site, DETAIL)
        try:
            first = await self._taken_in(site, path)
        except Unusable:
            assert not await self.records.threads.any_article(site)
            return
        second = await self._taken_in(site, path)
        for report in (first, second):
            assert balanced(report)
        assert second.imported == {"threads": 0, "comments": 0}
        assert (second.read, second.losses) == (first.read, first.losses)
        if self.system != OURS:
            assert [finding async for finding in Verification(self.records.store, site).findings()] == []
        else:  # what a line of ours says is believed, and `verify` tells what does not fit together
            assert [each async for each in Transfer(self.records).exported(site, unseen)]


def _eventful(record: Record) -> Record:
    """With everything that can have happened to a comment."""
    if not isinstance(record, CommentRecord) or record.status is not Status.APPROVED:
        return record
    first = ids.at_time(1_700_000_000_000, ids.place_of(record.id), record.id[6:])
    before = Before(Status.PENDING, frozenset({"pending"}), 0, 0, 100)
    detail = {"action": "approve", "actor": "moderator:1"}
    decision = DecisionRecord(first, 1, 1_700_000_000_000, 0, "", Status.APPROVED, before, detail)
    report = ReportRecord(bytes(8), 0, 5, {"reason": "spam", "detail": "why", "reporter": "joe"})
    appeal = Appeal(
        ids.to_text(ids.at_time(1_700_000_000_001, ids.place_of(record.id), record.id[6:])),
        ids.to_text(record.id),
        AppealState.UPHELD,
        1_700_000_000_001,
        "moderator:2",
        ids.to_text(first),
        1,
        "Why?",
        record.revision,
        1_700_000_000_002,
        "moderator:1",
    )
    values = {name: getattr(record, name) for name in CommentRecord.__slots__}
    return CommentRecord(**values | {"round": 1, "decisions": (decision,), "reports": (report,), "appeals": (appeal,)})


def balanced(report: Report) -> bool:
    counts = zip(report.read.values(), report.imported.values(), report.already_there.values(), strict=True)
    lost = [read - imported - there for read, imported, there in counts]
    return min(lost) >= 0 and sum(lost) == len(report.losses)


@pytest.mark.long
@pytest.mark.parametrize("system", sorted([*WRITERS, OURS]))
def test_a_damaged_file(system: str, valkey_url: str, tmp_path: Path) -> None:
    with closing(Mover(valkey_url, system, tmp_path)) as mover:
        whole = mover.file()

        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
        @given(damage=damages)
        @example(damage=[("put", 0, b"\xef\xbb\xbf")])
        @example(damage=[("put", 0, b"")])
        def tried(damage: list[tuple[str, int, Any]]) -> None:
            mover.do(mover.tries(damaged(whole, damage)))

        tried()


@pytest.mark.long
@pytest.mark.parametrize("system", ["remark42", OURS])
def test_a_file_whose_lines_say_something_else(system: str, valkey_url: str, tmp_path: Path) -> None:
    with closing(Mover(valkey_url, system, tmp_path)) as mover:
        whole = mover.file()

        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
        @given(wanted=changes)
        def tried(wanted: list[tuple[int, int, Any]]) -> None:
            mover.do(mover.tries(changed(whole, wanted)))

        tried()

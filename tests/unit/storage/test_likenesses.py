"""The index of looks follows what is written, forgets what is gone, and stays small."""

from dataclasses import replace
from typing import Any

import pytest
from builders import a_comment, a_revision, a_ruling, place_of, the_comment

from moderation.domain import ids
from moderation.storage import keys, likenesses
from moderation.storage.client import Store
from moderation.storage.likenesses import KEPT_MS, Likenesses, looks_of
from moderation.storage.records import Records
from moderation.storage.verification import Verification

SITE = "default"
ALWAYS = (0, 2**47)
SAID = "I made 4300 last month working from home, and my neighbour made even more than that, ask me how."
DETAIL = b'{"action":"erase","actor":"admin"}'


@pytest.fixture
async def records(store: Store) -> Records:
    records = Records(store)
    await records.sites.create(SITE, "Default", b'{"action":"create","actor":"test"}')
    return records


async def like(records: Records, saying: str = SAID, **more: Any) -> list[bytes]:
    await records.likenesses.catch_up(SITE)
    looks = looks_of(replace(a_revision(saying), address="ff" * 8))
    return sorted(each.comment_id for each in await records.likenesses.alike(SITE, looks, *ALWAYS, **more))


async def test_what_is_written_is_found_in_every_thread(records: Records) -> None:
    first = await a_comment(records, "news", saying=SAID)
    second = await a_comment(records, "sport", by="ben", saying=SAID + " Really!")
    other = await a_comment(records, "sport", by="cy", saying="The referee was blind in the second half.")
    assert await like(records) == sorted([first, second])
    assert await like(records, also=frozenset({other})) == sorted([first, second, other])


async def test_an_edit_replaces_what_was_kept(records: Records) -> None:
    said = await a_comment(records, saying=SAID)
    assert await like(records) == [said]
    comment = await the_comment(records, said)
    await records.comments.edit(
        SITE,
        comment,
        window_ms=60_000,
        revision=a_revision("The referee was blind in the second half, and nobody said a word."),
        ruling=a_ruling(),
        actor="ann",
    )
    assert await like(records) == []
    assert await records.likenesses.kept(SITE, ids.place_of(said).partition) == [said]


async def test_what_is_taken_back_or_erased_is_forgotten(records: Records) -> None:
    taken_back, erased = await a_comment(records, saying=SAID), await a_comment(records, saying=SAID)
    assert await like(records) == [taken_back, erased]
    await records.comments.delete(SITE, taken_back, 60_000, "ann", DETAIL)
    await records.comments.erase(SITE, erased, replace(a_revision(""), author_name=""), "admin", DETAIL)
    assert await like(records) == []
    assert await records.likenesses.kept(SITE, ids.place_of(erased).partition) == []


async def test_a_damaged_comment_holds_nobody_up(records: Records, store: Store) -> None:
    damaged, said = await a_comment(records, saying=SAID), await a_comment(records, saying=SAID)
    key = keys.texts(SITE, ids.place_of(damaged))
    await store.command(key, "HSET", key, damaged, b"\x02?")
    assert await like(records) == [said]


async def test_a_window_of_time_is_kept_to(records: Records) -> None:
    said = await a_comment(records, saying=SAID)
    await records.likenesses.catch_up(SITE)
    at, looks = ids.time_of(said), looks_of(a_revision(SAID))
    found = [
        len(await records.likenesses.alike(SITE, looks, *window))
        for window in ((at, at), (at - 1, at + 1), (at + 1, at + 9), (at - 9, at - 1))
    ]
    assert found == [1, 1, 0, 0]


async def test_only_the_newest_are_kept(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likenesses, "MOST", 3)
    said = [await a_comment(records, saying=f"{SAID} {number}") for number in range(5)]
    assert await like(records) == said[2:]


async def test_what_is_old_goes_and_does_not_come_in(records: Records, store: Store) -> None:
    place = await place_of(records, "news")
    old = ids.at_time(1_000, place, b"12345")
    key = keys.partition(SITE, place.partition).likenesses
    await store.command(key, "ZADD", key, 0, old + b"\x01" * 27)
    said = await a_comment(records, saying=SAID)
    assert await like(records) == [said]
    assert await records.likenesses.kept(SITE, place.partition) == [said]
    assert ids.time_of(said) - KEPT_MS > 1_000


async def test_more_events_than_one_turn_takes_are_taken_in(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likenesses, "BATCH", 2)
    said = [await a_comment(records, saying=SAID) for _ in range(5)]
    partition = ids.place_of(said[0]).partition
    assert [await records.likenesses.advance(SITE, partition) for _ in range(4)] == [2, 2, 1, 0]
    assert await like(records) == said


async def test_verification_finds_and_drops_what_should_have_been_forgotten(records: Records, store: Store) -> None:
    said = await a_comment(records, saying=SAID)
    await Likenesses(store).catch_up(SITE)
    gone = ids.at_time(ids.time_of(said), ids.place_of(said), b"\x00\x00\x00\x0f\xff")
    key = keys.partition(SITE, ids.place_of(said).partition).likenesses
    await store.command(key, "ZADD", key, 0, gone + b"\x01" * 27)
    assert [finding.what async for finding in Verification(store, SITE).findings()] == [
        f"what {ids.to_text(gone)} looked like is kept; it is gone"
    ]
    found = [finding async for finding in Verification(store, SITE, repair=True).findings()]
    assert [finding.repairable for finding in found] == [True]
    assert [finding async for finding in Verification(store, SITE).findings()] == []
    assert await records.likenesses.kept(SITE, ids.place_of(said).partition) == [said]

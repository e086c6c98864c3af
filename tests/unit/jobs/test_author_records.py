"""An author's record says what the author's comments say, whatever crashes in between."""

import asyncio
from typing import Any

import pytest

from moderation.domain.comment import Judgement, Revision, Status
from moderation.domain.decision import Action
from moderation.domain.ids import Place
from moderation.storage import author_keys
from moderation.storage.author_feed import AuthorFeed
from moderation.storage.authors import Authors
from moderation.storage.client import Store
from moderation.storage.comments import Ruling
from moderation.storage.decisions import Done, Ordered
from moderation.storage.records import Records

SITE = "default"


async def post(records: Records, place: Place, author: str, status: Status) -> bytes:
    posted = await records.comments.post(
        SITE,
        place,
        "news/1",
        author=author,
        parent=None,
        revision=Revision("words", author.title(), False, "abcd", 0, Judgement()),
        ruling=Ruling(status, frozenset({"pending"} if status is Status.PENDING else {"unreviewed"}), 1),
    )
    assert not isinstance(posted, str)
    return posted.id


async def decide(records: Records, comment_id: bytes, action: Action) -> bytes:
    detail = b'{"action":"%s","actor":"moderator:1"}' % action.encode()
    (done,) = await records.decisions.decide(SITE, "moderator:1", [Ordered(comment_id, action, None, detail)])
    assert isinstance(done, Done)
    return done.decision_id


async def numbers(records: Records, author: str) -> tuple[int, int, int, int]:
    record = await records.authors.record(SITE, author)
    return record.posted, record.visible, record.approved, record.rejected


async def test_a_record_follows_comments_and_decisions(store: Store) -> None:
    records, feed = Records(store), AuthorFeed(store)
    place = await records.threads.settle(SITE, "news/1")
    first = await post(records, place, "ann", Status.PUBLISHED)
    second = await post(records, place, "ann", Status.PENDING)
    await feed.catch_up(SITE)
    assert await numbers(records, "ann") == (2, 1, 0, 0)
    decision = await decide(records, first, Action.REJECT)
    await decide(records, second, Action.APPROVE)
    await feed.catch_up(SITE)
    assert await numbers(records, "ann") == (2, 1, 1, 1)
    await records.decisions.undo(SITE, decision, "moderator:1", b"{}")
    await feed.catch_up(SITE)
    assert await numbers(records, "ann") == (2, 2, 1, 0)
    record = await records.authors.record(SITE, "ann")
    assert record.name == "Ann"
    assert await records.authors.comments(SITE, "ann", 10, None) == [second, first]


async def test_every_event_counts_once_when_the_feed_dies_in_the_middle(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = Records(store)
    place = await records.threads.settle(SITE, "news/1")
    for number in range(40):
        await post(records, place, f"author-{number % 3}", Status.PUBLISHED)
    whole, calls = Authors.apply, 0

    async def dying(*args: Any, **named: Any) -> bool:
        nonlocal calls
        calls += 1
        done = await whole(*args, **named)
        if calls in (5, 20, 43, 70):
            raise ConnectionError("killed after the write, before the mark")
        return done

    monkeypatch.setattr(Authors, "apply", dying)
    deaths = 0
    while True:
        try:
            await AuthorFeed(store).catch_up(SITE)
            break
        except ConnectionError:
            deaths += 1
    assert deaths == 4
    found = [await numbers(records, f"author-{number}") for number in range(3)]
    assert found == [(14, 14, 0, 0), (13, 13, 0, 0), (13, 13, 0, 0)]


async def test_two_feeds_at_once_count_every_event_once(store: Store) -> None:
    records = Records(store)
    place = await records.threads.settle(SITE, "news/1")
    for _ in range(60):
        await post(records, place, "ann", Status.PUBLISHED)
    await asyncio.gather(*(AuthorFeed(store).catch_up(SITE) for _ in range(3)))
    assert await numbers(records, "ann") == (60, 60, 0, 0)


async def test_an_erased_author_does_not_come_back(store: Store) -> None:
    records = Records(store)
    place = await records.threads.settle(SITE, "news/1")
    comment_id = await post(records, place, "ann", Status.PUBLISHED)
    blank = Revision("", "", True, "", 0)
    await records.comments.erase(SITE, comment_id, blank, "admin", b"{}")
    await records.authors.erase(SITE, "ann", b"{}")
    await AuthorFeed(store).catch_up(SITE)
    assert await store.command(author_keys.record(SITE, "ann"), "EXISTS", author_keys.record(SITE, "ann")) == 0


async def test_events_are_trimmed_only_behind_the_feed(store: Store) -> None:
    records, feed = Records(store), AuthorFeed(store)
    place = await records.threads.settle(SITE, "news/1")
    for _ in range(30):
        await post(records, place, "ann", Status.PUBLISHED)
    assert await records.events.trim(SITE, place.partition, 10) == 0
    await feed.catch_up(SITE)
    assert await records.events.trim(SITE, place.partition, 10) == 20
    await post(records, place, "ann", Status.PUBLISHED)
    await feed.catch_up(SITE)
    assert await numbers(records, "ann") == (31, 31, 0, 0)

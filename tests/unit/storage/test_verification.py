"""Every invariant is broken by hand; verification must find it, and mend it where it follows from the rest."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from moderation.domain import ids
from moderation.domain.appeal import AppealState
from moderation.domain.comment import Judgement, Revision, Status
from moderation.domain.decision import Action
from moderation.domain.ids import Place
from moderation.domain.queue import Queue
from moderation.domain.report import Reason
from moderation.storage import author_keys, keys
from moderation.storage.client import Store
from moderation.storage.comments import Ruling
from moderation.storage.decisions import Done, Ordered
from moderation.storage.invariants import Finding
from moderation.storage.records import Records
from moderation.storage.transfers import Restored, Transfers
from moderation.storage.verification import Verification

SITE = "default"
PUBLISHED = Ruling(Status.PUBLISHED, frozenset({"unreviewed"}), 100)
ERASE = b'{"action":"erase","actor":"admin"}'
STATE = b"1|R|0|1|1|0|0|0|0|0|0|0|0|x"
HELD = Ruling(Status.PENDING, frozenset({"pending"}), 900, b'{"action":"hold","actor":"policy"}')


def revision(body: str, name: str = "Ann", source: str | None = None) -> Revision:
    return Revision(body, name, False, "abcd", 0, Judgement(scores={"TOXICITY": 0.12}), source=source)


@dataclass
class Scene:
    """A small discussion: `root` (liked, reported) with two replies, a held comment, an approved one, a decision."""

    store: Store
    records: Records
    place: Place
    root: bytes
    reply: bytes
    below: bytes
    held: bytes
    approved: bytes
    decision: bytes

    async def command(self, key: str, *words: str | bytes | int | float) -> object:
        return await self.store.command(key, words[0], key, *words[1:])

    async def change_state(self, comment_id: bytes, field: int, value: str) -> None:
        key = keys.states(SITE, self.place)
        raw = await self.store.command(key, "HGET", key, comment_id)
        fields = raw[16:].split(b"|", 13)
        fields[field] = value.encode()
        await self.store.command(key, "HSET", key, comment_id, raw[:16] + b"|".join(fields))


async def post(
    records: Records,
    place: Place,
    author: str,
    parent: bytes | None,
    ruling: Ruling = PUBLISHED,
    article: str = "news/1",
) -> bytes:
    posted = await records.comments.post(
        SITE, place, "news/1", author=author, parent=parent, revision=revision("words", author.title()), ruling=ruling
    )
    assert not isinstance(posted, str)
    return posted.id


@pytest.fixture
async def scene(store: Store) -> Scene:
    records = Records(store)
    await records.sites.create(SITE, "Default", b'{"action":"create","actor":"test"}')
    place = await records.threads.settle(SITE, "news/1")
    root = await post(records, place, "ann", None)
    reply = await post(records, place, "bob", root)
    below = await post(records, place, "ann", reply)
    held = await post(records, place, "eve", None, HELD)
    approved = await post(records, place, "cy", None)
    await records.reports.react(SITE, root, "joe", True)
    await records.reports.file(SITE, root, "joe", Reason.SPAM, None)
    await records.reporters.note(SITE, "joe", root, 5)
    orders = [Ordered(approved, Action.APPROVE, None, b'{"action":"approve","actor":"moderator:1"}')]
    (done,) = await records.decisions.decide(SITE, "moderator:1", orders)
    assert isinstance(done, Done)
    await records.queues.claim(SITE, Queue.PENDING, "moderator:1", 1, 60_000)
    return Scene(store, records, place, root, reply, below, held, approved, done.decision_id)


async def findings(store: Store, *, repair: bool = False) -> list[Finding]:
    return [finding async for finding in Verification(store, SITE, repair=repair).findings()]


async def test_a_sound_store_has_nothing_wrong(scene: Scene) -> None:
    assert await findings(scene.store) == []


async def test_a_sound_store_is_sound_when_read_bit_by_bit(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moderation.storage.verification.READ_WHOLE", 0)
    assert await findings(scene.store) == []
    await scene.command(keys.article(SITE, scene.place), "HSET", "count", 7)
    assert len(await findings(scene.store)) == 1


Break = Callable[[Scene], Awaitable[object]]


def share(scene: Scene) -> keys.Partition:
    return keys.partition(SITE, scene.place.partition)


MENDABLE: dict[str, tuple[Break, str]] = {
    "count": (lambda s: s.command(keys.article(SITE, s.place), "HINCRBY", "count", 1), "the count is 5"),
    "name": (lambda s: s.command(keys.article(SITE, s.place), "HDEL", "name"), "no name"),
    "first": (lambda s: s.command(keys.article(SITE, s.place), "HSET", "first", 5), "said to be of 5 ms"),
    "root missing": (lambda s: s.command(keys.roots(SITE, s.place), "ZREM", s.root), "missing from the thread's index"),
    "root too many": (lambda s: s.command(keys.roots(SITE, s.place), "ZADD", 0, s.held), "must not be in the thread's"),
    "reply missing": (
        lambda s: s.command(keys.replies(SITE, s.place), "ZREM", s.root + s.reply),
        "missing from the thread's index of replies",
    ),
    "reply too many": (
        lambda s: s.command(keys.replies(SITE, s.place), "ZADD", 0, s.root + s.below),
        "must not be in the thread's index of replies",
    ),
    "shown": (lambda s: s.change_state(s.root, 6, "9"), "says 9 replies shown; there are 1"),
    "visible": (lambda s: s.change_state(s.reply, 7, "0"), "says 0 visible replies; there are 1"),
    "depth": (lambda s: s.change_state(s.below, 12, "7"), "has depth 7, not 2"),
    "likes": (lambda s: s.change_state(s.root, 5, "3"), "says 3 likes; there are 1"),
    "rank": (lambda s: s.command(keys.liked(SITE, s.place), "ZREM", s.root), "ranked by likes with 0, not 1"),
    "liker of nobody": (lambda s: s.command(keys.likers(SITE, s.place), "SADD", bytes(24)), "likes are kept for"),
    "open reports": (lambda s: s.change_state(s.root, 8, "4"), "says 4 open reports; there are 1"),
    "list of reports": (lambda s: s.command(keys.reports(SITE, s.place), "HDEL", s.root), "the list of reports"),
    "list of decisions": (lambda s: s.command(keys.decisions(SITE, s.place), "HDEL", s.approved), "is not listed"),
    "not listed": (
        lambda s: s.command(share(s).queue(Queue.UNREVIEWED), "ZREM", s.reply),
        "not listed in the queue unreviewed",
    ),
    "not ordered": (lambda s: s.command(share(s).order(Queue.PENDING), "ZREM", s.held), "not ordered in the queue"),
    "priority": (lambda s: s.command(share(s).order(Queue.PENDING), "ZADD", 12, s.held), "has place 12 in pending"),
    "listed for nothing": (
        lambda s: s.command(share(s).queue(Queue.APPEALS), "ZADD", 0, s.held),
        "is listed in the queue appeals",
    ),
    "held without a queue": (lambda s: s.change_state(s.held, 2, "0"), "is pending and must be in the queue pending"),
    "approved and unreviewed": (lambda s: s.change_state(s.approved, 2, "4"), "must not be in the queue unreviewed"),
    "claim without deadline": (lambda s: s.command(share(s).due, "ZREM", s.held), "its deadline disagree"),
    "claim on nothing waiting": (
        lambda s: s.command(share(s).claims, "HSET", s.approved, "99|moderator:1"),
        "is claimed and in no queue",
    ),
    "not in search": (lambda s: s.command(share(s).every, "ZREM", s.held), "missing from the list that search"),
    "stray in search": (lambda s: s.command(share(s).every, "ZADD", 0, b"\x01" * 16), "no comment"),
    "stray": (lambda s: s.command(share(s).queue(Queue.UNREVIEWED), "ZADD", 0, b"\x01" * 16), "no comment"),
    "stray claim": (lambda s: s.command(share(s).claims, "HSET", b"\x02" * 16, "99|moderator:1"), "no comment"),
    "numbering": (lambda s: s.command(share(s).head, "HSET", "articles", 0), "a number that is taken"),
    "site unlisted": (lambda s: s.command(keys.SITES, "SREM", SITE), "not in the list of sites"),
    "posted": (
        lambda s: s.command(author_keys.record(SITE, "ann"), "HSET", "posted", 5),
        "posted comments is wrong by +3",
    ),
    "approved": (
        lambda s: s.command(author_keys.record(SITE, "cy"), "HDEL", "approved"),
        "approved comments is wrong by -1",
    ),
    "author's list": (
        lambda s: s.command(author_keys.comments(SITE, "ann"), "ZREM", s.root),
        "missing from the author's list",
    ),
    "another's comment": (
        lambda s: s.command(author_keys.comments(SITE, "ann"), "ZADD", 0, s.reply),
        "in the author's list is not the author's",
    ),
}


@pytest.mark.parametrize("name", MENDABLE)
async def test_what_follows_from_the_rest_is_found_and_mended(scene: Scene, name: str) -> None:
    change, sentence = MENDABLE[name]
    assert await findings(scene.store) == []
    await change(scene)

    found = await findings(scene.store)
    assert any(sentence in finding.what for finding in found), found
    assert all(finding.repairable for finding in found)

    assert await findings(scene.store, repair=True) == found
    assert await findings(scene.store) == []


def stored(comment_id: bytes, detail: bytes) -> bytes:
    return b"1|2|5|0||A|0|" + comment_id + detail


LOST: dict[str, tuple[Break, str]] = {
    "text": (lambda s: s.command(keys.texts(SITE, s.place), "HDEL", s.reply), "has no text"),
    "text of nobody": (lambda s: s.command(keys.texts(SITE, s.place), "HSET", bytes(16), b"\x01[]"), "no comment"),
    "format": (lambda s: s.command(keys.texts(SITE, s.place), "HSET", s.reply, b"\x09?"), "unknown format or damaged"),
    "damaged": (lambda s: s.command(keys.texts(SITE, s.place), "HSET", s.reply, b"\x02?"), "unknown format or damaged"),
    "state": (lambda s: s.change_state(s.reply, 0, "9"), "cannot be read"),
    "decision": (lambda s: s.command(keys.decisions(SITE, s.place), "HDEL", s.decision), "does not exist"),
    "decision damaged": (
        lambda s: s.command(keys.decisions(SITE, s.place), "HSET", s.decision, stored(s.approved, b'{"actor')),
        "cannot be read",
    ),
    "decision of a newer format": (
        lambda s: s.command(keys.decisions(SITE, s.place), "HSET", s.decision, b"2" + stored(s.approved, b"{}")[1:]),
        "cannot be read",
    ),
    "decision about nothing": (
        lambda s: s.command(keys.decisions(SITE, s.place), "HSET", b"\x01" * 16, stored(b"\x01" * 16, b"{}")),
        "concerns no comment",
    ),
    "revision": (lambda s: s.change_state(s.reply, 4, "2"), "revision 1 of comment"),
    "wrong thread": (
        lambda s: s.command(
            keys.states(SITE, s.place), "HSET", b"\x07" * 16, bytes(16) + b"1|R|0|1|1|0|0|0|0|0|0|0|0|x"
        ),
        "its id does not name",
    ),
    "unlisted article": (lambda s: s.command(share(s).articles, "HDEL", "news/1"), "not listed"),
    "audit head": (lambda s: s.command(share(s).head, "HSET", "audit_link", "0" * 40), "does not end as its head says"),
    "author's audit head": (
        lambda s: s.command(author_keys.head(SITE, "ann"), "HSET", "audit_sequence", 4),
        "does not end as its head says",
    ),
}


@pytest.mark.parametrize("name", LOST)
async def test_what_is_lost_is_told_and_not_invented(scene: Scene, name: str) -> None:
    change, sentence = LOST[name]
    await change(scene)
    for repair in (False, True, False):
        found = await findings(scene.store, repair=repair)
        told = [finding for finding in found if sentence in finding.what]
        assert told
        assert not any(finding.repairable for finding in told)


async def test_a_parent_that_does_not_exist_is_told(scene: Scene) -> None:
    key = keys.states(SITE, scene.place)
    raw = await scene.store.command(key, "HGET", key, scene.reply)
    await scene.command(key, "HSET", scene.reply, b"\x01" * 16 + raw[16:])
    found = await findings(scene.store)
    assert any("which does not exist" in finding.what and not finding.repairable for finding in found)


async def test_a_removed_audit_entry_breaks_the_chain(scene: Scene) -> None:
    records = scene.records
    orders = [Ordered(scene.held, Action.REJECT, None, b'{"action":"reject","actor":"moderator:1"}')]
    await records.decisions.decide(SITE, "moderator:1", orders)
    log = share(scene).audit
    entries = await scene.store.command(log, "XRANGE", log, "-", "+")
    assert len(entries) == 3
    await scene.command(log, "XDEL", entries[1][0])
    found = [finding.what for finding in await findings(scene.store)]
    assert found == [
        "entry 3 comes where 2 should",
        "entry 3 is not what was written, or its predecessor is not",
    ]


async def test_a_repair_leaves_an_audit_entry(scene: Scene) -> None:
    await scene.command(keys.article(SITE, scene.place), "HSET", "count", 70)
    await findings(scene.store, repair=True)
    newest = (await scene.records.audit.newest(SITE, 1, None))[0]
    assert newest.change == "repair"
    assert newest.concerned == b"news/1"
    assert newest.detail["action"] == "repair"
    assert await scene.records.threads.counts(SITE, ["news/1"]) == {"news/1": 4}


@pytest.mark.parametrize(
    ("change", "state", "by"),
    [
        (lambda s: s.change_state(s.held, 1, "A"), AppealState.OVERTURNED, "operator:verify"),
        (lambda s: s.change_state(s.held, 4, "2"), AppealState.WITHDRAWN, None),
    ],
)
async def test_an_appeal_that_a_repair_ends_says_so(
    scene: Scene, change: Break, state: AppealState, by: str | None
) -> None:
    records = scene.records
    orders = [Ordered(scene.held, Action.REJECT, None, b'{"action":"reject","actor":"moderator:1"}')]
    (done,) = await records.decisions.decide(SITE, "moderator:1", orders)
    comment = await records.comments.read(SITE, scene.held)
    assert isinstance(done, Done)
    assert comment is not None
    filed = await records.appeals.file(SITE, comment, done.decision_id, "moderator:1", "Why?", ERASE)
    assert isinstance(filed, bytes)
    await change(scene)
    assert any("is open, and its comment" in finding.what for finding in await findings(scene.store, repair=True))
    (appeal,) = await records.appeals.of_comment(SITE, scene.held)
    assert (appeal.state, appeal.decided_by) == (state, by)


async def test_an_imported_number_of_likes_is_believed(scene: Scene) -> None:
    comment_id = ids.at_time(1_600_000_000_000, scene.place, b"12345")
    restored = Restored(
        id=comment_id,
        parent=None,
        author_id="old",
        status=Status.PUBLISHED,
        queues=frozenset({"unreviewed"}),
        priority=100,
        revision=revision("from elsewhere", source="elsewhere"),
        likes=12,
    )
    word = await Transfers(scene.store).restore_comment(SITE, scene.place, "news/1", restored)
    assert word == "restored"
    assert await findings(scene.store) == []


async def test_an_erased_person_leaves_a_sound_store(scene: Scene) -> None:
    for comment_id in (scene.root, scene.below):
        await scene.records.comments.erase(
            SITE, comment_id, revision(""), "admin", b'{"action":"erase","actor":"admin"}'
        )
    await scene.records.authors.erase(SITE, "ann", b'{"action":"erase","actor":"admin"}')
    assert await findings(scene.store) == []
    # What had happened to the erased comments is not told of anybody any more.
    assert (await scene.records.authors.record(SITE, "ann")).posted == 0


async def test_nothing_false_is_told_while_people_write(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moderation.storage.verification.READ_WHOLE", 20)
    records = scene.records

    async def write(author: str) -> None:
        for _ in range(150):
            newest = await post(records, scene.place, author, scene.root)
            await records.reports.react(SITE, newest, author, True)
            await records.reports.file(SITE, newest, author, Reason.SPAM, None)
            await records.reporters.note(SITE, author, newest, 5)
            orders = [Ordered(newest, Action.REJECT, None, b'{"action":"reject","actor":"moderator:1"}')]
            await records.decisions.decide(SITE, "moderator:1", orders)

    writing = asyncio.gather(*(write(name) for name in ("ann", "bob", "dan")))
    looked = 0
    while not writing.done():
        assert await findings(scene.store) == []
        looked += 1
    await writing
    assert looked
    assert await findings(scene.store) == []

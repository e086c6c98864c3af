"""The order of a queue as it is stored: what changes it, what gives it back, and what an earlier version left."""

import random
from importlib import resources

import pytest
from builders import a_comment, a_revision, a_ruling, place_of, the_comment
from valkey_nodes import ValkeyNode

from moderation.domain import ids
from moderation.domain.comment import Status
from moderation.domain.decision import Action
from moderation.domain.priority import DOUBLING, ESCALATED, is_escalated, order_of, worth_of
from moderation.domain.queue import Queue, Sort
from moderation.domain.report import Reason
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.codec import LETTERS, decode_state, queue_mask
from moderation.storage.decisions import Done, Ordered, Undone
from moderation.storage.queues import Position
from moderation.storage.records import Records
from moderation.storage.transfers import Restored, Transfers
from moderation.storage.verification import Verification

SITE = "default"
DAY_MS = 86_400_000
WHY = b'{"action":"test","actor":"moderator:max"}'
LUA = resources.files("moderation.storage").joinpath("lua", "include")


@pytest.fixture
async def records(store: Store) -> Records:
    made = Records(store)
    await made.sites.create(SITE, "Default", WHY)
    return made


async def place(records: Records, comment_id: bytes, queue: Queue) -> int | None:
    key = keys.partition(SITE, ids.place_of(comment_id).partition).order(queue)
    found = await records.store.command(key, "ZSCORE", key, comment_id)
    return None if found is None else int(float(found))


async def decides(records: Records, comment_id: bytes, action: Action) -> bytes:
    (done,) = await records.decisions.decide(SITE, "moderator:max", [Ordered(comment_id, action, None, WHY)])
    assert isinstance(done, Done)
    return done.decision_id


async def restores(
    records: Records, at: int, queue: Queue, *, status: Status = Status.PENDING, priority: int = 100, since: int = 0
) -> bytes:
    """Put a comment into the store that was written at `at`."""
    comment_id = ids.at_time(at, await place_of(records, "news"), at.to_bytes(8, "big"))
    restored = Restored(
        id=comment_id,
        parent=None,
        author_id="ann",
        status=status,
        queues=frozenset({str(queue)}),
        priority=priority,
        revision=a_revision(),
        waiting_since=since,
    )
    word = await Transfers(records.store).restore_comment(SITE, await place_of(records, "news"), "news", restored)
    assert word == "restored"
    return comment_id


async def listed(records: Records, queue: Queue) -> list[bytes]:
    return [each.id for each in await records.queues.listed(SITE, queue, Sort.PRIORITY, 1000, None)]


async def wrong(records: Records, *, repair: bool = False) -> list[str]:
    return [found.what async for found in Verification(records.store, SITE, repair=repair).findings()]


def test_the_script_and_the_formula_agree_on_every_place(valkey_node: ValkeyNode) -> None:
    choice = random.Random(5)
    text = "\n".join((LUA / f"{name}.lua").read_text() for name in ("clock", "thread", "queue"))
    with valkey_node.client() as client:
        script = client.register_script(f"{text}\nreturn order_of(ARGV[1], parse_state(ARGV[2]), tonumber(ARGV[3]))")
        for _ in range(3000):
            comment_id = ids.at_time(choice.randrange(1_500_000_000_000, 3_900_000_000_000), ids.Place(1, 2), bytes(8))
            priority = choice.choice([choice.randrange(1201), 2047, ESCALATED + choice.randrange(1001)])
            numbers = [choice.choice([0, choice.randrange(12), choice.randrange(10**6)]) for _ in range(3)]
            since = choice.choice([[], [choice.randrange(1_600_000_000_000, 3_000_000_000_000)]])
            status = choice.choice("PAHRD")
            fields = ["2" if since else "1", status, 31, 1, 1, numbers[0], 9, numbers[1], numbers[2], 0, priority, 0, 0]
            raw = bytes(16) + "|".join(map(str, [*fields, *since, "a|b"])).encode()
            queue = choice.choice(list(Queue))
            told = script(args=[comment_id, raw, queue_mask(frozenset({str(queue)}))])
            assert int(told) == order_of(comment_id, decode_state(raw), queue), raw


async def test_reports_replies_and_likes_lift_what_waits_and_lower_it_when_they_go(records: Records) -> None:
    seen = await a_comment(records)
    plain = await place(records, seen, Queue.UNREVIEWED)
    assert plain is not None
    reply = await a_comment(records, under=seen)
    answered = await place(records, seen, Queue.UNREVIEWED)
    await records.reports.react(SITE, seen, "rita", True)
    liked = await place(records, seen, Queue.UNREVIEWED)
    assert plain < (answered or 0) < (liked or 0)
    await decides(records, reply, Action.REJECT)
    await records.reports.react(SITE, seen, "rita", False)
    assert await place(records, seen, Queue.UNREVIEWED) == plain

    await records.reports.file(SITE, seen, "address:rob", Reason.SPAM, None)
    assert (await place(records, seen, Queue.UNREVIEWED) or 0) > plain
    await decides(records, seen, Action.ESCALATE)
    assert not await wrong(records)
    assert (await place(records, seen, Queue.REPORTED) or 0) > 1 << 43, "above everything else"


async def test_taking_a_decision_back_gives_the_same_place_back(records: Records) -> None:
    held = await a_comment(records, status=Status.PENDING, priority=640)
    seen = await a_comment(records)
    await records.reports.file(SITE, seen, "address:rob", Reason.SPAM, None)
    for comment_id, queue in ((held, Queue.PENDING), (seen, Queue.REPORTED)):
        before = await place(records, comment_id, queue)
        stood = (await the_comment(records, comment_id)).state
        for action in Action:
            decision = await decides(records, comment_id, action)
            undone = await records.decisions.undo(SITE, decision, "moderator:max", WHY)
            assert isinstance(undone, Undone)
            assert await place(records, comment_id, queue) == before
            state = (await the_comment(records, comment_id)).state
            assert (state.waiting_since, state.priority) == (stood.waiting_since, stood.priority)
    assert not await wrong(records)


async def test_nobody_waits_once_it_is_decided_and_a_later_report_begins_anew(records: Records) -> None:
    now = await records.store.server_time_ms()
    old = await restores(records, now - 300 * DAY_MS, Queue.PENDING)
    await decides(records, old, Action.APPROVE)
    assert (await the_comment(records, old)).state.waiting_since is None

    await records.reports.file(SITE, old, "address:rob", Reason.SPAM, None)
    since = (await the_comment(records, old)).state.waiting_since
    assert since is not None
    assert since >= now, "whoever reports it waits from now on, however old the comment is"
    await records.reports.file(SITE, old, "address:rita", Reason.SPAM, None)
    assert (await the_comment(records, old)).state.waiting_since == since

    threat = await a_comment(records, priority=900)
    await records.reports.file(SITE, threat, "address:rob", Reason.OTHER, None)
    assert await listed(records, Queue.REPORTED) == [threat, old]
    assert not await wrong(records)


@pytest.mark.parametrize("queue", [Queue.PENDING, Queue.UNREVIEWED])
async def test_age_wins_in_the_end_and_not_at_once(records: Records, queue: Queue) -> None:
    status = Status.PENDING if queue is Queue.PENDING else Status.PUBLISHED
    now, doubling = await records.store.server_time_ms(), 1000 * DOUBLING[queue]
    young, old = [await restores(records, now - doublings * doubling, queue, status=status) for doublings in (1, 9)]
    grave = await restores(records, now, queue, status=status, priority=900)
    assert await listed(records, queue) == [old, grave, young]


async def test_an_escalated_comment_stays_so_when_its_author_changes_it(records: Records) -> None:
    held = await a_comment(records, status=Status.PENDING, priority=300)
    await decides(records, held, Action.ESCALATE)
    comment = await the_comment(records, held)
    edited, *_ = await records.comments.edit(
        SITE,
        comment,
        window_ms=DAY_MS,
        revision=a_revision("A calmer remark."),
        ruling=a_ruling(Status.PENDING, 40),
        actor="ann",
    )
    assert edited == "edited"
    stored = (await the_comment(records, held)).state.priority
    assert (is_escalated(stored), worth_of(stored)) == (True, 40)

    await decides(records, held, Action.APPROVE)
    assert (await the_comment(records, held)).state.priority == 40, "a decision answers it"
    assert not await wrong(records)


async def test_what_an_earlier_version_wrote_is_read_and_put_in_order(records: Records) -> None:
    """That one kept 2047 in the place of what was escalated, points up to 1200, and another order."""
    held, escalated = [await a_comment(records, status=Status.PENDING) for _ in range(2)]
    for comment_id, points in ((held, 1130), (escalated, 2047)):
        states = keys.states(SITE, ids.place_of(comment_id))
        order = keys.partition(SITE, ids.place_of(comment_id).partition).order(Queue.PENDING)
        state = f"1|{LETTERS[Status.PENDING]}|1|1|1|0|0|0|0|0|{points}|0|0|ann".encode()
        await records.store.command(states, "HSET", states, comment_id, bytes(16) + state)
        await records.store.command(order, "ZADD", order, points << 41, comment_id)
    assert await listed(records, Queue.PENDING) == [escalated, held]
    assert len(await wrong(records, repair=True)) == 3  # two in another place, one not among what was escalated
    assert not await wrong(records)
    assert await listed(records, Queue.PENDING) == [escalated, held]


async def test_pages_lose_nothing_while_other_entries_move(records: Records) -> None:
    waiting = [await a_comment(records, f"a{number % 3}", priority=20 + 7 * number) for number in range(30)]
    moving = set(waiting[::3])
    seen: list[bytes] = []
    after: Position | None = None
    while page := await records.queues.listed(SITE, Queue.UNREVIEWED, Sort.PRIORITY, 4, after):
        seen += [position.id for position in page]
        after = page[-1]
        lifted = waiting[(3 * len(seen)) % 30]
        await records.reports.file(SITE, lifted, f"address:{len(seen)}", Reason.SPAM, None)
    still = [comment_id for comment_id in seen if comment_id not in moving]
    assert still == [comment_id for comment_id in reversed(waiting) if comment_id not in moving]

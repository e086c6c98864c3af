"""What an act decides about a comment it decides once, whoever carries it out, as long as its key is remembered."""

import asyncio
from dataclasses import replace
from typing import Any

import orjson
import pytest
from builders import a_comment, the_comment

from moderation.domain import ids
from moderation.domain.clock import DAY_MS
from moderation.domain.comment import Status
from moderation.domain.decision import Action
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.decisions import Done, NotDone, Ordered
from moderation.storage.records import Records
from moderation.storage.stored_decisions import decode_decision, encode_decision

SITE, MAX = "default", "moderator:max"


@pytest.fixture
async def records(store: Store) -> Records:
    made = Records(store)
    await made.sites.create(SITE, "Default", b'{"action":"create","actor":"test"}')
    return made


def ordered(
    comment: bytes, act: str, action: Action = Action.REJECT, version: int | None = None, **more: Any
) -> Ordered:
    detail = {"action": str(action), "actor": MAX, **more, "act": act}
    return Ordered(comment, action, version, orjson.dumps(detail), act=orjson.dumps({"act": act})[1:-1])


async def decides(records: Records, order: Ordered, by: str = MAX) -> Done | NotDone:
    (result,) = await records.decisions.decide(SITE, by, [order])
    assert isinstance(result, Done | NotDone)
    return result


async def test_the_same_act_again_is_told_what_it_decided_whatever_happened_since(records: Records) -> None:
    comment = await a_comment(records)
    first = await decides(records, ordered(comment, "a", version=1))
    assert isinstance(first, Done)
    assert await decides(records, ordered(comment, "a", version=1)) == first, "though its version is not that any more"

    await records.decisions.undo(SITE, first.decision_id, MAX, b'{"action":"undo","actor":"moderator:max"}')
    assert await decides(records, ordered(comment, "a")) == first
    later = await decides(records, ordered(comment, "b", Action.APPROVE))
    assert await decides(records, ordered(comment, "a"), by="moderator:mia") == first

    assert isinstance(later, Done)
    assert (await the_comment(records, comment)).state.status is Status.APPROVED
    made = await records.decisions.of_comment(SITE, comment)
    assert [each.action for each in made] == [Action.REJECT, Action.APPROVE]


async def test_of_many_at_once_one_decides(records: Records) -> None:
    comment = await a_comment(records)

    told = await asyncio.gather(*(decides(records, ordered(comment, "a")) for _ in range(10)))

    assert len(set(map(str, told))) == 1
    assert (await the_comment(records, comment)).state.version == 2


@pytest.mark.parametrize("written", ['"act":"a"', 'x","act":"a', '{"act":"a"}'])
async def test_what_somebody_wrote_is_no_act(records: Records, written: str) -> None:
    comment = await a_comment(records)
    first = await decides(records, ordered(comment, "b", reason=written, note=written))

    assert await decides(records, ordered(comment, "a")) != first
    assert len(await records.decisions.of_comment(SITE, comment)) == 2


@pytest.mark.parametrize(("age", "times"), [(DAY_MS - 60_000, 1), (DAY_MS, 2)])
async def test_an_act_is_remembered_as_long_as_its_key(records: Records, age: int, times: int) -> None:
    comment = await a_comment(records)
    first = await decides(records, ordered(comment, "a"))
    assert isinstance(first, Done)
    key = keys.decisions(SITE, ids.place_of(comment))
    stored = decode_decision(await records.store.command(key, "HGET", key, first.decision_id))
    await records.store.command(
        key, "HSET", key, first.decision_id, encode_decision(replace(stored, at=stored.at - age))
    )

    await decides(records, ordered(comment, "a"))

    assert len(await records.decisions.of_comment(SITE, comment)) == times

"""An act and its decisions name each other; verification notices when either side does not."""

import pytest
from builders import a_comment

from moderation.domain import ids
from moderation.domain.decision import Action
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.decisions import Done, Ordered
from moderation.storage.records import Records
from moderation.storage.verification import Verification

SITE, ACT, MODERATOR = "default", "01a206e2-74c4-7000-b30a-00000001f55b", "moderator:1"
BEGAN = b'{"action":"bulk","actor":"moderator:1"}'
DETAIL = b'{"action":"reject","actor":"moderator:1","bulk":"' + ACT.encode() + b'"}'


async def findings(store: Store) -> list[str]:
    return [finding.what async for finding in Verification(store, SITE).findings()]


@pytest.fixture
async def decided(store: Store) -> tuple[Records, list[bytes], list[bytes]]:
    """Two comments decided as one act: (records, comments, decisions)."""
    records = Records(store)
    await records.sites.create(SITE, "Default", b'{"action":"create","actor":"test"}')
    comments = [await a_comment(records), await a_comment(records, "sport", by="ben")]
    await records.bulks.begin(SITE, ACT, MODERATOR, 5, comments, BEGAN)
    orders = [Ordered(comment, Action.REJECT, None, DETAIL) for comment in comments]
    results = await records.decisions.decide(SITE, MODERATOR, orders)
    decisions = [result.decision_id for result in results if isinstance(result, Done)]
    assert len(decisions) == 2
    await records.bulks.finish(SITE, ACT, decisions)
    return records, comments, decisions


async def test_an_act_is_read_as_it_was_written(decided: tuple[Records, list[bytes], list[bytes]]) -> None:
    records, comments, decisions = decided
    act = await records.bulks.act(SITE, ACT)
    assert act is not None
    assert (act.moderator, act.at, act.comments, act.decisions) == (MODERATOR, 5, tuple(comments), tuple(decisions))
    assert {name async for name in records.bulks.names(SITE)} == {ACT}
    made = await records.decisions.of_comments(
        SITE, [comments[1], ids.at_time(1, ids.Place(3, 9), b"12345"), comments[0]]
    )
    assert [[decision.bulk for decision in each] for each in made] == [[ACT], [], [ACT]]


async def test_begun_twice_it_is_one_act_with_one_audit_entry(
    decided: tuple[Records, list[bytes], list[bytes]], store: Store
) -> None:
    records, comments, _ = decided
    act = await records.bulks.begin(SITE, ACT, "moderator:2", 9, comments[:1], BEGAN)
    assert (act.moderator, act.at, act.comments) == (MODERATOR, 5, tuple(comments))
    assert [entry.change for entry in await records.audit.newest(SITE, 100, None)].count("bulk") == 1


async def test_a_sound_act_has_nothing_wrong(decided: tuple[Records, list[bytes], list[bytes]], store: Store) -> None:
    assert await findings(store) == []


async def test_a_decision_whose_act_is_gone_is_found(
    decided: tuple[Records, list[bytes], list[bytes]], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = keys.site_bulks(SITE)
    await store.command(key, "DEL", key)
    assert len(await findings(store)) == 2
    monkeypatch.setattr("moderation.storage.verification.READ_WHOLE", 0)
    assert [f"of the act {ACT}, which is not known" in what for what in await findings(store)] == [True, True]


async def test_a_decision_that_its_act_does_not_know_of_is_found(
    decided: tuple[Records, list[bytes], list[bytes]], store: Store
) -> None:
    records, comments, _ = decided
    key = keys.site_bulks(SITE)
    await store.command(key, "DEL", key)
    await records.bulks.begin(SITE, ACT, MODERATOR, 5, comments[:1], BEGAN)
    (what,) = await findings(store)
    assert what.startswith(f"the act {ACT} does not know of its decision ")


async def test_a_decision_that_is_gone_is_found(
    decided: tuple[Records, list[bytes], list[bytes]], store: Store
) -> None:
    _, comments, decisions = decided
    key = keys.decisions(SITE, ids.place_of(comments[0]))
    await store.command(key, "HDEL", key, decisions[0], comments[0])
    assert await findings(store) == [f"decision {ids.to_text(decisions[0])} came of it and does not exist"]


async def test_a_decision_of_another_act_is_found(
    decided: tuple[Records, list[bytes], list[bytes]], store: Store
) -> None:
    records, comments, decisions = decided
    orders = [Ordered(comments[0], Action.APPROVE, None, b'{"action":"approve","actor":"moderator:1"}')]
    (result,) = await records.decisions.decide(SITE, MODERATOR, orders)
    assert isinstance(result, Done)
    await records.bulks.finish(SITE, ACT, [result.decision_id, decisions[1]])
    assert await findings(store) == [f"decision {ids.to_text(result.decision_id)} came of it and is not of it"]


async def test_an_act_that_cannot_be_read_is_found(
    decided: tuple[Records, list[bytes], list[bytes]], store: Store
) -> None:
    key = keys.site_bulks(SITE)
    await store.command(key, "HSET", key, ACT, b"1|x|y")
    (what,) = await findings(store)
    assert what.startswith("it cannot be read")

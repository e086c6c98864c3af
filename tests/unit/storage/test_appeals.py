"""Appeals as they are kept: what verification finds and mends, and who is handed them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

import pytest
from builders import a_comment, the_comment

from moderation.domain import ids
from moderation.domain.appeal import Appeal, AppealOutcome, AppealState
from moderation.domain.decision import Action
from moderation.domain.ids import Place
from moderation.domain.policy import Hearer
from moderation.domain.queue import Queue
from moderation.storage import codec, keys
from moderation.storage.appeals import Heard, NotHeard, decode_appeal, encode_appeal
from moderation.storage.client import Store
from moderation.storage.decisions import Done, Ordered
from moderation.storage.invariants import Finding
from moderation.storage.records import Records
from moderation.storage.verification import Verification

SITE = "default"
REJECT = b'{"action":"reject","actor":"moderator:max"}'


@dataclass
class Scene:
    records: Records
    place: Place
    comment: bytes
    decision: bytes
    appeal: bytes

    async def command(self, key: str, *words: str | bytes | int | float) -> object:
        return await self.records.store.command(key, words[0], key, *words[1:])

    @property
    def appeals(self) -> str:
        return keys.appeals(SITE, self.place)

    async def change_state(self, field: int, value: str) -> None:
        key = keys.states(SITE, self.place)
        raw = await self.records.store.command(key, "HGET", key, self.comment)
        fields = raw[16:].split(b"|", 13)
        fields[field] = value.encode()
        await self.command(key, "HSET", self.comment, raw[:16] + b"|".join(fields))

    async def change_appeal(self, **changes: int) -> None:
        appeal = await the_appeal(self)
        assert appeal.revision is not None
        raw = encode_appeal(replace(appeal, **changes), codec.encode_revision(appeal.revision))
        await self.command(self.appeals, "HSET", self.appeal, raw)


async def rejected(records: Records, by: str = "moderator:max") -> tuple[bytes, bytes]:
    comment = await a_comment(records)
    (done,) = await records.decisions.decide(SITE, by, [Ordered(comment, Action.REJECT, None, REJECT)])
    assert isinstance(done, Done)
    return comment, done.decision_id


async def appealed(records: Records, against: str = "moderator:max") -> tuple[bytes, bytes, bytes]:
    comment, decision = await rejected(records, against)
    whole = await the_comment(records, comment)
    filed = await records.appeals.file(SITE, whole, decision, against, "Pas moi | ça.", b'{"action":"appeal"}')
    assert isinstance(filed, bytes)
    return comment, decision, filed


@pytest.fixture
async def scene(store: Store) -> Scene:
    records = Records(store)
    await records.sites.create(SITE, "Default", b"{}")
    comment, decision, appeal = await appealed(records)
    return Scene(records, ids.place_of(comment), comment, decision, appeal)


async def findings(store: Store, *, repair: bool = False) -> list[Finding]:
    return [finding async for finding in Verification(store, SITE, repair=repair).findings()]


async def the_appeal(scene: Scene) -> Appeal:
    appeal = await scene.records.appeals.appeal(SITE, scene.appeal)
    assert appeal is not None
    return appeal


async def test_what_python_writes_is_what_the_script_wrote(scene: Scene) -> None:
    raw = await scene.command(scene.appeals, "HGET", scene.appeal)
    appeal = await the_appeal(scene)
    assert appeal.revision is not None
    assert encode_appeal(appeal, codec.encode_revision(appeal.revision)) == raw

    heard = replace(
        appeal,
        state=AppealState.UPHELD,
        decided_at=5,
        decided_by="moderator:mia",
        outcome_id=ids.to_text(scene.decision),
        note="n|n",
        message="m",
        revision=None,
    )
    assert decode_appeal(scene.appeal, encode_appeal(heard, b"")) == heard


Break = Callable[[Scene], Awaitable[object]]

MENDABLE: dict[str, tuple[Break, str]] = {
    "list": (lambda s: s.command(s.appeals, "HDEL", s.comment), "is not listed with it"),
    "open and in no queue": (lambda s: s.change_state(2, "0"), "must be in the queue appeals"),
    "deleted": (lambda s: s.change_state(1, "D"), "is open, and its comment is deleted"),
    "let through": (lambda s: s.change_state(1, "A"), "is open, and its comment is approved"),
    "held again": (lambda s: s.change_state(1, "H"), "is open, and its comment is pending"),
    "of another text": (lambda s: s.change_appeal(revision_number=2), "is open, and its comment has another text"),
}
ENDED = {
    "deleted": AppealState.WITHDRAWN,
    "let through": AppealState.OVERTURNED,
    "held again": AppealState.OVERTURNED,
    "of another text": AppealState.WITHDRAWN,
}
LOST: dict[str, tuple[Break, str]] = {
    "of something that can be no comment": (
        lambda s: s.command(s.appeals, "HSET", bytes(15) + b"\x01", b"1|U|1|2|||1|0|0|" + bytes(15) + b"?" + bytes(32)),
        "cannot be read",
    ),
    "damaged": (lambda s: s.command(s.appeals, "HSET", s.appeal, b"1|O|"), "cannot be read"),
    "gone": (lambda s: s.command(s.appeals, "HDEL", s.appeal), "does not exist"),
    "decision gone": (
        lambda s: s.command(keys.decisions(SITE, s.place), "HDEL", s.decision),
        "which appeal",
    ),
    "of nobody": (
        lambda s: s.command(s.appeals, "HSET", s.decision[:-1] + b"?", b"1|U|1|2|||1|0|0|" + s.decision + bytes(32)),
        "concerns no comment",
    ),
}


async def test_a_sound_appeal_has_nothing_wrong(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await findings(scene.records.store) == []
    monkeypatch.setattr("moderation.storage.verification.READ_WHOLE", 0)
    assert await findings(scene.records.store) == []


@pytest.mark.parametrize("name", MENDABLE)
async def test_what_follows_from_the_rest_is_mended(scene: Scene, name: str) -> None:
    change, sentence = MENDABLE[name]
    await change(scene)

    found = await findings(scene.records.store, repair=True)

    assert any(sentence in finding.what for finding in found), found
    assert all(finding.repairable for finding in found)
    assert await findings(scene.records.store) == []
    appeal = await the_appeal(scene)
    assert appeal.state is ENDED.get(name, AppealState.OPEN)
    assert (appeal.decided_at is None) is appeal.open
    overturned = appeal.state is AppealState.OVERTURNED
    assert (appeal.decided_by, appeal.outcome_id) == ("operator:verify" if overturned else None, None)


async def test_a_closed_appeal_leaves_no_entry_behind(scene: Scene) -> None:
    await scene.records.appeals.resolve(
        SITE, scene.appeal, AppealOutcome.UPHELD, "moderator:mia", Hearer.OTHER, b"", b"{}"
    )
    await scene.change_state(2, "16")

    found = await findings(scene.records.store, repair=True)

    assert "must not be in the queue appeals" in found[0].what
    assert await findings(scene.records.store) == []


@pytest.mark.parametrize("name", LOST)
async def test_what_is_lost_is_told_and_not_invented(scene: Scene, name: str) -> None:
    change, sentence = LOST[name]
    await change(scene)
    for repair in (True, False):
        told = [each for each in await findings(scene.records.store, repair=repair) if sentence in each.what]
        assert told
        assert not any(finding.repairable for finding in told)


async def test_a_comments_own_id_is_no_appeal(scene: Scene) -> None:
    assert await scene.records.appeals.appeal(SITE, scene.comment) is None
    resolve = scene.records.appeals.resolve
    gone = await resolve(SITE, scene.comment, AppealOutcome.UPHELD, "moderator:mia", Hearer.OTHER, b"", b"{}")
    assert gone == NotHeard("gone")


@pytest.mark.parametrize("outcome", AppealOutcome)
async def test_what_is_not_rejected_any_more_is_not_decided(scene: Scene, outcome: AppealOutcome) -> None:
    resolve = scene.records.appeals.resolve
    await scene.change_state(1, "A")
    assert await resolve(SITE, scene.appeal, outcome, "moderator:mia", Hearer.OTHER, b"", b"{}") == NotHeard("moot")
    await scene.change_state(1, "R")
    await scene.change_appeal(revision_number=2)
    assert await resolve(SITE, scene.appeal, outcome, "moderator:mia", Hearer.OTHER, b"", b"{}") == NotHeard("moot")
    assert (await the_appeal(scene)).open


async def test_an_upheld_rejection_is_not_appealed_again(scene: Scene) -> None:
    heard = await scene.records.appeals.resolve(
        SITE, scene.appeal, AppealOutcome.UPHELD, "moderator:mia", Hearer.OTHER, b"", b"{}"
    )
    assert isinstance(heard, Heard)
    seen = await the_comment(scene.records, scene.comment)

    filed = await scene.records.appeals.file(SITE, seen, heard.decision_id, "moderator:mia", "No.", b"{}")

    assert filed == "already"


async def test_a_comment_that_changed_since_it_was_read_is_looked_at_again(scene: Scene) -> None:
    comment, decision = await rejected(scene.records)
    seen = await the_comment(scene.records, comment)
    await scene.records.decisions.decide(SITE, "moderator:mia", [Ordered(comment, Action.REJECT, None, REJECT)])

    assert await scene.records.appeals.file(SITE, seen, decision, "moderator:max", "No.", b"{}") == "stale"


async def test_a_moderator_is_handed_what_lies_behind_many_that_are_not_theirs(scene: Scene) -> None:
    for _ in range(20):
        await appealed(scene.records)
    other, _, _ = await appealed(scene.records, "moderator:mia")
    queues, barred = scene.records.queues, partial(scene.records.appeals.against, SITE, "moderator:max")

    _, first = await queues.claim(SITE, Queue.APPEALS, "moderator:max", 1, 60_000, barred)
    _, second = await queues.claim(SITE, Queue.APPEALS, "moderator:max", 1, 60_000, barred)

    assert (first, second) == ([other], [])


async def test_an_entry_that_another_moderator_holds_is_not_decided(scene: Scene) -> None:
    await scene.records.queues.claim(SITE, Queue.APPEALS, "moderator:mia", 1, 60_000)
    resolve = scene.records.appeals.resolve

    refused = await resolve(SITE, scene.appeal, AppealOutcome.UPHELD, "moderator:moe", Hearer.OTHER, b"", b"{}")
    heard = await resolve(SITE, scene.appeal, AppealOutcome.UPHELD, "moderator:mia", Hearer.OTHER, b"", b"{}")

    assert isinstance(refused, NotHeard)
    assert (refused.word, refused.holder) == ("claimed", "moderator:mia")
    assert isinstance(heard, Heard)
    assert (await scene.records.queues.claims(SITE, [scene.comment], 0)) == [None]

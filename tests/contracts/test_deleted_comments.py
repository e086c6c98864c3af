"""What its author took back stays taken back, whichever script is asked to do something with it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from builders import a_comment, a_revision, a_ruling, the_comment

from moderation.domain import ids
from moderation.domain.appeal import AppealOutcome
from moderation.domain.comment import Comment, Status
from moderation.domain.decision import Action
from moderation.domain.policy import Hearer
from moderation.domain.report import Reason
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.decisions import Done, Ordered
from moderation.storage.records import Records
from moderation.storage.verification import Verification

SITE = "default"
MAX, MIA = "moderator:max", "moderator:mia"
DETAIL = b'{"action":"reject","actor":"moderator:max"}'


@dataclass(frozen=True, slots=True)
class Scene:
    """A comment that was rejected, appealed and then taken back."""

    records: Records
    comment: Comment
    rejection: bytes
    appeal: bytes

    async def decided(self, action: Action) -> object:
        orders = [Ordered(self.comment.id, action, None, DETAIL)]
        return (await self.records.decisions.decide(SITE, MIA, orders))[0]

    async def edited(self) -> object:
        return await self.records.comments.edit(
            SITE, self.comment, window_ms=60_000, revision=a_revision("Again."), ruling=a_ruling(), actor="ann"
        )

    async def rescored(self, status: Status) -> object:
        return await self.records.comments.rescore(SITE, self.comment, a_revision("Again."), a_ruling(status))

    async def appeal_heard(self) -> object:
        return await self.records.appeals.resolve(
            SITE, self.appeal, AppealOutcome.OVERTURNED, MIA, Hearer.OTHER, b"{}", b'{"action":"overturned"}'
        )


Act = Callable[[Scene], Awaitable[object]]
ACTS: dict[str, Act] = {
    "approve": lambda s: s.decided(Action.APPROVE),
    "reject": lambda s: s.decided(Action.REJECT),
    "escalate": lambda s: s.decided(Action.ESCALATE),
    "undo": lambda s: s.records.decisions.undo(SITE, s.rejection, MAX, b'{"action":"undo"}'),
    "edit": lambda s: s.edited(),
    "rescore to published": lambda s: s.rescored(Status.PUBLISHED),
    "rescore to held": lambda s: s.rescored(Status.PENDING),
    "rescore to rejected": lambda s: s.rescored(Status.REJECTED),
    "report": lambda s: s.records.reports.file(SITE, s.comment.id, "joe", Reason.SPAM, None),
    "like": lambda s: s.records.reports.react(SITE, s.comment.id, "joe", like=True),
    "appeal": lambda s: s.records.appeals.file(SITE, s.comment, s.rejection, MAX, "But why?", b'{"action":"appeal"}'),
    "hear the appeal": lambda s: s.appeal_heard(),
    "take back once more": lambda s: s.records.comments.delete(SITE, s.comment.id, 60_000, "ann", DETAIL),
}


@pytest.fixture
async def scene(store: Store) -> Scene:
    records = Records(store)
    await records.sites.create(SITE, "Default", b'{"action":"create","actor":"test"}')
    comment_id = await a_comment(records, by="ann")
    (done,) = await records.decisions.decide(SITE, MAX, [Ordered(comment_id, Action.REJECT, None, DETAIL)])
    assert isinstance(done, Done)
    seen = await the_comment(records, comment_id)
    appeal = await records.appeals.file(SITE, seen, done.decision_id, MAX, "Why?", b'{"action":"appeal"}')
    assert isinstance(appeal, bytes)
    assert await records.comments.delete(SITE, comment_id, 60_000, "ann", b'{"action":"delete"}') == "deleted"
    return Scene(records, await the_comment(records, comment_id), done.decision_id, appeal)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
async def test_a_deleted_comment_is_not_changed(scene: Scene, act: Act) -> None:
    log = keys.partition(SITE, ids.place_of(scene.comment.id).partition).audit
    entries = await scene.records.store.command(log, "XLEN", log)
    await act(scene)
    assert await the_comment(scene.records, scene.comment.id) == scene.comment
    assert await scene.records.store.command(log, "XLEN", log) == entries
    assert [found.what async for found in Verification(scene.records.store, SITE).findings()] == []

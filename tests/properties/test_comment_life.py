"""A comment's life against a plain model: whatever happens in whatever order, count, pages and queues agree."""

import asyncio
import itertools
from dataclasses import dataclass, field
from typing import Any

from builders import QUEUES_OF, a_comment, a_revision, a_ruling, the_comment
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from moderation.domain import ids
from moderation.domain.actors import POLICY
from moderation.domain.appeal import AppealOutcome, AppealState
from moderation.domain.comment import Revision, Status
from moderation.domain.decision import Action
from moderation.domain.policy import Hearer
from moderation.domain.queue import Queue, Sort
from moderation.domain.report import Reason
from moderation.domain.thread import Node, ThreadSort
from moderation.services.appeals import contested
from moderation.storage import keys
from moderation.storage.appeals import Heard, NotHeard
from moderation.storage.client import Store
from moderation.storage.decisions import Done, NotDone, Ordered, Undone
from moderation.storage.records import Records
from moderation.storage.verification import Finding, Verification

_numbers = itertools.count()
BLANK = Revision("", "", False, "", 0)
VISIBLE = (Status.PUBLISHED, Status.APPROVED)
AUTHOR = "ann-who-wrote-it"
"""Too long to turn up in random ids and digests by chance."""
MODERATORS = st.sampled_from(["moderator:max", "moderator:mia"])
STATEMENT = "I meant the referee, not the player."
READERS = st.sampled_from(["rita", "rob", "rosa"])


def decisions_of(site: str, comment: bytes) -> tuple[str, str, str]:
    key = keys.decisions(site, ids.place_of(comment))
    return key, "HVALS", key


@dataclass
class Expected:
    """The model of one comment: only what people can observe."""

    parent: bytes | None
    status: Status
    queues: frozenset[str]
    version: int = 1
    revision: int = 1
    likes: set[str] = field(default_factory=set)
    reporters: set[str] = field(default_factory=set)
    appeal: bytes | None = None
    """The one that is open."""

    @property
    def visible(self) -> bool:
        return self.status in VISIBLE


@dataclass
class Made:
    """The model of one decision."""

    of: bytes
    version: int
    """The comment's, as the decision made it."""
    before: tuple[Status, frozenset[str], set[str] | None]
    """Status, queues and who had reported it; None where a decision answers no reports."""
    stands_at: int = 0
    """The version at which nothing stands on it."""
    taken_back: bool = False

    def __post_init__(self) -> None:
        self.stands_at = self.version


@dataclass
class Filed:
    """The model of one appeal."""

    of: bytes
    against: str
    decision: bytes | None
    revision: int
    state: AppealState = AppealState.OPEN
    by: str = ""
    """Who closed it."""


class CommentLife(RuleBasedStateMachine):
    comments = Bundle("comments")
    appeals = Bundle("appeals")
    decisions = Bundle("decisions")

    def __init__(self, url: str) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.site = f"life-{next(_numbers)}"
        self.model: dict[bytes, Expected] = {}
        self.made: dict[bytes, Made] = {}
        self.filed: dict[bytes, Filed] = {}
        self.outcomes: dict[bytes, bytes] = {}
        self.records = Records(self.do(Store.connect(url)))
        self.do(self.records.sites.create(self.site, "A life", b"{}"))

    def do(self, work: Any) -> Any:
        return self.runner.run(work)

    def teardown(self) -> None:
        findings = self.do(self.verified())
        self.do(self.records.store.close())
        self.runner.close()
        assert findings == []

    async def verified(self) -> list[Finding]:
        return [finding async for finding in Verification(self.records.store, self.site).findings()]

    @initialize(target=comments)
    def somebody_posts_first(self) -> bytes:
        return self.posts(None, Status.PUBLISHED)

    def posts(self, under: bytes | None, status: Status) -> bytes:
        posted = self.do(a_comment(self.records, site=self.site, under=under, status=status))
        queues = {Status.PUBLISHED: {"unreviewed"}, Status.PENDING: {"pending"}}.get(status, set())
        self.model[posted] = Expected(under, status, frozenset(queues))
        return posted

    @rule(target=comments, status=st.sampled_from([Status.PUBLISHED, Status.PENDING, Status.REJECTED]))
    def somebody_posts(self, status: Status) -> bytes:
        return self.posts(None, status)

    @rule(target=comments, above=comments, status=st.sampled_from([Status.PUBLISHED, Status.PENDING]))
    def somebody_replies(self, above: bytes, status: Status) -> bytes:
        if self.model[above].visible:
            return self.posts(above, status)
        place = self.do(self.records.threads.settle(self.site, "news"))
        refused = self.do(
            self.records.comments.post(
                self.site, place, "news", author=AUTHOR, parent=above, revision=a_revision(), ruling=a_ruling(status)
            )
        )
        assert refused == "no-parent"
        return above

    @rule(
        target=decisions,
        of=comments,
        action=st.sampled_from(list(Action)),
        seen=st.booleans(),
        stale=st.booleans(),
        first=st.booleans(),
        by=MODERATORS,
    )
    def a_moderator_decides(self, of: bytes, action: Action, seen: bool, stale: bool, first: bool, by: str) -> bytes:
        expected = self.model[of]
        version = (expected.version - 1 if stale else expected.version) if seen else None
        first = first and action is Action.ESCALATE
        order = Ordered(of, action, version, b'{"action":"%s","actor":"%s"}' % (action.encode(), by.encode()), first)
        [result] = self.do(self.records.decisions.decide(self.site, by, [order]))
        if expected.status is Status.DELETED:
            assert result == NotDone("gone")
            return b""
        if seen and stale:
            assert result == NotDone("stale", version=expected.version)
            return b""
        assert isinstance(result, Done)
        answered = None if action is Action.ESCALATE else set(expected.reporters)
        made = Made(of, expected.version + 1, (expected.status, expected.queues, answered))
        if action is Action.ESCALATE:
            if not expected.queues & {"pending", "reported", "unreviewed"}:
                expected.queues |= {"reported" if expected.visible else "pending"}
            expected.queues |= set() if first else {"escalated"}
        else:
            expected.status = Status.APPROVED if action is Action.APPROVE else Status.REJECTED
            expected.queues, expected.reporters = expected.queues & {"appeals"}, set()
            self.its_appeal_is_overtaken(expected, by, result.decision_id)
        expected.version += 1
        assert (result.status, result.version) == (expected.status, expected.version)
        self.made[result.decision_id] = made
        return result.decision_id

    @rule(decision=decisions, by=MODERATORS)
    def a_moderator_thinks_again(self, decision: bytes, by: str) -> None:
        if decision not in self.made:
            return
        made = self.made[decision]
        expected = self.model[made.of]
        result = self.do(self.records.decisions.undo(self.site, decision, by, b"{}"))
        if made.taken_back:
            assert result == NotDone("undone-before")
            return
        if made.stands_at != expected.version:
            assert result == NotDone("stale", version=expected.version)
            return
        appeal = self.outcomes.get(decision)
        if appeal is not None and self.filed[appeal].against == by != self.filed[appeal].by:
            assert result == NotDone("own")
            return
        assert isinstance(result, Undone)
        status, queues, answered = made.before
        expected.status, expected.queues = status, queues - {"appeals"}
        if answered is not None:
            expected.reporters = answered
        elif expected.reporters and expected.visible:
            expected.queues |= {"reported"}
        expected.version += 1
        made.taken_back = True
        for each in self.made.values():
            if (each.of, each.stands_at) == (made.of, made.version - 1):
                each.stands_at = expected.version
        if appeal is not None:
            expected.appeal, self.filed[appeal].state, self.filed[appeal].by = appeal, AppealState.OPEN, ""
        if expected.appeal is not None:
            expected.queues |= {"appeals"}
            self.its_appeal_is_overtaken(expected, by)

    @rule(target=appeals, of=comments)
    def the_author_appeals(self, of: bytes) -> bytes:
        expected = self.model[of]
        comment = self.do(the_comment(self.records, of, site=self.site))
        rejection = contested(self.do(self.records.decisions.of_comment(self.site, of)))
        decision = None if rejection is None else ids.to_bytes(rejection.id)
        against = POLICY if rejection is None else rejection.moderator
        result = self.do(self.records.appeals.file(self.site, comment, decision, against, STATEMENT, b"{}"))
        known = [
            appeal
            for appeal, filed in self.filed.items()
            if filed.of == of
            and ((filed.decision, filed.revision) == (decision, expected.revision) or self.upheld(appeal, decision))
        ]
        if expected.status is not Status.REJECTED:
            assert result == ("gone" if expected.status is Status.DELETED else "not-rejected")
            return b""
        if expected.appeal is not None or known:
            assert result == "already"
            return b""
        assert isinstance(result, bytes)
        self.filed[result] = Filed(of, against, decision, expected.revision)
        expected.appeal = result
        expected.queues |= {"appeals"}
        return result

    @rule(target=decisions, appeal=appeals, outcome=st.sampled_from(list(AppealOutcome)), by=MODERATORS)
    def a_moderator_hears_the_appeal(self, appeal: bytes, outcome: AppealOutcome, by: str) -> bytes:
        if appeal not in self.filed:
            return b""
        filed = self.filed[appeal]
        expected = self.model[filed.of]
        detail = b'{"action":"%s","actor":"%s"}' % (outcome.encode(), by.encode())
        result = self.do(self.records.appeals.resolve(self.site, appeal, outcome, by, Hearer.OTHER, b"", detail))
        if filed.state is not AppealState.OPEN:
            assert result == NotHeard("closed", state=filed.state)
            return b""
        if filed.against == by:
            assert result == NotHeard("own")
            return b""
        assert isinstance(result, Heard)
        before = (expected.status, expected.queues, set(expected.reporters))
        expected.status = Status.APPROVED if outcome is AppealOutcome.OVERTURNED else Status.REJECTED
        expected.queues, expected.reporters = frozenset(), set()
        expected.version += 1
        expected.appeal, filed.state, filed.by = None, AppealState(outcome), by
        assert (result.comment_id, result.status, result.version) == (filed.of, expected.status, expected.version)
        self.made[result.decision_id] = Made(filed.of, expected.version, before)
        self.outcomes[result.decision_id] = appeal
        return result.decision_id

    def upheld(self, appeal: bytes, decision: bytes | None) -> bool:
        """Whether the decision is the outcome that upheld a rejection against the appeal."""
        outcome = None if decision is None else self.outcomes.get(decision)
        return outcome == appeal and self.filed[appeal].state is AppealState.UPHELD

    def its_appeal_is_overtaken(self, expected: Expected, by: str, decision: bytes | None = None) -> None:
        """Unless the comment still stands rejected."""
        if expected.appeal is None or expected.status is Status.REJECTED:
            return
        filed = self.filed[expected.appeal]
        filed.state, filed.by = AppealState.OVERTURNED, by
        if decision is not None:
            self.outcomes[decision] = expected.appeal
        expected.appeal, expected.queues = None, expected.queues - {"appeals"}

    def its_appeal_is_withdrawn(self, expected: Expected) -> None:
        if expected.appeal is not None:
            self.filed[expected.appeal].state, expected.appeal = AppealState.WITHDRAWN, None

    @rule(of=comments, status=st.sampled_from([Status.PUBLISHED, Status.PENDING, Status.REJECTED]))
    def the_author_edits(self, of: bytes, status: Status) -> None:
        expected = self.model[of]
        comment = self.do(the_comment(self.records, of, site=self.site))
        edits, ruling = self.records.comments.edit, a_ruling(status)
        word, _, _ = self.do(
            edits(self.site, comment, window_ms=60_000, revision=a_revision("Edited."), ruling=ruling, actor=AUTHOR)
        )
        if expected.status is Status.DELETED or (expected.status is Status.REJECTED is not status):
            assert word == ("gone" if expected.status is Status.DELETED else "rejected")
            return
        assert word == "edited"
        expected.status = status
        self.it_is_queued_anew(expected)
        self.its_appeal_is_withdrawn(expected)
        expected.version += 1
        expected.revision += 1

    @rule(of=comments, status=st.sampled_from([Status.PUBLISHED, Status.PENDING, Status.REJECTED]))
    def its_scores_come_late(self, of: bytes, status: Status) -> None:
        expected = self.model[of]
        comment = self.do(the_comment(self.records, of, site=self.site))
        rescored = self.do(self.records.comments.rescore(self.site, comment, a_revision(), a_ruling(status)))
        assert rescored == ("gone" if expected.status is Status.DELETED else "rescored")
        if expected.status is Status.DELETED:
            return
        expected.status = status
        self.it_is_queued_anew(expected)
        if expected.appeal is not None:
            expected.queues |= {"appeals"}
            self.its_appeal_is_overtaken(expected, "policy")
        expected.version += 1

    def it_is_queued_anew(self, expected: Expected) -> None:
        """As it was judged, and where readers or a moderator had it before."""
        expected.queues = QUEUES_OF[expected.status] | (expected.queues & {"escalated"})
        if expected.reporters and expected.visible:
            expected.queues |= {"reported"}

    @rule(of=comments)
    def the_author_takes_it_back(self, of: bytes) -> None:
        expected = self.model[of]
        assert self.do(self.records.comments.delete(self.site, of, 60_000, AUTHOR, b"{}")) == "deleted"
        if expected.status is not Status.DELETED:
            expected.status, expected.queues, expected.reporters = Status.DELETED, frozenset(), set()
            expected.version += 1
            self.its_appeal_is_withdrawn(expected)

    @rule(of=comments)
    def its_author_is_erased(self, of: bytes) -> None:
        expected = self.model[of]
        assert self.do(self.records.comments.erase(self.site, of, BLANK, "moderator:m", b"{}")) == "erased"
        expected.status, expected.queues, expected.reporters = Status.DELETED, frozenset(), set()
        expected.version += 1
        self.its_appeal_is_withdrawn(expected)
        for appeal in self.do(self.records.appeals.of_comment(self.site, of)):
            assert (appeal.statement, appeal.revision) == ("", None), "an appeal still tells what was erased"
        decisions = self.do(self.records.store.command(*decisions_of(self.site, of)))
        own = [decision for decision in decisions if of in decision]
        assert not any(AUTHOR.encode() in decision for decision in own), "a decision still names who was erased"

    @rule(of=comments, reader=READERS)
    def a_reader_reports(self, of: bytes, reader: str) -> None:
        expected = self.model[of]
        word = self.do(self.records.reports.file(self.site, of, reader, Reason.ABUSIVE, None))
        if not expected.visible:
            assert word == "gone"
        elif reader in expected.reporters:
            assert word == "already"
        else:
            assert word == "filed"
            self.do(self.records.reporters.note(self.site, reader, of, 1))
            expected.reporters.add(reader)
            if "reported" not in expected.queues:
                expected.version += 1
            expected.queues |= {"reported"}

    @rule(of=comments, reader=READERS, like=st.booleans())
    def a_reader_likes(self, of: bytes, reader: str, like: bool) -> None:
        expected = self.model[of]
        likes = self.do(self.records.reports.react(self.site, of, reader, like))
        if not expected.visible:
            assert likes is None
            return
        (expected.likes.add if like else expected.likes.discard)(reader)
        assert likes == len(expected.likes)

    @invariant()
    def the_count_is_what_a_reader_can_page_through(self) -> None:
        visible = {comment for comment, expected in self.model.items() if expected.visible}
        for sort in ThreadSort:
            rows = self.do(self.paged(sort, b"", 2))
            shown = [row.comment.id for row in rows]
            assert len(shown) == len(set(shown)), "a comment was shown twice"
            assert {row.comment.id for row in rows if row.comment.state.status.visible} == visible
            assert set(shown) == {comment for comment in self.model if self.stands(comment)}
        assert self.do(self.records.threads.counts(self.site, ["news"])) == {"news": len(visible)}

    @invariant()
    def every_queue_holds_what_belongs_there(self) -> None:
        sizes = {size.queue: size.count for size in self.do(self.records.queues.sizes(self.site))}
        for queue in Queue:
            wanted = {comment for comment, expected in self.model.items() if queue in expected.queues}
            assert sizes[queue] == len(wanted)
            for sort in Sort:
                listed = self.do(self.records.queues.listed(self.site, queue, sort, 1000, None))
                assert {position.id for position in listed} == wanted

    @invariant()
    def every_appeal_stands_as_expected(self) -> None:
        found = self.do(self.records.appeals.of_comments(self.site, list(self.model)))
        states = {ids.to_bytes(each.id): (each.state, each.decided_by or "") for appeals in found for each in appeals}
        assert states == {appeal: (filed.state, filed.by) for appeal, filed in self.filed.items()}

    @invariant()
    def every_comment_stands_as_expected(self) -> None:
        read = self.do(self.records.comments.read_many(self.site, list(self.model)))
        for comment, expected in zip(read, self.model.values(), strict=True):
            state = comment.state
            assert (state.status, state.version, state.revision) == (
                expected.status,
                expected.version,
                expected.revision,
            )
            assert state.open_reports == len(expected.reporters)
            assert state.visible_replies == sum(
                other.visible for other in self.model.values() if other.parent == comment.id
            )

    def stands(self, comment: bytes) -> bool:
        replies = [other for other, expected in self.model.items() if expected.parent == comment]
        return self.model[comment].visible or any(self.stands(reply) for reply in replies)

    async def paged(self, sort: ThreadSort, parent: bytes, limit: int) -> list[Node]:
        """Page as a reader does: every cursor to its end, replies included."""
        rows: list[Node] = []
        cursor: str | None = ""
        while cursor is not None:
            page = await self.records.threads.page(
                self.site, "news", sort, limit, 1, bytes.fromhex(cursor) if cursor != "start" else b"", parent
            )
            for node in page.nodes:
                rows += await self.unfolded(sort, node)
            cursor = page.next_cursor
        return rows

    async def unfolded(self, sort: ThreadSort, node: Node) -> list[Node]:
        rows = [node]
        for reply in node.replies:
            rows += await self.unfolded(sort, reply)
        cursor = node.replies_cursor
        while cursor is not None:
            page = await self.records.threads.page(
                self.site, "news", sort, 1, 1, b"" if cursor == "start" else bytes.fromhex(cursor), node.comment.id
            )
            for reply in page.nodes:
                rows += await self.unfolded(sort, reply)
            cursor = page.next_cursor
        return rows


def test_a_comments_life_follows_the_model(valkey_url: str) -> None:
    run_state_machine_as_test(
        lambda: CommentLife(valkey_url),
        settings=settings(max_examples=15, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )

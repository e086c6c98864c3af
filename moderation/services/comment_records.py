"""A comment between its stored form and the record of it in an export."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from moderation.domain import ids
from moderation.domain.appeal import Appeal, AppealState
from moderation.domain.comment import Status
from moderation.domain.ids import Place, at_place
from moderation.importers.record import Before, CommentRecord, DecisionRecord, EarlierRevision, ReportRecord
from moderation.storage import codec
from moderation.storage.appeals import encode_appeal
from moderation.storage.stored_decisions import StoredDecision, decision_of, decode_decision, encode_decision, ids_in
from moderation.storage.stored_reports import StoredReport, decode_report, encode_report, marks_in, report_of
from moderation.storage.thread_facts import facts_of
from moderation.storage.transfers import Restored, stored_revision, stored_state
from moderation.storage.whole_threads import WholeThread


def comments_of(thread: WholeThread) -> list[CommentRecord]:
    """A thread's comments, parents before their replies."""
    states = {comment_id: codec.decode_state(raw) for comment_id, raw in thread.states.items()}
    facts = facts_of(thread, states)
    likers: dict[bytes, list[bytes]] = {}
    for member in sorted(thread.likers):
        likers.setdefault(member[:16], []).append(member[16:])
    appeals: dict[str, list[Appeal]] = {}
    for _, appeal in sorted(facts.appeals.items()):
        appeals.setdefault(appeal.comment_id, []).append(appeal)
    records = []
    for comment_id in sorted(states, key=lambda each: (facts.depths.get(each, 0), each)):
        state, revision = states[comment_id], facts.revisions.get(comment_id)
        if revision is None:
            continue
        records.append(
            CommentRecord(
                id=comment_id,
                article=thread.article,
                parent=state.parent,
                author_id=state.author_id,
                status=state.status,
                queues=state.queues,
                version=state.version,
                revision_number=state.revision,
                likes=state.likes,
                round=facts.rounds[comment_id],
                priority=state.priority,
                edited_at=state.edited_at or 0,
                waiting_since=state.waiting_since or 0,
                revision=revision,
                earlier=_earlier(thread, comment_id, state.revision),
                decisions=_decisions(thread, comment_id),
                reports=_reports(thread, comment_id),
                appeals=appeals.get(ids.to_text(comment_id), ()),
                likers=tuple(likers.get(comment_id, ())),
            )
        )
    return records


def _earlier(thread: WholeThread, comment_id: bytes, present: int) -> tuple[EarlierRevision, ...]:
    found = []
    for number in range(1, present):
        raw = thread.revisions.get(comment_id + str(number).encode())
        if raw is not None:
            since, _, text = raw.partition(b"|")
            found.append(EarlierRevision(number, int(since), codec.decode_revision(text)))
    return tuple(found)


def _decisions(thread: WholeThread, comment_id: bytes) -> tuple[DecisionRecord, ...]:
    found = []
    for decision_id in ids_in(thread.decisions.get(comment_id, b"")):
        raw = thread.decisions.get(decision_id)
        if raw is None:
            continue
        stored = decode_decision(raw)
        state = codec.decode_state(stored.earlier)
        found.append(
            DecisionRecord(
                id=decision_id,
                version=stored.version,
                at=stored.at,
                undone_at=stored.undone_at,
                undone_by=stored.undone_by,
                status_after=stored.status_after,
                before=Before(
                    state.status,
                    state.queues,
                    state.open_reports,
                    codec.report_round(stored.earlier),
                    state.priority,
                    state.waiting_since or 0,
                ),
                detail=stored.detail,
            )
        )
    return tuple(found)


def _reports(thread: WholeThread, comment_id: bytes) -> tuple[ReportRecord, ...]:
    found = []
    for mark in marks_in(thread.reports.get(comment_id, b"")):
        raw = thread.reports.get(comment_id + mark)
        if raw is not None:
            stored = decode_report(raw)
            found.append(ReportRecord(mark, stored.filed_in, stored.at, stored.document))
    return tuple(found)


def restored(record: CommentRecord, place: Place, actor: str) -> Restored:
    """The stored form of a comment that will live at `place`; an id that names another place is given this one.
    `actor`: who takes it in. ValueError says what of it cannot be kept."""
    comment_id = at_place(record.id, place)
    return Restored(
        id=comment_id,
        parent=None if record.parent is None else at_place(record.parent, place),
        author_id=record.author_id,
        status=record.status,
        queues=_queues(record),
        version=record.version,
        revision_number=record.revision_number,
        likes=record.likes,
        round=record.round,
        priority=record.priority,
        edited_at=record.edited_at,
        waiting_since=record.waiting_since,
        revision=record.revision,
        earlier=[(each.number, stored_revision(each.since, each.revision)) for each in record.earlier],
        decisions=[_decision(each, record, place) for each in record.decisions],
        reports=[_report(each) for each in record.reports],
        appeals=[_appeal(_ended(each, record, actor), place) for each in record.appeals],
        likers=record.likers,
    )


def _decision(decision: DecisionRecord, record: CommentRecord, place: Place) -> tuple[bytes, bytes]:
    """(id, stored form) of a decision, which can be read again."""
    housed = at_place(decision.id, place)
    stored = StoredDecision(
        at_place(record.id, place),
        decision.version,
        decision.at,
        decision.undone_at,
        decision.undone_by,
        decision.status_after,
        _before(decision.before, record.author_id),
        _rehoused(decision.detail, record, place),
    )
    decision_of(housed, stored)
    return housed, encode_decision(stored)


def _report(report: ReportRecord) -> tuple[bytes, bytes]:
    """(mark, stored form) of a report, which can be read again."""
    stored = StoredReport(report.round, report.at, report.report)
    report_of(stored, 0)
    return report.mark, encode_report(stored)


def _queues(record: CommentRecord) -> frozenset[str]:
    """A comment waits in the queue `appeals` while an appeal about it is open, and never otherwise."""
    open_ = any(_stays_open(appeal, record) for appeal in record.appeals)
    return record.queues - {"appeals"} | (frozenset({"appeals"}) if open_ else frozenset())


def _stays_open(appeal: Appeal, record: CommentRecord) -> bool:
    return appeal.open and appeal.contests(record.status, record.revision_number)


def _ended(appeal: Appeal, record: CommentRecord, actor: str) -> Appeal:
    """The appeal; if an earlier version left it open although its comment is not rejected any more, as ended when the
    last decision about the comment was made or taken back: by its author, or else by whoever takes it in."""
    if not appeal.open or _stays_open(appeal, record):
        return appeal
    ended = max([appeal.at, *(at for each in record.decisions for at in (each.at, each.undone_at))])
    if record.status in (Status.REJECTED, Status.DELETED):
        return replace(appeal, state=AppealState.WITHDRAWN, decided_at=ended)
    return replace(appeal, state=AppealState.OVERTURNED, decided_at=ended, decided_by=actor)


def _appeal(appeal: Appeal, place: Place) -> tuple[bytes, bytes]:
    """(id, stored form) of an appeal whose ids are housed at `place`."""

    def housed(name: str) -> str:
        return ids.to_text(at_place(ids.to_bytes(name), place))

    moved = replace(
        appeal,
        comment_id=housed(appeal.comment_id),
        decision_id=None if appeal.decision_id is None else housed(appeal.decision_id),
        outcome_id=None if appeal.outcome_id is None else housed(appeal.outcome_id),
    )
    text = b"" if appeal.revision is None else codec.encode_revision(appeal.revision)
    return at_place(ids.to_bytes(appeal.id), place), encode_appeal(moved, text)


def _before(before: Before, author_id: str) -> bytes:
    return stored_state(
        before.status,
        before.queues,
        before.open_reports,
        before.round,
        before.priority,
        before.waiting_since,
        author_id,
    )


def _rehoused(detail: Mapping[str, Any], record: CommentRecord, place: Place) -> dict[str, Any]:
    """A decision's detail may name its comment, and the appeal whose outcome it is."""
    named = (ids.to_text(record.id), *(appeal.id for appeal in record.appeals))
    moved = {name: ids.to_text(at_place(ids.to_bytes(name), place)) for name in named}
    return {name: moved.get(value, value) if isinstance(value, str) else value for name, value in detail.items()}

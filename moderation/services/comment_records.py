"""A comment between its stored form and the record of it in an export."""

from collections.abc import Mapping
from typing import Any

import orjson

from moderation.domain import ids
from moderation.domain.ids import Place
from moderation.importers.record import Before, CommentRecord, DecisionRecord, EarlierRevision, ReportRecord
from moderation.storage import codec
from moderation.storage.thread_facts import facts_of
from moderation.storage.transfers import Restored, stored_decision, stored_revision, stored_state
from moderation.storage.whole_threads import WholeThread


def comments_of(thread: WholeThread) -> list[CommentRecord]:
    """A thread's comments, parents before their replies."""
    states = {comment_id: codec.decode_state(raw) for comment_id, raw in thread.states.items()}
    facts = facts_of(thread, states)
    likers: dict[bytes, list[bytes]] = {}
    for member in sorted(thread.likers):
        likers.setdefault(member[:16], []).append(member[16:])
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
                revision=revision,
                earlier=_earlier(thread, comment_id, state.revision),
                decisions=_decisions(thread, comment_id),
                reports=_reports(thread, comment_id),
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
    listed = thread.decisions.get(comment_id, b"")
    found = []
    for start in range(0, len(listed), 16):
        raw = thread.decisions.get(listed[start : start + 16])
        if raw is None:
            continue
        _, version, at, undone_at, undone_by, after, size, rest = raw.split(b"|", 7)
        earlier = rest[16 : 16 + int(size)]
        state = codec.decode_state(earlier)
        found.append(
            DecisionRecord(
                id=listed[start : start + 16],
                version=int(version),
                at=int(at),
                undone_at=int(undone_at),
                undone_by=undone_by.decode(),
                status_after=codec.STATUSES[after.decode()],
                before=Before(
                    state.status, state.queues, state.open_reports, codec.report_round(earlier), state.priority
                ),
                detail=orjson.loads(rest[16 + int(size) :]),
            )
        )
    return tuple(found)


def _reports(thread: WholeThread, comment_id: bytes) -> tuple[ReportRecord, ...]:
    listed = thread.reports.get(comment_id, b"")
    found = []
    for start in range(0, len(listed), 8):
        mark = listed[start : start + 8]
        raw = thread.reports.get(comment_id + mark)
        if raw is not None:
            round_, at, report = raw.split(b"|", 2)
            found.append(ReportRecord(mark, int(round_), int(at), orjson.loads(report)))
    return tuple(found)


def restored(record: CommentRecord, place: Place) -> Restored:
    """The stored form of a comment that will live at `place`; an id that names another place is given this one."""
    comment_id = _housed(record.id, place)
    return Restored(
        id=comment_id,
        parent=None if record.parent is None else _housed(record.parent, place),
        author_id=record.author_id,
        status=record.status,
        queues=record.queues,
        version=record.version,
        revision_number=record.revision_number,
        likes=record.likes,
        round=record.round,
        priority=record.priority,
        edited_at=record.edited_at,
        revision=record.revision,
        earlier=[(each.number, stored_revision(each.since, each.revision)) for each in record.earlier],
        decisions=[
            (
                _housed(each.id, place),
                stored_decision(
                    comment_id,
                    each.version,
                    each.at,
                    each.undone_at,
                    each.undone_by,
                    each.status_after,
                    _before(each.before, record.author_id),
                    orjson.dumps(_rehoused(each.detail, record.id, comment_id)),
                ),
            )
            for each in record.decisions
        ],
        reports=[
            (each.mark, f"{each.round}|{each.at}|".encode() + orjson.dumps(each.report)) for each in record.reports
        ],
        likers=record.likers,
    )


def _before(before: Before, author_id: str) -> bytes:
    return stored_state(before.status, before.queues, before.open_reports, before.round, before.priority, author_id)


def _housed(raw: bytes, place: Place) -> bytes:
    return raw[:9] + bytes((place.partition,)) + place.article.to_bytes(4, "big") + raw[14:]


def _rehoused(detail: Mapping[str, Any], earlier: bytes, present: bytes) -> dict[str, Any]:
    """A decision's detail may name its comment, and an act of many decisions, which is none of this store's."""
    was, now = ids.to_text(earlier), ids.to_text(present)
    named = {"bulk": "imported_bulk"}
    return {named.get(name, name): now if value == was else value for name, value in detail.items()}

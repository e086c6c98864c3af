"""What follows from a thread's states: replies shown, depths, open reports, the queues and priority of each comment.

`lua/repair_thread.lua` and `lua/include/queue.lua` work the same things out on the server.
"""

from collections import Counter
from dataclasses import dataclass

from moderation.domain import ids
from moderation.domain.appeal import Appeal
from moderation.domain.comment import Revision, State, Status
from moderation.domain.errors import NotFound
from moderation.domain.priority import waits_for_others
from moderation.storage import codec
from moderation.storage.appeals import decode_appeal
from moderation.storage.reports import LIGHT
from moderation.storage.whole_threads import UNREADABLE, WholeThread


@dataclass(frozen=True, slots=True)
class Facts:
    """A thread with what follows from its states."""

    thread: WholeThread
    states: dict[bytes, State]
    revisions: dict[bytes, Revision]
    shown: Counter[bytes]
    visible: Counter[bytes]
    depths: dict[bytes, int]
    likes: Counter[bytes]
    rounds: dict[bytes, int]
    open_reports: Counter[bytes]
    appeals: dict[bytes, Appeal]
    """Those that can be read, by their ids."""
    appealed: frozenset[bytes]
    """Comments about which an appeal is open."""

    def stands(self, comment_id: bytes) -> bool:
        return self.states[comment_id].status.visible or self.shown[comment_id] > 0


def facts_of(thread: WholeThread, states: dict[bytes, State]) -> Facts:
    """What follows from `states`, those of the thread that can be read."""
    depths: dict[bytes, int] = {}
    for comment_id in states:
        path = [comment_id]
        while (parent := states[path[-1]].parent) is not None and parent in states and len(path) <= len(states):
            path.append(parent)
        if states[path[-1]].parent is None:
            depths[comment_id] = len(path) - 1
    shown: Counter[bytes] = Counter()
    visible: Counter[bytes] = Counter()
    for comment_id in sorted(states, key=lambda each: depths.get(each, states[each].depth), reverse=True):
        state = states[comment_id]
        if state.parent is not None:
            visible[state.parent] += state.status.visible
            shown[state.parent] += state.status.visible or shown[comment_id] > 0
    revisions = {}
    for comment_id, raw in thread.texts.items():
        try:
            revisions[comment_id] = codec.decode_revision(raw)
        except UNREADABLE:
            continue
    rounds = {comment_id: codec.report_round(thread.states[comment_id]) for comment_id in states}
    open_reports = Counter(
        field[:16]
        for field, raw in thread.reports.items()
        if len(field) == 24
        and field[:16] in rounds
        and int(raw.partition(b"|")[0]) == rounds[field[:16]]
        and LIGHT not in raw
    )
    appeals = readable_appeals(thread)
    return Facts(
        thread=thread,
        states=states,
        revisions=revisions,
        shown=shown,
        visible=visible,
        depths=depths,
        likes=Counter(member[:16] for member in thread.likers),
        rounds=rounds,
        open_reports=open_reports,
        appeals=appeals,
        appealed=frozenset(ids.to_bytes(appeal.comment_id) for appeal in appeals.values() if appeal.open),
    )


def readable_appeals(thread: WholeThread) -> dict[bytes, Appeal]:
    """The appeals of a thread by their ids, without those that cannot be read."""
    found = {}
    for appeal_id, raw in thread.appeals.items():
        if appeal_id not in thread.states:
            try:
                appeal = decode_appeal(appeal_id, raw)
                for named in (appeal.comment_id, appeal.decision_id, appeal.outcome_id):
                    if named is not None:
                        ids.to_bytes(named)
            except (*UNREADABLE, NotFound):
                continue
            found[appeal_id] = appeal
    return found


def allowed_queues(state: State, open_reports: int, *, appealed: bool) -> frozenset[str]:
    """The state's queues without those its status forbids, and with those it calls for."""
    queues = state.queues - {"appeals"} | ({"appeals"} if appealed else set())
    if state.status is Status.DELETED:
        return frozenset()
    queues = queues - {"escalated"} | ({"escalated"} if waits_for_others(state.priority) else set())
    if state.status is not Status.PUBLISHED:
        queues -= {"unreviewed"}
    if state.status.visible:
        queues -= {"pending"}
        queues |= {"reported"} if open_reports else set()
    else:
        queues -= {"reported"}
        queues |= {"pending"} if state.status is Status.PENDING else set()
    return queues


def likes_are_exact(facts: Facts, comment_id: bytes) -> bool:
    """An imported comment brings a number of likes without the readers who gave them."""
    revision = facts.revisions.get(comment_id)
    return revision is not None and revision.source is None

"""What must be true of a thread as it is stored. Pure: a whole thread in, what is wrong with it out.

`lua/repair_thread.lua` works the same things out and mends those that are marked as repairable.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from moderation.domain import ids
from moderation.domain.comment import State, Status
from moderation.domain.priority import order_of
from moderation.storage import codec
from moderation.storage.keys import QUEUES
from moderation.storage.stored_decisions import decode_decision, ids_in
from moderation.storage.stored_reports import marks_in
from moderation.storage.thread_facts import Facts, allowed_queues, facts_of, likes_are_exact
from moderation.storage.whole_threads import UNREADABLE, WholeThread


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be. `repairable`: it can be worked out again from what is sound."""

    where: str
    what: str
    repairable: bool


Check = Callable[[Facts], Iterator[tuple[str, bool]]]
"""Sentences about a thread, each with whether it can be mended."""


def thread_findings(site: str, thread: WholeThread) -> list[Finding]:
    """Everything that is wrong with one thread."""
    where = f"{site}: article {thread.article!r}"
    states, broken = _readable(thread)
    findings = [Finding(where, sentence, False) for sentence in broken]
    facts = facts_of(thread, states)
    # What cannot be read cannot be counted: with an unreadable state nothing below is certain.
    mendable = len(states) == len(thread.states)
    for check in CHECKS:
        findings += [Finding(where, sentence, repairable and mendable) for sentence, repairable in check(facts)]
    return findings


def _readable(thread: WholeThread) -> tuple[dict[bytes, State], list[str]]:
    states, broken = {}, []
    for comment_id, raw in thread.states.items():
        try:
            states[comment_id] = codec.decode_state(raw)
        except UNREADABLE:
            broken.append(f"the state of comment {_name(comment_id)} cannot be read: {raw[16:80]!r}")
    return states, broken


def ids_belong(facts: Facts) -> Iterator[tuple[str, bool]]:
    for comment_id in facts.states:
        if len(comment_id) != 16 or ids.place_of(comment_id) != facts.thread.place:
            yield f"comment {_name(comment_id)} is stored in a thread that its id does not name", False


def texts_and_states_pair(facts: Facts) -> Iterator[tuple[str, bool]]:
    thread = facts.thread
    for comment_id in thread.states.keys() - thread.texts.keys():
        yield f"comment {_name(comment_id)} has no text", False
    for comment_id in thread.texts.keys() - thread.states.keys():
        yield f"the text of {_name(comment_id)} belongs to no comment", False
    for comment_id in thread.texts.keys() - facts.revisions.keys():
        yield f"the text of comment {_name(comment_id)} is in an unknown format or damaged", False


def parents_exist(facts: Facts) -> Iterator[tuple[str, bool]]:
    for comment_id, state in facts.states.items():
        if state.parent is not None and state.parent not in facts.thread.states:
            yield f"comment {_name(comment_id)} answers {_name(state.parent)}, which does not exist", False
        elif comment_id in facts.depths and state.depth != facts.depths[comment_id]:
            yield f"comment {_name(comment_id)} has depth {state.depth}, not {facts.depths[comment_id]}", True


def numbers_agree(facts: Facts) -> Iterator[tuple[str, bool]]:
    for comment_id, state in facts.states.items():
        for what, stored, right in (
            ("replies shown", state.shown_replies, facts.shown[comment_id]),
            ("visible replies", state.visible_replies, facts.visible[comment_id]),
            ("open reports", state.open_reports, facts.open_reports[comment_id]),
        ):
            if stored != right:
                yield f"comment {_name(comment_id)} says {stored} {what}; there are {right}", True
        likes = facts.likes[comment_id]
        if state.likes < likes or (state.likes > likes and likes_are_exact(facts, comment_id)):
            yield f"comment {_name(comment_id)} says {state.likes} likes; there are {likes}", True


def article_agrees(facts: Facts) -> Iterator[tuple[str, bool]]:
    about = facts.thread.about
    count = sum(state.status.visible for state in facts.states.values())
    stored = int(about.get(b"count", 0))
    if stored != count:
        yield f"the count is {stored}; {count} comments are visible", True
    if b"name" in about and about[b"name"].decode() != facts.thread.article:
        yield f"the thread calls itself {about[b'name'].decode()!r}", False
    if facts.states:
        first = min(ids.time_of(comment_id) for comment_id in facts.states)
        if b"name" not in about:
            yield "the thread has comments and no name", True
        if int(about.get(b"first", 0)) != first:
            yield f"the first comment is said to be of {int(about.get(b'first', 0))} ms; it is of {first}", True


def index_holds_what_stands(facts: Facts) -> Iterator[tuple[str, bool]]:
    roots, replies, liked = set(), set(), {}
    for comment_id, state in facts.states.items():
        if state.parent is not None:
            if facts.stands(comment_id):
                replies.add(state.parent + comment_id)
            continue
        if facts.stands(comment_id):
            roots.add(comment_id)
        likes = facts.likes[comment_id] if likes_are_exact(facts, comment_id) else state.likes
        if state.status.visible and max(likes, facts.likes[comment_id]) > 0:
            liked[comment_id] = max(likes, facts.likes[comment_id])
    thread = facts.thread
    for name, stored, right in (("top level", thread.roots, roots), ("replies", thread.replies, replies)):
        for member in right - stored:
            yield f"comment {_name(member[-16:])} is missing from the thread's index of {name}", True
        for member in stored - right:
            yield f"comment {_name(member[-16:])} must not be in the thread's index of {name}", True
    for comment_id in liked.keys() | thread.liked.keys():
        if thread.liked.get(comment_id) != liked.get(comment_id):
            shown = f"{thread.liked.get(comment_id, 0):g}, not {liked.get(comment_id, 0)}"
            yield f"comment {_name(comment_id)} is ranked by likes with {shown}", True
    for comment_id in thread.states.keys() - thread.every:
        yield f"comment {_name(comment_id)} is missing from the list that search goes through", True
    for comment_id in facts.likes.keys() - facts.thread.states.keys():
        yield f"likes are kept for {_name(comment_id)}, which does not exist", True


def queues_agree(facts: Facts) -> Iterator[tuple[str, bool]]:
    thread = facts.thread
    for comment_id, state in facts.states.items():
        for name in (
            allowed_queues(state, facts.open_reports[comment_id], appealed=comment_id in facts.appealed) ^ state.queues
        ):
            verb = "must not be" if name in state.queues else "must be"
            yield f"comment {_name(comment_id)} is {state.status} and {verb} in the queue {name}", True
        for place, queue in enumerate(QUEUES):
            wanted = str(queue) in state.queues
            listed, ordered = comment_id in thread.queues[place], thread.orders[place].get(comment_id)
            if wanted != listed:
                yield f"comment {_name(comment_id)} is {'not ' if wanted else ''}listed in the queue {queue}", True
            if wanted != (ordered is not None):
                yield f"comment {_name(comment_id)} is {'not ' if wanted else ''}ordered in the queue {queue}", True
            elif ordered is not None and ordered != (right := order_of(comment_id, state, queue)):
                yield f"comment {_name(comment_id)} has place {ordered:.0f} in {queue}, not {right}", True
        claim, due = thread.claims.get(comment_id), thread.due.get(comment_id)
        until = None if claim is None else float(claim.partition(b"|")[0])
        if until != due:
            yield f"the claim on comment {_name(comment_id)} and its deadline disagree", True
        if claim is not None and not state.queues:
            yield f"comment {_name(comment_id)} is claimed and in no queue", True


def reports_are_listed(facts: Facts) -> Iterator[tuple[str, bool]]:
    filed: defaultdict[bytes, set[bytes]] = defaultdict(set)
    reports = facts.thread.reports
    for field in reports:
        if len(field) == 24:
            filed[field[:16]].add(field[16:])
    for comment_id in filed.keys() | {field for field in reports if len(field) == 16}:
        if comment_id not in facts.thread.states:
            yield f"reports are kept for {_name(comment_id)}, which does not exist", False
            continue
        listed = marks_in(reports.get(comment_id, b""))
        if len(listed) != len(set(listed)) or set(listed) != filed[comment_id]:
            yield f"the list of reports of comment {_name(comment_id)} is not what was filed", True


def decisions_are_listed(facts: Facts) -> Iterator[tuple[str, bool]]:
    decisions, states = facts.thread.decisions, facts.thread.states
    made: defaultdict[bytes, set[bytes]] = defaultdict(set)
    unreadable = set()
    for decision_id, raw in decisions.items():
        if decision_id in states:
            continue
        try:
            concerned = decode_decision(raw).comment_id
        except UNREADABLE:
            unreadable.add(decision_id)
            yield f"decision {_name(decision_id)} cannot be read", False
            continue
        if concerned not in states:
            yield f"decision {_name(decision_id)} concerns no comment", False
        made[concerned].add(decision_id)
    for comment_id in states:
        listed = set(ids_in(decisions.get(comment_id, b"")))
        if made[comment_id] - listed:
            yield f"a decision on comment {_name(comment_id)} is not listed with it", True
        for decision_id in listed - made[comment_id] - unreadable:
            yield f"decision {_name(decision_id)} on comment {_name(comment_id)} does not exist", False


def appeals_are_kept(facts: Facts) -> Iterator[tuple[str, bool]]:
    states, decisions = facts.states, facts.thread.decisions
    filed: defaultdict[bytes, set[bytes]] = defaultdict(set)
    for appeal_id in facts.thread.appeals.keys() - facts.thread.states.keys() - facts.appeals.keys():
        yield f"appeal {_name(appeal_id)} cannot be read", False
    for appeal_id, appeal in facts.appeals.items():
        concerned = ids.to_bytes(appeal.comment_id)
        filed[concerned].add(appeal_id)
        if concerned not in states:
            yield f"appeal {_name(appeal_id)} concerns no comment", False
        elif appeal.open and not appeal.contests(states[concerned].status, states[concerned].revision):
            status = states[concerned].status
            stands = "has another text" if status is Status.REJECTED else f"is {status}"
            yield f"appeal {_name(appeal_id)} is open, and its comment {stands}", True
        for named in (appeal.decision_id, appeal.outcome_id):
            if named is not None and ids.to_bytes(named) not in decisions:
                yield f"decision {named}, which appeal {_name(appeal_id)} names, does not exist", False
    for comment_id in facts.thread.states:
        listed = set(ids_in(facts.thread.appeals.get(comment_id, b"")))
        if filed[comment_id] - listed:
            yield f"an appeal about comment {_name(comment_id)} is not listed with it", True
        for appeal_id in listed - filed[comment_id]:
            yield f"appeal {_name(appeal_id)} about comment {_name(comment_id)} does not exist", False


def revisions_are_kept(facts: Facts) -> Iterator[tuple[str, bool]]:
    kept = facts.thread.revisions
    expected = set()
    for comment_id, state in facts.states.items():
        numbers = {comment_id + str(number).encode() for number in range(1, state.revision)}
        expected |= numbers
        # An erased comment keeps its number of revisions and none of them.
        if state.author_id != "erased":
            for field in sorted(numbers - kept.keys()):
                yield f"revision {field[16:].decode()} of comment {_name(comment_id)} is missing", False
    for field in sorted(kept.keys() - expected):
        yield f"a revision of {_name(field[:16])} is kept that it does not have", False


CHECKS: tuple[Check, ...] = (
    ids_belong,
    texts_and_states_pair,
    parents_exist,
    numbers_agree,
    article_agrees,
    index_holds_what_stands,
    queues_agree,
    reports_are_listed,
    decisions_are_listed,
    appeals_are_kept,
    revisions_are_kept,
)


def _name(comment_id: bytes) -> str:
    return ids.to_text(comment_id) if len(comment_id) == 16 else repr(comment_id)

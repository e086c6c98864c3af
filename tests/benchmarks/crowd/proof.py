"""What must be true at the end: the store holds what was promised, once, and everybody was shown the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from benchmarks.crowd.caller import Caller
from benchmarks.crowd.gathering import gathered
from benchmarks.crowd.record import VISIBLE, Decided, Hold, Pass, Post, Record
from benchmarks.crowd.threads import read_thread, visible

QUEUES = ("pending", "reported", "unreviewed", "unscored")
CLOCK = 0.001  # seconds; the storage server counts leases in whole milliseconds


class Standing:
    """What the service shows of every article once nobody writes any more."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.counts: dict[str, int] = {}
        self.said_by_page: dict[str, int] = {}
        self.known: dict[str, dict[str, str]] = {}
        """Article -> id -> status, of all comments whatever their status, as a moderator finds them."""

    def visible(self, article: str) -> set[str]:
        return visible(self.rows[article])


async def standing(moderator: Caller, articles: Sequence[str]) -> Standing:
    """Page through every thread, ask for every count, and search every article."""
    found = Standing()

    async def one(article: str) -> None:
        document, rows = await read_thread(moderator, article, limit=100, replies=2, kind="page, proof")
        found.rows[article], found.said_by_page[article] = rows, document["count"]
        found.known[article] = await _all_statuses(moderator, article)

    await gathered([one(article) for article in articles])
    for start in range(0, len(articles), 100):
        query = urlencode([("article", article) for article in articles[start : start + 100]])
        answer = await moderator.call("counts, proof", "GET", f"/v1/counts?{query}")
        found.counts.update(answer.document["counts"])
    return found


async def _all_statuses(moderator: Caller, article: str) -> dict[str, str]:
    statuses: dict[str, str] = {}
    asked = {"article": article, "limit": "100"}
    while True:
        answer = await moderator.call("search", "GET", f"/v1/moderation/comments?{urlencode(asked)}")
        statuses.update({found["id"]: found["status"] for found in answer.document["items"]})
        if not answer.document["next_cursor"]:
            return statuses
        asked["cursor"] = answer.document["next_cursor"]


def counted_wrongly(found: Standing) -> list[str]:
    """Articles whose count is not the number of rows one can page through, or is another one in another place."""
    return [
        f"{article}: the pages show {len(found.visible(article))} comments, "
        f"the page says {found.said_by_page[article]}, /v1/counts says {found.counts.get(article)}"
        for article in found.rows
        if not len(found.visible(article)) == found.said_by_page[article] == found.counts.get(article)
    ]


def lost_or_doubled(found: Standing, posts: Mapping[str, Post]) -> list[str]:
    """Accepted comments that are not there exactly once, as written, and comments that nobody wrote."""
    wrong: list[str] = []
    promised: dict[str, set[str]] = defaultdict(set)
    for post in posts.values():
        promised[post.article].add(post.id)
    for article, rows in found.rows.items():
        ids = [row["id"] for row in rows]
        wrong += [f"{one} is shown {ids.count(one)} times in {article}" for one in set(ids) if ids.count(one) > 1]
        known = found.known[article]
        wrong += [f"{one} was accepted in {article} and is lost" for one in promised[article] - set(known)]
        wrong += [f"{one} is in {article} and was never accepted" for one in set(known) - promised[article]]
        shown = found.visible(article)
        for one, status in known.items():
            if (status in VISIBLE) != (one in shown):
                wrong.append(f"{one} is {status}, and a reader of {article} {'sees' if one in shown else 'misses'} it")
        for row in rows:
            post = posts.get(row["id"])
            if post is None or row["status"] not in VISIBLE:
                continue
            if (row["body"], row["parent_id"]) != (post.body, post.parent):
                wrong.append(f"{post.id} does not stand as it was written")
    return wrong


def leased_twice(holds: Iterable[Hold]) -> list[str]:
    """Entries that two moderators had at the same time."""
    by_comment: dict[str, list[Hold]] = defaultdict(list)
    for hold in holds:
        by_comment[hold.comment].append(hold)
    wrong = []
    for comment, some in by_comment.items():
        some.sort(key=lambda hold: hold.since)
        for position, hold in enumerate(some):
            for later in some[position + 1 :]:
                if later.moderator != hold.moderator and later.since < hold.until - CLOCK:
                    wrong.append(f"{comment} was leased to {hold.moderator} and {later.moderator} at the same time")
    return wrong


def overwritten(decisions: Iterable[Decided]) -> list[str]:
    """Decisions that were accepted although they did not see the one before, or that have the version of another."""
    wrong = []
    seen: dict[tuple[str, str, int], Decided] = {}
    for decision in decisions:
        for what, number in (("expected", decision.expected), ("version", decision.version)):
            other = seen.setdefault((what, decision.comment, number), decision)
            if other is not decision:
                wrong.append(
                    f"{decision.comment}: {other.moderator} and {decision.moderator} both decided with {what} {number}"
                )
        if decision.version <= decision.expected:
            wrong.append(f"{decision.comment}: a decision on version {decision.expected} made {decision.version}")
    return wrong


def missing_from_history(record: Record, dossiers: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Decisions that were answered and are not in the comment's history, and last decisions that do not hold."""
    wrong = []
    last: dict[str, Decided] = {}
    known = {decision.id for decision in record.decisions}
    for decision in record.decisions:
        history = {kept["decision_id"]: kept for kept in dossiers[decision.comment]["decisions"]}
        kept = history.get(decision.id)
        if kept is None:
            wrong.append(f"the decision {decision.id} of {decision.moderator} is not in the history")
            continue
        if kept["action"] != decision.action:
            wrong.append(f"the decision {decision.id} was to {decision.action} and is kept as {kept['action']}")
        if decision.id in record.undone and not kept["undone_at"]:
            wrong.append(f"the decision {decision.id} was undone, and its history does not say so")
        if decision.comment not in last or decision.version > last[decision.comment].version:
            last[decision.comment] = decision
    for comment, decision in last.items():
        history = dossiers[comment]["decisions"]
        undone = any(kept["undone_at"] for kept in history)
        alone = {kept["decision_id"] for kept in history} <= known
        if alone and not undone and dossiers[comment]["comment"]["status"] != decision.status:
            wrong.append(f"{comment} is {dossiers[comment]['comment']['status']}, last decided {decision.status}")
    return wrong


def skipped(
    passes: Iterable[Pass], by_article: Mapping[str, Sequence[Post]], unsteady: set[str], found: Standing
) -> list[str]:
    """Comments that stood from before a reader began until the end, and that the reader was not shown."""
    wrong = []
    for one in passes:
        shown, at_end = set(one.ids), found.visible(one.article)
        wrong += [
            f"a reader who went through {one.article} ({one.sort}) was not shown {post.id}"
            for post in by_article[one.article]
            if post.at < one.began
            and post.status in VISIBLE
            and post.id in at_end
            and post.id not in unsteady
            and post.id not in shown
        ]
    return wrong


async def queues_miscounted(moderator: Caller) -> list[str]:
    """Queues whose count is not the number of their entries."""
    answer = await moderator.call("queues", "GET", "/v1/moderation/queues")
    wrong = []
    for shown in answer.document["queues"]:
        ids = await _entries(moderator, shown["queue"])
        if not len(ids) == len(set(ids)) == shown["count"]:
            wrong.append(f"the queue {shown['queue']} counts {shown['count']} and has {len(ids)} entries")
    return wrong


async def _entries(moderator: Caller, queue: str) -> list[str]:
    found: list[str] = []
    asked = {"sort": "oldest", "limit": "100"}
    while True:
        answer = await moderator.call("queue page", "GET", f"/v1/moderation/queues/{queue}?{urlencode(asked)}")
        found += [entry["comment"]["id"] for entry in answer.document["items"]]
        if not answer.document["next_cursor"]:
            return found
        asked["cursor"] = answer.document["next_cursor"]

"""Many comments decided as one act, and the act taken back at once."""

import contextlib
from collections.abc import Sequence
from typing import Any

import orjson

from moderation.domain import ids
from moderation.domain.clock import DAY_MS, rfc3339
from moderation.domain.comment import Comment
from moderation.domain.decision import Action, Decision, Order
from moderation.domain.errors import Invalid, NotFound, NothingToUndo, StorageUnavailable
from moderation.services.access import Access
from moderation.services.discussion import Discussion
from moderation.services.review import Review, row_problem, row_unknown
from moderation.storage.bulks import BulkAct
from moderation.storage.client import ScriptFailed
from moderation.storage.decisions import NotDone, Undone
from moderation.storage.records import Records


class Bulk:
    def __init__(self, records: Records, access: Access, discussion: Discussion, review: Review) -> None:
        self._records = records
        self._access = access
        self._discussion = discussion
        self._review = review

    async def decide(
        self, site_id: str, moderator: str, orders: Sequence[Order], act: str | None = None
    ) -> dict[str, Any]:
        """Decide as `Review.decide` does, as one act with an id; Invalid if a comment is named twice.

        What is going to be decided is written down first. If the process dies half-way the decisions that were made
        name the act, so that undoing it finds them; and the same orders as the same `act` within a day go on with
        it: what it has decided is told again, and the rest is decided.
        """
        await self._access.site(site_id)
        wanted: list[bytes] = []
        for order in orders:
            with contextlib.suppress(NotFound):
                wanted.append(ids.to_bytes(order.comment_id))
        if len(set(wanted)) < len(wanted):
            raise Invalid(
                "One act decides a comment once.", {"decisions": ["Must not name the same comment twice with `bulk`."]}
            )
        actions = sorted({str(order.action) for order in orders})
        begun = await self._begun(site_id, moderator, wanted, actions, act)
        return await self._carried_out(site_id, moderator, orders, begun)

    async def reject(
        self,
        site_id: str,
        moderator: str,
        comments: Sequence[bytes],
        reason: str | None,
        note: str,
        act: str | None = None,
    ) -> str:
        """Reject these comments as one act, whose id this is: those that it was begun with, where the same `act` was
        cut off."""
        begun = await self._begun(site_id, moderator, comments, [str(Action.REJECT)], act)
        orders = [Order(ids.to_text(each), Action.REJECT, reason, note) for each in begun.comments]
        await self._carried_out(site_id, moderator, orders, begun)
        return begun.id

    async def _begun(
        self, site_id: str, moderator: str, wanted: Sequence[bytes], actions: Sequence[str], act: str | None
    ) -> BulkAct:
        """The act as it is written down, now or by an earlier attempt at it."""
        now = await self._records.store.server_time_ms()
        bulk_id = ids.new_uuid(now) if act is None else act
        detail = {"action": "bulk", "actor": moderator, "bulk": bulk_id, "decide": actions, "comments": len(wanted)}
        begun = await self._records.bulks.begin(site_id, bulk_id, moderator, now, wanted, orjson.dumps(detail))
        if begun.at < now - DAY_MS:  # its key is forgotten by then, and may be used for something new
            return await self._begun(site_id, moderator, wanted, actions, None)
        return begun

    async def _carried_out(self, site_id: str, moderator: str, orders: Sequence[Order], act: BulkAct) -> dict[str, Any]:
        results = (await self._review.decide(site_id, moderator, orders, bulk=act.id))["results"]
        if any("problem" in row for row in results):
            # What an earlier attempt decided is decided, even where it could not be any more.
            with contextlib.suppress(StorageUnavailable):
                made = {each.comment_id: each for each in await self._decisions(site_id, act)}
                results = [_as_made(row, made.get(row["comment_id"])) for row in results]
        done = [ids.to_bytes(row["decision_id"]) for row in results if "decision_id" in row]
        # Everything is decided by now, and each decision names the act: without this line it is told of all the same.
        with contextlib.suppress(StorageUnavailable):
            await self._records.bulks.finish(site_id, act.id, done)
        return {"bulk_id": act.id, "results": results}

    async def undo(self, site_id: str, moderator: str, bulk_id: str) -> dict[str, Any]:
        """Take back every decision of an act that still stands, each by itself.

        A row that was taken back before is as it is; one whose comment changed since says so and stays. Called again
        it tries again what is left, and changes nothing if nothing is.
        """
        act = await self._act(site_id, bulk_id)
        made = await self._decisions(site_id, act)
        standing = [decision for decision in made if decision.undone_at is None]
        if standing:
            detail = {"action": "undo_bulk", "actor": moderator, "bulk": bulk_id, "comments": len(standing)}
            await self._records.sites.note(site_id, "undo_bulk", orjson.dumps(detail))
        asked = [
            (
                ids.to_bytes(decision.id),
                orjson.dumps({"action": "undo", "actor": moderator, "decision": decision.id, "bulk": bulk_id}),
            )
            for decision in standing
        ]
        results = dict(
            zip(
                (decision.id for decision in standing),
                await self._records.decisions.undo_each(site_id, moderator, asked),
                strict=True,
            )
        )
        before = [decision for decision in made if _before(results.get(decision.id))]
        present = dict(zip((each.id for each in before), await self._comments(site_id, before), strict=True))
        rows = [self._undone(site_id, each, results.get(each.id), present.get(each.id)) for each in made]
        undone = sum("problem" not in row for row in rows)
        return {"bulk_id": bulk_id, "undone": undone, "left": len(rows) - undone, "results": rows}

    def _undone(
        self,
        site_id: str,
        decision: Decision,
        result: Undone | NotDone | StorageUnavailable | ScriptFailed | None,
        present: Comment | None,
    ) -> dict[str, Any]:
        match result:
            case Undone():
                self._discussion.changed(site_id, ids.place_of(result.comment_id))
                return _row(decision, str(result.status), result.version)
            case NotDone(word="stale"):
                changed = NothingToUndo("The comment has changed since this decision.", version=result.version)
                return row_problem(decision.comment_id, changed)
            case StorageUnavailable():
                return row_unknown(decision.comment_id, result)
            case ScriptFailed():
                raise result
        if present is None:
            return row_problem(decision.comment_id, NotFound("This comment is gone."))
        return _row(decision, str(present.state.status), present.state.version)

    async def shown(self, site_id: str, bulk_id: str) -> dict[str, Any]:
        """The act, with each of its comments as it is now; NotFound if there was none."""
        act = await self._act(site_id, bulk_id)
        made = {decision.comment_id: decision for decision in await self._decisions(site_id, act)}
        comments = await self._records.comments.read_many(site_id, act.comments)
        return {
            "bulk_id": bulk_id,
            "moderator": await self._access.moderator_name(site_id, act.moderator),
            "at": rfc3339(act.at),
            "items": [
                await self._shown_row(site_id, ids.to_text(raw), made.get(ids.to_text(raw)), comment)
                for raw, comment in zip(act.comments, comments, strict=True)
            ],
        }

    async def _shown_row(
        self, site_id: str, comment_id: str, decision: Decision | None, comment: Comment | None
    ) -> dict[str, Any]:
        by = None if decision is None else decision.undone_by
        at = None if decision is None else decision.undone_at
        return {
            "comment_id": comment_id,
            "decision_id": None if decision is None else decision.id,
            "action": None if decision is None else str(decision.action),
            "status": None if comment is None else str(comment.state.status),
            "version": None if comment is None else comment.state.version,
            "undone_by": None if by is None else await self._access.moderator_name(site_id, by),
            "undone_at": None if at is None else rfc3339(at),
        }

    async def _act(self, site_id: str, bulk_id: str) -> BulkAct:
        await self._access.site(site_id)
        act = await self._records.bulks.act(site_id, bulk_id)
        if act is None:
            raise NotFound(f"There was no act {bulk_id[:64]!r} that decided many comments at once.")
        return act

    async def _decisions(self, site_id: str, act: BulkAct) -> list[Decision]:
        """What the act decided, by what the comments themselves keep: complete even where the act was cut off."""
        lists = await self._records.decisions.of_comments(site_id, act.comments)
        return [decision for made in lists for decision in made if decision.bulk == act.id]

    async def _comments(self, site_id: str, decisions: Sequence[Decision]) -> list[Comment | None]:
        raw = [ids.to_bytes(decision.comment_id) for decision in decisions]
        return await self._records.comments.read_many(site_id, raw)


def _before(result: Undone | NotDone | StorageUnavailable | ScriptFailed | None) -> bool:
    """Somebody took this decision back earlier, or a moment ago."""
    return result is None or (isinstance(result, NotDone) and result.word == "undone-before")


def _as_made(row: dict[str, Any], made: Decision | None) -> dict[str, Any]:
    return row if made is None else _row(made, str(made.status_after), made.version)


def _row(decision: Decision, status: str, version: int) -> dict[str, Any]:
    return {
        "comment_id": decision.comment_id,
        "status": status,
        "version": version,
        "decision_id": decision.id,
    }

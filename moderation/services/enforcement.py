"""What moderators know of authors, and what they do about them: standing, warnings, hiding their last comments.

What authors are told of it is in `own_standing`.
"""

from collections.abc import Awaitable, Callable

import orjson

from moderation.domain.actors import GUEST, POLICY
from moderation.domain.audit import said
from moderation.domain.author import AuthorRecord, Standing
from moderation.domain.clock import DAY_MS, rfc3339
from moderation.domain.errors import Invalid, NotFound, NothingToUndo
from moderation.domain.measure import Measure, strikes, undoable
from moderation.domain.statement import RESTRICTING
from moderation.services.access import Access
from moderation.services.bulk import Bulk
from moderation.services.documents import Document, record_document
from moderation.services.report_outcomes import reports_on
from moderation.services.restraint import TOLD
from moderation.services.saving import until_saved
from moderation.storage.measures import NotTakenBack
from moderation.storage.records import Records

AT_ONCE = 200
LOOKED_AT = 2000
"""How many of an author's comments are looked at for those that readers see."""


class Enforcement:
    def __init__(self, records: Records, access: Access, bulk: Bulk) -> None:
        self._records = records
        self._access = access
        self._bulk = bulk

    async def author(self, site_id: str, author_id: str) -> Document:
        """An author's record with everything that was done about them; an empty one for somebody who never commented,
        since a ban may come first."""
        policy = await self._access.policy(site_id)
        record = await self._records.authors.record(site_id, author_id)
        measures = await self._records.measures.of_author(site_id, author_id)
        newest = await self._records.authors.newest(site_id, author_id)
        now = await self._records.store.server_time_ms()
        return record_document(record, now) | {
            "warning": None if record.warning is None else record.warning.message,
            "strikes": strikes(measures, now, policy.strike_days),
            "reports": await reports_on(self._records, site_id, newest),
            "measures": [
                await self._measure(site_id, each) | {"undoable": undoable(each, measures)} for each in measures
            ],
        }

    async def set_standing(
        self,
        site_id: str,
        author_id: str,
        standing: Standing,
        until_ms: int | None,
        reason: str,
        moderator: str,
        hide_last: int = 0,
        message: str | None = None,
        act: str | None = None,
    ) -> Document:
        """Change an author's standing from now on, everywhere; `until_ms` ends it by itself. `reason` is for
        moderators, and the author reads `message`: Invalid with a standing of which authors are not told. With
        `hide_last`, their last so many visible comments are rejected along with it, and taking the standing back
        restores them. The same again as the same `act` within a day finishes what was cut off, and no more."""
        await self._access.site(site_id)
        if message is not None and standing not in TOLD:
            raise Invalid("Nobody is told of this standing.", {"message": ["Is read by nobody with this standing."]})
        number = await self._made(site_id, author_id, act)
        if number is None:
            now = await self._records.store.server_time_ms()
            if until_ms is not None and until_ms <= now:
                raise Invalid("The standing would be over before it began.", {"until": ["Must be in the future."]})
            hidden = await self._hide(site_id, author_id, hide_last, message, reason, moderator, act)
            number = await self._stand(site_id, author_id, standing, until_ms, reason, moderator, hidden, message, act)
        await self._restrain(site_id, author_id, number)
        return await self.author(site_id, author_id)

    async def _taken(
        self, site_id: str, author_id: str, act: str | None, take: Callable[[AuthorRecord], Awaitable[int | None]]
    ) -> int:
        """The number of the measure that `take` makes of the author's record, or that this act has made before."""

        async def attempt() -> int | None:
            # The record before the measures: what is taken in between moves its version, and `take` begins again.
            before = await self._records.authors.record(site_id, author_id)
            return await self._made(site_id, author_id, act) or await take(before)

        return await until_saved("This author's standing keeps", attempt)

    async def _made(self, site_id: str, author_id: str, act: str | None) -> int | None:
        """The number of the measure that an earlier attempt at this act has taken, if one has."""
        if act is None:
            return None
        since = await self._records.store.server_time_ms() - DAY_MS  # then its key is forgotten
        measures = await self._records.measures.of_author(site_id, author_id)
        return next((each.number for each in measures if each.act == act and each.at >= since), None)

    async def _stand(
        self,
        site_id: str,
        author_id: str,
        standing: Standing,
        until_ms: int | None,
        reason: str,
        actor: str,
        hidden: str | None = None,
        told: str | None = None,
        act: str | None = None,
    ) -> int:
        """The number of the measure."""

        async def stand(before: AuthorRecord) -> int | None:
            detail = {
                "action": "set_standing",
                "actor": actor,
                "author": author_id,
                "before": str(before.standing),
                "before_until_ms": None if before.until is None else str(before.until),
                "before_reason": before.reason,
                "after": str(standing),
                "until": None if until_ms is None else rfc3339(until_ms),
                "reason": reason,
                "told": told,
                "bulk": hidden,
                "act": act,
            }
            kept = orjson.dumps(said(detail))
            return await self._records.measures.set_standing(
                site_id, author_id, standing, until_ms, reason, kept, before.version
            )

        return await self._taken(site_id, author_id, act, stand)

    async def _restrain(self, site_id: str, author_id: str, number: int) -> None:
        """Restrict an author whose strikes are too many by the site's policy, unless something restricts them now; once
        for the measure of this `number`."""
        policy = await self._access.policy(site_id)
        if not policy.strikes_suspend:
            return
        now = await self._records.store.server_time_ms()
        measures = await self._records.measures.of_author(site_id, author_id)
        record = await self._records.authors.record(site_id, author_id)
        count = strikes(measures, now, policy.strike_days)
        if count < policy.strikes_suspend or record.standing_at(now) in RESTRICTING:
            return
        reason = (
            f"Strikes came to {count:g}; from {policy.strikes_suspend:g} on the site's settings restrict an author."
        )
        standing, until = Standing(policy.strikes_suspend_as), now + policy.strikes_suspend_days * DAY_MS
        await self._stand(site_id, author_id, standing, until, reason, POLICY, act=f"{number}/strikes")

    async def warn(
        self,
        site_id: str,
        author_id: str,
        message: str,
        reason: str | None,
        moderator: str,
        act: str | None = None,
    ) -> Document:
        """Tell an author something that they must acknowledge before they write again, once for the same `act` within a
        day. Invalid for a guest, who cannot show that they are the one who was warned."""
        await self._access.site(site_id)
        if author_id.startswith(GUEST):
            raise Invalid("A guest cannot be warned; reject the comment, or give the guest a standing.")

        async def warn(before: AuthorRecord) -> int | None:
            detail = {
                "action": "warn",
                "actor": moderator,
                "author": author_id,
                "before": str(before.standing),
                "after": str(before.standing),
                "reason": reason,
                "message": message,
                "act": act,
            }
            kept = orjson.dumps(said(detail))
            return await self._records.measures.warn(site_id, author_id, message, kept, before.version)

        number = await self._taken(site_id, author_id, act, warn)
        await self._restrain(site_id, author_id, number)
        return await self.author(site_id, author_id)

    async def undo(self, site_id: str, author_id: str, number: int, moderator: str) -> Document:
        """Take a warning or the newest standing back, with the comments that were hidden along with it.
        NothingToUndo."""
        await self._access.site(site_id)
        found = {each.number: each for each in await self._records.measures.of_author(site_id, author_id)}
        detail = {"action": "undo_standing", "actor": moderator, "author": author_id, "measure": number}
        result = await self._records.measures.undo(site_id, author_id, number, moderator, orjson.dumps(detail))
        match result:
            case NotTakenBack(word="stale"):
                raise NothingToUndo("The author has been given another standing since; take that one back first.")
            case NotTakenBack(word="undone-before"):
                # Comments that could not be restored then are tried again.
                if found[number].bulk is None:
                    raise NothingToUndo("This has been taken back already.")
            case NotTakenBack():
                raise NotFound(f"Nothing with the number {number} was done about {author_id[:64]!r}.")
        restored = None
        if (bulk := found[number].bulk) is not None:
            restored = await self._bulk.undo(site_id, moderator, bulk)
        return await self.author(site_id, author_id) | {"restored": restored}

    async def _hide(
        self, site_id: str, author_id: str, most: int, told: str | None, note: str, moderator: str, act: str | None
    ) -> str | None:
        """Reject the author's newest visible comments as one act; its id, or None where there is nothing to hide."""
        if most:
            await self._records.author_feed.catch_up(site_id)
        wanted: list[bytes] = []
        before: bytes | None = None
        looked = 0
        while len(wanted) < most and looked < LOOKED_AT:
            listed = await self._records.authors.comments(site_id, author_id, AT_ONCE, before)
            for comment in await self._records.comments.read_many(site_id, listed):
                if comment is not None and comment.state.status.visible and comment.state.author_id == author_id:
                    wanted.append(comment.id)
            looked += len(listed)
            if len(listed) < AT_ONCE:
                break
            before = listed[-1]
        if not wanted and (act is None or await self._records.bulks.act(site_id, act) is None):
            return None
        return await self._bulk.reject(site_id, moderator, wanted[:most], told, note, act)

    async def _measure(self, site_id: str, measure: Measure) -> Document:
        name, by = self._access.moderator_name, measure.undone_by
        return {
            "number": measure.number,
            "kind": "standing" if measure.warning is None else "warning",
            "at": rfc3339(measure.at),
            "moderator": await name(site_id, measure.moderator),
            "before": str(measure.before),
            "after": str(measure.after),
            "until": None if measure.until is None else rfc3339(measure.until),
            "reason": measure.reason,
            "message": measure.warning or measure.told,
            "bulk_id": measure.bulk,
            "acknowledged_at": None if measure.acknowledged_at is None else rfc3339(measure.acknowledged_at),
            "undone_at": None if measure.undone_at is None else rfc3339(measure.undone_at),
            "undone_by": None if by is None else await name(site_id, by),
        }

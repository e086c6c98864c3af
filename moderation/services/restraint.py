"""What keeps an author from commenting, as they are told it: never the reason, which is for moderators."""

from collections.abc import Sequence
from typing import Final

from moderation.domain.actors import POLICY
from moderation.domain.author import AuthorRecord, Standing
from moderation.domain.clock import rfc3339
from moderation.domain.errors import AuthorBanned, AuthorSuspended
from moderation.domain.measure import Measure
from moderation.pipeline.facts import Facts
from moderation.pipeline.judge import Verdict
from moderation.services.documents import Document
from moderation.storage.records import Records

TOLD: Final = frozenset({Standing.PREMODERATED, Standing.SUSPENDED, Standing.BANNED})
"""Restrictions that their author is told of."""


async def restriction_of(records: Records, site_id: str, record: AuthorRecord, now: int) -> Document | None:
    """What restricts an author at `now`, until when, by whom, and what a moderator says about it; None where nothing
    does that they are told of."""
    standing = record.standing_at(now)
    if standing not in TOLD:
        return None
    until = None if record.until is None else rfc3339(record.until)
    return {"standing": str(standing), "until": until} | await _explained(records, site_id, record.id, standing)


async def raise_refusal(records: Records, site_id: str, facts: Facts, verdict: Verdict) -> None:
    """Raise what the pipeline refuses with, or the nudge that was asked for. The refusal of an author who is suspended
    or banned says by whom, and what they are to know of it: a guest has no other place to read that."""
    refusal = verdict.refusal
    if isinstance(refusal, AuthorSuspended | AuthorBanned):
        author = facts.author
        refusal.extra |= await _explained(records, site_id, author.id, author.standing_at(facts.now))
    if refusal is not None:
        raise refusal
    if verdict.nudge is not None:
        raise verdict.nudge


async def _explained(records: Records, site_id: str, author_id: str, standing: Standing) -> Document:
    """By whom a standing was given, and what a moderator says about it."""
    made = _made(standing, await records.measures.of_author(site_id, author_id))
    if made is None:
        return {"by": "moderator", "message": None}
    return {"by": POLICY if made.moderator == POLICY else "moderator", "message": made.told}


def _made(standing: Standing, measures: Sequence[Measure]) -> Measure | None:
    """The measure by which a standing stands, of all measures, newest first; None where it came without one."""
    newest = next((each for each in measures if each.warning is None and each.undone_at is None), None)
    return newest if newest is not None and newest.after is standing else None

"""What was done on a site, newest first, and whether each act can still be taken back: by moderators, and by the site's
policy where it gave an author a standing."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moderation.domain import actors, ids
from moderation.domain.appeal import AppealOutcome
from moderation.domain.audit import AuditEntry
from moderation.domain.clock import rfc3339
from moderation.domain.comment import Comment
from moderation.domain.decision import Action, Decision, still_undoable
from moderation.domain.measure import Measure, undoable
from moderation.services.access import Access
from moderation.services.cursors import decode_cursor, encode_cursor
from moderation.services.documents import Document, comment_document, page_of
from moderation.storage.audit import position
from moderation.storage.records import Records

LOOKED_AT: Final = 5000
"""Entries of the log that are looked at for one page; so a page may be short while `next_cursor` goes on."""
_DECISIONS: Final = frozenset({*map(str, Action), *map(str, AppealOutcome)})
_MEASURES: Final = {"set_standing": "standing", "warn": "warning"}
_BULK: Final = "bulk"


class History:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access

    async def listed(self, site_id: str, moderator: str | None, limit: int, cursor: str | None) -> Document:
        """A page of acts, of everybody or of one moderator (by id): decisions, many decisions as one act, outcomes of
        appeals, standings, warnings. What the policy did is among everybody's; what was taken back says by whom."""
        await self._access.site(site_id)
        parts = decode_cursor(cursor, int, int, str)
        before = None if parts is None else (int(parts[0]), int(parts[1]), str(parts[2]))
        found: list[AuditEntry] = []
        following: str | None = None
        looked, after = 0, (0, 0, "")
        async for entry in self._records.audit.backwards(site_id, before, page=min(100, limit + 1)):
            if len(found) == limit or looked == LOOKED_AT:
                following = encode_cursor(*after)
                break
            looked, after = looked + 1, position(entry)
            if _kind(entry) is not None and (moderator is None or entry.detail["actor"] == actors.moderator(moderator)):
                found.append(entry)
        return page_of(await self._documents(site_id, found), following)

    async def _documents(self, site_id: str, entries: Sequence[AuditEntry]) -> list[Document]:
        known = await self._known(site_id, entries)
        return await asyncio.gather(*(self._document(site_id, entry, known) for entry in entries))

    async def _known(self, site_id: str, entries: Sequence[AuditEntry]) -> "_Known":
        concerned = list(dict.fromkeys(entry.concerned for entry in entries if _kind(entry) == "decision"))
        places = list(dict.fromkeys(map(ids.place_of, concerned)))
        authors = sorted({str(entry.detail["author"]) for entry in entries if _kind(entry) in _MEASURES.values()})
        comments, lists, names, measures, writers = await asyncio.gather(
            self._records.comments.read_many(site_id, concerned),
            self._records.decisions.of_comments(site_id, concerned),
            asyncio.gather(*(self._records.threads.name(site_id, place) for place in places)),
            asyncio.gather(*(self._records.measures.of_author(site_id, author) for author in authors)),
            self._writers(site_id, authors),
        )
        return _Known(
            comments={comment.id: comment for comment in comments if comment is not None},
            decisions=dict(zip(concerned, lists, strict=True)),
            articles={place: name or "" for place, name in zip(places, names, strict=True)},
            measures=dict(zip(authors, measures, strict=True)),
            writers=writers,
        )

    async def _writers(self, site_id: str, authors: Sequence[str]) -> Mapping[str, str]:
        """The names of these authors. Whoever wrote a moment ago gets theirs from a feed that may be behind."""
        records = await self._records.authors.records(site_id, authors)
        if not all(author in records and records[author].name for author in authors):
            await self._records.author_feed.catch_up(site_id)
            records = await self._records.authors.records(site_id, authors)
        return {author: record.name for author, record in records.items() if record.name}

    async def _document(self, site_id: str, entry: AuditEntry, known: "_Known") -> Document:
        match _kind(entry):
            case "decision":
                told = await self._decision(site_id, entry, known)
            case "bulk":
                told = await self._bulk(site_id, entry)
            case _:
                told = await self._measure(site_id, entry, known)
        return await self._begun(site_id, entry) | told

    async def _begun(self, site_id: str, entry: AuditEntry) -> Document:
        """What every act has, as if nothing more were known of it."""
        return {
            "kind": _kind(entry),
            "at": rfc3339(entry.at),
            "moderator": await self._access.moderator_name(site_id, str(entry.detail["actor"])),
            "actions": [str(entry.detail["action"])],
            "reason": entry.detail.get("reason"),
            "comment": None,
            "author": None,
            "comments": 0,
            "decision_id": None,
            "bulk_id": None,
            "number": None,
            "undone_at": None,
            "undone_by": None,
            "undoable": False,
        }

    async def _decision(self, site_id: str, entry: AuditEntry, known: "_Known") -> Document:
        told: Document = {"decision_id": ids.to_text(entry.decision), "comments": 1}
        comment = known.comments.get(entry.concerned)
        if comment is not None:
            article = known.articles[ids.place_of(comment.id)]
            told["comment"] = comment_document(comment, article, everything=True)
            told["author"] = _author(comment.state.author_id, told["comment"]["author"])
        made, decision_id = known.decisions[entry.concerned], ids.to_text(entry.decision)
        decision = next((each for each in made if each.id == decision_id), None)
        if decision is None:
            return told
        stands = comment is not None and still_undoable(decision, made, comment.state.version)
        return told | await self._undone(site_id, decision, stands)

    async def _bulk(self, site_id: str, entry: AuditEntry) -> Document:
        bulk_id, meant = str(entry.detail["bulk"]), entry.detail["decide"]
        told: Document = {"bulk_id": bulk_id, "actions": meant if isinstance(meant, list) else []}
        act = await self._records.bulks.act(site_id, bulk_id)
        if act is None:
            return told
        told["at"] = rfc3339(act.at)  # which the log of a site that moved here does not tell
        lists = await self._records.decisions.of_comments(site_id, act.comments)
        made = [decision for decisions in lists for decision in decisions if decision.bulk == bulk_id]
        if not made:
            return told
        told |= {"comments": len(made), "reason": made[0].reason}
        if any(decision.undone_at is None for decision in made):
            return told | {"undoable": True}
        return told | await self._undone(site_id, made[-1], stands=False)

    async def _measure(self, site_id: str, entry: AuditEntry, known: "_Known") -> Document:
        detail, number = entry.detail, int(entry.change.rpartition("|")[2])
        author_id = str(detail["author"])
        measures = known.measures[author_id]
        told: Document = {
            "number": number,
            "author": _author(author_id, {"name": known.writers.get(author_id)}),
            "actions": ["warn" if detail["action"] == "warn" else str(detail.get("after"))],
            "reason": detail.get("message") or detail.get("reason"),
            "bulk_id": detail.get("bulk"),
        }
        measure = next((each for each in measures if each.number == number), None)
        if measure is None:
            return told
        return told | await self._undone(site_id, measure, undoable(measure, measures))

    async def _undone(self, site_id: str, act: Decision | Measure, stands: bool) -> Document:
        by = act.undone_by
        return {
            "undone_at": None if act.undone_at is None else rfc3339(act.undone_at),
            "undone_by": None if by is None else await self._access.moderator_name(site_id, by),
            "undoable": act.undone_at is None and stands,
        }


@dataclass(frozen=True, slots=True)
class _Known:
    """What is stored about the acts of a page."""

    comments: Mapping[bytes, Comment]
    decisions: Mapping[bytes, Sequence[Decision]]
    """All of each comment."""
    articles: Mapping[ids.Place, str]
    measures: Mapping[str, Sequence[Measure]]
    writers: Mapping[str, str]


def _kind(entry: AuditEntry) -> str | None:
    """What kind of act it is; None for what neither a moderator nor, with an author's standing, the site's policy did,
    for what is part of another act, and for taking back."""
    action, actor = entry.detail.get("action"), str(entry.detail.get("actor", ""))
    by_moderator = actor.startswith(actors.MODERATOR)
    if entry.chain.startswith("u"):
        return _MEASURES.get(str(action)) if by_moderator or actor == actors.POLICY else None
    if not by_moderator:
        return None
    if action == _BULK:
        return "bulk"
    decided = action in _DECISIONS and len(entry.decision) == 16
    return "decision" if decided and _BULK not in entry.detail else None


def _author(author_id: str, shown: Mapping[str, object] | None) -> Document:
    return {"id": author_id, "name": None if shown is None else shown.get("name")}

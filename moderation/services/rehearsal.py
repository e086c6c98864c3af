"""Trying rules on what was written already: what would have become of the newest comments, before anything changes."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from moderation.domain import ids
from moderation.domain.author import AuthorRecord
from moderation.domain.clock import rfc3339
from moderation.domain.comment import Comment, Revision, Status
from moderation.domain.ids import PARTITIONS, Place
from moderation.domain.thread import Thread
from moderation.pipeline.cases import case_then, circumstances_today
from moderation.pipeline.opinion import Opinion
from moderation.pipeline.replay import outcome, replay, replay_one, then
from moderation.pipeline.words import CompiledWords
from moderation.rules.cost import MOST_FIXED, MOST_PER_CHARACTER
from moderation.rules.evaluate import Ruleset
from moderation.rules.grammar import LONGEST, MOST_RULES, WORDS
from moderation.rules.mistake import position
from moderation.rules.starters import starters
from moderation.rules.tree import Act
from moderation.rules.vocabulary import FIELDS
from moderation.services.access import Access
from moderation.services.documents import Document, comment_document
from moderation.services.rulebook import rules_of
from moderation.storage.records import Records

MOST_COMMENTS: Final = 5000
MOST_SHOWN: Final = 100
"""Comments that are shown; all are counted."""
EXAMPLES: Final = 5
_PAGE: Final = 50


@dataclass(slots=True)
class _Tally:
    """Comments that change in one way, and what moderators made of them."""

    comments: int = 0
    approved: int = 0
    rejected: int = 0

    def count(self, decided: Status | None) -> None:
        self.comments += 1
        self.approved += decided is Status.APPROVED
        self.rejected += decided is Status.REJECTED


@dataclass(slots=True)
class _Counts:
    """What was found so far."""

    looked_at: int = 0
    of_today: int = 0
    earliest: int | None = None
    latest: int | None = None
    matched: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    alone: dict[str, dict[tuple[str, str], _Tally]] = field(default_factory=dict)
    together: dict[tuple[str, str], _Tally] = field(default_factory=dict)
    shown: list[Document] = field(default_factory=list)


class Rehearsal:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access

    async def dry_run(self, site_id: str, text: str, last: int) -> Document:
        """What the newest `last` comments (0 to `MOST_COMMENTS`) would have come to under these rules, which stand in
        for all of the site's. Invalid with the rules' mistakes, UnknownSite. Changes nothing."""
        rules = rules_of(text)
        words, _ = await self._access.prepared(site_id)
        counts = _Counts()
        threads: dict[Place, Thread] = {}
        wanted = await self._newest(site_id, last)
        for start in range(0, len(wanted), _PAGE):
            page = await self._records.comments.read_many(site_id, wanted[start : start + _PAGE])
            there = [(each, each.revision) for each in page if each is not None and each.revision is not None]
            written = [pair for pair in there if pair[0].state.status is not Status.DELETED]
            authors = await self._authors(site_id, written)
            for place in {ids.place_of(comment.id) for comment, _ in written} - threads.keys():
                threads[place] = await self._records.threads.thread_at(site_id, place) or Thread("", place)
            # In a thread of its own, so that nobody else waits for it.
            await asyncio.to_thread(_rehearse, rules, written, threads, authors, words, counts)
        return _document(rules, counts)

    async def _newest(self, site_id: str, last: int) -> list[bytes]:
        parts = await asyncio.gather(
            *(self._records.comments.newest(site_id, number, None, last) for number in range(PARTITIONS if last else 0))
        )
        return sorted((comment_id for part in parts for comment_id in part), reverse=True)[:last]

    async def _authors(self, site_id: str, written: Sequence[tuple[Comment, Revision]]) -> dict[str, AuthorRecord]:
        """Of the comments that nothing was kept of."""
        unknown = {comment.state.author_id for comment, each in written if each.judgement.circumstances is None}
        return await self._records.authors.records(site_id, sorted(unknown)) if unknown else {}


def language_document() -> Document:
    """What the rule language has, for programs that help people write it."""
    return {
        "fields": [
            {"name": each.name, "type": str(each.type), "meaning": each.meaning, "choices": sorted(each.choices)}
            for each in FIELDS.values()
        ],
        "actions": [str(act) for act in Act],
        "words": list(WORDS),
        "starters": [asdict(starter) for starter in starters().values()],
        "limits": {
            "characters": LONGEST,
            "rules": MOST_RULES,
            "fixed": MOST_FIXED,
            "per_character": MOST_PER_CHARACTER,
            "dry_run": MOST_COMMENTS,
        },
    }


def _rehearse(
    rules: Ruleset,
    written: Sequence[tuple[Comment, Revision]],
    threads: Mapping[Place, Thread],
    authors: Mapping[str, AuthorRecord],
    words: CompiledWords,
    counts: _Counts,
) -> None:
    """Count what these comments would have come to."""
    for comment, revision in written:
        thread = threads[ids.place_of(comment.id)]
        _rehearse_one(rules, comment, revision, thread, authors, words, counts)


def _rehearse_one(
    rules: Ruleset,
    comment: Comment,
    revision: Revision,
    thread: Thread,
    authors: Mapping[str, AuthorRecord],
    words: CompiledWords,
    counts: _Counts,
) -> None:
    at, author_id = ids.time_of(comment.id), comment.state.author_id
    kept = revision.judgement
    known = kept.circumstances
    if known is None:
        known = circumstances_today(at, authors.get(author_id) or AuthorRecord(author_id), thread)
        counts.of_today += 1
    counts.looked_at += 1
    counts.latest = at if counts.latest is None else counts.latest
    counts.earliest = at
    case = case_then(comment, revision, thread, known, words)
    findings = rules.ask(case)
    before = then(kept)
    was, decided = outcome(before), _decided(comment.state.status, before.status)
    for finding in findings:
        name = finding.rule.name
        counts.matched[name] += 1
        examples = counts.examples.setdefault(name, [])
        if len(examples) < EXAMPLES:
            examples.append(ids.to_text(comment.id))
        alone = outcome(replay_one(kept, case, finding))
        if alone != was:
            counts.alone.setdefault(name, {}).setdefault((was, alone), _Tally()).count(decided)
    after = replay(kept, case, rules)
    would_be = outcome(after)
    if would_be != was:
        counts.together.setdefault((was, would_be), _Tally()).count(decided)
        if len(counts.shown) < MOST_SHOWN:
            counts.shown.append(
                {
                    "comment": comment_document(comment, thread.article, everything=True),
                    "before": was,
                    "after": would_be,
                    "rules": [finding.rule.name for finding in findings if not finding.rule.tried],
                    "why": [opinion.sentence for opinion in after.opinions if _of_rules(opinion)],
                }
            )


def _of_rules(opinion: Opinion) -> bool:
    return opinion.phase == "rules"


def _decided(now: Status, before: Status) -> Status | None:
    """What moderators made of it, as far as that differs from what became of it without them."""
    return now if now is not before and now in (Status.APPROVED, Status.REJECTED) else None


def _document(rules: Ruleset, counts: _Counts) -> Document:
    return {
        "looked_at": counts.looked_at,
        "oldest_at": None if counts.earliest is None else rfc3339(counts.earliest),
        "newest_at": None if counts.latest is None else rfc3339(counts.latest),
        "of_today": counts.of_today,
        "cost": {"fixed": rules.cost.fixed, "per_character": rules.cost.per_character},
        "rules": [
            {
                "name": rule.name,
                "line": position(rules.text, rule.place.start)[0],
                "tried": rule.tried,
                "matched": counts.matched[rule.name],
                "alone": _changes(counts.alone.get(rule.name, {})),
                "examples": counts.examples.get(rule.name, []),
            }
            for rule in rules.rules
        ],
        "changed": sum(tally.comments for tally in counts.together.values()),
        "changes": _changes(counts.together),
        "comments": counts.shown,
    }


def _changes(found: dict[tuple[str, str], _Tally]) -> list[dict[str, Any]]:
    return [
        {
            "before": before,
            "after": after,
            "comments": tally.comments,
            "approved": tally.approved,
            "rejected": tally.rejected,
        }
        for (before, after), tally in sorted(found.items(), key=lambda each: (-each[1].comments, each[0]))
    ]

"""Judging comments that live at another system: the site's words, links, rules and thresholds, and nothing is kept."""

import time
from dataclasses import dataclass

from moderation.domain.author import AuthorRecord, Reader
from moderation.domain.thread import Thread
from moderation.pipeline.judge import Verdict, judge
from moderation.pipeline.phases import TEXT_PHASES
from moderation.services.access import Access
from moderation.services.analysis import Analysis
from moderation.services.gathering import Gathering, Named
from moderation.storage.authors import Spent


@dataclass(frozen=True, slots=True)
class Question:
    """A comment as the other system tells of it. Rules may ask for its author's id and role (a badge) and for its
    article; the author's record is the other system's and looks empty here."""

    body: str
    author_id: str
    role: str
    article: str
    url: str | None
    reply: bool
    edit: bool


class Counsel:
    def __init__(self, access: Access, analysis: Analysis, score_seconds: float) -> None:
        self._access = access
        self._gathering = Gathering(access, analysis, score_seconds)

    async def verdict(self, site_id: str, question: Question) -> Verdict:
        """What this site's policy would make of it. UnknownSite."""
        policy = await self._access.policy(site_id)
        scoring = await self._gathering.score(site_id, question.body)
        # This machine's clock: who asks shall be answered while storage is away as well, and nothing is stored.
        now = time.time_ns() // 1_000_000
        facts = await self._gathering.facts(
            site_id,
            policy,
            Reader("", question.author_id or None),
            Named("", (question.role,) if question.role else (), question.reply),
            question.body,
            Thread(question.article, url=question.url),
            Spent(True, 0, (), AuthorRecord(question.author_id), now),
            scoring,
            None,
            edit=question.edit,
        )
        return judge(facts, TEXT_PHASES)

"""What the pipeline is to know of a text, gathered before it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from moderation.domain.author import Reader
from moderation.domain.clock import DAY_MS
from moderation.domain.comment import Comment, Revision
from moderation.domain.policy import Policy
from moderation.domain.thread import Thread
from moderation.pipeline.facts import Allowance, Facts, Scores, Unavailable, Unread
from moderation.scoring.scorer import LanguageNotSupported, ScorerUnavailable
from moderation.services.access import Access
from moderation.services.analysis import Analysis
from moderation.storage.authors import Spent
from moderation.text.fingerprint import Fingerprint, parse


@dataclass(frozen=True, slots=True)
class Named:
    """As what a comment names its author, and whether it answers another one."""

    name: str
    badges: Sequence[str]
    reply: bool


def named_in(comment: Comment, revision: Revision) -> Named:
    """Of a comment that is there already."""
    return Named(revision.author_name, revision.badges, comment.state.parent is not None)


class Gathering:
    def __init__(self, access: Access, analysis: Analysis, score_seconds: float) -> None:
        self._access = access
        self._analysis = analysis
        self._score_seconds = score_seconds

    async def score(self, site_id: str, body: str) -> Scores | Unavailable | Unread:
        """What the classifier says, or why it says nothing."""
        try:
            analysed = await self._analysis.read_comment(site_id, body, self._score_seconds)
        except LanguageNotSupported as error:
            return Unread(error.detected[0])
        except ScorerUnavailable as error:
            return Unavailable(error.reason)
        scoring = analysed.scoring
        return Scores(scoring.scores, scoring.spans, scoring.model, scoring.reader, analysed.language)

    async def facts(
        self,
        site_id: str,
        policy: Policy,
        reader: Reader,
        named: Named,
        body: str,
        thread: Thread,
        spent: Spent,
        scoring: Scores | Unavailable | Unread,
        mark: Fingerprint | None,
        *,
        nudge: bool = False,
        edit: bool = False,
    ) -> Facts:
        """Everything that a phase may look at."""
        closes = policy.close_after_days * DAY_MS
        words, rules = await self._access.prepared(site_id)
        over = bool(closes and thread.first_at is not None and spent.now - thread.first_at > closes)
        return Facts(
            policy=policy,
            body=body,
            now=spent.now,
            reader=reader,
            author=spent.record,
            thread=replace(thread, open=thread.open and not over),
            scoring=scoring,
            words=words,
            rules=rules,
            author_name=named.name,
            badges=named.badges,
            reply=named.reply,
            pause=spent.pause_ms,
            allowance=Allowance(spent.granted, spent.wait_ms / 1000),
            fingerprint=mark,
            recent=tuple(parse(earlier) for earlier in spent.recent),
            edit=edit,
            nudge=nudge,
        )

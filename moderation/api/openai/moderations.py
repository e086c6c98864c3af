"""`/v1/moderations` in OpenAI's shape, over our own scores.

| their category | our attributes |
|---|---|
| harassment | the higher of TOXICITY and INSULT |
| harassment/threatening, violence | THREAT |
| hate | IDENTITY_ATTACK |
| hate/threatening | the lower of IDENTITY_ATTACK and THREAT |

No model here has evidence for the others: they score 0, are never flagged and apply to no input. A category is flagged
where the site's policy would hold a comment for one of its attributes.
"""

import asyncio
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from moderation.api.answers import Reply
from moderation.api.openai.dialect import OPENAI
from moderation.api.routes import Call, route
from moderation.api.schemas.moderations import ModerationRequest, ModerationResponse
from moderation.domain.errors import Invalid
from moderation.domain.moderator import Permission
from moderation.scoring.scorer import LanguageNotSupported

Scores = Mapping[str, float]

CATEGORIES: Final = (
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/intent",
    "self-harm/instructions",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
)
_FROM: Final[Mapping[str, tuple[Callable[..., float], tuple[str, ...]]]] = {
    "harassment": (max, ("TOXICITY", "INSULT")),
    "harassment/threatening": (max, ("THREAT",)),
    "hate": (max, ("IDENTITY_ATTACK",)),
    "hate/threatening": (min, ("IDENTITY_ATTACK", "THREAT")),
    "violence": (max, ("THREAT",)),
}
_FLAGGED: Final = 0.5
"""Where the policy has no threshold for an attribute."""


async def moderations(call: Call) -> Reply:
    """One result for each text; the parts of a list of parts are one text."""
    texts = ["\n\n".join(parts) for parts in call.body["input"]]
    deadline = call.settings.score_timeout_ms / 1000
    try:
        analysed = await asyncio.gather(
            *(call.house.analysis.read_comment(call.site, text, deadline) for text in texts)
        )
    except LanguageNotSupported as why:
        raise Invalid(str(why), {"input": [str(why)]}) from None
    policy = await call.house.access.policy(call.site)
    results = [result(each.scoring.scores, policy.hold) for each in analysed]
    return Reply(200, {"id": f"modr-{uuid.uuid4().hex}", "model": analysed[0].scoring.model, "results": results})


def result(scores: Scores, thresholds: Scores) -> dict[str, Any]:
    """Our scores in their categories."""
    values = dict.fromkeys(CATEGORIES, 0.0)
    flags = dict.fromkeys(CATEGORIES, False)
    applied: dict[str, list[str]] = {category: [] for category in CATEGORIES}
    for category, (merged, attributes) in _FROM.items():
        known = [name for name in attributes if name in scores]
        if not known or (merged is min and len(known) < len(attributes)):
            continue
        values[category] = round(merged(scores[name] for name in known), 7)
        reached = [scores[name] >= thresholds.get(name, _FLAGGED) for name in known]
        flags[category] = all(reached) if merged is min else any(reached)
        applied[category] = ["text"]
    return {
        "flagged": any(flags.values()),
        "categories": flags,
        "category_scores": values,
        "category_applied_input_types": applied,
    }


ROUTES = (
    route(
        "POST",
        "/v1/moderations",
        moderations,
        needs=Permission.SCORE,
        summary="Score texts, as OpenAI's moderations do",
        body=ModerationRequest,
        answers={200: ModerationResponse},
        dialect=OPENAI,
        spends=True,
    ),
)

"""`comments:suggestscore`: what a text's scores should have been, in the opinion of those who moderate it elsewhere."""

from typing import Any

from moderation.api.answers import Reply
from moderation.api.perspective.analyze import comment_text
from moderation.api.perspective.attributes import plain_name
from moderation.api.perspective.mistakes import refusal
from moderation.api.routes import Call
from moderation.text.language import UNKNOWN, detect


async def suggestscore(call: Call) -> Reply:
    """Take it in as a label for the site of the key; the answer is the same whether it is kept or its source has had
    its share of the day."""
    asked = call.body
    text = comment_text(asked)
    suggested: dict[str, float] = {}
    for name, given in (asked.get("attribute_scores") or {}).items():
        value = ((given or {}).get("summary_score") or {}).get("value")
        if value is None:
            continue
        if not 0.0 <= value <= 1.0:
            raise refusal("INVALID_REQUEST", f"Score of attribute {name} must be from 0 to 1")
        suggested[plain_name(name)] = value
    if not suggested:
        raise refusal("INVALID_REQUEST", "Missing attribute_scores")
    source = "" if call.token is None else f"key:{call.token.id}"
    client_token = asked.get("client_token")
    await call.house.learning.suggest(call.site, text, suggested, source, client_token, asked.get("community_id"))
    found, _ = detect(text)
    detected = [] if found == UNKNOWN else [found]
    answer: dict[str, Any] = {"requestedLanguages": asked.get("languages") or detected}
    if detected:
        answer["detectedLanguages"] = detected
    if client_token is not None:
        answer["clientToken"] = client_token
    return Reply(200, answer)

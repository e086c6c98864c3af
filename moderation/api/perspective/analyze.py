"""`comments:analyze`: scores of a text, attribute by attribute, and sentence by sentence where asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from moderation.api.answers import Reply
from moderation.api.perspective.attributes import plain_name
from moderation.api.perspective.mistakes import Refusal, language_not_supported, refusal
from moderation.api.routes import Call
from moderation.scoring.scorer import LanguageNotDetected, LanguageNotSupported, ScorerUnavailable
from moderation.services.analysis import LIKELY_TO_REJECT, Analysed

LONGEST_TEXT: Final = 20_480
"""Bytes of a comment in UTF-8."""
UNITS: Final = ("characters", "utf16")
_PROBABILITY: Final = "PROBABILITY"
_DIGITS: Final = 7


@dataclass(frozen=True, slots=True)
class Wanted:
    """An attribute as it was asked for, what it is called here, and the least score worth telling."""

    asked: str
    name: str
    threshold: float


async def analyze(call: Call) -> Reply:
    """The scores; a Refusal in Perspective's words for everything else."""
    asked = call.body
    text = comment_text(asked)
    wanted = await _wanted(call, asked.get("requested_attributes") or {})
    _check_context(asked.get("context") or {})
    units = call.query["span_units"]
    if units not in UNITS:
        raise Refusal(f"spanUnits must be one of {', '.join(UNITS)}.")
    requested = tuple(asked.get("languages") or ())
    try:
        analysed = await call.house.analysis.read(
            call.site,
            text,
            call.settings.score_timeout_ms / 1000,
            languages=requested,
            sentences=asked.get("span_annotations", False),
            spans=False,
        )
    except LanguageNotSupported as why:
        if asked.get("drop_unsupported_attributes"):
            return Reply(200, _answered({}, asked, requested or why.detected, why.detected))
        raise language_not_supported(wanted[0].asked, requested, why.detected) from None
    except LanguageNotDetected:
        raise refusal("LANGUAGE_DETECTION_FAILED", "Unable to detect language") from None
    languages = requested or analysed.detected or (analysed.language,)
    scores: dict[str, Any] = {}
    for attribute in wanted:
        score = analysed.scoring.scores.get(attribute.name)
        if score is None:
            if attribute.name == LIKELY_TO_REJECT:
                raise _unknown(attribute.asked)
            if attribute.name in await call.house.analysis.offered(call.site, analysed.language):
                raise ScorerUnavailable(f"there is no score for {attribute.name}")
            if not asked.get("drop_unsupported_attributes"):
                raise language_not_supported(attribute.asked, requested, analysed.detected)
        elif score >= attribute.threshold:
            scores[attribute.asked] = _attribute(attribute, score, analysed, text, units)
    return Reply(200, _answered(scores, asked, languages, analysed.detected))


def comment_text(asked: Mapping[str, Any]) -> str:
    """The text of the comment, or the Refusal that belongs to it."""
    comment = asked.get("comment") or {}
    kind = comment.get("type", "PLAIN_TEXT")
    if kind not in ("PLAIN_TEXT", "TEXT_TYPE_UNSPECIFIED", ""):
        known = kind == "HTML"
        raise refusal(
            "INVALID_REQUEST",
            "Currently, only 'PLAIN_TEXT' comments are supported" if known else "Unknown text type",
        )
    text: str = comment.get("text", "")
    if not text or text.isspace():
        raise refusal("COMMENT_EMPTY", "Comment must be non-empty.")
    if len(text) * 4 > LONGEST_TEXT and len(text.encode()) > LONGEST_TEXT:
        raise refusal("COMMENT_TOO_LONG", "Comment text too long.")
    return text


async def _wanted(call: Call, requested: Mapping[str, Any]) -> Sequence[Wanted]:
    if not requested:
        raise refusal("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes")
    analysis = call.house.analysis
    offered: set[str] = set()
    languages = iter(analysis.languages)
    wanted = []
    for asked, given in requested.items():
        parameters = given or {}
        name = plain_name(asked)
        while name not in offered and (language := next(languages, None)) is not None:
            offered |= await analysis.offered(call.site, language)
        if name not in offered and name != LIKELY_TO_REJECT:
            raise _unknown(asked)
        kind = parameters.get("score_type", _PROBABILITY)
        if kind not in (_PROBABILITY, "SCORE_TYPE_UNSPECIFIED", ""):
            raise refusal("INVALID_REQUEST", f"Requested score type {kind} is not supported by attribute {asked}")
        wanted.append(Wanted(asked, name, parameters.get("score_threshold", 0.0)))
    return wanted


def _unknown(asked: str) -> Refusal:
    """Also for what Perspective had and no model here has evidence for."""
    return refusal("INVALID_REQUEST", f"Unknown requested attribute: {asked}")


def _check_context(context: Mapping[str, Any]) -> None:
    if context.get("entries") and context.get("article_and_parent_comment"):
        raise refusal(
            "INVALID_REQUEST",
            "Context can have either entries or article_and_parent_comment, but both fields were populated.",
        )


def _attribute(attribute: Wanted, score: float, analysed: Analysed, text: str, units: str) -> dict[str, Any]:
    """Its score, and a span for each sentence that reaches the threshold; or one for the whole text, as many callers
    read the first span."""
    spans = [
        _span(sentence.start, sentence.end, value, text, units)
        for sentence in analysed.sentences
        if (value := sentence.scores.get(attribute.name)) is not None and value >= attribute.threshold
    ]
    summary = {"value": round(score, _DIGITS), "type": _PROBABILITY}
    return {"spanScores": spans or [_span(0, len(text), score, text, units)], "summaryScore": summary}


def _span(start: int, end: int, score: float, text: str, units: str) -> dict[str, Any]:
    if units == "utf16":
        start, end = _utf16_length(text[:start]), _utf16_length(text[:end])
    return {"begin": start, "end": end, "score": {"value": round(score, _DIGITS), "type": _PROBABILITY}}


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _answered(
    scores: Mapping[str, Any], asked: Mapping[str, Any], languages: Sequence[str], detected: Sequence[str]
) -> dict[str, Any]:
    answer: dict[str, Any] = {"attributeScores": scores, "languages": list(languages)}
    if detected:
        answer["detectedLanguages"] = list(detected)
    if "client_token" in asked:
        answer["clientToken"] = asked["client_token"]
    return answer

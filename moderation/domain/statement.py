"""Statements of reasons as the EU's Digital Services Act asks for them (articles 17 and 24).

A statement says what was restricted, on which ground, and how much of it a machine did. It is built from codes, fixed
sentences and the site's own rules alone: nothing that somebody typed about a comment or a person enters it, so it
cannot carry personal data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from moderation.domain.author import Standing
from moderation.domain.decision import Basis, Ground
from moderation.domain.report import Reason
from moderation.domain.transparency_database import EARLIEST_CONTENT

RESTRICTING: Final = frozenset({Standing.PREMODERATED, Standing.SUSPENDED, Standing.BANNED, Standing.SHADOWED})
"""Standings that take something from an author."""
_HARMFUL: Final = frozenset({"TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY"})
_HARM_REPORTED: Final = frozenset({Reason.OFFENSIVE, Reason.ABUSIVE, Reason.ILLEGAL})
_EXPLANATIONS: Final[Mapping[str, str]] = {
    "VIOLENCE": "The comment reads as a threat, which the rules of the discussion do not allow.",
    "ILLEGAL_OR_HARMFUL_SPEECH": (
        "The wording of the comment attacks or insults others, which the rules of the discussion do not allow."
    ),
    "OTHER_VIOLATION_TC": "The comment does not keep the rules of the discussion.",
}
_ILLEGAL: Final = "A moderator read the comment where it stood and found that it is content which this law forbids."
_OF_AN_AUTHOR: Final = "The author's comments repeatedly or gravely broke the rules of the discussion."
_MEASURES: Final[Mapping[Standing, str]] = {
    Standing.PREMODERATED: "Every comment of a reader waits for a moderator from now on.",
    Standing.SUSPENDED: "A reader may not comment for a time.",
    Standing.BANNED: "A reader may not comment any more.",
    Standing.SHADOWED: "The comments of a reader are shown to nobody else from now on.",
}


@dataclass(frozen=True, slots=True)
class Restriction:
    """A comment that readers no longer see or never saw, or an author who may do less, by a decision."""

    id: str
    """Names the decision among all of a site's; letters, digits, hyphens and underscores."""
    written_at: int
    """Of the comment; for an author, the time of the decision."""
    decided_at: int
    """Milliseconds since 1970, both."""
    by_moderator: bool
    standing: Standing | None = None
    """What the author became, one of RESTRICTING; None where it is about a comment."""
    until: int | None = None
    """When the standing ends by itself, in milliseconds since 1970."""
    attributes: frozenset[str] = frozenset()
    """For which a machine doubted or rejected the text."""
    machine_doubted: bool = False
    """Whether anything automatic pointed the comment out, for its scores or otherwise."""
    reported_for: frozenset[Reason] = frozenset()
    """The grounds of the readers whose reports the decision answered."""
    noticed: bool = False
    """Whether one of those reports was a notice of illegal content."""
    basis: Basis | None = None
    """What the moderator said it rests on."""
    language: str | None = None
    """Of the comment, as an ISO 639-1 code; None where it cannot be told."""


def statement(restriction: Restriction, ground: str, territories: Sequence[str]) -> dict[str, Any]:
    """The statement of a restriction. `ground`: the rule of the site's terms, at most 500 characters; `territories`:
    codes out of TERRITORIES."""
    automated = "FULLY" if not restriction.by_moderator else "PARTIALLY" if restriction.machine_doubted else None
    written, applied = _day(restriction.written_at), _day(max(restriction.written_at, restriction.decided_at))
    document = {
        **_decision(restriction),
        **_grounds(restriction, ground),
        "content_type": ["CONTENT_TYPE_TEXT"],
        "category": f"STATEMENT_CATEGORY_{category_of(restriction)}",
        "territorial_scope": list(territories),
        # What was imported may be older than any day that the database knows.
        "content_date": max(written, EARLIEST_CONTENT).isoformat(),
        "application_date": applied.isoformat(),
        "decision_facts": _facts(restriction),
        "source_type": "SOURCE_TYPE_OTHER_NOTIFICATION" if restriction.reported_for else "SOURCE_VOLUNTARY",
        "automated_detection": "Yes" if restriction.machine_doubted or not restriction.by_moderator else "No",
        "automated_decision": f"AUTOMATED_DECISION_{automated or 'NOT_AUTOMATED'}",
        "puid": restriction.id,
    }
    if restriction.language is not None:
        document["content_language"] = restriction.language.upper()
    return document


def _decision(restriction: Restriction) -> dict[str, Any]:
    """What was restricted, and until when where that is known."""
    match restriction.standing:
        case None:
            return {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_DISABLED"]}
        case Standing.BANNED if restriction.until is None:
            return {"decision_account": "DECISION_ACCOUNT_TERMINATED"}
        case Standing.BANNED | Standing.SUSPENDED:
            document, end = {"decision_account": "DECISION_ACCOUNT_SUSPENDED"}, "end_date_account_restriction"
        case _:
            document = {"decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION"}
            end = "end_date_service_restriction"
    return document if restriction.until is None else document | {end: _day(restriction.until).isoformat()}


def _grounds(restriction: Restriction, ground: str) -> dict[str, Any]:
    basis = restriction.basis or Basis()
    if basis.ground is Ground.ILLEGAL:
        return {
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": basis.rule or ground,
            "illegal_content_explanation": _ILLEGAL,
        }
    category = category_of(restriction)
    named = f"The comment is what the rules of the discussion do not allow: {category.replace('_', ' ').lower()}."
    explanation = _EXPLANATIONS.get(category, named) if restriction.standing is None else _OF_AN_AUTHOR
    return {
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": basis.rule or ground,
        "incompatible_content_explanation": explanation,
        "incompatible_content_illegal": "No",
    }


def category_of(restriction: Restriction) -> str:
    """What the moderator said; or the gravest that the evidence supports, where a report alone says less than a score
    and comes after it."""
    basis = restriction.basis or Basis()
    if basis.category is not None:
        return basis.category
    if "THREAT" in restriction.attributes:
        return "VIOLENCE"
    illegal = basis.ground is Ground.ILLEGAL
    if illegal or restriction.attributes & _HARMFUL or restriction.reported_for & _HARM_REPORTED:
        return "ILLEGAL_OR_HARMFUL_SPEECH"
    return "OTHER_VIOLATION_TC"


def _facts(restriction: Restriction) -> str:
    if restriction.standing is not None:
        decided = "A moderator decided, having seen what the reader had written."
        if not restriction.by_moderator:
            decided = (
                "Software decided by the site's settings, for what moderators had warned or restricted the reader for."
            )
        return f"{_MEASURES[restriction.standing]} {decided}"
    sentences = ["A reader's comment below an article was made invisible to everybody but its author and moderators."]
    if restriction.reported_for:
        named = ", ".join(sorted(reason.replace("_", " ") for reason in restriction.reported_for))
        sentences.append(f"Readers had reported it as: {named}.")
    if restriction.noticed:
        sentences.append("A notice of illegal content had been received.")
    if restriction.attributes:
        named = ", ".join(sorted(name.replace("_", " ").lower() for name in restriction.attributes))
        sentences.append(f"Software had pointed out its text for: {named}.")
    elif restriction.machine_doubted:
        sentences.append("Software had pointed it out by the rules of the site.")
    sentences.append("A moderator decided." if restriction.by_moderator else "Software decided by the site's settings.")
    return " ".join(sentences)


def _day(milliseconds: int) -> date:
    return datetime.fromtimestamp(milliseconds // 1000, UTC).date()

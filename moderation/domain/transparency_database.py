"""What the Transparency Database of the EU's Digital Services Act takes: the values it knows, the bounds it holds, and
what it would refuse in a statement. Names are those of its interface (`POST /api/v1/statement`).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

TERRITORIES: Final = (
    "AT",
    "BE",
    "BG",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "HU",
    "IE",
    "IS",
    "IT",
    "LI",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "NO",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
)
"""The countries of the European Economic Area: where a statement may apply."""
CATEGORIES: Final = (
    "ANIMAL_WELFARE",
    "CONSUMER_INFORMATION",
    "CYBER_VIOLENCE",
    "CYBER_VIOLENCE_AGAINST_WOMEN",
    "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    "ILLEGAL_OR_HARMFUL_SPEECH",
    "INTELLECTUAL_PROPERTY_INFRINGEMENTS",
    "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
    "NOT_SPECIFIED_NOTICE",
    "OTHER_VIOLATION_TC",
    "PROTECTION_OF_MINORS",
    "RISK_FOR_PUBLIC_SECURITY",
    "SCAMS_AND_FRAUD",
    "SELF_HARM",
    "UNSAFE_AND_PROHIBITED_PRODUCTS",
    "VIOLENCE",
)
"""What a restriction may be about."""
MOST_AT_ONCE: Final = 100
"""Statements that the database takes in one request."""
LONGEST_GROUND: Final = 500
LONGEST_EXPLANATION: Final = 2000
LONGEST_FACTS: Final = 5000
EARLIEST_CONTENT: Final = date(2000, 1, 2)
EARLIEST_APPLICATION: Final = date(2020, 1, 2)
"""The first days that the database takes."""


def _prefixed(prefix: str, *words: str) -> frozenset[str]:
    return frozenset(f"{prefix}_{word}" for word in words)


_DECISIONS: Final[Mapping[str, frozenset[str]]] = {
    "decision_visibility": _prefixed(
        "DECISION_VISIBILITY",
        "CONTENT_REMOVED",
        "CONTENT_DISABLED",
        "CONTENT_DEMOTED",
        "CONTENT_AGE_RESTRICTED",
        "CONTENT_INTERACTION_RESTRICTED",
        "CONTENT_LABELLED",
        "OTHER",
    ),
    "decision_monetary": _prefixed("DECISION_MONETARY", "SUSPENSION", "TERMINATION", "OTHER"),
    "decision_provision": _prefixed(
        "DECISION_PROVISION", "PARTIAL_SUSPENSION", "TOTAL_SUSPENSION", "PARTIAL_TERMINATION", "TOTAL_TERMINATION"
    ),
    "decision_account": _prefixed("DECISION_ACCOUNT", "SUSPENDED", "TERMINATED"),
}
_NEEDED: Final[Mapping[str, frozenset[str]]] = {
    "decision_ground": _prefixed("DECISION_GROUND", "ILLEGAL_CONTENT", "INCOMPATIBLE_CONTENT"),
    "content_type": _prefixed(
        "CONTENT_TYPE", "APP", "AUDIO", "IMAGE", "PRODUCT", "SYNTHETIC_MEDIA", "TEXT", "VIDEO", "OTHER"
    ),
    "category": _prefixed("STATEMENT_CATEGORY", *CATEGORIES),
    "territorial_scope": frozenset(TERRITORIES),
    "source_type": _prefixed("SOURCE", "TRUSTED_FLAGGER", "TYPE_OTHER_NOTIFICATION", "VOLUNTARY"),
    "automated_detection": frozenset({"Yes", "No"}),
    "automated_decision": _prefixed("AUTOMATED_DECISION", "FULLY", "PARTIALLY", "NOT_AUTOMATED"),
}
_LISTS: Final = frozenset({"decision_visibility", "content_type", "territorial_scope"})
_OF_A_GROUND: Final[Mapping[str, tuple[str, str]]] = {
    "DECISION_GROUND_ILLEGAL_CONTENT": ("illegal_content_legal_ground", "illegal_content_explanation"),
    "DECISION_GROUND_INCOMPATIBLE_CONTENT": ("incompatible_content_ground", "incompatible_content_explanation"),
}
_ENDS: Final = ("end_date_visibility_restriction", "end_date_service_restriction", "end_date_account_restriction")
_KNOWN: Final = frozenset(
    [
        *_DECISIONS,
        *_NEEDED,
        *(name for pair in _OF_A_GROUND.values() for name in pair),
        *_ENDS,
        "incompatible_content_illegal",
        "content_language",
        "content_date",
        "application_date",
        "decision_facts",
        "puid",
    ]
)
"""What a statement of ours may say."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE = re.compile(r"[A-Z]{2}")
_PUID = re.compile(r"[a-zA-Z0-9_-]{1,500}")


def faults(document: Mapping[str, Any]) -> list[str]:
    """What the database would refuse in a statement, as sentences; none if it would be taken."""
    return [*_value_faults(document), *_ground_faults(document), *_date_faults(document), *_other_faults(document)]


def _value_faults(document: Mapping[str, Any]) -> Iterator[str]:
    if not any(name in document for name in _DECISIONS):
        yield "decision_visibility, decision_monetary, decision_provision or decision_account is needed."
    for name, allowed in {**_DECISIONS, **_NEEDED}.items():
        if name in _DECISIONS and name not in document:
            continue
        value = document.get(name)
        fits = isinstance(value, list) if name in _LISTS else isinstance(value, str)
        given = value if isinstance(value, list) else [value]
        if not fits or not given or not allowed.issuperset(given):
            yield f"{name} is missing or has a value that the database does not know."


def _ground_faults(document: Mapping[str, Any]) -> Iterator[str]:
    for ground, names in _OF_A_GROUND.items():
        for name, most in zip(names, (LONGEST_GROUND, LONGEST_EXPLANATION), strict=True):
            if document.get("decision_ground") == ground:
                yield from _text_faults(document, name, most)
            elif name in document:
                yield f"{name} belongs to another ground."
    illegal = document.get("incompatible_content_illegal", "No")
    if illegal not in ("Yes", "No"):
        yield "incompatible_content_illegal must be Yes or No."


def _date_faults(document: Mapping[str, Any]) -> Iterator[str]:
    days = {}
    for name in ("content_date", "application_date", *(end for end in _ENDS if end in document)):
        day = _day(document.get(name))
        if day is None:
            yield f"{name} must be a day such as 2026-11-20."
        else:
            days[name] = day
    written, applied = days.pop("content_date", None), days.pop("application_date", None)
    if written is not None and written < EARLIEST_CONTENT:
        yield "content_date lies before the first day that the database takes."
    if applied is not None and applied < EARLIEST_APPLICATION:
        yield "application_date lies before the first day that the database takes."
    if written is not None and applied is not None and applied < written:
        yield "application_date lies before content_date."
    for name, ends in days.items():
        if applied is not None and ends < applied:
            yield f"{name} lies before application_date."


def _other_faults(document: Mapping[str, Any]) -> Iterator[str]:
    yield from _text_faults(document, "decision_facts", LONGEST_FACTS)
    if not _LANGUAGE.fullmatch(str(document.get("content_language", "EN"))):
        yield "content_language must be two capital letters, such as EN."
    if not _PUID.fullmatch(str(document.get("puid", ""))):
        yield "puid must be 1 to 500 letters, digits, hyphens and underscores."
    for name in sorted(document.keys() - _KNOWN):
        yield f"{name} is nothing that a statement says."


def _text_faults(document: Mapping[str, Any], name: str, most: int) -> Iterator[str]:
    value = document.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > most:
        yield f"{name} must be a text of 1 to {most} characters."


def _day(value: object) -> date | None:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None

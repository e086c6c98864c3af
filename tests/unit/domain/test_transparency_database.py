"""What the Transparency Database would refuse is found before it is sent."""

from typing import Any

import pytest

from moderation.domain.statement import Restriction, statement
from moderation.domain.transparency_database import CATEGORIES, TERRITORIES, faults

NOON = 1_700_000_000_000
GOOD = statement(Restriction("c-9f2a", NOON, NOON, True), "Community rules 2", ["DE", "FR"])
PUBLISHED_EXAMPLE = {
    "decision_visibility": ["DECISION_VISIBILITY_CONTENT_DISABLED"],
    "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
    "incompatible_content_ground": "Community rules 2",
    "incompatible_content_explanation": "Personal attack on another reader",
    "incompatible_content_illegal": "No",
    "content_type": ["CONTENT_TYPE_TEXT"],
    "category": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    "territorial_scope": ["DE", "FR"],
    "content_language": "EN",
    "content_date": "2026-11-20",
    "application_date": "2026-11-22",
    "decision_facts": "...",
    "source_type": "SOURCE_VOLUNTARY",
    "automated_detection": "Yes",
    "automated_decision": "AUTOMATED_DECISION_PARTIALLY",
    "puid": "c-9f2a",
}


def test_the_example_of_the_database_is_taken() -> None:
    assert faults(PUBLISHED_EXAMPLE) == []
    assert (len(CATEGORIES), len(TERRITORIES)) == (16, 30)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("decision_visibility", []),
        ("decision_visibility", "DECISION_VISIBILITY_CONTENT_DISABLED"),
        ("decision_visibility", ["DECISION_VISIBILITY_CONTENT_HIDDEN"]),
        ("decision_account", "DECISION_ACCOUNT_GONE"),
        ("decision_account", ["DECISION_ACCOUNT_TERMINATED"]),
        ("decision_provision", None),
        ("decision_monetary", "DECISION_MONETARY_FINE"),
        ("decision_ground", "OTHER"),
        ("incompatible_content_ground", "x" * 501),
        ("incompatible_content_ground", ""),
        ("incompatible_content_explanation", " "),
        ("incompatible_content_explanation", "x" * 2001),
        ("incompatible_content_illegal", "no"),
        ("illegal_content_legal_ground", "of the other ground"),
        ("content_type", ["CONTENT_TYPE_POEM"]),
        ("content_type", []),
        ("category", None),
        ("category", "STATEMENT_CATEGORY_RUDENESS"),
        ("territorial_scope", ["US"]),
        ("territorial_scope", []),
        ("content_language", "en"),
        ("content_language", "ENG"),
        ("content_date", "20.11.2023"),
        ("content_date", "1999-12-31"),
        ("content_date", None),
        ("application_date", "2023-02-30"),
        ("application_date", "2019-12-31"),
        ("end_date_account_restriction", "2023-01-01"),
        ("end_date_service_restriction", "soon"),
        ("decision_facts", "x" * 5001),
        ("decision_facts", None),
        ("source_type", "VOLUNTARY"),
        ("automated_detection", True),
        ("automated_decision", "FULLY"),
        ("puid", "a b"),
        ("puid", ""),
        ("puid", "x" * 501),
        ("author", "Ann"),
    ],
)
def test_what_the_database_refuses_is_found(field: str, value: Any) -> None:
    assert faults(GOOD) == []
    assert any(field in fault for fault in faults(GOOD | {field: value}))


@pytest.mark.parametrize(
    "field", sorted(PUBLISHED_EXAMPLE.keys() - {"incompatible_content_illegal", "content_language"})
)
def test_what_is_missing_is_found(field: str) -> None:
    rest = {name: value for name, value in PUBLISHED_EXAMPLE.items() if name != field}
    assert any(field in fault for fault in faults(rest))


def test_nothing_is_restricted_after_it_ended_or_before_it_was_written() -> None:
    assert faults(PUBLISHED_EXAMPLE | {"application_date": "2026-11-19"}) == [
        "application_date lies before content_date."
    ]
    ended = PUBLISHED_EXAMPLE | {"end_date_visibility_restriction": "2026-11-21"}
    assert faults(ended) == ["end_date_visibility_restriction lies before application_date."]


def test_an_illegal_ground_needs_its_own_two_texts_and_no_other() -> None:
    others = ("incompatible_content_ground", "incompatible_content_explanation")
    illegal = {name: value for name, value in PUBLISHED_EXAMPLE.items() if name not in others}
    illegal["decision_ground"] = "DECISION_GROUND_ILLEGAL_CONTENT"
    assert len(faults(illegal)) == 2
    assert faults(illegal | {"illegal_content_legal_ground": "§ 185", "illegal_content_explanation": "Insult"}) == []

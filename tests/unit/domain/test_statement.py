"""Whatever the product can restrict makes a statement that the Transparency Database takes."""

from collections.abc import Iterator
from itertools import chain, combinations, product
from typing import Any

import pytest

from moderation.domain.author import Standing
from moderation.domain.decision import Basis, Ground
from moderation.domain.policy import ATTRIBUTES
from moderation.domain.report import Reason
from moderation.domain.statement import RESTRICTING, Restriction, statement
from moderation.domain.transparency_database import CATEGORIES, TERRITORIES, faults

NOON = 1_700_000_000_000
DAY = 86_400_000
POINTED = (*ATTRIBUTES, "BANNED_WORD", "SUSPECT_WORD")


def subsets(words: Any) -> Iterator[frozenset[Any]]:
    found = list(words)
    return map(frozenset, chain.from_iterable(combinations(found, size) for size in range(len(found) + 1)))


def test_every_combination_about_a_comment_is_taken() -> None:
    seen = set()
    for attributes, reasons, doubted in product(subsets(POINTED), subsets(Reason), (True, False)):
        for by_moderator in (True, False):
            if (attributes and not doubted) or (not by_moderator and (reasons or not doubted)):
                continue
            made = Restriction(
                "c-1",
                NOON,
                NOON + 1,
                by_moderator,
                None,
                None,
                attributes,
                doubted,
                reasons,
                language="de" if reasons else None,
            )
            document = statement(made, "Rules", ["DE"])
            assert not faults(document), made
            seen.add((document["category"], document["source_type"], document["automated_decision"]))
    # A machine alone; a moderator whom a machine, or a machine and readers, or readers, or nobody had pointed to it.
    assert len(seen) == 3 + 3 + 3 + 2 + 1


BASES = [
    None,
    *(Basis(Ground.RULES, rule, category) for rule in (None, "Netiquette 2") for category in (None, *CATEGORIES)),
    *(Basis(Ground.ILLEGAL, "§ 185", category) for category in (None, *CATEGORIES)),
]


@pytest.mark.parametrize("basis", BASES)
def test_every_basis_is_taken_whatever_the_evidence(basis: Basis | None) -> None:
    for attributes, reasons, doubted, noticed in product(
        subsets(["THREAT", "INSULT", "SPAM"]), subsets(Reason), (True, False), (True, False)
    ):
        made = Restriction(
            "c-1", NOON, NOON, True, None, None, attributes, doubted, reasons, noticed=noticed, basis=basis
        )
        document = statement(made, "Rules", ["DE"])
        assert not faults(document), made
        if basis is not None and basis.category is not None:
            assert document["category"] == f"STATEMENT_CATEGORY_{basis.category}"


def test_what_is_illegal_names_the_law_and_what_is_not_the_rule() -> None:
    illegal = statement(Restriction("c", NOON, NOON, True, basis=BASES[-1]), "Rules", ["DE"])
    ruled = statement(Restriction("c", NOON, NOON, True, basis=Basis(rule="Netiquette 2")), "Rules", ["DE"])
    assert illegal["illegal_content_legal_ground"] == "§ 185"
    assert "incompatible_content_illegal" not in illegal
    assert ruled["incompatible_content_ground"] == "Netiquette 2"


@pytest.mark.parametrize("written", [0, 946_684_800_000, NOON])
@pytest.mark.parametrize("decided", [NOON - DAY, NOON, NOON + 400 * DAY])
def test_every_order_of_days_is_taken(written: int, decided: int) -> None:
    assert faults(statement(Restriction("c-1", written, decided, True), "Rules", TERRITORIES)) == []


@pytest.mark.parametrize("until", [None, NOON + 1, NOON + 30 * DAY])
@pytest.mark.parametrize("standing", sorted(RESTRICTING))
@pytest.mark.parametrize("by_moderator", [True, False])
def test_every_restriction_of_an_author_is_taken(standing: Standing, by_moderator: bool, until: int | None) -> None:
    document = statement(Restriction("u03-7-1", NOON, NOON, by_moderator, standing, until), "Rules", ["DE"])
    assert faults(document) == []
    assert "decision_visibility" not in document
    ends = [day for name, day in document.items() if name.startswith("end_date")]
    assert len(ends) == (until is not None)
    assert "comment above" not in document["decision_facts"]


def test_a_ban_for_good_ends_the_account_and_one_for_a_time_suspends_it() -> None:
    for_good = statement(Restriction("u-1", NOON, NOON, True, Standing.BANNED), "Rules", ["DE"])
    for_a_day = statement(Restriction("u-1", NOON, NOON, True, Standing.BANNED, NOON + DAY), "Rules", ["DE"])
    assert for_good["decision_account"] == "DECISION_ACCOUNT_TERMINATED"
    assert for_a_day["decision_account"] == "DECISION_ACCOUNT_SUSPENDED"
    assert for_a_day["end_date_account_restriction"] == "2023-11-15"


def test_a_statement_says_who_decided_and_who_pointed_it_out() -> None:
    made = Restriction(
        "c-1", NOON, NOON, True, None, None, frozenset({"THREAT"}), True, frozenset({Reason.OFF_TOPIC}), language="de"
    )
    document = statement(made, "Rules", TERRITORIES)
    assert document["category"] == "STATEMENT_CATEGORY_VIOLENCE"
    assert document["source_type"] == "SOURCE_TYPE_OTHER_NOTIFICATION"
    assert (document["automated_detection"], document["automated_decision"]) == ("Yes", "AUTOMATED_DECISION_PARTIALLY")
    assert "off topic" in document["decision_facts"]
    assert document["content_language"] == "DE"
    plain = statement(Restriction("c-2", NOON, NOON, True), "Rules", TERRITORIES)
    assert (plain["automated_detection"], plain["automated_decision"]) == ("No", "AUTOMATED_DECISION_NOT_AUTOMATED")
    assert "content_language" not in plain

"""What became of a thing is counted once, in the period in which it happened."""

from typing import Any

import pytest

from moderation.domain.audit import AuditEntry
from moderation.services.tallying import Tally

HOUR = 3_600_000
COMMENT = b"c" * 16
OTHER = b"d" * 16


def entry(
    at: float, action: str, change: str = "", concerned: bytes = COMMENT, ref: bytes = b"", **more: Any
) -> AuditEntry:
    actor = "policy" if action in ("post", "edit", "rescore") else "moderator:1"
    detail = {"action": action, "actor": actor, **more}
    return AuditEntry("01", "1-1", 1, round(at * HOUR), change, concerned, ref, detail, b"", "")


def counted(*entries: AuditEntry) -> dict[str, Any]:
    """Given oldest first, noted newest first."""
    tally = Tally()
    for each in reversed(entries):
        tally.note(each)
    return tally.document()


def test_a_notice_is_answered_by_the_next_decision_that_stands() -> None:
    document = counted(
        entry(0, "reject", "P>R|1", ref=b"1" * 16),
        entry(1, "notice", "P>P|2", category="VIOLENCE"),
        entry(2, "reject", "P>R|3", ref=b"2" * 16),
        entry(3, "undo", "R>P|4", ref=b"2" * 16),
        entry(4, "escalate", "P>P|5", ref=b"3" * 16),
        entry(5, "reject", "P>R|6", ref=b"4" * 16, ground="illegal"),
        entry(6, "notice", "P>P|2", concerned=OTHER),
        entry(7, "reject", "P>R|6", ref=b"5" * 16),
    )
    notices = document["notices"]
    assert (notices["received"], notices["removed_as_illegal"], notices["open"]) == (2, 1, 1)
    assert notices["median_hours"] == 4
    assert document["decisions"] == {"approve": 0, "escalate": 1, "reject": 3, "undone": 1}


def test_what_software_held_and_rejected_is_held_against_what_people_said() -> None:
    document = counted(
        entry(0, "post", "->H|1"),
        entry(1, "approve", "H>A|2", ref=b"1" * 16),
        entry(2, "edit", "A>R|3"),
        entry(3, "approve", "R>A|4", ref=b"2" * 16),
        entry(4, "post", "->R|1", concerned=OTHER),
        entry(5, "approve", "R>A|2", concerned=OTHER, ref=b"3" * 16),
        entry(6, "undo", "A>R|3", concerned=OTHER, ref=b"3" * 16),
        entry(7, "post", "->H|1", concerned=b"e" * 16),
        entry(8, "reject", "H>R|2", concerned=b"e" * 16, ref=b"4" * 16),
    )
    assert document["automation"] == {
        "held": 2,
        "held_then_approved": 1,
        "held_then_rejected": 1,
        "rejected": 2,
        "rejected_then_restored": 1,
        "held_in_error": 0.5,
        "rejected_in_error": 0.5,
    }


def test_a_moderators_own_rejection_that_is_reversed_is_no_error_of_software() -> None:
    document = counted(
        entry(0, "post", "->R|1"),
        entry(1, "approve", "R>A|2", ref=b"1" * 16),
        entry(2, "reject", "A>R|3", ref=b"2" * 16),
        entry(3, "overturned", "R>A|4", ref=b"3" * 16, appeal="x"),
    )
    assert document["automation"]["rejected_then_restored"] == 1
    only = counted(
        entry(0, "reject", "P>R|3", ref=b"2" * 16), entry(1, "overturned", "R>A|4", ref=b"3" * 16, appeal="x")
    )
    assert only["automation"]["rejected_then_restored"] == 0


def test_an_appeal_counts_with_its_outcome() -> None:
    appeal = bytes.fromhex("019400f0000070008000000000000000")
    name = "019400f0-0000-7000-8000-000000000000"
    document = counted(
        entry(0, "appeal", "R>R|1", ref=appeal),
        entry(2, "upheld", "R>R|2", ref=b"1" * 16, appeal=name),
        entry(3, "appeal", "R>R|2", concerned=OTHER, ref=b"z" * 16),
    )
    assert document["appeals"] == {
        "received": 2, "upheld": 1, "overturned": 0, "withdrawn": 0, "open": 1, "median_hours": 2
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ending", "state"),
    [
        (entry(3, "approve", "R>A|2", ref=b"1" * 16), "overturned"),
        (entry(3, "undo", "R>P|2", ref=b"0" * 16), "overturned"),
        (entry(3, "undo", "R>H|2", ref=b"0" * 16), "overturned"),
        (entry(3, "rescore", "R>P|2"), "overturned"),
        (entry(3, "delete", "R>D|2"), "withdrawn"),
        (entry(3, "erase", "R>D|2"), "withdrawn"),
        (entry(3, "edit", "R>R|2"), "withdrawn"),
        (entry(3, "reject", "R>R|2", ref=b"1" * 16), "open"),
        (entry(3, "rescore", "R>R|2"), "open"),
        (entry(3, "approve", "R>A|2", concerned=OTHER, ref=b"1" * 16), "open"),
    ],
)
def test_an_appeal_that_nobody_heard_counts_by_what_ended_the_rejection(ending: AuditEntry, state: str) -> None:
    document = counted(
        entry(0, "reject", "P>R|1", ref=b"0" * 16),
        entry(1, "appeal", "R>R|1", ref=b"a" * 16),
        ending,
        entry(9, "reject", "P>R|5", ref=b"5" * 16),
    )
    appeals = document["appeals"]
    wanted = {"upheld": 0, "overturned": 0, "withdrawn": 0, "open": 0} | {state: 1}
    assert {name: appeals[name] for name in wanted} == wanted
    assert appeals["median_hours"] == (2 if state == "overturned" else None)


def test_an_appeal_that_an_approval_taken_back_left_open_counts_by_what_came_after() -> None:
    left = [
        entry(0, "appeal", "R>R|1", ref=b"a" * 16),
        entry(1, "approve", "R>A|2", ref=b"1" * 16),
        entry(2, "undo", "A>R|3", ref=b"1" * 16),
    ]
    assert counted(*left)["appeals"]["open"] == 1
    assert counted(*left, entry(4, "delete", "R>D|4"))["appeals"]["withdrawn"] == 1
    approved = counted(*left, entry(5, "approve", "R>A|4", ref=b"2" * 16))["appeals"]
    assert (approved["overturned"], approved["open"], approved["median_hours"]) == (1, 0, 5)


def test_where_nothing_happened_nothing_is_divided() -> None:
    document = counted()
    assert document["automation"]["held_in_error"] is None
    assert document["notices"]["median_hours"] is None
    assert document["restrictions"]["total"] == 0

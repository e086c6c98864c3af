"""Every comment that was rejected, and every author who was restricted, has a statement of reasons; what stood, or was
restored, has none."""

from typing import Any

import orjson
import pytest

from moderation.domain import ids
from moderation.domain.author import Standing
from moderation.domain.comment import Judgement, Revision, Status
from moderation.domain.decision import Action
from moderation.domain.errors import Invalid, Malformed, NotFound, UnknownSite
from moderation.domain.report import Reason
from moderation.domain.transparency_database import faults
from moderation.services.access import Access
from moderation.services.statements import Statements
from moderation.storage.client import Store
from moderation.storage.comments import Ruling
from moderation.storage.decisions import Done, Ordered
from moderation.storage.records import Records

SITE = "default"
DETAIL = b'{"action":"test","actor":"test"}'
BY_POLICY = b'{"action":"post","actor":"policy"}'
PUBLISHED = Ruling(Status.PUBLISHED, frozenset({"unreviewed"}), 100)
HELD = Ruling(Status.PENDING, frozenset({"pending"}), 900, BY_POLICY)
REJECTED = Ruling(Status.REJECTED, frozenset(), 900, BY_POLICY)
GERMAN = "Wenn ihr die Schule schließt, dann wundert euch nicht über die Zustände in der Stadt, Joe."


def revision(effect: str = "", attribute: str = "TOXICITY", body: str = "You, Joe") -> Revision:
    said = {
        "phase": "scores",
        "effect": effect,
        "reason": "score",
        "sentence": "high",
        "detail": {"attribute": attribute},
    }
    return Revision(body, "Joe", False, "00aabbccddeeff11", 0, Judgement((said,) if effect else ()))


async def posted(records: Records, ruling: Ruling, written: Revision) -> bytes:
    place = await records.threads.settle(SITE, "news")
    done = await records.comments.post(SITE, place, "news", author="joe", parent=None, revision=written, ruling=ruling)
    assert not isinstance(done, str)
    return done.id


async def decided(records: Records, comment_id: bytes, action: Action) -> str:
    detail = orjson.dumps({"action": action, "actor": "moderator:1", "reason": "Joe said so", "note": "Joe"})
    (done,) = await records.decisions.decide(SITE, "moderator:1", [Ordered(comment_id, action, None, detail)])
    assert isinstance(done, Done)
    return ids.to_text(done.decision_id)


async def undone(records: Records, decision: str) -> None:
    detail = orjson.dumps({"action": "undo", "actor": "moderator:1", "decision": decision})
    await records.decisions.undo(SITE, ids.to_bytes(decision), "moderator:1", detail)


async def restricted(records: Records, author: str, standing: Standing, until: int | None = None) -> None:
    detail = {
        "action": "set_standing",
        "actor": "moderator:1",
        "author": author,
        "before": "new",
        "after": standing,
        "until": None if until is None else "2036-01-01T00:00:00.000Z",
        "reason": "Joe again",
    }
    version = (await records.authors.record(SITE, author)).version
    await records.measures.set_standing(SITE, author, standing, until, "Joe again", orjson.dumps(detail), version)


@pytest.fixture
async def records(store: Store) -> Records:
    found = Records(store)
    await found.sites.create(SITE, "Default", DETAIL)
    return found


@pytest.fixture
def statements(records: Records) -> Statements:
    return Statements(records, Access(records))


async def exported(statements: Statements, from_ms: int | None = None, to_ms: int | None = None) -> dict[str, Any]:
    found = [document async for document in statements.exported(SITE, from_ms, to_ms, lambda *_: None)]
    paged = []
    cursor: str | None = None
    while True:
        page = await statements.listed(SITE, from_ms, to_ms, None, 2, cursor)
        paged += page["items"]
        if (cursor := page["next_cursor"]) is None:
            break
    assert paged == found
    assert not any(faults(document) for document in found)
    assert b"joe" not in orjson.dumps(found).lower()
    for document in found:
        assert await statements.of_decision(SITE, document["puid"]) == document
    return {document["puid"]: document for document in found}


async def test_each_rejection_says_who_made_it_and_names_nobody(records: Records, statements: Statements) -> None:
    by_policy = await posted(records, REJECTED, revision("reject", "THREAT", GERMAN))
    held = await posted(records, HELD, revision("hold"))
    reported = await posted(records, PUBLISHED, revision())
    await records.reports.file(SITE, reported, "zoe", Reason.SPAM, "Joe again")
    after_hold = await decided(records, held, Action.REJECT)
    after_report = await decided(records, reported, Action.REJECT)
    found = await exported(statements)
    alone = f"{ids.to_text(by_policy)}-{ids.time_of(by_policy)}"
    assert list(found) == [after_report, after_hold, alone]
    assert [found[each]["automated_decision"] for each in (alone, after_hold, after_report)] == [
        "AUTOMATED_DECISION_FULLY",
        "AUTOMATED_DECISION_PARTIALLY",
        "AUTOMATED_DECISION_NOT_AUTOMATED",
    ]
    assert found[alone]["category"] == "STATEMENT_CATEGORY_VIOLENCE"
    assert found[alone]["content_language"] == "DE"
    assert found[after_report]["source_type"] == "SOURCE_TYPE_OTHER_NOTIFICATION"
    assert (await statements.listed(SITE, None, None, ids.to_text(held), 10, None))["items"] == [found[after_hold]]


async def test_what_stands_was_restored_or_was_rejected_before_has_none(
    records: Records, statements: Statements
) -> None:
    await posted(records, PUBLISHED, revision("reject"))  # scored after it was published
    kept = await posted(records, HELD, revision("hold"))
    approval = await decided(records, kept, Action.APPROVE)
    taken_back = await posted(records, HELD, revision("hold"))
    rejection = await decided(records, taken_back, Action.REJECT)
    await undone(records, rejection)
    twice = await posted(records, HELD, revision())
    first = await decided(records, twice, Action.REJECT)
    await decided(records, twice, Action.REJECT)
    await undone(records, await decided(records, twice, Action.APPROVE))
    assert (await exported(statements)).keys() == {first}
    for name in (approval, rejection):
        with pytest.raises(NotFound):
            await statements.of_decision(SITE, name)


async def test_what_others_call_their_grounds_is_not_published(records: Records, statements: Statements) -> None:
    await posted(records, REJECTED, revision("reject", "insults Joe"))
    (document,) = (await exported(statements)).values()
    assert document["automated_decision"] == "AUTOMATED_DECISION_FULLY"
    assert document["category"] == "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"


async def test_a_report_counts_for_the_decision_that_answered_it(records: Records, statements: Statements) -> None:
    comment = await posted(records, PUBLISHED, revision())
    await records.reports.file(SITE, comment, "zoe", Reason.SPAM, None)
    await decided(records, comment, Action.APPROVE)
    rejection = await decided(records, comment, Action.REJECT)
    assert (await exported(statements))[rejection]["source_type"] == "SOURCE_VOLUNTARY"


async def test_authors_who_may_do_less_have_one_and_are_not_named(records: Records, statements: Statements) -> None:
    for standing in Standing:
        await restricted(records, "joe", standing)
    await restricted(records, "joe", Standing.SUSPENDED, 2_082_758_400_000)
    found = list((await exported(statements)).values())
    assert [document.get("decision_account") for document in found] == [
        "DECISION_ACCOUNT_SUSPENDED",
        None,
        "DECISION_ACCOUNT_TERMINATED",
        "DECISION_ACCOUNT_SUSPENDED",
        None,
    ]
    assert found[0]["end_date_account_restriction"] == "2036-01-01"


async def test_what_was_erased_still_has_its_statement_without_its_text(
    records: Records, statements: Statements
) -> None:
    comment = await posted(records, REJECTED, revision("reject", "THREAT", GERMAN))
    await records.comments.erase(SITE, comment, Revision("", "", False, "", 0), "moderator:1", DETAIL)
    (document,) = (await exported(statements)).values()
    assert document["automated_decision"] == "AUTOMATED_DECISION_FULLY"
    assert "content_language" not in document


async def test_a_span_of_time_is_of_the_decisions(records: Records, statements: Statements) -> None:
    held = await posted(records, HELD, revision())
    at = ids.time_of(ids.to_bytes(await decided(records, held, Action.REJECT)))
    assert len(await exported(statements, at, at + 1)) == 1
    assert not await exported(statements, at + 1)
    assert not await exported(statements, None, at)
    with pytest.raises(Invalid):
        await exported(statements, at, at - 1)


@pytest.mark.long
async def test_many_decisions_of_one_moment_are_all_there(records: Records, statements: Statements) -> None:
    comments = [await posted(records, HELD, revision()) for _ in range(130)]
    detail = orjson.dumps({"action": "reject", "actor": "moderator:1"})
    orders = [Ordered(comment, Action.REJECT, None, detail) for comment in comments]
    await records.decisions.decide(SITE, "moderator:1", orders)
    found, cursor = [], None
    while page := await statements.listed(SITE, None, None, None, 7, cursor):
        found += [document["puid"] for document in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert len(found) == len(set(found)) == 130


@pytest.mark.parametrize(
    "name", ["", "x", "u99-1-1", "u01-1-999999999999999", "019400f0-0000-7000-8000-000000000000", "é" * 36, "0" * 36]
)
async def test_a_decision_that_is_not_there_is_said(statements: Statements, name: str) -> None:
    with pytest.raises(NotFound):
        await statements.of_decision(SITE, name)


async def test_the_ground_and_the_countries_are_the_sites(records: Records, statements: Statements) -> None:
    document = {"statement_ground": "Netiquette 4", "statement_territories": ["DE", "AT"]}
    await records.sites.save_policy(SITE, 0, document, DETAIL)
    await decided(records, await posted(records, HELD, revision()), Action.REJECT)
    (found,) = (await exported(statements)).values()
    assert (found["incompatible_content_ground"], found["territorial_scope"]) == ("Netiquette 4", ["DE", "AT"])


async def test_a_site_or_a_cursor_that_is_not_there_is_said(statements: Statements) -> None:
    with pytest.raises(UnknownSite):
        [_ async for _ in statements.exported("none", None, None, lambda *_: None)]
    with pytest.raises(Malformed):
        await statements.listed(SITE, None, None, None, 10, "abc")

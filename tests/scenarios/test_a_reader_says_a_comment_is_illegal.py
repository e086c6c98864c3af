"""A reader holds a comment to be illegal: what they declare, who reads it, and what they are told of the outcome."""

from typing import Any

import pytest
from service_client import Service

from moderation.domain.transparency_database import faults

NOTICE = {
    "explanation": "He calls for burning down the town hall.",
    "good_faith": True,
    "law": "Section 111",
    "location": "https://news.example/town#c4",
    "name": "Rita Reader",
    "email": "rita@reader.example",
}
LAW = "Strafgesetzbuch, § 111"


async def send(reader: Any, comment_id: str, **changes: Any) -> Any:
    body = {name: value for name, value in (NOTICE | changes).items() if value is not None}
    return await reader.post(f"/v1/comments/{comment_id}/notices", body)


async def test_a_notice_is_acknowledged_read_decided_and_its_outcome_told(service: Service) -> None:
    admin, max_, rita = await service.admin(), await service.moderator("Max"), service.reader()
    await admin.sets_policy(legal_grounds=[LAW])
    said = await service.guest("Ann").says("Burn it down tonight, all of you.")

    answer = await send(rita, said.id)

    assert answer.status == 202
    receipt = answer.document
    assert (receipt["comment_id"], receipt["status"], receipt["outcome"]) == (said.id, "received", None)
    [entry] = await max_.queue("reported")
    assert entry["why"][:2] == ["1 notice of illegal content", "Reported by 1 reader: illegal"]
    [report] = entry["reports"]
    assert report["detail"] == NOTICE["explanation"]
    assert report["notice"] == {
        "law": "Section 111",
        "location": "https://news.example/town#c4",
        "category": None,
        "name": "Rita Reader",
        "email": "rita@reader.example",
    }

    row = await max_.rejects(said.id, ground="illegal", rule=LAW, category="RISK_FOR_PUBLIC_SECURITY")

    told = (await rita.get(f"/v1/notices/{receipt['notice_id']}")).document
    assert (told["status"], told["outcome"], told["ground"]) == ("decided", "removed", "illegal")
    [decision] = (await max_.dossier(said.id))["decisions"]
    assert (decision["ground"], decision["rule"]) == ("illegal", LAW)
    statement = (await max_.get(f"/v1/moderation/decisions/{row['decision_id']}/statement")).document
    assert faults(statement) == []
    assert statement["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT"
    assert statement["illegal_content_legal_ground"] == LAW
    assert statement["category"] == "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY"
    assert statement["source_type"] == "SOURCE_TYPE_OTHER_NOTIFICATION"
    assert "notice of illegal content" in statement["decision_facts"]
    assert "Rita" not in str(statement)

    await max_.undoes(row["decision_id"])

    assert (await rita.get(f"/v1/notices/{receipt['notice_id']}")).document["status"] == "received"


async def test_a_comment_that_stays_is_told_as_kept(service: Service) -> None:
    max_, rita = await service.moderator("Max"), service.reader()
    said = await service.guest("Ann").says("The mayor should resign.")
    receipt = (await send(rita, said.id)).document

    await max_.approves(said.id)

    told = (await rita.get(f"/v1/notices/{receipt['notice_id']}")).document
    assert (told["status"], told["outcome"], told["ground"]) == ("decided", "kept", None)
    assert told["decided_at"] is not None


async def test_a_comment_that_its_author_takes_back_is_told_as_removed(service: Service) -> None:
    ann, rita = service.guest("Ann"), service.reader()
    said = await ann.says("Burn it down tonight.")
    receipt = (await send(rita, said.id)).document

    await ann.takes_back(said)

    told = (await rita.get(f"/v1/notices/{receipt['notice_id']}")).document
    assert (told["outcome"], told["decided_at"]) == ("removed", None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"good_faith": False}, "good_faith"),
        ({"good_faith": None}, "good_faith"),
        ({"explanation": ""}, "explanation"),
        ({"name": None}, "name"),
        ({"email": None}, "email"),
        ({"email": "rita"}, "email"),
        ({"location": "the town hall"}, "location"),
        ({"category": "RUDENESS"}, "category"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_what_the_law_asks_for_is_asked_for(service: Service, changes: dict[str, Any], field: str) -> None:
    said = await service.guest("Ann").says("Burn it down tonight.")
    answer = await send(service.reader(), said.id, **changes)
    assert field in answer.problem(422, "invalid")["errors"]
    assert await (await service.moderator()).queue("reported") == []


async def test_nobody_has_to_say_who_they_are_where_a_child_is_abused(service: Service) -> None:
    said = await service.guest("Ann").says("I have pictures.")
    answer = await send(service.reader(), said.id, name=None, email=None, category="PROTECTION_OF_MINORS")
    assert answer.status == 202


async def test_a_notice_takes_the_place_of_a_plain_report_and_is_not_overwritten(service: Service) -> None:
    rita, max_ = service.reader(), await service.moderator()
    said = await service.guest("Ann").says("Burn it down tonight.")
    await rita.report(said.id, "offensive", 'I said ,"notice":{ and meant it')

    first = await send(rita, said.id)
    again = await send(rita, said.id)
    other = await send(rita, said.id, explanation="Something else.")
    await rita.report(said.id, "spam")

    assert first.document == again.document
    other.problem(409, "already-exists")
    [entry] = await max_.queue("reported")
    [report] = entry["reports"]
    assert (report["reason"], report["detail"]) == ("illegal", NOTICE["explanation"])


async def test_a_notice_is_a_secret_of_whoever_sent_it(service: Service) -> None:
    said = await service.guest("Ann").says("Burn it down tonight.")
    receipt = (await send(service.reader(), said.id)).document["notice_id"]
    await service.new_site("other")
    front, _, proof = receipt.rpartition(".")
    for forged in (f"{front}.{'0' * 32}", f"{said.id}.1.{proof}", said.id, "x", f"{said.id}.%C3%A9.{proof}"):
        (await service.reader().get(f"/v1/notices/{forged}")).problem(404, "not-found")
    (await service.reader().get(f"/v1/notices/{receipt}?site=other")).problem(404, "not-found")
    (await send(service.reader(), "019400f0-0000-7000-8000-000000000000")).problem(404, "not-found")


async def test_a_rejection_names_only_what_the_site_has_listed(service: Service) -> None:
    admin, max_ = await service.admin(), await service.moderator("Max")
    await admin.sets_policy(house_rules=["Netiquette 2"], legal_grounds=[LAW], statement_ground="Netiquette")
    said = await service.guest("Ann").says("Good game.")
    listed = (await max_.get("/v1/moderation/grounds")).document
    assert (listed["house_rules"], listed["legal_grounds"]) == (["Netiquette 2"], [LAW])
    assert "VIOLENCE" in listed["categories"]
    for wrong in ({"ground": "illegal"}, {"ground": "illegal", "rule": "Netiquette 2"}, {"rule": LAW}):
        row = await max_.rejects(said.id, **wrong)
        assert row["problem"]["status"] == 422
    assert (await max_.approves(said.id, ground="rules"))["problem"]["status"] == 422
    row = await max_.rejects(said.id, rule="Netiquette 2", category="SELF_HARM")
    statement = (await max_.get(f"/v1/moderation/decisions/{row['decision_id']}/statement")).document
    assert faults(statement) == []
    assert statement["incompatible_content_ground"] == "Netiquette 2"
    assert statement["category"] == "STATEMENT_CATEGORY_SELF_HARM"
    await admin.sets_policy(house_rules=None)
    assert (await max_.get(f"/v1/moderation/decisions/{row['decision_id']}/statement")).document == statement


async def test_a_notice_says_something_and_hides_nothing(service: Service) -> None:
    said, max_ = await service.guest("Ann").says("Burn it down tonight."), await service.moderator("Max")
    blank = " \u200b\u2060 "

    for field in ("explanation", "law", "name"):
        document = (await send(service.reader(), said.id, **{field: blank})).problem(422, "invalid")
        assert document["errors"] == {field: ["There is nothing to read in it."]}
    hidden = (await send(service.reader(), said.id, email="rita@\u202ereader.example")).problem(422, "invalid")
    assert hidden["errors"] == {"email": ["Not a valid email address."]}

    assert (
        await send(service.reader(), said.id, name="\u202eRita\u200b Reader\n", law="\u2066§ 111\u2069")
    ).status == 202
    [entry] = await max_.queue("reported")
    assert entry["reports"][0]["notice"]["law"] == "§ 111"
    assert entry["reports"][0]["notice"]["name"] == "Rita Reader"


async def test_appeals_warnings_notes_and_standings_say_something(service: Service) -> None:
    maria, max_, blank = await service.member("Maria"), await service.moderator("Max"), "\u3164 \u200b"
    said = await maria.says("A calm remark.")
    await max_.rejects(said.id)

    for path, body in {
        f"/v1/comments/{said.id}/appeals": {"statement": blank},
        "/v1/moderation/authors/maria/warnings": {"message": blank},
        "/v1/moderation/authors/maria/notes": {"text": blank},
        "/v1/moderation/notes": {"text": blank},
    }.items():
        caller = maria if "appeals" in path else max_
        (await caller.post(path, body)).problem(422, "invalid")
    standing = {"standing": "banned", "reason": blank}
    (await max_.put("/v1/moderation/authors/maria/standing", standing)).problem(422, "invalid")

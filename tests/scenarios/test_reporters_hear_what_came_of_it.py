"""Whoever reported a comment sees what the moderators made of it, and what an appeal made of that."""

from service_client import Service

from moderation.storage.verification import Verification


async def test_a_report_is_followed_from_filing_to_the_outcome_of_an_appeal(service: Service) -> None:
    maria, rita = await service.member("Maria"), await service.member("Rita")
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    said = await maria.says("What a clumsy performance.")

    await rita.report(said.id, "abusive", "He did his best.")

    [report] = await rita.own_reports()
    assert (report["comment_id"], report["article"], report["reason"]) == (said.id, "news", "abusive")
    assert (report["detail"], report["status"], report["outcome"]) == ("He did his best.", "received", None)
    assert (report["decided_at"], report["appeal"]) == (None, None)

    decision = (await max_.rejects(said.id))["decision_id"]

    [report] = await rita.own_reports()
    assert (report["status"], report["outcome"], report["appeal"]) == ("decided", "removed", None)
    appeal = (await maria.appeals(said, "I meant the referee.")).document["appeal"]
    [report] = await rita.own_reports()
    assert (report["outcome"], report["appeal"]) == ("removed", "open")

    await mia.hears(appeal["id"], "overturned", message="For Maria alone.", note="For Max alone.")

    [report] = await rita.own_reports()
    assert (report["outcome"], report["appeal"]) == ("kept", "overturned")
    body = (await rita.get("/v1/me/reports")).body
    for word in (b"referee", b"alone", b"Max", b"Mia", decision.encode()):
        assert word not in body


async def test_a_decision_that_was_taken_back_has_not_answered_a_report(service: Service) -> None:
    rita, max_ = await service.member("Rita"), await service.moderator("Max")
    said = await service.guest("Ann").says("What a clumsy performance.")
    await rita.report(said.id)
    decision = (await max_.approves(said.id))["decision_id"]
    assert [report["outcome"] for report in await rita.own_reports()] == ["kept"]

    await max_.undoes(decision)

    assert [report["status"] for report in await rita.own_reports()] == ["received"]


async def test_reports_are_listed_newest_first_in_pages(service: Service) -> None:
    rita = await service.member("Rita")
    said = [await service.guest("Ann").says(f"Performance number {number}.") for number in range(5)]
    for each in said:
        await rita.report(each.id)

    pages, cursor = [], ""
    while cursor is not None:
        page = (await rita.get(f"/v1/me/reports?limit=2{cursor}")).document
        pages.append([report["comment_id"] for report in page["items"]])
        cursor = None if page["next_cursor"] is None else f"&cursor={page['next_cursor']}"

    ids = [each.id for each in reversed(said)]
    assert pages == [ids[:2], ids[2:4], ids[4:]]


async def test_guests_who_share_an_address_see_no_list(service: Service) -> None:
    reader = service.reader()
    await reader.report((await service.guest("Ann").says("What a performance.")).id)

    (await reader.get("/v1/me/reports")).problem(401, "not-signed-in")


async def test_what_an_erased_person_wrote_in_reports_is_gone_and_the_report_counts_on(service: Service) -> None:
    rita, ada = await service.member("Rita"), await service.admin()
    said = await service.guest("Ann").says("What a clumsy performance.")
    await rita.report(said.id, "spam", "I, Rita of Mainz, object.")
    export = (await ada.get("/v1/authors/rita/export")).document
    assert [(each["comment_id"], each["detail"]) for each in export["reports"]] == [
        (said.id, "I, Rita of Mainz, object.")
    ]

    await ada.delete("/v1/authors/rita")

    [entry] = await ada.queue("reported")
    assert [(each["reporter"], each["reason"], each["detail"]) for each in entry["reports"]] == [
        ("erased", "spam", None)
    ]
    assert (await ada.get("/v1/authors/rita/export")).document["reports"] == []
    assert b"Mainz" not in (await ada.get(f"/v1/moderation/comments/{said.id}")).body
    assert [finding async for finding in Verification(service.house.store, "default").findings()] == []

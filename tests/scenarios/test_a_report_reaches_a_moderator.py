"""A reader finds a comment offensive: who hears of it, and what comes of it."""

from service_client import Service


async def test_a_reported_comment_waits_in_the_queue_with_what_the_reader_said(service: Service) -> None:
    said = await service.guest("Ann").says("The referee was blind.")
    max_ = await service.moderator()

    answer = await service.reader().report(said.id, "abusive", "He is not blind")

    assert (answer.status, answer.document) == (202, {"id": said.id, "reason": "abusive", "status": "received"})
    [entry] = await max_.queue("reported")
    assert entry["comment"]["id"] == said.id
    assert entry["why"][0] == "Reported by 1 reader: abusive"
    [report] = entry["reports"]
    assert (report["reason"], report["detail"], report["open"]) == ("abusive", "He is not blind", True)
    assert await service.reader().count() == 1, "a report alone hides nothing"
    assert not await max_.audit("report"), "reports are kept with the comment; the log is for what moderators do"


async def test_a_reader_reports_a_comment_once_while_the_report_is_open(service: Service) -> None:
    said = await service.guest("Ann").says("The referee was blind.")
    one, another = service.reader(), service.reader()

    for _ in range(3):
        assert (await one.report(said.id, "spam")).status == 202
    assert (await another.report(said.id, "illegal")).status == 202

    [entry] = await (await service.moderator()).queue("reported")
    assert sorted(report["reason"] for report in entry["reports"]) == ["illegal", "spam"]
    assert entry["why"][0] == "Reported by 2 readers: illegal, spam"


async def test_the_more_readers_report_the_sooner_it_is_looked_at(service: Service) -> None:
    once = await service.guest("Ann").says("The referee was blind.")
    twice = await service.guest("Ben").says("He was not.")
    reader = service.reader()
    for said in (once, twice):
        await reader.report(said.id)
    await service.reader().report(twice.id)

    assert await (await service.moderator()).queued("reported") == [twice.id, once.id]


async def test_an_approved_comment_that_is_reported_again_comes_back(service: Service) -> None:
    max_, reader = await service.moderator("Max"), service.reader()
    said = await service.guest("Ann").says("The referee was blind.")
    await reader.report(said.id)

    await max_.approves(said.id)

    assert await max_.queued("reported") == []
    [closed] = (await max_.dossier(said.id))["reports"]
    assert not closed["open"]

    assert (await reader.report(said.id, "illegal")).status == 202

    [entry] = await max_.queue("reported")
    assert entry["comment"]["status"] == "approved"
    assert [report["reason"] for report in entry["reports"] if report["open"]] == ["illegal"]
    assert await service.reader().count() == 1

    await max_.approves(said.id)

    assert set((await max_.queue_lengths()).values()) == {0}
    assert [entry["change"] for entry in await max_.audit("approve")] == ["A>A|5", "P>A|3"]


async def test_what_nobody_can_see_cannot_be_reported(service: Service) -> None:
    held = await service.guest("Ann").says("You are a stupid idiot.")

    (await service.reader().report(held.id)).problem(404, "not-found")

    max_ = await service.moderator()
    assert await max_.queued("reported") == []
    assert [entry["detail"]["comment"] for entry in await max_.audit("post")] == [held.id]


async def test_a_report_needs_one_of_the_known_reasons(service: Service) -> None:
    said = await service.guest("Ann").says("The referee was blind.")

    refused = await service.reader().report(said.id, "boring")

    assert list(refused.problem(422, "invalid")["errors"]) == ["reason"]
    assert await (await service.moderator()).queued("reported") == []


async def test_one_reader_cannot_fill_the_queue_of_reports(service: Service) -> None:
    ada, ann, flood = await service.admin(), service.guest("Ann"), service.reader()
    await ada.sets_policy(reports_per_day=2)
    said = [await ann.says(f"Good game, number {number}.") for number in range(3)]
    assert [(await flood.report(each.id, "spam")).status for each in said[:2]] == [202, 202]

    spent = await flood.report(said[2].id, "spam")

    spent.problem(429, "too-many-requests")
    assert 3600 < int(spent.headers["Retry-After"]) <= 43_200
    notice = {"explanation": "Illegal.", "good_faith": True, "name": "Rita", "email": "rita@reader.example"}
    (await flood.post(f"/v1/comments/{said[2].id}/notices", notice)).problem(429, "too-many-requests")
    assert (await service.reader().report(said[2].id, "spam")).status == 202

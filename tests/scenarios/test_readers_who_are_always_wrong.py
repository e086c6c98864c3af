"""A reader whose reports never led anywhere is still heard, and jumps no queue."""

from people import Author
from service_client import Service

from moderation.storage.verification import Verification


async def wrong(service: Service, reader: Author, times: int) -> None:
    """The reader reports so many comments that a moderator then approves."""
    max_ = await service.moderator("Max")
    for number in range(times):
        said = await service.guest("Ann").says(f"Performance number {number}.")
        await reader.report(said.id)
        await max_.approves(said.id)


async def test_their_reports_lift_no_comment_and_are_still_seen(service: Service) -> None:
    rita, mia = await service.member("Rita"), await service.moderator("Mia")
    await wrong(service, rita, 5)
    first = await service.guest("Ben").says("The referee was blind.")
    second = await service.guest("Cy").says("The referee was deaf.")

    await rita.report(first.id, "abusive", "I insist.")
    await service.reader().report(second.id)

    above, below = await mia.queue("reported")
    assert (above["comment"]["id"], below["comment"]["id"]) == (second.id, first.id)
    assert below["priority"] < above["priority"]
    [report] = below["reports"]
    assert (report["detail"], report["light"], report["open"]) == ("I insist.", True, True)
    assert [each["light"] for each in above["reports"]] == [False]
    [report] = (await mia.dossier(first.id))["reports"]
    assert report["reporter_record"] == {"answered": 5, "right": 0}
    assert [finding async for finding in Verification(service.house.store, "default").findings()] == []


async def test_one_report_that_was_right_gives_the_weight_back(service: Service) -> None:
    rita, mia = await service.member("Rita"), await service.moderator("Mia")
    await wrong(service, rita, 5)
    said = [await service.guest("Ben").says(f"The referee was blind in {eye} eyes.") for eye in ("both", "all")]
    await rita.report(said[0].id)

    rejection = (await mia.rejects(said[0].id))["decision_id"]
    await rita.report(said[1].id)

    [entry] = await mia.queue("reported")
    assert [each["light"] for each in entry["reports"]] == [False]
    await mia.undoes(rejection)
    assert (await mia.dossier(said[1].id))["reports"][0]["reporter_record"] == {"answered": 5, "right": 0}


async def test_a_site_may_weigh_all_reports_alike(service: Service) -> None:
    ada, rita = await service.admin(), await service.member("Rita")
    await ada.sets_policy(light_reports_after=0)
    await wrong(service, rita, 6)

    await rita.report((await service.guest("Ben").says("The referee was blind.")).id)

    [entry] = await ada.queue("reported")
    assert [each["light"] for each in entry["reports"]] == [False]


async def test_a_light_report_that_becomes_a_notice_weighs_like_any(service: Service) -> None:
    rita, mia = await service.member("Rita"), await service.moderator("Mia")
    await wrong(service, rita, 5)
    said = await service.guest("Ben").says("The referee was blind.")
    await rita.report(said.id)
    before = (await mia.queue("reported"))[0]["priority"]

    notice = {"explanation": "It is libel.", "good_faith": True, "email": "rita@example.org"}
    assert (await rita.post(f"/v1/comments/{said.id}/notices", notice)).status == 202

    [entry] = await mia.queue("reported")
    assert entry["priority"] > before
    assert [each["light"] for each in entry["reports"]] == [False]
    await (await service.admin()).delete("/v1/authors/rita")
    assert [finding async for finding in Verification(service.house.store, "default").findings()] == []

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
    print(await max_.audit())

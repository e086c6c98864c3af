"""Windows that stay open: each sees what happens, and one that was cut off goes on where it was."""

import asyncio

from service_client import Serve, Service
from waiting import eventually

from moderation.domain import ids
from moderation.storage.author_feed import AuthorFeed


async def test_an_open_article_sees_comments_changes_and_counts(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator()
    async with service.reader().listening("/v1/articles/news/events") as stream:
        assert stream.headers["Content-Type"] == "text/event-stream"
        first = await stream.next()
        assert (first.name, first.document) == ("count", {"article": "news", "count": 0})

        said = await ann.says("Good gme.")

        appeared, counted = await stream.next(), await stream.next()
        assert (appeared.name, appeared.document) == ("comment", said.comment)
        assert (counted.name, counted.document) == ("count", {"article": "news", "count": 1})

        await ann.changes(said, "Good game.")

        updated = await stream.next()
        assert (updated.name, updated.document["body"]) == ("updated", "Good game.")

        await service.reader().like(said.id)

        liked = await stream.next()
        assert (liked.name, liked.document["reactions"]) == ("updated", {"like": 1})

        await max_.rejects(said.id)

        removed, counted = await stream.next(), await stream.next()
        assert (removed.name, removed.document) == ("removed", {"id": said.id})
        assert (counted.name, counted.document) == ("count", {"article": "news", "count": 0})
    assert len(await max_.audit("reject")) == 1


async def test_what_is_held_is_never_streamed_to_readers(service: Service) -> None:
    max_ = await service.moderator()
    async with service.reader().listening("/v1/articles/news/events") as stream:
        await stream.next()
        held = await service.guest("Ann").says("You are a stupid idiot.")
        fine = await service.guest("Ben").says("Good game.")

        assert (await stream.next("comment", "updated", "removed")).document["id"] == fine.id
        await stream.next("count")

        await max_.approves(held.id)

        appeared = await stream.next()
        assert (appeared.name, appeared.document["id"], appeared.document["status"]) == (
            "comment",
            held.id,
            "approved",
        )


async def test_a_reader_who_was_cut_off_goes_on_after_the_last_event_seen(service: Service) -> None:
    ann, reader = service.guest("Ann"), service.reader()
    async with reader.listening("/v1/articles/news/events") as stream:
        await stream.next()
        await ann.says("Seen.")
        await stream.next("comment")
        seen = await stream.next("count")
    missed = [await ann.says(f"Missed number {n}.") for n in range(3)]
    await ann.takes_back(missed[1])

    async with reader.listening("/v1/articles/news/events", after=seen.id) as stream:
        told = [await stream.next() for _ in range(7)]

    assert [(event.name, event.document.get("id")) for event in told if event.name != "count"] == [
        ("comment", missed[0].id),
        ("comment", missed[2].id),
        ("removed", missed[1].id),
    ]
    assert [event.document["count"] for event in told if event.name == "count"] == [2, 3, 4, 3]


async def test_a_reader_who_was_cut_off_within_an_event_gets_its_rest(service: Service) -> None:
    ann, reader = service.guest("Ann"), service.reader()
    async with reader.listening("/v1/articles/news/events") as stream:
        await stream.next()
        await ann.says("Seen, but not counted yet.")
        half = await stream.next("comment")

    async with reader.listening("/v1/articles/news/events", after=half.id) as stream:
        rest = await stream.next()

    assert (rest.name, rest.document) == ("count", {"article": "news", "count": 1})


async def test_what_happened_before_the_window_opened_is_not_told_again(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator()
    for n in range(5):
        await ann.says(f"Remark number {n}.")
        async with service.reader().listening("/v1/articles/news/events") as stream:
            assert (await stream.next()).document == {"article": "news", "count": n + 1}
            async with max_.listening("/v1/moderation/events") as console:
                assert (await console.next()).name == "queues"
                said = await ann.says(f"Elsewhere, remark number {n}.", "sport")
                entered = await console.next()
                assert (entered.name, entered.document["comment_id"]) == ("entered", said.id)
            liked = (await service.reader().thread())["comments"][0]["id"]
            await service.reader().like(liked)
            assert (await stream.next()).name == "updated"


async def test_a_reader_who_came_before_the_first_comment_goes_on_from_there(service: Service) -> None:
    async with service.reader().listening("/v1/articles/news/events") as stream:
        beginning = (await stream.next()).id
    said = await service.guest("Ann").says("Good game.")

    async with service.reader().listening("/v1/articles/news/events", after=beginning) as stream:
        appeared = await stream.next()

    assert (appeared.name, appeared.document["id"]) == ("comment", said.id)


async def test_a_reader_who_was_away_for_too_long_is_told_to_read_anew(service: Service) -> None:
    ann, reader, records = service.guest("Ann"), service.reader(), service.house.records
    async with reader.listening("/v1/articles/news/events") as stream:
        beginning = (await stream.next()).id
        said = await ann.says("Remark number 0.")
        seen = (await stream.next("count")).id
    for n in range(1, 5):
        await ann.says(f"Remark number {n}.")
    await AuthorFeed(service.house.store).catch_up("default")
    await records.events.trim("default", ids.place_of(ids.to_bytes(said.id)).partition, 2)

    for away in (beginning, seen):
        async with reader.listening("/v1/articles/news/events", after=away) as stream:
            assert (await stream.next()).name == "reset"
    assert len((await reader.thread())["comments"]) == 5


async def test_every_open_window_sees_every_count(service: Service) -> None:
    ann = service.guest("Ann")

    async def watch() -> list[int]:
        async with service.reader().listening("/v1/articles/news/events") as stream:
            counts = [(await stream.next("count")).document["count"]]
            while counts[-1] < 10:
                counts.append((await stream.next("count")).document["count"])
            return counts

    watching = [asyncio.create_task(watch()) for _ in range(10)]
    await eventually(lambda: service.house.live.readers == 10, "everybody is listening")
    for n in range(10):
        await ann.says(f"Remark number {n}.")

    assert await asyncio.gather(*watching) == [list(range(11))] * 10


async def test_an_index_page_watches_many_counts_on_one_connection(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator()
    await ann.says("Good game.", "sport")
    async with service.reader().listening("/v1/events/counts?article=news&article=sport") as stream:
        first = [await stream.next() for _ in range(2)]
        assert {event.document["article"]: event.document["count"] for event in first} == {"news": 0, "sport": 1}

        await ann.says("Elsewhere.", "weather")
        await ann.says("Here.", "news")

        counted = await stream.next()
        assert (counted.name, counted.document) == ("count", {"article": "news", "count": 1})
        last = counted.id
    said = await ann.says("While nobody was listening.", "sport")

    async with service.reader().listening("/v1/events/counts?article=news&article=sport", after=last) as stream:
        first = [await stream.next() for _ in range(2)]
        assert {event.document["article"]: event.document["count"] for event in first} == {"news": 1, "sport": 2}
        await max_.rejects(said.id)
        assert (await stream.next()).document == {"article": "sport", "count": 1}
    assert len(await max_.audit("reject")) == 1


async def test_a_console_hears_of_its_queues(service: Service) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    async with max_.listening("/v1/moderation/events") as stream:
        sizes = await stream.next()
        assert sizes.name == "queues"
        assert {row["queue"]: row["count"] for row in sizes.document["queues"]} == dict.fromkeys(
            ("pending", "reported", "unreviewed", "unscored", "appeals", "escalated"), 0
        )

        said = await service.guest("Ann").says("You are a stupid idiot.")
        entered = await stream.next()
        assert (entered.name, entered.document) == (
            "entered",
            {"comment_id": said.id, "version": 1, "queue": "pending"},
        )
        await mia.claims("pending")
        claimed = await stream.next()
        assert (claimed.name, claimed.document["comment_id"]) == ("claimed", said.id)
        await mia.approves(said.id)
        left = await stream.next("left")
        assert left.document == {"comment_id": said.id, "version": 2, "queue": "pending"}
    missed = await service.guest("Ben").says("Good game.")

    async with max_.listening("/v1/moderation/events", after=left.id) as stream:
        assert (await stream.next()).name == "queues"
        while (event := await stream.next("entered")).document["comment_id"] != missed.id:
            pass
        assert event.document["queue"] == "unreviewed"
    assert [entry["actor"] for entry in await max_.audit("approve")] == ["Mia"]


async def test_silence_is_broken_by_heartbeats(service: Service) -> None:
    async with service.reader().listening("/v1/articles/news/events") as stream:
        await stream.next()
        await stream.heartbeat()
        await stream.heartbeat()


async def test_a_second_process_tells_what_the_first_one_took(serve: Serve, service: Service) -> None:
    second = await serve()
    async with second.reader().listening("/v1/articles/news/events") as stream:
        await stream.next()
        assert await second.reader().count() == 0

        said = await service.guest("Ann").says("Good game.")

        assert (await stream.next("comment")).document["id"] == said.id
        assert (await stream.next("count")).document["count"] == 1
        assert await second.reader().count() == 1, "whoever heard the count also reads it"
        assert [comment["id"] for comment in (await second.reader().thread())["comments"]] == [said.id]


async def test_an_id_that_was_never_given_is_refused(service: Service) -> None:
    for path in ("/v1/articles/news/events", "/v1/events/counts?article=news"):
        for given in ("nonsense", "1-2-3", "-1", "1" * 40, "0x10-0"):
            answer = await service.reader().get(path, headers={"Last-Event-ID": given})
            answer.problem(400, "malformed")

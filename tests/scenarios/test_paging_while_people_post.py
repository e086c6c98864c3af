"""A reader pages through a long thread while others keep writing: nothing is skipped, nothing shown twice."""

import pytest
from service_client import Service


async def _a_thread(service: Service, number: int = 7) -> list[str]:
    guests = [service.guest(f"Guest {n}") for n in range(number)]
    return [(await guest.says(f"Remark number {n}.")).id for n, guest in enumerate(guests)]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
async def test_pages_by_time_are_stable(service: Service, sort: str) -> None:
    reader, ids = service.reader(), await _a_thread(service)
    seen, cursor = [], {}

    while cursor is not None:
        page = await reader.thread(sort=sort, limit=2, **cursor)
        seen += [comment["id"] for comment in page["comments"]]
        cursor = None if page["next_cursor"] is None else {"cursor": page["next_cursor"]}
        if len(seen) < 7:
            await service.guest("Latecomer").says(f"Written after {len(seen)} were seen.")

    expected = ids if sort == "oldest" else ids[::-1]
    assert seen[: len(ids)] == expected
    assert len(seen) == len(set(seen))
    assert len(seen) == 7 if sort == "newest" else len(seen) > 7, "what is new stands at one end only"
    assert not await (await service.moderator()).audit("post")


async def test_pages_by_likes_are_stable(service: Service) -> None:
    reader, ids = service.reader(), await _a_thread(service)
    for likes, comment_id in ((2, ids[3]), (1, ids[0]), (1, ids[5])):
        for _ in range(likes):
            await service.reader().like(comment_id)
    expected = [ids[3], ids[5], ids[0], ids[6], ids[4], ids[2], ids[1]]
    seen, cursor = [], {}

    while cursor is not None:
        page = await reader.thread(sort="top", limit=2, **cursor)
        seen += [comment["id"] for comment in page["comments"]]
        cursor = None if page["next_cursor"] is None else {"cursor": page["next_cursor"]}
        if len(seen) == 4:
            await service.guest("Latecomer").says("The newest of all.")

    assert [comment_id for comment_id in seen if comment_id in ids] == expected
    assert len(seen) == len(set(seen))


async def test_replies_are_paged_below_their_comment(service: Service) -> None:
    ann, reader = service.guest("Ann"), service.reader()
    question = await ann.says("Who won the game?")
    answers = [(await service.guest(f"Guest {n}").says(f"Answer number {n}.", under=question)).id for n in range(5)]

    page = await reader.thread(replies=2)
    [top] = page["comments"]
    seen = [reply["id"] for reply in top["replies"]]
    cursor = top["replies_cursor"]
    while cursor is not None:
        following = await reader.thread(parent=question.id, limit=2, cursor=cursor)
        seen += [reply["id"] for reply in following["comments"]]
        cursor = following["next_cursor"]
        if len(seen) == 4:
            answers.append((await service.guest("Latecomer").says("A late answer.", under=question)).id)

    assert seen == answers
    assert page["article"]["count"] == 6
    assert top["reply_count"] == 5


async def test_replies_may_be_left_to_a_second_request(service: Service) -> None:
    question = await service.guest("Ann").says("Who won the game?")
    reply = await service.guest("Ben").says("Nobody did.", under=question)

    [top] = (await service.reader().thread(replies=0))["comments"]

    assert (top["replies"], top["replies_cursor"], top["reply_count"]) == ([], "start", 1)
    following = await service.reader().thread(parent=question.id, cursor="start")
    assert [comment["id"] for comment in following["comments"]] == [reply.id]


async def test_what_is_paged_through_is_what_is_counted(service: Service) -> None:
    max_, reader = await service.moderator(), service.reader()
    top = [await service.guest(f"Guest {n}").says(f"Remark number {n}.") for n in range(4)]
    replies = [await service.guest("Ben").says(f"Answer to {n}.", under=said) for n, said in enumerate(top)]
    await service.guest("Cid").says("You are a stupid idiot.")
    await max_.rejects(top[0].id)
    await max_.rejects(replies[1].id)

    pages = await reader.whole_thread(limit=2)
    visible = [c for comment in pages for c in (comment, *comment["replies"]) if c["body"] is not None]

    assert len(visible) == await reader.count() == (await reader.thread())["article"]["count"] == 6
    assert len(await max_.audit("reject")) == 2


async def test_moderators_lists_have_cursors_of_their_own(service: Service) -> None:
    max_ = await service.moderator()
    await _a_thread(service, 5)
    for path in ("/v1/moderation/queues/unreviewed", "/v1/moderation/comments", "/v1/moderation/audit"):
        first = (await max_.get(f"{path}?limit=1")).document
        second = (await max_.get(f"{path}?limit=1&cursor={first['next_cursor']}")).document
        assert second["items"] != first["items"]
        refused = await max_.get(f"{path}?limit=1&cursor=never-given")
        refused.problem(400, "malformed")

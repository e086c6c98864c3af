"""Premoderation and closed threads: an administrator decides what happens before anybody has read a comment."""

from people import Moderator
from service_client import Service


async def _describe(admin: Moderator, article: str, **changes: object) -> None:
    answer = await admin.put(f"/v1/articles/{article}", changes)
    assert answer.status == 200, answer.body


async def test_a_site_may_look_at_everything_first(service: Service) -> None:
    ada, reader = await service.admin("Ada"), service.reader()
    await ada.sets_policy(mode="pre")

    said = await service.guest("Ann").says("Good game.")

    assert (said.answer.status, said.reasons) == (202, ["premoderation"])
    assert await reader.count() == 0
    await ada.approves(said.id)
    assert await reader.count() == 1
    [entry] = await ada.audit("set_policy")
    assert (entry["actor"], entry["detail"]["before"], entry["detail"]["after"]) == ("Ada", {}, {"mode": "pre"})
    assert [each["change"] for each in await ada.audit("approve")] == ["H>A|2"]


async def test_one_article_may_be_looked_at_first(service: Service) -> None:
    ada, ann = await service.admin("Ada"), service.guest("Ann")
    await _describe(ada, "trial", mode="pre", title="The trial")

    assert not (await ann.says("He is guilty.", "trial")).visible
    assert (await ann.says("Good game.", "sport")).visible
    [entry] = await ada.audit("describe_article")
    assert entry["detail"]["article"] == "trial"
    assert entry["detail"]["before"] == {"mode": None, "title": None}
    assert entry["detail"]["after"] == {"mode": "pre", "title": "The trial"}


async def test_one_article_may_be_open_where_the_site_looks_first(service: Service) -> None:
    ada, ann = await service.admin(), service.guest("Ann")
    await ada.sets_policy(mode="pre")
    await _describe(ada, "crosswords", mode="post")

    assert (await ann.says("Seven across was easy.", "crosswords")).visible
    assert not (await ann.says("Good game.", "sport")).visible

    await _describe(ada, "crosswords", mode=None)

    assert not (await ann.says("Eight down was not.", "crosswords")).visible
    assert [entry["detail"]["after"] for entry in await ada.audit("describe_article")] == [
        {"mode": None},
        {"mode": "post"},
    ]


async def test_a_closed_discussion_is_read_and_not_written(service: Service) -> None:
    ada, ann, reader = await service.admin("Ada"), service.guest("Ann"), service.reader()
    said = await ann.says("Good game.")
    await _describe(ada, "news", open=False)

    refused = await ann.tries_to_say("And another thing.")

    assert refused.problem(403, "thread-closed")["detail"] == "This discussion is closed."
    (await ann.changes(said, "Bad game.")).problem(403, "thread-closed")
    page = await reader.thread()
    assert (page["article"]["open"], page["article"]["count"]) == (False, 1)
    assert [comment["body"] for comment in page["comments"]] == ["Good game."]
    assert (await reader.report(said.id)).status == 202, "what is wrong with it can still be said"

    await _describe(ada, "news", open=True)

    assert (await ann.says("And another thing.")).visible
    changes = [(entry["detail"]["before"], entry["detail"]["after"]) for entry in await ada.audit("describe_article")]
    assert changes == [({"open": False}, {"open": True}), ({"open": True}, {"open": False})]


async def test_newcomers_are_looked_at_until_enough_of_their_comments_were_approved(service: Service) -> None:
    ada, maria = await service.admin(), await service.member("Maria")
    await ada.sets_policy(hold_new_commenters=1)

    said = await maria.says("Good game.")

    assert (said.answer.status, said.reasons) == (202, ["new_commenter"])
    [entry] = await ada.queue("pending")
    assert entry["why"][0] == "0 of the author's comments were approved; this site looks at the first 1."
    assert [each["detail"]["reasons"] for each in await ada.audit("post")] == [["new_commenter"]]


async def test_many_links_are_looked_at_first(service: Service) -> None:
    max_ = await service.moderator()

    said = await service.guest("Ann").says("See https://a.example/1 and https://b.example/2 and https://c.example/3.")

    assert (said.answer.status, said.reasons) == (202, ["links"])
    assert [entry["detail"]["reasons"] for entry in await max_.audit("post")] == [["links"]]

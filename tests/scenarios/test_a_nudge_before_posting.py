"""A page asks to be told before a comment is held: its author may reword it, or post it anyway."""

from service_client import Service

VILE = "You are a stupid idiot."


async def test_a_nudge_names_the_words_and_stores_nothing(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator()

    nudged = (await ann.tries_to_say(f"Hello 👋. {VILE}", nudge=True)).problem(422, "nudge")

    assert nudged["attribute"] in ("TOXICITY", "INSULT", "PROFANITY")
    assert nudged["score"] >= 0.8
    words = [f"Hello 👋. {VILE}"[start:end] for start, end in nudged["spans"]]
    assert any("idiot" in word for word in words), words
    assert await service.reader().count() == 0
    assert set((await max_.queue_lengths()).values()) == {0}
    assert not await max_.audit("post")


async def test_who_posts_anyway_goes_through_the_normal_pipeline(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator()
    (await ann.tries_to_say(VILE, nudge=True)).problem(422, "nudge")

    said = await ann.says(VILE, nudge=False)

    assert (said.answer.status, said.comment["status"], said.reasons) == (202, "pending", ["score"])
    assert [entry["detail"]["reasons"] for entry in await max_.audit("post")] == [["score"]]


async def test_who_rewords_is_published(service: Service) -> None:
    ann = service.guest("Ann")
    (await ann.tries_to_say(VILE, nudge=True)).problem(422, "nudge")

    assert (await ann.says("I see it differently.", nudge=True)).visible
    assert await service.reader().count() == 1
    assert not await (await service.moderator()).audit("post")


async def test_a_nudge_is_about_wording_only(service: Service) -> None:
    ada, ann = await service.admin(), service.guest("Ann")
    await ada.sets_policy(mode="pre")

    said = await ann.says("Good game.", nudge=True)

    assert (said.answer.status, said.reasons) == (202, ["premoderation"])
    assert [entry["detail"]["reasons"] for entry in await ada.audit("post")] == [["premoderation"]]


async def test_a_nudged_text_that_is_posted_anyway_does_not_count_as_a_repeat(service: Service) -> None:
    ann = service.guest("Ann")
    text = "You are a stupid idiot, and I say so after having thought about it for a long time."
    for _ in range(3):
        (await ann.tries_to_say(text, nudge=True)).problem(422, "nudge")

    said = await ann.says(text)

    assert said.reasons == ["score"]
    [entry] = await (await service.moderator()).audit("post")
    assert entry["detail"]["reasons"] == ["score"]

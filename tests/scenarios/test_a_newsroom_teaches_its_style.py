"""A newsroom rejects sarcasm about its moderators and lets mild swearing pass, which no general model knows; its own
model learns it from decisions, does no harm when somebody lies to it, and is taken back with one request."""

import asyncio
import random
from collections.abc import Sequence

from newsroom import KINDS, Kind, comments
from people import Moderator, Said
from service_client import Serve, Service
from waiting import eventually

from moderation.jobs import learning

LEARNING = "/v1/sites/default/learning"
SARCASM, SWEARING, REMARK, INSULT = KINDS
AT_ONCE = 20


async def published(service: Service, texts: Sequence[str]) -> list[Said]:
    said: list[Said] = []
    for start in range(0, len(texts), AT_ONCE):
        part = texts[start : start + AT_ONCE]
        said += await asyncio.gather(*(service.guest().says(text) for text in part))
    return said


async def decided(moderator: Moderator, said: Sequence[Said], rejected: Sequence[bool]) -> None:
    decisions = [
        {"comment_id": each.id, "action": "reject" if bad else "approve"}
        for each, bad in zip(said, rejected, strict=True)
    ]
    for start in range(0, len(decisions), 50):
        part = {"decisions": decisions[start : start + 50]}
        assert (await moderator.post("/v1/moderation/decisions", part)).status == 200


async def worked_through(service: Service, number: int, seed: int, *moderators: Moderator) -> None:
    """So many comments come in and are decided in turn by these moderators, as the house wants it."""
    written = comments(number, seed)
    said = await published(service, [text for text, _ in written])
    for start in range(0, number, 25):
        part = slice(start, start + 25)
        turn = moderators[start // 25 % len(moderators)]
        await decided(turn, said[part], [rejected for _, rejected in written[part]])


async def how_likely(service: Service, kind: Kind, seed: int = 1) -> float | None:
    text = kind.write(random.Random(seed))
    analysed = await service.house.analysis.read("default", text, 5.0)
    return analysed.scoring.scores.get("LIKELY_TO_REJECT")


async def has_model(service: Service, *, expected: bool = True) -> bool:
    return (await how_likely(service, SARCASM) is not None) is expected


async def test_what_moderators_decide_is_learned_and_acts_where_the_policy_says_so(serve: Serve) -> None:
    newsroom, elsewhere = await serve(), await serve()
    ada, max_, mia = await newsroom.admin(), await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await ada.sets_policy(hold={"LIKELY_TO_REJECT": 0.6}, comments_per_minute=0)
    assert await how_likely(newsroom, SARCASM) is None

    await worked_through(newsroom, 320, 1, max_, mia)
    attempt = (await ada.post(f"{LEARNING}/train")).document

    assert attempt["promoted"] == 1, attempt
    area = attempt["about"]["roc_auc"]
    assert area["after"] > area["before"] + 0.1
    assert area["low"] > 0
    await eventually(lambda: has_model(elsewhere), "the other process has heard of it")
    sarcastic = await published(elsewhere, [SARCASM.write(random.Random(seed)) for seed in range(90, 100)])
    swearing = await published(elsewhere, [SWEARING.write(random.Random(seed)) for seed in range(90, 100)])
    assert sum(not said.visible for said in sarcastic) >= 7
    assert sum(said.visible for said in swearing) >= 8
    held = next(said for said in sarcastic if not said.visible)
    assert (await ada.dossier(held.id))["scores"]["LIKELY_TO_REJECT"] >= 0.6
    assert "LIKELY_TO_REJECT" in await elsewhere.house.analysis.offered("default", "en")
    shown = (await ada.get(LEARNING)).document
    assert (shown["enabled"], shown["paused"], shown["model"]["number"]) == (True, False, 1)
    assert sum(shown["model"]["about"]["base"].values()) == 320
    assert {(source["name"], source["outside"]) for source in shown["labels"]["sources"]} == {
        ("Max", False),
        ("Mia", False),
    }
    entries = await ada.audit("train_site_model", "promote_site_model")
    assert [entry["action"] for entry in entries][:2] == ["promote_site_model", "train_site_model"]


async def test_a_worse_model_is_refused_and_a_promoted_one_rolled_back(serve: Serve) -> None:
    newsroom, elsewhere = await serve(), await serve()
    ada, max_, mia = await newsroom.admin(), await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await ada.sets_policy(hold={}, comments_per_minute=0)
    await worked_through(newsroom, 300, 2, max_, mia)
    assert (await ada.post(f"{LEARNING}/train")).document["promoted"] == 1
    before = await how_likely(newsroom, SARCASM)

    # From now on everything is decided by the toss of a coin.
    written = comments(260, 3)
    said = await published(newsroom, [text for text, _ in written])
    coin = random.Random(7)
    for start in range(0, len(said), 20):
        tossed = [coin.random() < 0.5 for _ in said[start : start + 20]]
        await decided(max_ if start % 40 else mia, said[start : start + 20], tossed)
    refused = (await ada.post(f"{LEARNING}/train")).document

    assert refused["promoted"] is None
    assert refused["why"]
    assert await how_likely(newsroom, SARCASM) == before
    await eventually(lambda: has_model(elsewhere), "the other process has heard of the first model")
    back = (await ada.post(f"{LEARNING}/rollback")).document
    assert (back["model"], back["paused"], len(back["versions"])) == (None, True, 1)
    await eventually(lambda: has_model(elsewhere, expected=False), "the other process has heard of the roll-back")
    assert await ada.audit("roll_back_site_model")
    (await ada.post(f"{LEARNING}/rollback")).problem(409, "nothing-to-roll-back")
    assert not await newsroom.house.teaching.due("default")


async def test_one_who_lies_hardly_moves_it(service: Service) -> None:
    ada, max_, mia = await service.admin(), await service.moderator("Max"), await service.moderator("Mia")
    await ada.sets_policy(hold={}, comments_per_minute=0)
    await worked_through(service, 300, 4, max_, mia)
    assert (await ada.post(f"{LEARNING}/train")).document["promoted"] == 1
    honest = [await how_likely(service, kind) or 0.0 for kind in KINDS]

    # A stolen key says the contrary of everything, as often as it may.
    lies = [
        service.house.learning.suggest("default", text, {"TOXICITY": 0.0 if rejected else 1.0}, "key:stolen")
        for text, rejected in comments(600, 5)
    ]
    for start in range(0, len(lies), AT_ONCE):
        assert all(await asyncio.gather(*lies[start : start + AT_ONCE]))
    attempt = (await ada.post(f"{LEARNING}/train")).document
    poisoned = [await how_likely(service, kind) or 0.0 for kind in KINDS]

    assert any("key:stolen contradicts" in alarm for alarm in attempt["alarms"])
    assert max(abs(now - then) for now, then in zip(poisoned, honest, strict=True)) < 0.1
    (thief,) = [
        source for source in (await ada.get(LEARNING)).document["labels"]["sources"] if source["source"] == "key:stolen"
    ]
    assert (thief["outside"], thief["trust"]) == (True, 0.02)
    assert thief["share"] < 0.02
    await ada.put(LEARNING, {"ignored": ["key:stolen"]})
    clean = (await ada.post(f"{LEARNING}/train")).document
    assert clean["alarms"] == []


async def test_the_job_learns_by_itself_once_there_is_enough_and_not_while_it_is_switched_off(
    service: Service,
) -> None:
    ada, max_ = await service.admin(), await service.moderator("Max")
    await ada.sets_policy(hold={}, comments_per_minute=0)
    await worked_through(service, 60, 6, max_)
    off = (await ada.put(LEARNING, {"enabled": False})).document
    await learning.learn(service.house, "default")
    (await ada.post(f"{LEARNING}/train")).problem(409, "conflict")
    assert (off["enabled"], (await ada.get(LEARNING)).document["attempts"]) == (False, [])

    await ada.put(LEARNING, {"enabled": True})
    await learning.learn(service.house, "default")

    async def attempted() -> bool:
        return (await ada.get(LEARNING)).document["attempts"] != []

    await eventually(attempted, "the attempt is over", seconds=60)
    (attempt,) = (await ada.get(LEARNING)).document["attempts"]
    assert (attempt["actor"], attempt["promoted"]) == ("job:learning", None)
    assert "it takes 200" in attempt["why"]
    assert not await service.house.teaching.due("default")
    (await ada.put(LEARNING, {})).problem(422, "invalid")
    (await max_.get(LEARNING)).problem(403, "not-allowed")


async def test_erasing_an_author_takes_what_was_suggested_about_them_along(service: Service) -> None:
    ada = await service.admin()
    maria = await service.member("Maria")
    await maria.says("A thing that only Maria would say.")
    for text in ("A thing that only Maria would say.", "Somebody else's words."):
        assert await service.house.learning.suggest("default", text, {"TOXICITY": 1.0}, "key:coral")

    assert (await ada.delete("/v1/authors/maria")).status == 200

    left = [label async for label in service.house.records.learning.suggested("default")]
    assert len(left) == 1


async def test_an_administrator_names_a_target_and_gets_a_threshold(service: Service) -> None:
    ada, max_ = await service.admin(), await service.moderator("Max")
    path = "/v1/sites/default/policy/thresholds"

    told = (await ada.post(path, {"hold_fine_at_most": 0.01})).document
    applied = (await ada.post(path, {"hold_fine_at_most": 0.01, "attribute": "INSULT", "apply": True})).document

    assert (told["basis"], told["applied"], told["attribute"]) == ("released model", False, "TOXICITY")
    assert told["recall"]["low"] < told["recall"]["share"] < told["recall"]["high"]
    assert (await service.house.access.policy("default")).hold["INSULT"] == applied["threshold"]
    assert await ada.audit("set_policy")
    (await ada.post(path, {"hold_fine_at_most": 3})).problem(422, "invalid")
    (await ada.post(path, {"hold_fine_at_most": 0.01, "attribute": "CHARM"})).problem(422, "invalid")
    (await max_.post(path, {"hold_fine_at_most": 0.01})).problem(403, "not-allowed")

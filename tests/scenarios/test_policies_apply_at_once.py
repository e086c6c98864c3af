"""An administrator changes a rule: every process obeys it from then on, and the log says who changed what."""

from service_client import Serve, Service
from waiting import eventually

from moderation.domain.policy import Policy


async def test_a_policy_shows_everything_that_can_be_set(service: Service) -> None:
    ada = await service.admin()

    policy = (await ada.get("/v1/sites/default/policy")).document

    assert policy["mode"] == "post"
    assert policy["guests"] is True
    assert policy["hold"] == dict(Policy().hold)
    assert policy["on_classifier_failure"] == "publish"
    assert policy["version"] == 0
    assert not await ada.audit("set_policy"), "looking changes nothing"


async def test_a_change_applies_to_the_next_comment_and_is_on_record(service: Service) -> None:
    ada, ann = await service.admin("Ada"), service.guest("Ann")
    assert (await ann.says("I disagree with you, silly man.")).visible

    changed = await ada.sets_policy(**{"hold.TOXICITY": 0.2, "banned_words": ["casino"]})

    assert changed["hold"] == dict(Policy().hold) | {"TOXICITY": 0.2}
    assert (await ann.says("Once more I disagree with you, silly man.")).reasons == ["score"]
    assert (await ann.says("Come to the C-A-S-I-N-O.")).comment["status"] == "rejected"
    [entry] = await ada.audit("set_policy")
    assert entry["actor"] == "Ada"
    assert entry["detail"]["before"] == {}
    assert entry["detail"]["after"] == {"hold": changed["hold"], "banned_words": ["casino"]}


async def test_a_second_process_obeys_at_once(serve: Serve, service: Service) -> None:
    second, ada = await serve(), await service.admin()
    bob = second.guest("Bob")
    assert (await bob.says("Good game.")).visible

    await ada.sets_policy(mode="pre")

    async def obeys() -> bool:
        return (await second.house.access.policy("default")).mode == "pre"

    await eventually(obeys, "the second process has heard of the policy", seconds=2)
    assert not (await bob.says("Good game, both of you.")).visible
    assert len(await ada.audit("set_policy")) == 1


async def test_a_revoked_token_opens_nothing_on_any_process(serve: Serve, service: Service) -> None:
    second, ada = await serve(), await service.admin("Ada")
    created = (await ada.post("/v1/sites/default/tokens", {"name": "Max", "role": "moderator"})).document
    max_here = service.bearer(created["token"])
    max_there = second.bearer(created["token"])
    assert (await max_here.get("/v1/moderation/queues")).status == 200
    assert (await max_there.get("/v1/moderation/queues")).status == 200

    assert (await ada.delete(f"/v1/sites/default/tokens/{created['id']}")).status == 204

    (await max_here.get("/v1/moderation/queues")).problem(401, "not-signed-in")

    async def shut() -> bool:
        return (await max_there.get("/v1/moderation/queues")).status == 401

    await eventually(shut, "the second process has heard that the token is revoked", seconds=2)
    [entry] = await ada.audit("revoke_token")
    assert (entry["actor"], entry["detail"]["name"]) == ("Ada", "Max")
    assert created["token"] not in str(await ada.audit())


async def test_secrets_are_never_shown_again(service: Service) -> None:
    ada = await service.admin()
    secret = "a secret of at least some length"

    shown = await ada.sets_policy(jwt_secret=secret)

    assert shown["jwt_secret"] == "********"
    policy = await ada.get("/v1/sites/default/policy")
    assert policy.document["jwt_secret"] == "********"
    log = (await ada.get("/v1/moderation/audit")).body
    assert secret.encode() not in policy.body + log
    [entry] = await ada.audit("set_policy")
    assert (entry["detail"]["before"], entry["detail"]["after"]) == ({}, {"jwt_secret": "********"})

    await ada.put("/v1/sites/default/policy", policy.document | {"guests": False})

    assert (await service.house.access.policy("default")).jwt_secret == secret, "the asterisks keep it"


async def test_what_is_wrong_with_a_policy_is_said_and_nothing_changes(service: Service) -> None:
    ada = await service.admin()

    answer = await ada.put(
        "/v1/sites/default/policy",
        {
            "guests": False,
            "mode": "maybe",
            "hold.NICENESS": 0.5,
            "hold": {"TOXICITY": 2},
            "body_max": "long",
            "colour": 1,
        },
    )

    errors = answer.problem(422, "invalid")["errors"]
    assert set(errors) >= {"mode", "body_max", "colour"}
    assert any(name.startswith("hold") for name in errors)
    assert (await service.guest("Ann").says("Good game.")).visible
    assert not await ada.audit("set_policy")


async def test_a_change_to_an_older_version_is_refused(service: Service) -> None:
    ada, eve = await service.admin("Ada"), await service.admin("Eve")
    seen = (await ada.sets_policy(guests=True, body_max=4000))["version"]
    await eve.sets_policy(version=seen, body_max=3000)

    refused = await ada.put("/v1/sites/default/policy", {"version": seen, "body_max": 2000})

    assert refused.problem(409, "conflict")["version"] == seen + 1
    assert (await ada.get("/v1/sites/default/policy")).document["body_max"] == 3000
    assert [entry["actor"] for entry in await ada.audit("set_policy")] == ["Eve", "Ada"]


async def test_a_colleague_was_the_first_to_change_anything(service: Service) -> None:
    ada, eve = await service.admin("Ada"), await service.admin("Eve")
    untouched = (await ada.get("/v1/sites/default/policy")).document["version"]
    await eve.sets_policy(version=untouched, body_max=3000)

    refused = await ada.put("/v1/sites/default/policy", {"version": untouched, "body_max": 2000})

    refused.problem(409, "conflict")
    assert (await ada.get("/v1/sites/default/policy")).document["body_max"] == 3000


async def test_what_a_policy_can_be_set_to_is_told(service: Service) -> None:
    ada = await service.admin("Ada")

    told = {each["key"]: each for each in (await ada.get("/v1/sites/default/policy/keys")).document["keys"]}

    policy = (await ada.get("/v1/sites/default/policy")).document
    assert {key: each["default"] for key, each in told.items()} | {"version": 0} == policy, "nothing was set yet"
    await ada.sets_policy(body_max=told["body_max"]["most"])
    for key, each in told.items():
        if each["kind"] == "whole":
            await ada.sets_policy(**{key: each["most"]})
            refused = await ada.put("/v1/sites/default/policy", {key: each["most"] + 1})
            assert key in refused.problem(422, "invalid")["errors"]
        elif each["kind"] == "choice":
            for choice in each["choices"]:
                assert (await ada.sets_policy(**{key: choice}))[key] == choice
    assert (await ada.sets_policy(languages=told["languages"]["choices"][:3]))["languages"] == ["af", "am", "an"]
    assert told["jwt_secret"]["kind"] == "secret"
    assert (told["hold"]["least"], told["hold"]["most"]) == (0, 1)
    assert "TOXICITY" in told["hold"]["choices"]


async def test_only_administrators_change_policies(service: Service) -> None:
    max_, maria = await service.moderator(), await service.member("Maria")
    robot = await service.moderator("Robot", role="service")

    for who, status, slug in ((max_, 403, "not-allowed"), (robot, 403, "not-allowed"), (maria, 401, "not-signed-in")):
        (await who.put("/v1/sites/default/policy", {"guests": False})).problem(status, slug)
        (await who.get("/v1/sites/default/policy")).problem(status, slug)
        (await who.put("/v1/articles/news", {"open": False})).problem(status, slug)
        (await who.delete("/v1/authors/maria")).problem(status, slug)
    (await robot.get("/v1/moderation/queues")).problem(403, "not-allowed")
    (await service.reader().get("/v1/moderation/queues")).problem(401, "not-signed-in")
    assert len(await max_.audit("set_policy", "describe_article", "erase_author")) == 1, "the publisher's own"

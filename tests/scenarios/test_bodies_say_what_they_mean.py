"""Who sends a number as a text, or true for 1, is told so: nothing is guessed, and nothing happens."""

from typing import Any

import pytest
from service_client import Service

POLICY = "/v1/sites/default/policy"


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"guests": "yes"}, {"guests": ["Must be true or false."]}),
        ({"comments_per_minute": True}, {"comments_per_minute": ["Must be a whole number."]}),
        ({"body_max": "300"}, {"body_max": ["Must be a whole number."]}),
        ({"strikes_suspend": "2"}, {"strikes_suspend": ["Must be a number."]}),
        ({"body_max": 300, "version": "0"}, {"version": ["Must be a whole number."]}),
        ({"body_max": 300, "version": True}, {"version": ["Must be a whole number."]}),
        (
            {"origins": ["evil"]},
            {
                "origins.0": [
                    "Write an origin such as https://news.example.org, as browsers send it: without a path; or * for "
                    "every page."
                ]
            },
        ),
        ({"house_rules": ["\u200b"]}, {"house_rules.0": ["There is nothing to read in it."]}),
    ],
)
async def test_a_policy_is_not_guessed(service: Service, changes: dict[str, Any], errors: dict[str, list[str]]) -> None:
    ada = await service.admin("Ada")

    refused = await ada.put(POLICY, changes)

    assert refused.problem(422, "invalid")["errors"] == errors
    assert (await ada.get(POLICY)).document["version"] == 0


async def test_a_policy_that_an_earlier_version_saved_counts_and_can_be_changed(service: Service) -> None:
    saved = {"origins": ["evil"], "body_max": 9}
    await service.house.records.sites.save_policy("default", 0, saved, b'{"action":"set_policy","actor":"operator"}')
    service.house.access.forget("default")

    assert (await service.guest("Ann").tries_to_say("Far more than nine characters.")).status != 201
    await service.house.policymaking.set_policy("default", {"body_max": 900}, "Ada")

    assert (await service.house.access.policy("default")).origins == ("evil",)
    assert (await service.guest("Ann").says("Far more than nine characters.")).visible


async def test_learning_is_not_switched_off_by_a_word(service: Service) -> None:
    ada = await service.admin("Ada")

    refused = await ada.put("/v1/sites/default/learning", {"enabled": "no"})

    assert refused.problem(422, "invalid")["errors"] == {"enabled": ["Must be true or false."]}


async def test_what_is_wrong_with_a_field_is_said_for_programs_too(service: Service) -> None:
    ada, ann = await service.admin("Ada"), service.guest("Ann")
    await ada.sets_policy(body_min=3, body_max=20)

    async def causes(changes: dict[str, Any]) -> Any:
        return (await ada.put(POLICY, changes)).problem(422, "invalid").get("causes")

    assert await causes({"body_max": 0}) == {"body_max": [{"code": "out_of_range", "least": 1, "most": 50_000}]}
    assert await causes({"hold": {"THREAT": 1.5}}) == {
        "hold.THREAT.value": [{"code": "out_of_range", "least": 0, "most": 1}]
    }
    assert await causes({"jwk": "none"}) is None, "the sentence stands alone"
    for text, cause in (
        ("Hi", {"code": "too_short", "least": 3}),
        ("It was a good game, was it not?", {"code": "too_long", "most": 20}),
        (" ", {"code": "blank"}),
    ):
        refused = (await ann.tries_to_say(text)).problem(422, "invalid")
        assert refused["causes"] == {"body": [cause]}
        assert len(refused["errors"]["body"]) == 1
    nameless = (await service.guest("\u200b").tries_to_say("Good game.")).problem(422, "invalid")
    assert nameless["causes"] == {"author.name": [{"code": "wrong_length", "least": 1, "most": 60}]}
    max_ = await service.moderator("Max")
    wanted = {"standing": "banned", "reason": " "}
    refused = (await max_.put("/v1/moderation/authors/maria/standing", wanted)).problem(422, "invalid")
    assert refused["causes"] == {"reason": [{"code": "blank"}]}

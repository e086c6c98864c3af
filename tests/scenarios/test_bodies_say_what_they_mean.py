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

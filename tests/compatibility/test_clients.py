"""Google's client library and Coral's calls, unchanged but for the address."""

import json
from typing import Any

import pytest
from compatibility.conftest import Program, beside
from googleapiclient import discovery
from googleapiclient.errors import HttpError
from service_client import Service


def google(program: Program) -> Any:
    return discovery.build(
        "commentanalyzer",
        "v1alpha1",
        developerKey=program.key,
        discoveryServiceUrl=f"{program.url}/$discovery/rest?version=v1alpha1",
        static_discovery=False,
    )


async def test_googles_library_builds_itself_from_our_document(program: Program) -> None:
    def asks() -> Any:
        with google(program) as client:
            analyzed = {
                "comment": {"text": "You are a stupid idiot."},
                "requestedAttributes": {"TOXICITY": {}, "THREAT": {"scoreThreshold": 0.99}},
                "languages": ["en"],
                "doNotStore": True,
            }
            suggested = {
                "comment": {"text": "You are a stupid idiot."},
                "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
                "clientToken": "t-1",
            }
            scores = client.comments().analyze(body=analyzed).execute()
            return scores, client.comments().suggestscore(body=suggested).execute()

    scores, thanks = await beside(asks)

    assert scores["attributeScores"].keys() == {"TOXICITY"}
    assert scores["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.8
    assert thanks["clientToken"] == "t-1"


async def test_googles_library_understands_our_errors(program: Program) -> None:
    def asks(body: Any) -> HttpError:
        with google(program) as client, pytest.raises(HttpError) as refused:
            client.comments().analyze(body=body).execute()
        return refused.value

    unsupported = await beside(
        lambda: asks({"comment": {"text": "x"}, "requestedAttributes": {"INSULT": {}}, "languages": ["om"]})
    )
    assert unsupported.reason == "Attribute INSULT does not support request languages: om"
    [detail] = unsupported.error_details
    assert detail["errorType"] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    assert detail["languageNotSupportedByAttributeError"]["attribute"] == "INSULT"


class Coral:
    """What Coral sends once its custom endpoint is ours: one attribute, one language, and nothing but the summary read;
    and, when a moderator decides, the decision as a score of 0 or 1."""

    def __init__(self, program: Program, model: str = "TOXICITY", threshold: float = 0.8) -> None:
        self._program, self._model, self._threshold = program, model, threshold

    async def finds_toxic(self, text: str) -> bool:
        body = {
            "comment": {"text": text},
            "doNotStore": True,
            "requestedAttributes": {self._model: {}},
            "languages": ["en"],
        }
        answer = await self._program.sends(
            data=json.dumps(body).encode(), headers={"User-Agent": "Coral Perspective/9.5.0"}
        )
        assert answer.status == 200, answer.body
        return bool(answer.document["attributeScores"][self._model]["summaryScore"]["value"] > self._threshold)

    async def tells(self, text: str, *, rejected: bool) -> Any:
        place = {"url": "https://news.example/a?commentID=c-1", "Coral_comment_id": "c-1"}
        body = {
            "comment": {"text": text},
            "context": {"entries": [{"text": json.dumps(place)}]},
            "attributeScores": {self._model: {"summaryScore": {"value": int(rejected)}}},
            "languages": ["en"],
            "communityId": "Coral:https://coral.example",
            "clientToken": "comment:c-1",
        }
        answer = await self._program.sends(body, "/v1alpha1/comments:suggestscore")
        assert answer.status == 200, answer.body
        return answer.document


async def test_coral_holds_what_is_toxic_and_tells_what_its_moderators_decided(
    service: Service, program: Program
) -> None:
    coral = Coral(program)
    assert await coral.finds_toxic("You are a stupid idiot.")
    assert not await coral.finds_toxic("Thank you for this well written article.")

    rejected = await coral.tells("The moderators here are a joke, as everybody knows.", rejected=True)
    await coral.tells("Thank you for this well written article.", rejected=False)

    assert rejected == {"clientToken": "comment:c-1", "requestedLanguages": ["en"], "detectedLanguages": ["en"]}
    stored = [label async for label in service.house.records.learning.suggested("default")]
    assert sorted(label.rejected for label in stored) == [False, True]


async def test_a_suggestion_without_a_score_or_with_an_impossible_one_is_refused(program: Program) -> None:
    for scores in ({}, {"TOXICITY": {}}, {"TOXICITY": {"summaryScore": {"value": 7}}}):
        body = {"comment": {"text": "x"}, "attributeScores": scores}
        answer = await program.sends(body, "/v1alpha1/comments:suggestscore")
        assert (answer.status, answer.document["error"]["status"]) == (400, "INVALID_ARGUMENT")

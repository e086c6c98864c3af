"""Programs that speak OpenAI's moderations or Akismet's verbs."""

from typing import Any

import pytest
from compatibility.conftest import NewProgram, Program, beside
from openai import AuthenticationError, BadRequestError, OpenAI
from people import Answer
from scorers import OneModel
from service_client import Serve, Service
from yarl import URL

from moderation.api.openai.moderations import CATEGORIES, result
from moderation.cli.opening import NoScorer
from moderation.domain.comment import Span
from moderation.scoring.scorer import Scoring

MODERATIONS = "/v1/moderations"
FORM = {"blog": "https://blog.example", "user_ip": "198.51.100.7", "comment_author": "Ann"}


def bearer(program: Program) -> dict[str, str]:
    return {"Authorization": f"Bearer {program.key}"}


async def test_openais_own_client_reads_our_answer(program: Program) -> None:
    def asks(given: Any, key: str = program.key) -> Any:
        with OpenAI(base_url=f"{program.url}/v1", api_key=key, max_retries=0) as client:
            return client.moderations.create(model="omni-moderation-latest", input=given)

    answered = await beside(lambda: asks(["You are a stupid idiot.", "Thank you for the article."]))

    rude, kind = answered.results
    assert (rude.flagged, rude.categories.harassment) == (True, True)
    assert rude.category_scores.harassment > 0.8
    assert (kind.flagged, kind.categories.harassment) == (False, False)
    assert answered.id.startswith("modr-")
    for refused, given, key in (
        (AuthenticationError, "x", "sk-nobody"),
        (BadRequestError, [], program.key),
        (BadRequestError, [{"type": "image_url", "image_url": {"url": "https://a.example/b.png"}}], program.key),
    ):
        with pytest.raises(refused) as why:
            await beside(lambda given=given, key=key: asks(given, key))
        assert why.value.body.keys() == {"message", "type", "param", "code"}


async def test_every_map_has_the_thirteen_categories(program: Program) -> None:
    parts = [{"type": "text", "text": "You are a stupid idiot."}, {"type": "image_url", "image_url": {"url": "x"}}]
    for given in ("You are a stupid idiot.", parts):
        answer = await program.caller.post(MODERATIONS, {"input": given}, headers=bearer(program))
        [only] = answer.document["results"]
        for name in ("categories", "category_scores", "category_applied_input_types"):
            assert list(only[name]) == list(CATEGORIES)
        assert (only["category_scores"]["sexual"], only["category_applied_input_types"]["sexual"]) == (0.0, [])
        assert only["category_applied_input_types"]["harassment"] == ["text"]


def test_categories_come_of_attributes_and_flags_of_thresholds() -> None:
    scores = {"TOXICITY": 0.7, "INSULT": 0.2, "IDENTITY_ATTACK": 0.9, "THREAT": 0.4}
    told = result(scores, {"TOXICITY": 0.8, "IDENTITY_ATTACK": 0.5, "THREAT": 0.5})
    assert told["category_scores"]["harassment"] == 0.7
    assert told["category_scores"]["hate"] == 0.9
    assert told["category_scores"]["hate/threatening"] == told["category_scores"]["violence"] == 0.4
    assert [name for name, flag in told["categories"].items() if flag] == ["hate"]


def openai_error(answer: Answer, status: int, kind: str, code: str | None) -> None:
    assert answer.status == status
    error = answer.document["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    assert (error["type"], error["code"]) == (kind, code)


async def test_mistakes_are_told_as_openai_tells_them(serve: Serve, new_program: NewProgram) -> None:
    service = await serve()
    program, hasty = await new_program(service), await new_program(service, quota=1)
    ask = program.caller.post
    openai_error(await ask(MODERATIONS, {"input": "x"}), 401, "invalid_request_error", None)
    wrong = await ask(MODERATIONS, {"input": "x"}, headers={"Authorization": "Bearer sk-x"})
    openai_error(wrong, 401, "invalid_request_error", "invalid_api_key")
    for body in ({}, {"input": 5}, {"input": [""]}, {"input": [{"type": "sound"}]}, {"input": ["a", 5]}):
        openai_error(await ask(MODERATIONS, body, headers=bearer(program)), 400, "invalid_request_error", None)
    openai_error(await program.caller.get(MODERATIONS), 405, "invalid_request_error", None)
    assert (await ask(MODERATIONS, {"input": "x"}, headers=bearer(hasty))).status == 200
    spent = await ask(MODERATIONS, {"input": "x"}, headers=bearer(hasty))
    openai_error(spent, 429, "requests", "rate_limit_exceeded")
    assert "Retry-After" in spent.headers
    away = await new_program(await serve(scorer=NoScorer()))
    openai_error(await away.caller.post(MODERATIONS, {"input": "x"}, headers=bearer(away)), 503, "server_error", None)


class SpamScorer(OneModel):
    """Cheap pills are spam."""

    async def score(self, text: str, _deadline_s: float, **_: Any) -> Scoring:
        spans: tuple[Span, ...] = ()
        score = 0.999 if "cheapest" in text else 0.9 if "pills" in text else 0.1
        return Scoring({"SPAM": score, "TOXICITY": 0.1}, spans, "spam-1")


class Blog:
    """A blog whose plugin was given our address."""

    def __init__(self, program: Program) -> None:
        self._program = program

    async def asks(self, verb: str, **fields: str) -> Answer:
        caller = self._program.caller
        form = URL.build(query={"api_key": self._program.key, **FORM, **fields}).raw_query_string
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return await caller.post(f"/1.1/{verb}", data=form.encode(), headers=headers)


async def test_a_blog_has_its_comments_checked(serve: Serve, new_program: NewProgram) -> None:
    blog = Blog(await new_program(await serve(scorer=SpamScorer())))
    assert (await blog.asks("verify-key")).body == b"valid"
    said = {
        "Good game.": (b"false", None),
        "Buy pills from my shop": (b"true", None),
        "Buy the cheapest pills": (b"true", "discard"),
        "": (b"false", None),
    }
    for text, (word, tip) in said.items():
        answer = await blog.asks("comment-check", comment_content=text)
        assert (answer.status, answer.body, answer.headers.get("X-akismet-pro-tip")) == (200, word, tip)
        assert answer.headers["X-akismet-guid"]
    assert (await blog.asks("comment-check", comment_author="viagra-test-123", comment_content="x")).body == b"true"
    mail = "akismet-guaranteed-spam@example.com"
    assert (await blog.asks("comment-check", comment_author_email=mail, comment_content="x")).body == b"true"
    admin = await blog.asks("comment-check", user_role="administrator", comment_content="cheapest pills")
    assert admin.body == b"false"
    for verb in ("submit-spam", "submit-ham"):
        told = await blog.asks(verb, comment_content="Buy pills from my shop")
        assert told.body == b"Thanks for making the web a better place."


async def test_what_is_wrong_with_a_form_is_said_in_a_header(serve: Serve, new_program: NewProgram) -> None:
    program = await new_program(await serve())
    blog = Blog(program)
    stranger = await blog.asks("verify-key", api_key="nobody")
    nowhere = await blog.asks("comment-check", blog="", comment_content="x")
    for answer in (stranger, nowhere):
        assert (answer.status, answer.body) == (200, b"invalid")
        assert answer.headers["X-akismet-debug-help"]
    assert nowhere.headers["X-akismet-debug-help"] == 'Empty "blog" value'
    assert (await program.caller.get("/1.1/verify-key")).status == 405
    away = Blog(await new_program(await serve(scorer=NoScorer())))
    unanswered = await away.asks("comment-check", comment_content="Good game.")
    assert (unanswered.status, unanswered.body) == (503, b"invalid")


async def test_spam_without_a_model_that_tells_it_is_no_answer(service: Service, new_program: NewProgram) -> None:
    if "SPAM" in await service.house.analysis.offered("default", "en"):
        return
    answer = await Blog(await new_program(service)).asks("comment-check", comment_content="Buy pills.")
    assert (answer.status, answer.body) == (200, b"invalid")

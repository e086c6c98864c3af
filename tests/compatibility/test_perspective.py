"""What Perspective answered, held field by field."""

from io import BytesIO
from typing import Any

import pytest
from compatibility.conftest import NewProgram, Program
from people import Answer
from service_client import Serve, Service
from valkey_nodes import ValkeyNode

from moderation.cli.opening import NoScorer

ERROR = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
RPC = "type.googleapis.com/google.rpc"
ANALYZE = "/v1alpha1/comments:analyze"
FINE = {"comment": {"text": "Good game."}, "requestedAttributes": {"TOXICITY": {}}}


def told(answer: Answer, status: int, word: str, message: str, *details: Any) -> None:
    """Exactly this error, as Google's interfaces write it."""
    error: dict[str, Any] = {"code": status, "message": message, "status": word}
    if details:
        error["details"] = list(details)
    assert answer.document == {"error": error}
    assert answer.status == status
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Request-ID"]


async def test_an_attribute_has_a_summary_and_a_span_of_the_whole_text(program: Program) -> None:
    text = "You are wrong. You total fool!"

    document = (await program.analyzes(text, "TOXICITY", "INSULT", clientToken="comment-17")).document

    assert document.keys() == {"attributeScores", "languages", "clientToken"}
    assert (document["languages"], document["clientToken"]) == (["en"], "comment-17")
    assert list(document["attributeScores"]) == ["TOXICITY", "INSULT"]
    for scores in document["attributeScores"].values():
        summary = scores["summaryScore"]
        assert summary["type"] == "PROBABILITY"
        assert 0.5 < summary["value"] < 1
        assert scores["spanScores"] == [{"begin": 0, "end": len(text), "score": summary}]


async def test_span_annotations_score_each_sentence(program: Program) -> None:
    text = "Thank you for this article. You total fool!"

    document = (await program.analyzes(text, spanAnnotations=True)).document

    spans = document["attributeScores"]["TOXICITY"]["spanScores"]
    assert [text[span["begin"] : span["end"]] for span in spans] == ["Thank you for this article.", "You total fool!"]
    kind, rude = (span["score"]["value"] for span in spans)
    assert kind < 0.3
    assert rude > 0.5


async def test_spans_count_characters_or_utf16_where_asked(program: Program) -> None:
    text = "😀😀 is what I say. You total fool!"
    asked = {"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}, "spanAnnotations": True}

    plain = (await program.sends(asked)).document["attributeScores"]["TOXICITY"]["spanScores"]
    utf16 = (await program.sends(asked, f"{ANALYZE}?spanUnits=utf16&x=")).status
    counted = await program.caller.post(f"{ANALYZE}?key={program.key}&spanUnits=utf16", asked)

    assert plain[-1]["end"] == len(text)
    assert counted.document["attributeScores"]["TOXICITY"]["spanScores"][-1]["end"] == len(text) + 2
    assert utf16 == 400


async def test_a_threshold_leaves_out_what_is_below(program: Program) -> None:
    wanted = {"TOXICITY": {"scoreType": "PROBABILITY", "scoreThreshold": 0.5}, "THREAT": {"scoreThreshold": "0.99"}}
    answer = await program.analyzes("Thank you. You total fool!", requestedAttributes=wanted, spanAnnotations=True)
    scores = answer.document["attributeScores"]
    assert scores.keys() == {"TOXICITY"}
    assert all(span["score"]["value"] >= 0.5 for span in scores["TOXICITY"]["spanScores"])
    assert scores["TOXICITY"]["spanScores"]


async def test_the_language_is_detected_where_none_is_said(program: Program) -> None:
    document = (await program.analyzes("What a well written article this is.", languages=[])).document
    assert (document["languages"], document["detectedLanguages"]) == (["en"], ["en"])
    assert (await program.analyzes(languages=["en-US"])).document["languages"] == ["en-US"]


async def test_an_attribute_is_known_by_its_other_names_and_answers_to_the_one_that_was_used(program: Program) -> None:
    pairs = {"OBSCENE": "PROFANITY", "TOXICITY_EXPERIMENTAL": "TOXICITY", "TOXICITY@6": "TOXICITY"}
    scores = (await program.analyzes("You stupid fool!", *pairs, *pairs.values())).document["attributeScores"]
    for asked, name in pairs.items():
        assert scores[asked] == scores[name]


async def test_context_session_and_community_are_accepted_and_change_nothing(program: Program) -> None:
    context = {"entries": [{"text": "An article.", "type": "PLAIN_TEXT"}]}
    more = {"context": context, "sessionId": "s", "communityId": "c", "doNotStore": True}
    assert (await program.analyzes(**more)).document == (await program.analyzes()).document
    snake = {"comment": {"text": "Good game."}, "requested_attributes": {"TOXICITY": {"score_threshold": None}}}
    assert (await program.sends(snake)).status == 200


@pytest.mark.parametrize(
    ("changed", "kind", "message"),
    [
        ({"comment": {"text": ""}}, "COMMENT_EMPTY", "Comment must be non-empty."),
        ({"comment": {"text": " \n"}}, "COMMENT_EMPTY", "Comment must be non-empty."),
        ({"comment": None}, "COMMENT_EMPTY", "Comment must be non-empty."),
        ({"comment": {"text": "a" * 20_481}}, "COMMENT_TOO_LONG", "Comment text too long."),
        ({"comment": {"text": "é" * 10_241}}, "COMMENT_TOO_LONG", "Comment text too long."),
        ({"requestedAttributes": {}}, "NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes"),
        ({"requestedAttributes": {"FLIRTATION": {}}}, "INVALID_REQUEST", "Unknown requested attribute: FLIRTATION"),
        (
            {"requestedAttributes": {"LIKELY_TO_REJECT": {}}},
            "INVALID_REQUEST",
            "Unknown requested attribute: LIKELY_TO_REJECT",
        ),
        (
            {"requestedAttributes": {"TOXICITY": {"scoreType": "STD_DEV_SCORE"}}},
            "INVALID_REQUEST",
            "Requested score type STD_DEV_SCORE is not supported by attribute TOXICITY",
        ),
        (
            {"comment": {"text": "<b>x</b>", "type": "HTML"}},
            "INVALID_REQUEST",
            "Currently, only 'PLAIN_TEXT' comments are supported",
        ),
        ({"comment": {"text": "x", "type": "WIKITEXT"}}, "INVALID_REQUEST", "Unknown text type"),
        (
            {"context": {"entries": [{"text": "a"}], "articleAndParentComment": {"article": {"text": "b"}}}},
            "INVALID_REQUEST",
            "Context can have either entries or article_and_parent_comment, but both fields were populated.",
        ),
        ({"comment": {"text": "12 + 3 = 15"}}, "LANGUAGE_DETECTION_FAILED", "Unable to detect language"),
    ],
)
async def test_each_mistake_is_told_by_its_name(program: Program, changed: Any, kind: str, message: str) -> None:
    answer = await program.sends(FINE | changed)
    told(answer, 400, "INVALID_ARGUMENT", message, {"@type": ERROR, "errorType": kind})


async def test_the_longest_text_is_scored(program: Program) -> None:
    assert (await program.analyzes("so long " * 2560)).status == 200


async def test_a_language_that_is_not_read_is_told_with_the_attribute(program: Program) -> None:
    detail = {
        "@type": ERROR,
        "errorType": "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        "languageNotSupportedByAttributeError": {
            "detectedLanguages": ["om"],
            "requestedLanguages": ["om"],
            "attribute": "INSULT",
        },
    }
    message = "Attribute INSULT does not support request languages: om"
    asked = FINE | {"requestedAttributes": {"INSULT": {}}, "languages": ["om"]}
    told(await program.sends(asked), 400, "INVALID_ARGUMENT", message, detail)
    dropped = await program.sends(asked | {"dropUnsupportedAttributes": True})
    assert (dropped.status, dropped.document["attributeScores"]) == (200, {})


@pytest.mark.parametrize(
    ("changed", "violations"),
    [
        ({"foo": 1}, [(None, 'Invalid JSON payload received. Unknown name "foo": Cannot find field.')]),
        (
            {"comment": {"text": "x", "lang": "en"}},
            [("comment", "Invalid JSON payload received. Unknown name \"lang\" at 'comment': Cannot find field.")],
        ),
        (
            {"requestedAttributes": {"TOXICITY": {"min": 1}}},
            [
                (
                    "requested_attributes[0].value",
                    "Invalid JSON payload received. Unknown name \"min\" at 'requested_attributes[0].value': "
                    "Cannot find field.",
                )
            ],
        ),
        (
            {"comment": {"text": 5}, "doNotStore": "yes"},
            [
                ("comment.text", "Invalid value at 'comment.text' (TYPE_STRING), 5"),
                ("do_not_store", "Invalid value at 'do_not_store' (TYPE_BOOL), \"yes\""),
            ],
        ),
        (
            {"requestedAttributes": {"TOXICITY": {"scoreThreshold": True}}},
            [
                (
                    "requested_attributes[0].value.score_threshold",
                    "Invalid value at 'requested_attributes[0].value.score_threshold' (TYPE_FLOAT), true",
                )
            ],
        ),
        ({"languages": ["en", 7]}, [("languages[1]", "Invalid value at 'languages[1]' (TYPE_STRING), 7")]),
        ({"requestedAttributes": []}, [("requested_attributes", "Invalid value at 'requested_attributes' (Map), []")]),
        (
            {"comment": "x"},
            [
                (
                    "comment",
                    "Invalid value at 'comment' (type.googleapis.com/google.commentanalyzer.v1alpha1.TextEntry), \"x\"",
                )
            ],
        ),
    ],
)
async def test_each_wrong_field_is_told_with_its_place(program: Program, changed: Any, violations: Any) -> None:
    answer = await program.sends(FINE | changed)
    listed = [{**({"field": path} if path else {}), "description": said} for path, said in violations]
    message = "\n".join(said for _, said in violations)
    bad = {"@type": f"{RPC}.BadRequest", "fieldViolations": listed}
    told(answer, 400, "INVALID_ARGUMENT", message, bad)


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff", b"[" * 100_000, b'{"comment": {"text": "\\ud800"}'])
async def test_what_is_no_message_is_told_as_such(program: Program, body: bytes) -> None:
    answer = await program.sends(data=body)
    assert answer.status == 400
    error = answer.document["error"]
    assert error["message"].startswith("Invalid JSON payload received. ")
    assert error["details"] == [{"@type": f"{RPC}.BadRequest", "fieldViolations": [{"description": error["message"]}]}]


async def test_half_a_surrogate_pair_and_a_nul_are_read_as_what_they_stand_for(program: Program) -> None:
    body = b'{"comment": {"text": "You total fool! \\ud83d"}, "requestedAttributes": {"TOXICITY": {}}}'
    cut = await program.sends(data=body)
    assert cut.document["attributeScores"]["TOXICITY"]["spanScores"][0]["end"] == 17
    assert (await program.analyzes("You total\x00 fool!")).status == 200
    as_form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await program.sends(data=body, headers=as_form)).status == 200


async def test_a_body_beyond_all_measure_is_refused(program: Program) -> None:
    answer = await program.sends(data=BytesIO(b"x" * (5 << 20)))
    assert answer.document["error"].keys() == {"code", "message", "status"}
    assert (answer.status, answer.document["error"]["status"]) == (413, "INVALID_ARGUMENT")


async def test_without_a_key_with_a_wrong_one_and_with_one_of_another_role(
    service: Service, program: Program, new_program: NewProgram
) -> None:
    nobody = await program.caller.post(ANALYZE, FINE)
    unregistered = (
        "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or "
        "other form of API consumer identity to call this API."
    )
    told(nobody, 403, "PERMISSION_DENIED", unregistered)
    wrong = await program.caller.post(f"{ANALYZE}?key=AIzaSyNobody", FINE)
    sentence = "API key not valid. Please pass a valid API key."
    about = {"service": "commentanalyzer.googleapis.com"}
    told(
        wrong,
        400,
        "INVALID_ARGUMENT",
        sentence,
        {"@type": f"{RPC}.ErrorInfo", "reason": "API_KEY_INVALID", "domain": "googleapis.com", "metadata": about},
        {"@type": f"{RPC}.LocalizedMessage", "locale": "en-US", "message": sentence},
    )
    moderator = await (await new_program(service, role="moderator")).analyzes()
    told(moderator, 403, "PERMISSION_DENIED", "A token of role moderator may not do this.")


async def test_the_key_travels_in_any_of_three_ways_and_is_of_any_site(
    service: Service, new_program: NewProgram
) -> None:
    await service.new_site("paper")
    theirs = await new_program(service, site="paper")
    for headers in ({"x-goog-api-key": theirs.key}, {"Authorization": f"Bearer {theirs.key}"}):
        assert (await theirs.caller.post(ANALYZE, FINE, headers=headers)).status == 200
    assert (await theirs.analyzes()).status == 200
    elsewhere = await theirs.caller.post(f"{ANALYZE}?key={theirs.key}&site=default", FINE)
    told(elsewhere, 403, "PERMISSION_DENIED", "This key belongs to another site.")


async def test_a_key_that_is_revoked_is_out_at_once(service: Service, program: Program) -> None:
    assert (await program.analyzes()).status == 200
    [token] = await service.house.tokens.all("default")
    await service.house.tokens.revoke("default", token["id"], "operator")
    assert (await program.analyzes()).status == 400


async def test_a_spent_quota_is_told_with_when_to_come_back(service: Service, new_program: NewProgram) -> None:
    hasty, patient = await new_program(service, quota=2), await new_program(service)
    assert [(await hasty.analyzes()).status for _ in range(2)] == [200, 200]
    answer = await hasty.analyzes()
    error = answer.document["error"]
    assert (answer.status, error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert error["message"].startswith("Quota exceeded for quota metric 'Analysis requests (AnalyzeComment)'")
    assert error["details"][0]["reason"] == "RATE_LIMIT_EXCEEDED"
    assert error["details"][0]["metadata"]["quota_limit_value"] == "2"
    assert 1 <= int(answer.headers["Retry-After"]) <= 30
    assert (await patient.analyzes()).status == 200


async def test_a_wrong_method_is_told_in_the_same_words(program: Program) -> None:
    answer = await program.caller.get(f"{ANALYZE}?key={program.key}")
    told(answer, 405, "UNIMPLEMENTED", "Method Not Allowed.")
    assert answer.headers["Allow"] == "OPTIONS, POST"


async def test_while_the_classifier_is_away_the_answer_is_unavailable(serve: Serve, new_program: NewProgram) -> None:
    service = await serve(scorer=NoScorer())
    answer = await (await new_program(service)).analyzes()
    told(answer, 503, "UNAVAILABLE", "The service is currently unavailable.")
    assert answer.headers["Retry-After"] == "1"


async def test_while_storage_is_away_known_keys_go_on_scoring(
    serve: Serve, new_program: NewProgram, plain_valkey: ValkeyNode
) -> None:
    service = await serve(redis_url=plain_valkey.url, storage_timeout_ms=300)
    known = await new_program(service, quota=1000)
    assert (await known.analyzes()).status == 200
    plain_valkey.kill()
    assert (await known.analyzes()).status == 200
    stranger = await known.caller.post(f"{ANALYZE}?key=mod_never_seen", FINE)
    told(stranger, 503, "UNAVAILABLE", "The service is currently unavailable.")


async def test_any_web_page_with_a_key_may_ask(program: Program) -> None:
    page = {"Origin": "https://news.example"}
    asked = page | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-goog-api-client"}
    before = await program.caller.call("OPTIONS", ANALYZE, headers=asked)
    assert (before.status, before.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert before.headers["Access-Control-Allow-Headers"] == "x-goog-api-client"
    for answer in (await program.sends(FINE, headers=page), await program.sends({}, headers=page)):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


async def test_it_is_served_below_a_path_as_well(serve: Serve, new_program: NewProgram) -> None:
    service = await serve(perspective_prefix="/perspective")
    program = await new_program(service)
    assert (await program.sends(FINE, f"/perspective{ANALYZE}")).status == 200
    assert (await program.sends(FINE, "/perspective/v1alpha1/comments%3Aanalyze")).status == 200
    found = await program.caller.get("/perspective/$discovery/rest?version=v1alpha1")
    assert found.document["rootUrl"] == f"{service.url}/perspective/"
    assert (await program.caller.get("/$discovery/rest?version=v2")).status == 404

"""Requests that no honest page sends: each is refused with an exact answer, and nothing is stored."""

import gzip
from collections.abc import AsyncIterator

import orjson
import pytest
from service_client import Service

COMMENTS = "/v1/articles/news/comments"
GUEST = {"name": "Ann"}


async def _nothing_was_stored(service: Service) -> None:
    assert await service.reader().count() == 0
    max_ = await service.moderator()
    assert set((await max_.queue_lengths()).values()) == {0}
    assert not await max_.audit("post")


async def _pieces(size: int, number: int) -> AsyncIterator[bytes]:
    for _ in range(number):
        yield b"x" * size


async def test_a_body_announced_as_too_large(service: Service) -> None:
    answer = await service.guest().post(COMMENTS, data=b'{"body": "' + b"x" * 70_000 + b'"}')

    assert answer.problem(413, "too-large")["detail"] == "The body may have at most 65536 bytes."
    await _nothing_was_stored(service)


async def test_a_body_that_grows_too_large_in_pieces(service: Service) -> None:
    answer = await service.guest().post(COMMENTS, data=_pieces(10_000, 10))

    assert answer.problem(413, "too-large")["detail"] == "The body may have at most 65536 bytes."
    await _nothing_was_stored(service)


async def test_a_moderators_body_may_be_larger_but_not_endless(service: Service) -> None:
    max_ = await service.moderator()

    large = await max_.post("/v1/moderation/decisions", data=_pieces(70_000, 1))
    endless = await max_.post("/v1/moderation/decisions", data=_pieces(100_000, 12))

    assert large.problem(400, "malformed")["detail"].startswith("The body is not JSON: ")
    assert endless.problem(413, "too-large")["detail"] == "The body may have at most 1048576 bytes."


async def test_a_body_that_explodes_when_it_is_unpacked(service: Service) -> None:
    packed = gzip.compress(b'{"body": "' + b"x" * 10_000_000 + b'"}')
    assert len(packed) < 65_536

    answer = await service.guest().post(COMMENTS, data=packed, headers={"Content-Encoding": "gzip"})

    assert answer.problem(413, "too-large")["detail"] == "The body may have at most 65536 bytes."
    await _nothing_was_stored(service)


async def test_a_body_that_is_no_json_of_ours(service: Service, subtests: pytest.Subtests) -> None:
    for body, detail in (
        (b"", "The body is not JSON: "),
        (b"nonsense", "The body is not JSON: "),
        (b'{"body": "half', "The body is not JSON: "),
        (b'{"body": "\xff\xfe"}', "The body is not JSON: "),
        (b'{"body": "\xed\xa0\x80"}', "The body is not JSON: "),
        ('{"body": "hello"}'.encode("utf-16"), "The body is not JSON: "),
        (b'\xef\xbb\xbf{"body": "hello"}', "The body is not JSON: "),
        (b'{"body": "a\x00b"}', "The body is not JSON: "),
        (b'{"body": NaN}', "The body is not JSON: "),
        (b'{"body": "hello"} {"body": "again"}', "The body is not JSON: "),
        (b"[" * 30_000 + b"]" * 30_000, "The body is not JSON: "),
        (b'{"body": ' + b"[" * 100 + b"]" * 100 + b"}", "The body is nested more than 64 levels deep."),
        (b'{"a": ' * 100 + b"1" + b"}" * 100, "The body is nested more than 64 levels deep."),
    ):
        with subtests.test(body=body):
            answer = await service.guest().post(COMMENTS, data=body)

            assert answer.problem(400, "malformed")["detail"].startswith(detail)
    await _nothing_was_stored(service)


async def test_a_body_that_is_no_object(service: Service, subtests: pytest.Subtests) -> None:
    for body in (
        b"[]",
        b"null",
        b'"text"',
        b"17",
        b'[{"body": "hello"}]',
    ):
        with subtests.test(body=body):
            answer = await service.guest().post(COMMENTS, data=body)

            assert answer.problem(422, "invalid")["errors"] == {"": ["Must be a JSON object."]}


async def test_a_body_of_another_kind(service: Service, subtests: pytest.Subtests) -> None:
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/json; charset=utf-16",
        "application/json; charset=latin-1",
        "application/jsonp",
        "nonsense",
    ):
        with subtests.test(kind=kind):
            body = orjson.dumps({"body": "Good game.", "author": GUEST})

            answer = await service.guest().post(COMMENTS, data=body, headers={"Content-Type": kind})

            assert answer.problem(415, "unsupported-media-type")["detail"] == "Send application/json in UTF-8."
    await _nothing_was_stored(service)


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF8"]
)
async def test_a_body_of_the_right_kind(service: Service, kind: str) -> None:
    body = orjson.dumps({"body": "Good game.", "author": GUEST})

    assert (await service.guest().post(COMMENTS, data=body, headers={"Content-Type": kind})).status == 201


NOT_TEXT = "Must be Unicode text: it contains half of a surrogate pair."
NUL = "Must not contain a NUL character."


async def test_a_body_with_the_wrong_things_in_it(service: Service, subtests: pytest.Subtests) -> None:
    for body, errors in (
        (b'{"body": "a\\ud800b", "author": {"name": "Ann"}}', {"body": [NOT_TEXT]}),
        (b'{"body": "a\\udc00b", "author": {"name": "Ann"}}', {"body": [NOT_TEXT]}),
        (b'{"body": "a\\udc00\\ud800b", "author": {"name": "Ann"}}', {"body": [NOT_TEXT]}),
        (b'{"body": "hello", "author": {"name": "A\\ud800"}}', {"": [NOT_TEXT]}),
        (b'{"body": "a\\u0000b", "author": {"name": "Ann"}}', {"body": [NUL]}),
        (b'{"body": "hello", "author": {"name": "A\\u0000n"}}', {"author.name": [NUL]}),
        (b'{"body": "hello", "author": {"name": "Ann"}, "colour": 1}', {"colour": ["Unknown field."]}),
        (b'{"body": "hello", "author": {"name": "Ann", "id": "x"}}', {"author.id": ["Unknown field."]}),
        (b'{"body": "hello", "author": {"name": "Ann"}, "status": "approved"}', {"status": ["Unknown field."]}),
        (b'{"author": {"name": "Ann"}}', {"body": ["Missing data for required field."]}),
        (b'{"body": null, "author": {"name": "Ann"}}', {"body": ["Field may not be null."]}),
        (b'{"body": 17, "author": {"name": "Ann"}}', {"body": ["Not a valid string."]}),
        (b'{"body": ["hello"], "author": {"name": "Ann"}}', {"body": ["Not a valid string."]}),
        (b'{"body": "hello", "author": "Ann"}', {"author._schema": ["Invalid input type."]}),
        (b'{"body": "hello", "author": {"name": "Ann"}, "nudge": "yes"}', {"nudge": ["Must be true or false."]}),
        (b'{"body": "hello", "author": {"name": "Ann"}, "nudge": 1}', {"nudge": ["Must be true or false."]}),
        (b'{"body": "hello", "author": {"name": "Ann"}, "parent_id": 17}', {"parent_id": ["Not a valid string."]}),
    ):
        with subtests.test(body=body):
            answer = await service.guest().post(COMMENTS, data=body)

            assert answer.problem(422, "invalid")["errors"] == errors
    await _nothing_was_stored(service)


async def test_an_article_at_an_address_no_page_has(service: Service, subtests: pytest.Subtests) -> None:
    for url in (
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://a b",
        'https://a"b',
        "ftp://a.example",
    ):
        with subtests.test(url=url):
            answer = await service.guest().tries_to_say("Good game.", article={"url": url})

            assert answer.problem(422, "invalid")["errors"] == {"article.url": ["Must be an http or https address."]}


NO_PARENT = "There is no comment here that could be replied to with this id."


async def test_a_reply_to_nothing(service: Service, subtests: pytest.Subtests) -> None:
    for parent in (
        "nonsense",
        "019400f0-0000-7000-8000-000000000000",
        "019400f0-0000-4000-8000-000000000000",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-7fff-bfff-ffffffffffff",
        "../../etc/passwd",
        "019400F0-0000-7000-8000-000000000000",
        "𝟎19400f0-0000-7000-8000-000000000000",
    ):
        with subtests.test(parent=parent):
            answer = await service.guest().tries_to_say("Good game.", under=parent)

            assert answer.problem(422, "invalid")["errors"] == {"parent_id": [NO_PARENT]}
    await _nothing_was_stored(service)


async def test_a_reply_to_a_comment_of_another_article(service: Service) -> None:
    elsewhere = await service.guest("Ann").says("Good game.", "sport")

    answer = await service.guest("Ben").tries_to_say("It was.", "news", under=elsewhere)

    assert answer.problem(422, "invalid")["errors"] == {"parent_id": [NO_PARENT]}
    assert await service.reader().count("sport") == 1


async def test_a_conversation_as_deep_as_it_can_get(service: Service) -> None:
    ann, reader = service.guest("Ann"), service.reader()
    await (await service.admin()).sets_policy(comments_per_minute=0)
    above = await ann.says("Remark number 0.")
    for depth in range(1, 101):
        above = await ann.says(f"Remark number {depth}.", under=above)
        assert above.comment["depth"] == depth

    refused = await ann.tries_to_say("One too many.", under=above)

    sentence = "This conversation is as deep as it can get; reply to an earlier comment of it."
    assert refused.problem(422, "invalid")["errors"] == {"parent_id": [sentence]}
    assert await reader.count() == 101
    assert len((await reader.get(f"/v1/comments/{above.id}")).document["ancestors"]) == 100


async def test_more_decisions_than_one_request_may_have(service: Service) -> None:
    max_ = await service.moderator()
    row = {"comment_id": "019400f0-0000-7000-8000-000000000000", "action": "reject"}

    most = await max_.post("/v1/moderation/decisions", {"decisions": [row] * 500})
    too_many = await max_.post("/v1/moderation/decisions", {"decisions": [row] * 501})
    none = await max_.post("/v1/moderation/decisions", {"decisions": []})

    assert most.status == 200
    assert len(most.document["results"]) == 500
    for refused in (too_many, none):
        assert refused.problem(422, "invalid")["errors"] == {"decisions": ["Length must be between 1 and 500."]}
    assert not await max_.audit("reject")


async def test_a_decision_that_says_too_little_or_too_much(service: Service, subtests: pytest.Subtests) -> None:
    for row, field in (
        ({"action": "reject"}, "comment_id"),
        ({"comment_id": "x"}, "action"),
        ({"comment_id": "x", "action": "destroy"}, "action"),
        ({"comment_id": "x", "action": "reject", "expected_version": -1}, "expected_version"),
        ({"comment_id": "x", "action": "reject", "expected_version": 2**60}, "expected_version"),
        ({"comment_id": "x", "action": "reject", "expected_version": "1"}, "expected_version"),
        ({"comment_id": "x", "action": "reject", "expected_version": 1.5}, "expected_version"),
        ({"comment_id": "x", "action": "reject", "note": "n" * 2001}, "note"),
        ({"comment_id": "x", "action": "reject", "moderator": "Mia"}, "moderator"),
    ):
        with subtests.test(row=row):
            answer = await (await service.moderator()).post("/v1/moderation/decisions", {"decisions": [row]})

            assert list(answer.problem(422, "invalid")["errors"]) == [f"decisions.0.{field}"]


async def test_an_idempotency_key_that_is_none(service: Service, subtests: pytest.Subtests) -> None:
    for key in (
        "",
        " ",
        "a b",
        "ä",
        "x" * 256,
        "a\tb",
    ):
        with subtests.test(key=key):
            answer = await service.guest("Ann").tries_to_say("Good game.", key=key)

            assert (
                answer.problem(400, "malformed")["detail"]
                == "Idempotency-Key must be 1 to 255 visible ASCII characters."
            )
    await _nothing_was_stored(service)

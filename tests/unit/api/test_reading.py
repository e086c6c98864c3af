"""What is wrong with a request is said exactly, and never guessed around."""

import pytest
from aiohttp import StreamReader
from aiohttp.test_utils import make_mocked_request
from marshmallow import Schema, fields

from moderation.api.reading import UnsupportedMediaType, decode, load, load_query, parse_json, parse_query, segment
from moderation.api.schemas.comment import WriteComment
from moderation.domain.errors import Invalid, Malformed


def _request(content_type: str = "application/json") -> object:
    return make_mocked_request("POST", "/", headers={"Content-Type": content_type}, payload=StreamReader)


def _parsed(body: bytes, content_type: str = "application/json") -> dict[str, object]:
    return parse_json(_request(content_type), body)


@pytest.mark.parametrize("raw", ["%", "%4", "%ZZ", "a%2", "%u0041"])
def test_a_broken_percent_sign_is_malformed(raw: str) -> None:
    with pytest.raises(Malformed, match="percent"):
        decode(raw, "path")


@pytest.mark.parametrize("raw", ["%FF", "%C3%28", "%ED%A0%80", "\udcff"])
def test_what_is_not_utf8_is_malformed(raw: str) -> None:
    with pytest.raises(Malformed, match="UTF-8"):
        decode(raw, "path")


def test_an_encoded_slash_belongs_to_the_article() -> None:
    path = "/v1/articles/https%3A%2F%2Fexample.org%2F2026%2Fa%20b%2525/comments"
    assert segment(path, 3, "article") == "https://example.org/2026/a b%25"


@pytest.mark.parametrize("name", ["a" * 513, "a%00b"])
def test_an_article_that_is_too_long_or_has_a_nul_is_invalid(name: str) -> None:
    with pytest.raises(Invalid):
        segment(f"/v1/articles/{name}/comments", 3, "article")


def test_an_article_may_have_512_characters_of_any_script() -> None:
    assert segment("/v1/articles/" + "%E2%82%AC" * 512 + "/comments", 3, "article") == "€" * 512


def test_a_query_is_read_as_forms_encode_it() -> None:
    assert parse_query("a=1&a=2&b=x+y%26z&&c") == [("a", "1"), ("a", "2"), ("b", "x y&z"), ("c", "")]


class _Asked(Schema):
    one = fields.Integer()
    many = fields.List(fields.String())


def test_only_a_list_may_be_given_more_than_once() -> None:
    assert load_query(_Asked(), parse_query("many=a&many=b&one=1&site=x")) == {"many": ["a", "b"], "one": 1}
    with pytest.raises(Invalid, match="more than once"):
        load_query(_Asked(), parse_query("one=1&one=2"))


def test_an_unknown_parameter_is_invalid() -> None:
    with pytest.raises(Invalid) as refusal:
        load_query(_Asked(), parse_query("two=2"))
    assert refusal.value.errors == {"two": ["Unknown field."]}


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", "x"]
)
def test_another_media_type_is_unsupported(content_type: str) -> None:
    with pytest.raises(UnsupportedMediaType):
        _parsed(b"{}", content_type)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a':1}",
        b"\xff",
        b'{"a":"\xff"}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":NaN}',
        b"\xef\xbb\xbf{}",
        b'{"a":1}x',
    ],
)
def test_what_is_not_json_in_utf8_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        _parsed(body)


@pytest.mark.parametrize("depth", [65, 1000, 100_000])
@pytest.mark.parametrize("shape", [(b"[", b"]"), (b'{"a":', b"}")])
def test_deep_nesting_is_malformed(depth: int, shape: tuple[bytes, bytes]) -> None:
    with pytest.raises(Malformed):
        _parsed(b'{"x":' + shape[0] * depth + b"1" + shape[1] * depth + b"}")


@pytest.mark.parametrize("body", [b"[]", b'"a"', b"1", b"null", b"true"])
def test_a_body_that_is_no_object_is_invalid(body: bytes) -> None:
    with pytest.raises(Invalid, match="object"):
        _parsed(body)


def test_half_a_surrogate_pair_is_invalid_and_its_field_is_named() -> None:
    with pytest.raises(Invalid) as refusal:
        _parsed(b'{"body":"\\ud800","other":"fine"}')
    assert list(refusal.value.errors) == ["body"]


def test_the_last_of_two_equal_keys_counts() -> None:
    assert _parsed(b'{"a":1,"a":2}') == {"a": 2}


def test_fields_of_nested_objects_are_named_with_dots() -> None:
    with pytest.raises(Invalid) as refusal:
        load(WriteComment(), {"body": "x", "author": {"name": "", "age": 3}, "nudge": 1})
    assert set(refusal.value.errors) == {"author.name", "author.age", "nudge"}


@pytest.mark.parametrize("name", ["\x00", "a\x00b"])
def test_nul_in_a_string_is_invalid(name: str) -> None:
    assert "NUL" in str(WriteComment().validate({"body": name}))

"""The kinds that are read off sentences about fields, from the schemas' own sentences as they are worded today."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest
from marshmallow import Schema, fields, validate

from moderation.api.causes import CODES, causes_of
from moderation.api.reading import load
from moderation.api.schemas.texts import Prose, Text, WebAddress
from moderation.domain.errors import Invalid
from moderation.outbound.guard import Guard
from moderation.services.counterparts import check_address
from moderation.services.policies import changed_document
from moderation.services.values import Number, Whole


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("field", "value", "cause"),
    [
        (lambda: Text(most=5), None, {"code": "required"}),
        (lambda: Prose(most=5), " ", {"code": "blank"}),
        (lambda: fields.String(validate=validate.Length(min=2)), "a", {"code": "too_short", "least": 2}),
        (lambda: fields.String(validate=validate.Length(max=2)), "abc", {"code": "too_long", "most": 2}),
        (lambda: Text(least=2, most=5), "a", {"code": "wrong_length", "least": 2, "most": 5}),
        (Number, "1", {"code": "no_number"}),
        (Whole, 1.5, {"code": "no_whole_number"}),
        (lambda: Whole(validate=validate.Range(min=-3)), -4, {"code": "too_small", "least": -3}),
        (lambda: Number(validate=validate.Range(max=0.5)), 0.6, {"code": "too_large", "most": 0.5}),
        (lambda: Number(validate=validate.Range(0, 1)), 1.5, {"code": "out_of_range", "least": 0, "most": 1}),
        (lambda: fields.Enum(Colour, by_value=True), "blue", {"code": "no_choice"}),
        (lambda: fields.String(validate=validate.OneOf(["a. b", "c"])), "d", {"code": "no_choice"}),
        (lambda: fields.String(validate=validate.Regexp("a+")), "b", {"code": "no_match"}),
        (WebAddress, "ftp://news.example", {"code": "no_web_address"}),
        (fields.Email, "nobody", {"code": "no_email_address"}),
    ],
)
def test_a_schemas_sentence_has_its_kind(
    field: Callable[[], fields.Field[Any]], value: object, cause: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as refused:
        load(Schema.from_dict({"one": field()})(), {"one": value})

    assert causes_of(refused.value.errors) == {"one": [cause]}
    assert cause["code"] in CODES


@pytest.mark.parametrize(
    ("changes", "causes"),
    [
        ({"languages": ["en", "klingon"]}, {"languages.1": [{"code": "no_language"}]}),
        ({"word_lists": ["de", "nonsense"]}, {"word_lists.1": [{"code": "no_choice"}]}),
        ({"house_rules": ["Be\nkind."]}, {"house_rules.0": [{"code": "not_one_line"}]}),
        ({"origins": ["news.example"]}, {"origins.0": [{"code": "no_origin"}]}),
        (
            {"origins": ["https://news.example:443/a, b"]},
            {"origins.0": [{"code": "other_origin", "wanted": "https://news.example"}]},
        ),
        ({"body_min": 9, "body_max": 8}, {"body_min": [{"code": "least_over_most"}]}),
    ],
)
def test_a_policys_sentence_has_its_kind(changes: dict[str, Any], causes: dict[str, list[dict[str, object]]]) -> None:
    with pytest.raises(Invalid) as refused:
        changed_document({}, changes)
    assert causes_of(refused.value.errors) == causes


@pytest.mark.parametrize(
    ("address", "code"),
    [("ftp://news.example", "no_https_address"), ("https://ann:secret@news.example", "holds_a_password")],
)
def test_an_addresss_sentence_has_its_kind(address: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_address(Guard(()), address)
    assert causes_of(refused.value.errors) == {"url": [{"code": code}]}


def test_a_sentence_without_a_kind_stands_beside_those_with_one() -> None:
    assert causes_of({"a": ["Must be odd.", "Must be a number."], "b": ["Must be odd."]}) == {
        "a": [None, {"code": "no_number"}]
    }

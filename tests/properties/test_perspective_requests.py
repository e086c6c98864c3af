"""Requests that are read without their schema are read as it would read them."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from moderation.api.perspective.quick import quick
from moderation.api.schemas.perspective import AnalyzeCommentRequest

SCHEMA = AnalyzeCommentRequest()
ANYTHING = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just({}) | st.just([])
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "comment": ANYTHING | st.dictionaries(st.sampled_from(["text", "type", "x"]), ANYTHING, max_size=2),
    "requestedAttributes": ANYTHING
    | st.dictionaries(
        st.text(max_size=5), ANYTHING | st.dictionaries(st.sampled_from(["scoreType", "x"]), ANYTHING), max_size=2
    ),
    "languages": ANYTHING | st.lists(ANYTHING, max_size=2),
    **dict.fromkeys(
        ("doNotStore", "spanAnnotations", "clientToken", "sessionId", "communityId", "context", "do_not_store"),
        ANYTHING,
    ),
}
REQUESTS = st.fixed_dictionaries({}, optional=FIELDS)


@settings(database=None, max_examples=500)
@given(REQUESTS)
def test_what_is_read_quickly_is_what_the_schema_loads(document: dict[str, Any]) -> None:
    read = quick(document)
    if read is None:
        return
    try:
        assert SCHEMA.load(document) == read
    except ValidationError as why:
        raise AssertionError(f"{document} is wrong: {why.messages}") from None


def test_the_commonest_requests_are_read_quickly() -> None:
    plain = {"comment": {"text": "x"}, "requestedAttributes": {"TOXICITY": {}}, "languages": ["en"], "doNotStore": True}
    assert quick(plain) == SCHEMA.load(plain)
    assert quick(plain) is not None

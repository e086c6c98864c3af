"""Requests put together at random, by hand: whatever comes, the answer is one of ours and never our mistake."""

import string
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from people import Answer
from served import Served

LOOSE = settings(max_examples=300, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
READS = (
    "/v1/articles/news/comments",
    "/v1/counts",
    "/v1/me/comments",
    "/v1/moderation/queues/pending",
    "/v1/moderation/comments",
    "/v1/moderation/audit",
)
STREAMS = ("/v1/events/counts", "/v1/moderation/events")
NAMES = ("limit", "cursor", "sort", "parent", "replies", "article", "author", "q", "status", "from", "to", "site", "x")

# What may stand in a request line: everything visible but the fragment's sign.
TARGET_CHARACTERS = st.sampled_from([c for c in string.printable if c.isprintable() and c not in " #"])
ESCAPES = st.sampled_from(["%", "%00", "%ff", "%ed%a0%80", "%2F", "%26", "%3D", "%0d%0a", "%F0%9F%91%8D", "+", "%zz"])
VALUES = st.lists(st.one_of(TARGET_CHARACTERS, ESCAPES, st.sampled_from(["news", "-1", "9" * 30])), max_size=8).map(
    "".join
)
QUERIES = st.lists(st.tuples(st.sampled_from(NAMES) | VALUES, VALUES).map("=".join) | VALUES, max_size=4).map("&".join)

HEADER_VALUES = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=40
) | st.sampled_from(["", "*", '"', 'W/"', "0-0", "1-1.9", "bytes=0-", "default", "gzip", "Bearer mod_", "::1, ::1"])
HEADERS = st.dictionaries(
    st.sampled_from(
        (
            "Authorization",
            "X-Site",
            "X-Edit-Token",
            "Idempotency-Key",
            "If-None-Match",
            "X-Forwarded-For",
            "X-Request-ID",
            "Origin",
            "Accept",
            "Range",
            "Content-Encoding",
            "Access-Control-Request-Method",
            "Cookie",
        )
    ),
    HEADER_VALUES,
    max_size=5,
)
JSON_VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("body", "author", "parent_id", "nudge", "article", "decisions", "reason", "limit", "open", "mode", "version")
BODIES = JSON_VALUES | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=8), JSON_VALUES, max_size=5)


def is_ours(answer: Answer) -> None:
    """Not a mistake of ours, and in the form that every answer has."""
    assert answer.status < 500, answer.body
    assert answer.headers["X-Request-ID"]
    if answer.status >= 400:
        answer.problem(answer.status, answer.document["type"].removeprefix("/problems/"))


@LOOSE
@given(path=st.sampled_from(READS), query=QUERIES, signed_in=st.booleans())
@example(path=READS[0], query="sort=top&cursor=6cff3a", signed_in=False)
def test_any_query_gets_an_answer(served: Served, path: str, query: str, signed_in: bool) -> None:
    is_ours(served.ask("GET", f"{path}?{query}", {"Authorization": served.admin} if signed_in else {}))


@LOOSE
@given(path=VALUES.filter(lambda text: "?" not in text))
def test_any_path_gets_an_answer(served: Served, path: str) -> None:
    for target in (f"/{path}", f"/v1/articles/{path}/comments", f"/v1/comments/{path}"):
        is_ours(served.ask("GET", target, {}))


@LOOSE
@given(
    path=st.sampled_from(READS), method=st.sampled_from(("GET", "HEAD", "OPTIONS", "POST", "DELETE")), headers=HEADERS
)
def test_any_headers_get_an_answer(served: Served, path: str, method: str, headers: dict[str, str]) -> None:
    answer = served.ask(method, path, headers)
    if method == "HEAD":
        assert (answer.status < 500, answer.body) == (True, b"")
    else:
        is_ours(answer)


@LOOSE
@given(
    target=st.sampled_from(
        (
            ("POST", "/v1/articles/fuzzed/comments"),
            ("POST", "/v1/moderation/decisions"),
            ("POST", "/v1/moderation/queues/pending/claims"),
            ("PUT", "/v1/sites/scratch/policy"),
            ("PUT", "/v1/articles/fuzzed"),
        )
    ),
    body=BODIES,
)
def test_any_json_gets_an_answer(served: Served, target: tuple[str, str], body: Any) -> None:
    method, path = target
    headers = {"Content-Type": "application/json"}
    if "articles/fuzzed/" not in path:
        headers["Authorization"] = served.admin
    is_ours(served.ask(method, path, headers, orjson.dumps(body)))


@LOOSE
@given(body=st.binary(max_size=200))
def test_any_bytes_get_an_answer(served: Served, body: bytes) -> None:
    answer = served.ask("POST", "/v1/articles/fuzzed/comments", {"Content-Type": "application/json"}, body)
    is_ours(answer)
    assert answer.status >= 400


@pytest.mark.parametrize("path", STREAMS)
@LOOSE
@given(last=HEADER_VALUES.filter(lambda text: not text.strip()[:1].isdigit() and text.strip()))
def test_a_stream_from_nowhere_is_refused(served: Served, path: str, last: str) -> None:
    headers = {"Last-Event-ID": last, "Authorization": served.admin}
    is_ours(served.ask("GET", f"{path}{'?article=news' if 'counts' in path else ''}", headers))

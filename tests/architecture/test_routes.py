"""No route without a permission, none that is not described, none that lets in who may not."""

from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from marshmallow import fields
from scorers import OneModel

from moderation.api.openapi import describe, security
from moderation.api.routes import route
from moderation.api.table import TABLE
from moderation.app import PAGE_ROUTES, build_app
from moderation.domain.moderator import PERMISSIONS, Permission, Role
from moderation.services.house import House
from moderation.services.values import Number, Switch, Whole
from moderation.settings import Settings

DOCUMENT = describe(TABLE)
GUARDED = [
    row
    for row in TABLE
    if row.needs not in (Permission.PUBLIC, Permission.OPERATE, Permission.SIGN_IN, Permission.SIGNED)
]
TOLD = {
    "Perspective": {401: 403, 0: 400, 403: 403},
    "OpenAI moderation": {401: 401, 0: 401, 403: 403},
    "Akismet": {401: 200, 0: 200, 403: 200},
}
"""What each dialect says instead of 401 without a key, of an unknown key, and instead of 403."""
PARTS = {"site": "default", "queue": "pending"}


async def _nobody(_: object) -> None:
    return


def test_a_route_cannot_be_written_without_a_permission() -> None:
    with pytest.raises(TypeError):
        route("GET", "/x", _nobody, summary="x", answers={200: None})


def test_a_guarded_route_cannot_be_raw() -> None:
    with pytest.raises(ValueError, match="raw"):
        route("GET", "/x", raw=_nobody, needs=Permission.REVIEW, summary="x", answers={200: None})


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.method} {row.path}")
def test_every_route_has_a_permission_and_is_described(row: Any) -> None:
    assert isinstance(row.needs, Permission)
    described = DOCUMENT["paths"][row.path][row.method.lower()]
    assert described["summary"]
    assert {str(status) for status in row.answers} <= set(described["responses"])
    assert {each["name"] for each in described["parameters"] if each["in"] == "path"} == set(row.parameters)
    assert ("requestBody" in described) == (row.body is not None)
    if row in GUARDED:
        assert described["security"] == security(row)
        if row.dialect is not None and row.dialect.key_in_body:
            assert row.body is not None
            assert "api_key" in row.body().fields
        else:
            assert all(ways for ways in described["security"])


def _parts(field: Any) -> list[Any]:
    """The field and every field inside it."""
    match field:
        case fields.Nested():
            inner = list(field.schema.fields.values())
        case fields.List():
            inner = [field.inner]
        case fields.Dict():
            inner = [each for each in (field.key_field, field.value_field) if each is not None]
        case _:
            inner = []
    return [field, *(part for each in inner for part in _parts(each))]


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row.body and row.dialect is None], ids=lambda row: f"{row.method} {row.path}"
)
def test_no_body_takes_a_value_for_another_kind(row: Any) -> None:
    """marshmallow takes "yes" for true, true for 1 and "7" for 7; in JSON each of them is a mistake of the caller."""
    for field in [part for each in row.body().fields.values() for part in _parts(each)]:
        if isinstance(field, fields.Boolean | fields.Number):
            assert isinstance(field, Switch | Whole | Number), f"{field.name} is not strict"


def test_no_key_is_described_where_it_is_not_sent() -> None:
    """Whoever follows the description must be let in: Google's clients send `key` in the query, nobody else does."""
    in_query = {
        name: scheme["name"]
        for name, scheme in DOCUMENT["components"]["securitySchemes"].items()
        if scheme.get("in") == "query"
    }
    assert in_query == {"key": "key"}
    for path in ("/1.1/verify-key", "/1.1/comment-check", "/1.1/submit-spam", "/1.1/submit-ham"):
        described = DOCUMENT["paths"][path]["post"]
        assert described["security"] == [{}, {"token": []}]
        (content,) = described["requestBody"]["content"].values()
        schema = DOCUMENT["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
        assert "api_key" in schema["properties"]


def test_nothing_is_described_that_has_no_route() -> None:
    described = {(method.upper(), path) for path, calls in DOCUMENT["paths"].items() for method in calls}
    assert described == {(row.method, row.path) for row in TABLE}


def test_every_route_of_the_application_comes_from_the_table() -> None:
    app = build_app(Settings())
    served = {(each.method, each.resource.canonical) for each in app.router.routes() if each.resource is not None}
    told = {(row.method, row.path) for row in (*TABLE, *PAGE_ROUTES)}
    assert {row for row in served if row[0] not in ("HEAD", "OPTIONS", "*")} == told
    assert {path for _, path in served} == {path for _, path in told}


def test_moderators_and_administrators_live_under_their_own_permission() -> None:
    for row in TABLE:
        if row.path.startswith("/v1/moderation/"):
            assert row.needs is Permission.REVIEW, row.path
        if row.path.startswith(("/v1/sites", "/v1/authors/")):
            assert row.needs is Permission.ADMINISTER, row.path


async def test_every_guarded_route_answers_401_to_strangers_and_403_to_the_wrong_role(valkey_url: str) -> None:
    house = await House.open(Settings(redis_url=valkey_url), scorer=OneModel())
    tokens = {role: (await house.tokens.create("default", role, str(role), "test"))[1] for role in Role}
    client = TestClient(TestServer(build_app(house.settings, house)))
    await client.start_server()
    try:
        for row in GUARDED:
            path = row.path.format(**{name: PARTS.get(name, "x") for name in row.parameters})
            for bearer, status, why in (
                (None, 401, "no token"),
                ("mod_nonsense", 401, "an unknown token"),
                *((tokens[role], 403, role) for role in Role if row.needs not in PERMISSIONS[role]),
            ):
                headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}"}
                answer = await client.request(row.method, path, headers=headers, data=b"not even JSON")
                if row.dialect is not None:
                    told = TOLD[row.dialect.name][status if bearer != "mod_nonsense" else 0]
                    assert answer.status == told, (row.method, path, why)
                    continue
                assert answer.status == status, (row.method, path, why)
                assert answer.content_type == "application/problem+json"
                if status == 401:
                    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    finally:
        await client.close()
        await house.close()


async def test_a_cookie_reaches_what_its_token_may_and_changes_nothing_by_itself(valkey_url: str) -> None:
    house = await House.open(Settings(redis_url=valkey_url), scorer=OneModel())
    cookies = {}
    for role in (Role.MODERATOR, Role.ADMIN):
        _, secret = await house.tokens.create("default", role, str(role), "test")
        _, session, cookie = await house.sessions.sign_in(secret, "", None)
        cookies[role] = {"Cookie": f"moderation-session={cookie}"}, {"X-CSRF-Token": session.csrf}
    client = TestClient(TestServer(build_app(house.settings, house)))
    await client.start_server()
    try:
        for row in GUARDED:
            if row.dialect is not None:
                continue
            path = row.path.format(**{name: PARTS.get(name, "x") for name in row.parameters})
            for role, (cookie_header, csrf) in cookies.items():
                if row.method != "GET":
                    answer = await client.request(row.method, path, headers=cookie_header, data=b"not even JSON")
                    document = await answer.json(content_type=None)
                    assert (answer.status, document["type"]) == (403, "/problems/csrf"), (row.method, path, role)
                if row.needs not in PERMISSIONS[role]:
                    answer = await client.request(row.method, path, headers=cookie_header | csrf)
                    document = await answer.json(content_type=None)
                    assert (answer.status, document["type"]) == (403, "/problems/not-allowed"), (row.method, path, role)
    finally:
        await client.close()
        await house.close()

"""The OpenAPI 3.1 document, made of the route table and the schemas and of nothing else."""

import re
from collections.abc import Sequence
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema
from marshmallow.fields import List

from moderation import __version__
from moderation.api.answers import JSON
from moderation.api.dialect import Dialect
from moderation.api.middleware.admission import COOKIE, X_CSRF
from moderation.api.middleware.problems import PROBLEM
from moderation.api.routes import Media, Route
from moderation.api.schemas.problem import Problem
from moderation.domain.moderator import Permission
from moderation.domain.queue import Queue
from moderation.outbound.signing import CORAL_HEADER

_AUDIENCES = {
    Permission.PUBLIC: "Readers and commenters",
    Permission.SIGN_IN: "Moderators",
    Permission.REVIEW: "Moderators",
    Permission.ADMINISTER: "Administrators",
    Permission.SCORE: "Other programs",
    Permission.SIGNED: "Other programs",
    Permission.OPERATE: "Operators",
}
_REASONS = {
    200: "Done",
    201: "Created",
    202: "Taken",
    204: "Done; there is nothing to say",
    303: "Go on there",
    304: "Unchanged since the ETag of If-None-Match",
    308: "Elsewhere",
    400: "The request could not be read",
    401: "This needs a valid token",
    403: "You may not do this",
    404: "There is nothing here",
    409: "The request conflicts with the present state; Retry-After, if there, says when to send it again",
    413: "The request is too large",
    415: "The body must be JSON",
    422: "Some of the request is not valid",
    429: "Too many requests; Retry-After says when to come back",
    503: "Storage is away; Retry-After says when to come back",
}
_DESCRIPTION = (
    "Comments under articles, with live counts and moderation.\n\n"
    "Times are RFC 3339 in UTC. Ids are time-ordered strings. The site is the parameter site, the header X-Site, or "
    "default. Unknown fields and parameters are errors, and errors are application/problem+json. Any POST that creates "
    "takes an Idempotency-Key, and so does the PUT of a standing: the same key with the same body gives the same "
    "answer for 24 hours."
)


def describe(table: Sequence[Route]) -> dict[str, Any]:
    """The document as JSON values."""
    plugin = MarshmallowPlugin(schema_name_resolver=lambda schema: _class_of(schema).__name__)
    spec = APISpec(
        title="moderation",
        version=__version__,
        openapi_version="3.1.0",
        info={"description": _DESCRIPTION},
        plugins=[plugin],
        tags=[{"name": name} for name in dict.fromkeys(_AUDIENCES.values())],
    )
    spec.components.security_scheme(
        "reader",
        {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Issued by the publisher."},
    )
    spec.components.security_scheme(
        "token", {"type": "http", "scheme": "bearer", "description": "An API token, `mod_...`."}
    )
    spec.components.security_scheme(
        "session",
        {
            "type": "apiKey",
            "in": "cookie",
            "name": COOKIE,
            "description": "A moderator's browser; see /console/session.",
        },
    )
    spec.components.security_scheme(
        "csrf", {"type": "apiKey", "in": "header", "name": X_CSRF, "description": "Told by /console/session."}
    )
    spec.components.security_scheme(
        "key", {"type": "apiKey", "in": "query", "name": "key", "description": "An API token of role service."}
    )
    spec.components.security_scheme(
        "googleKey", {"type": "apiKey", "in": "header", "name": "x-goog-api-key", "description": "The same."}
    )
    spec.components.security_scheme(
        "coralSignature",
        {
            "type": "apiKey",
            "in": "header",
            "name": CORAL_HEADER,
            "description": "HMAC-SHA256 of the body, as Coral signs.",
        },
    )
    problem = {"content": {PROBLEM: {"schema": Problem}}}
    for status in (400, 401, 403, 404, 409, 413, 415, 422, 429, 503):
        spec.components.response(f"Problem{status}", {"description": _REASONS[status], **problem})
    paths: dict[str, dict[str, Any]] = {}
    for row in table:
        paths.setdefault(row.path, {})[row.method.lower()] = _operation(row, plugin)
    for path, operations in paths.items():
        spec.path(path=path, operations=operations)
    return spec.to_dict()


def _class_of(schema: Any) -> type[Schema]:
    return schema if isinstance(schema, type) else type(schema)


def _operation(row: Route, plugin: MarshmallowPlugin) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": "_".join([row.method.lower(), *re.findall(r"\w+|/$", row.path)]).replace("/", "page"),
        "summary": row.summary,
        "tags": [_AUDIENCES[row.needs]],
        "parameters": [*_path_parameters(row), *_query_parameters(row, plugin), *_header_parameters(row)],
        "responses": {str(status): _answer(status, answer) for status, answer in row.answers.items()},
    }
    if row.body is not None:
        needed = any(field.required for field in row.body().fields.values())
        media_type = JSON if row.dialect is None else row.dialect.media_type
        operation["requestBody"] = {"required": needed, "content": {media_type: {"schema": row.body}}}
    if row.needs is Permission.PUBLIC and row.raw is None:
        operation["security"] = [{}, {"reader": []}]
    elif row.needs not in (Permission.PUBLIC, Permission.OPERATE, Permission.SIGN_IN):
        operation["security"] = security(row)
    if row.dialect is not None:
        for status, meaning in row.dialect.mistakes.items():
            operation["responses"].setdefault(str(status), _mistake(row.dialect, meaning))
        return operation
    for status in _problems(row):
        operation["responses"].setdefault(str(status), f"Problem{status}")
    return operation


def security(row: Route) -> list[dict[str, list[str]]]:
    """The ways to be let in, any of which will do; a browser's cookie needs the CSRF token to change anything. OpenAPI
    has no word for a key that is a field of the body: there the body's schema names it, and no header is needed."""
    if row.dialect is not None:
        in_body: list[dict[str, list[str]]] = [{}] if row.dialect.key_in_body else []
        return in_body + [{scheme: []} for scheme in row.dialect.schemes]
    if row.method == "GET":
        return [{"token": []}, {"session": []}]
    return [{"token": []}, {"session": [], "csrf": []}]


def _mistake(dialect: Dialect, meaning: str) -> dict[str, Any]:
    content = {"text/plain": {}} if dialect.mistake is None else {JSON: {"schema": dialect.mistake}}
    return {"description": meaning, "content": content}


def _problems(row: Route) -> list[int]:
    """What can go wrong with any route of this kind."""
    if row.needs is Permission.OPERATE:
        return [400, 422]
    statuses = [400, 404, 422, 503]
    if row.needs is not Permission.PUBLIC or row.raw is None:
        statuses += [401, 403]
    if row.method in ("POST", "PUT", "PATCH", "DELETE"):
        statuses += [409, 413, 415, 429]
    return sorted(statuses)


def _path_parameters(row: Route) -> list[dict[str, Any]]:
    text = {"type": "string", "minLength": 1, "maxLength": 512}
    queue = {"type": "string", "enum": [str(each) for each in Queue]}
    return [
        {"in": "path", "name": name, "required": True, "schema": queue if name == "queue" else text}
        for name in row.parameters
    ]


def _query_parameters(row: Route, plugin: MarshmallowPlugin) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = []
    converter = plugin.converter
    if row.query is not None and converter is not None:
        for name, field in row.query().fields.items():
            shape = converter.field2property(field)
            if isinstance(shape.get("type"), list):
                shape["type"] = next(each for each in shape["type"] if each != "null")
            parameter = {"in": "query", "name": field.data_key or name, "required": field.required, "schema": shape}
            if "description" in shape:
                parameter["description"] = shape.pop("description")
            if shape.pop("default", None) is not None:
                shape["default"] = field.serialize(name, {name: field.load_default})
            if isinstance(field, List):
                parameter |= {"style": "form", "explode": True}
            parameters.append(parameter)
    if row.needs is not Permission.OPERATE and "site" not in row.parameters and not row.at_default:
        shape = {"type": "string", "maxLength": 64, "default": "default"}
        parameters.append({"in": "query", "name": "site", "required": False, "schema": shape})
    return parameters


def _header_parameters(row: Route) -> list[dict[str, Any]]:
    headers = []
    if row.takes_key and row.dialect is None:
        headers.append(("Idempotency-Key", "Makes a retry safe.", {"type": "string", "minLength": 1, "maxLength": 255}))
    if 304 in row.answers:
        headers.append(("If-None-Match", "The ETag of an earlier answer.", {"type": "string"}))
    if any(isinstance(answer, Media) and answer.content_type == "text/event-stream" for answer in row.answers.values()):
        headers.append(("Last-Event-ID", "The last event seen; the stream goes on from there.", {"type": "string"}))
    if row.needs is Permission.PUBLIC and (row.method in ("PATCH", "DELETE") or row.path.endswith("/appeals")):
        headers.append(("X-Edit-Token", "Proves a guest's authorship.", {"type": "string"}))
    return [
        {"in": "header", "name": name, "required": False, "description": meaning, "schema": schema}
        for name, meaning, schema in headers
    ]


def _answer(status: int, answer: type[Schema] | Media | None) -> dict[str, Any]:
    if answer is None:
        return {"description": _REASONS[status]}
    if isinstance(answer, Media):
        return {"description": answer.description, "content": {answer.content_type: {}}}
    return {"description": _REASONS[status], "content": {JSON: {"schema": answer}}}

"""The discovery document, from which Google's client libraries build themselves.

A client that is given its address instead of Google's talks to this service ever after, as the document says where.
"""

from typing import Any

from marshmallow import Schema, fields

from moderation.api.answers import Reply
from moderation.api.middleware.identity import origin_of
from moderation.api.perspective.mistakes import Refusal
from moderation.api.routes import Call
from moderation.api.schemas.perspective import (
    MESSAGES,
    AnalyzeCommentRequest,
    AnalyzeCommentResponse,
    Message,
    SuggestCommentScoreRequest,
    SuggestCommentScoreResponse,
)

VERSION = "v1alpha1"
PATH = "/$discovery/rest"
_KINDS: tuple[tuple[type[fields.Field[Any]], dict[str, str]], ...] = (
    (fields.String, {"type": "string"}),
    (fields.Boolean, {"type": "boolean"}),
    (fields.Integer, {"type": "integer", "format": "int32"}),
    (fields.Float, {"type": "number", "format": "float"}),
)


async def discovery(call: Call) -> Reply:
    """The document, with the address under which it was asked for or which the settings name."""
    version = call.query["version"]
    if version != VERSION:
        raise Refusal(f"Discovery document not found for API service: commentanalyzer format: rest version: {version}",
                      status=404)  # fmt: skip
    prefix = call.request.path.removesuffix(PATH)
    origin = call.settings.public_url or origin_of(call.request, call.settings.trusted_proxies)
    return Reply(200, document(f"{origin}{prefix}/"), {"Access-Control-Allow-Origin": "*"})


def document(root: str) -> dict[str, Any]:
    """The document of a service at `root`, which ends with a slash."""
    return {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": f"commentanalyzer:{VERSION}",
        "name": "commentanalyzer",
        "version": VERSION,
        "revision": "20261124",
        "title": "Perspective Comment Analyzer API",
        "description": "Scores of comments, in the protocol of Perspective.",
        "documentationLink": f"{root}docs/migrating/",
        "protocol": "rest",
        "rootUrl": root,
        "baseUrl": root,
        "basePath": "",
        "servicePath": "",
        "batchPath": "batch",
        "ownerDomain": "",
        "ownerName": "",
        "icons": {"x16": "", "x32": ""},
        "parameters": {
            "key": {"type": "string", "location": "query", "description": "An API token of role service."},
            "alt": {"type": "string", "location": "query", "enum": ["json"], "default": "json"},
            "fields": {"type": "string", "location": "query"},
            "prettyPrint": {"type": "boolean", "location": "query", "default": "true"},
            "quotaUser": {"type": "string", "location": "query"},
            "spanUnits": {
                "type": "string",
                "location": "query",
                "enum": ["characters", "utf16"],
                "default": "characters",
                "description": "What spans count: Unicode code points, or UTF-16 code units as in JavaScript.",
            },
        },
        "schemas": {message.__name__: _message(message) for message in MESSAGES},
        "resources": {
            "comments": {
                "methods": {
                    "analyze": _method("analyze", "Scores a comment.", AnalyzeCommentRequest, AnalyzeCommentResponse),
                    "suggestscore": _method(
                        "suggestscore",
                        "Tells what a comment's scores should have been.",
                        SuggestCommentScoreRequest,
                        SuggestCommentScoreResponse,
                    ),
                }
            }
        },
    }


def _method(name: str, meaning: str, request: type[Message], response: type[Message]) -> dict[str, Any]:
    path = f"{VERSION}/comments:{name}"
    return {
        "id": f"commentanalyzer.comments.{name}",
        "path": path,
        "flatPath": path,
        "httpMethod": "POST",
        "description": meaning,
        "parameters": {},
        "parameterOrder": [],
        "request": {"$ref": request.__name__},
        "response": {"$ref": response.__name__},
    }


def _message(message: type[Schema]) -> dict[str, Any]:
    properties = {field.data_key or name: _field(field) for name, field in message().fields.items()}
    return {"id": message.__name__, "type": "object", "properties": properties}


def _field(field: fields.Field[Any]) -> dict[str, Any]:
    described = {"description": field.metadata["description"]} if "description" in field.metadata else {}
    if isinstance(field, fields.Nested):
        return {"$ref": type(field.schema).__name__}
    if isinstance(field, fields.List):
        return {"type": "array", "items": _field(field.inner), **described}
    if isinstance(field, fields.Dict) and field.value_field is not None:
        return {"type": "object", "additionalProperties": _field(field.value_field), **described}
    return next(kind for known, kind in _KINDS if isinstance(field, known)) | described

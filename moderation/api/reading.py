"""Reading requests: the path, the query and the body, strictly, so that what is wrong is said and never guessed."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

import orjson
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from marshmallow import Schema, ValidationError
from marshmallow.fields import List

from moderation.domain.errors import Invalid, Malformed, Refused, TooLarge
from moderation.services.values import sentences_of

_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_DEEPEST = 64


class UnsupportedMediaType(Refused):
    slug, status, title = "unsupported-media-type", 415, "The body must be JSON"


def decode(raw: str, where: str) -> str:
    """Undo percent-encoding; Malformed if it is broken or the bytes are not UTF-8."""
    if "%" not in raw and raw.isascii():
        return raw
    if _BAD_ESCAPE.search(raw):
        raise Malformed(f"The {where} has a percent sign that two hexadecimal digits do not follow.")
    try:
        return unquote_to_bytes(raw.encode("utf-8", "surrogateescape")).decode("utf-8")
    except UnicodeError:
        raise Malformed(f"The {where} is not UTF-8.") from None


def split(request: web.Request) -> tuple[str, str]:
    """The path and the query as they came, still encoded."""
    target = request.raw_path
    if not target.startswith("/"):
        return request.rel_url.raw_path, request.rel_url.raw_query_string
    path, _, query = target.partition("#")[0].partition("?")
    return path, query


def segment(path: str, number: int, name: str) -> str:
    """Segment `number` of a path, decoded: 1 to 512 characters without control characters."""
    text = decode(path.split("/")[number], f"path ({name})")
    if not 1 <= len(text) <= 512:
        raise Invalid(f"{name} must have 1 to 512 characters.", {name: ["Must have 1 to 512 characters."]})
    if "\x00" in text:
        raise Invalid(f"{name} must not contain a NUL character.", {name: ["Must not contain a NUL character."]})
    return text


def parse_query(raw: str) -> list[tuple[str, str]]:
    """Names and values in order, as forms encode them (`+` is a space)."""
    pairs = []
    for part in raw.split("&") if raw else ():
        if part:
            name, _, value = part.partition("=")
            pairs.append((decode(name.replace("+", " "), "query"), decode(value.replace("+", " "), "query")))
    return pairs


def load_query(schema: Schema, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Validate a query; only a field that is a list may be given more than once. `site` is read elsewhere."""
    given: dict[str, Any] = {}
    for name, value in pairs:
        if name == "site":
            continue
        if isinstance(schema.fields.get(name), List):
            given.setdefault(name, []).append(value)
        elif name in given:
            raise Invalid(f"{name} was given more than once.", {name: ["Was given more than once."]})
        else:
            given[name] = value
    return load(schema, given)


def load(schema: Schema, given: Mapping[str, Any]) -> dict[str, Any]:
    """Validate; Invalid with the sentences of every field."""
    try:
        loaded: dict[str, Any] = schema.load(given)
    except ValidationError as why:
        errors = {_printable(path): sentences for path, sentences in sentences_of(why.messages).items()}
        named = ", ".join(sorted(errors))
        raise Invalid(f"Please look at: {named}.", errors) from None
    return loaded


def _printable(name: str) -> str:
    return name[:100].encode("utf-8", "replace").decode("utf-8")


async def read_body(request: web.Request, limit: int) -> bytes:
    """The body; TooLarge as soon as more than `limit` bytes are announced or arrive."""
    sentence = f"The body may have at most {limit} bytes."
    if request.content_length is not None and request.content_length > limit:
        raise TooLarge(sentence)
    received = bytearray()
    try:
        while not request.content.at_eof():
            # Most bodies have come as a whole with their headers, and nobody need wait for them.
            whole = request.content.is_eof()
            received += request.content.read_nowait() if whole else await request.content.readany()
            if len(received) > limit:
                raise TooLarge(sentence)
    except (web.RequestPayloadError, HttpProcessingError) as why:
        raise Malformed("The body could not be read as its headers describe it.") from why
    return bytes(received)


def parse_json(request: web.Request, body: bytes) -> dict[str, Any]:
    """The JSON object in `body`; says by status what is wrong with it (415, 400, 422)."""
    charset = request.charset
    if request.content_type != "application/json" or (charset is not None and charset.lower() not in ("utf-8", "utf8")):
        raise UnsupportedMediaType("Send application/json in UTF-8.")
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as why:
        if "surrogate in string" in str(why):
            raise _not_text(body) from None
        raise Malformed(f"The body is not JSON: {why}.") from None
    if not isinstance(document, dict):
        raise Invalid("The body must be a JSON object.", {"": ["Must be a JSON object."]})
    if _deeper_than(document, _DEEPEST):
        raise Malformed(f"The body is nested more than {_DEEPEST} levels deep.")
    return document


def mended(body: bytes, levels: int = _DEEPEST) -> Any:
    """The JSON in `body`, where what is no character became U+FFFD: NUL, and half of a surrogate pair, as JavaScript
    leaves it when it cuts a text. ValueError for what is no JSON, or deeper than `levels`."""
    try:
        return _whole(json.loads(body), levels)
    except RecursionError as why:
        raise ValueError(str(why)) from None


def _whole(value: Any, levels: int) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "\ufffd")
    if not isinstance(value, dict | list):
        return value
    if not levels:
        raise ValueError("Message too deep")
    if isinstance(value, list):
        return [_whole(inner, levels - 1) for inner in value]
    return {_whole(name, 1): _whole(inner, levels - 1) for name, inner in value.items()}


def _not_text(body: bytes) -> Invalid:
    """What to say about half a surrogate pair (`\\ud800`): it is no character, so the string is no text."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    fields = [
        _printable(name)
        for name, value in (document.items() if isinstance(document, dict) else ())
        if _LONE_SURROGATE.search(name) or (isinstance(value, str) and _LONE_SURROGATE.search(value))
    ]
    sentence = "Must be Unicode text: it contains half of a surrogate pair."
    return Invalid("A string in the body is not Unicode text.", {name: [sentence] for name in fields or [""]})


def _deeper_than(document: Any, levels: int) -> bool:
    level = [document]
    for _ in range(levels):
        level = [
            inner
            for value in level
            for inner in (value.values() if isinstance(value, dict) else value)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True

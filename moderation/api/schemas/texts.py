"""Kinds of fields that several nouns share: text that storage and browsers can hold, and moments."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from marshmallow import ValidationError, fields, validate

from moderation.domain import clock
from moderation.text.drawn import readable

LONGEST_ID = 512


class Text(fields.String):
    """Unicode text without NUL, which half of the world's programs take for the end; at most `most` characters."""

    def __init__(self, *, least: int = 0, most: int, **rest: Any) -> None:
        super().__init__(validate=validate.Length(min=least, max=most), **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **rest)
        if "\x00" in text:
            raise ValidationError("Must not contain a NUL character.")
        if not text.isascii():
            try:
                text.encode()
            except UnicodeEncodeError:
                raise ValidationError("Must be Unicode text: it contains half of a surrogate pair.") from None
        return text


class Prose(Text):
    """Text that somebody is to read, so that something must be seen of it."""

    def __init__(self, *, most: int, **rest: Any) -> None:
        super().__init__(least=1, most=most, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        if text and not readable(text):
            raise ValidationError("There is nothing to read in it.")
        return text


class WebAddress(Text):
    """An http or https address."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(least=1, most=2048, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        scheme, _, place = text.partition("://")
        if scheme.lower() not in ("https", "http") or any(mark in text for mark in ' \t\r\n"<>\\') or not _leads(text):
            raise ValidationError("Must be an http or https address.")
        return f"{scheme.lower()}://{place}"


def _leads(address: str) -> bool:
    """Whether it names a host, and a port that can be called if any."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


class Moment(fields.Field[int]):
    """RFC 3339 in the request, milliseconds since 1970 inside."""

    def __init__(self, *, metadata: Mapping[str, Any] = MappingProxyType({}), **rest: Any) -> None:
        super().__init__(metadata={"type": "string", "format": "date-time", **metadata}, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> int:
        sentence = "Must be a time such as 2026-11-22T10:00:00.000Z."
        if not isinstance(value, str):
            raise ValidationError(sentence)
        try:
            moment = clock.milliseconds(str(super()._deserialize(value, attr, data, **rest)))
        except (ValueError, OverflowError):
            raise ValidationError(sentence) from None
        if moment < 0:
            raise ValidationError("Must not be before 1970.")
        return moment


def time(**rest: Any) -> fields.String:
    """A time in an answer."""
    return fields.String(metadata={"format": "date-time"}, **rest)

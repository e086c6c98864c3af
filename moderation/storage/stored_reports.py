"""The stored form of a report: `round|time|report as JSON`, under its comment and the mark of who reported it.

`lua/file_report.lua` writes it too; `lua/include/report.lua` looks for light ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from moderation.domain.report import Notice, Reason, Report

MARK_LENGTH = 8
"""Bytes that stand for a reader within one thread."""


@dataclass(frozen=True, slots=True)
class StoredReport:
    """What is kept of a report."""

    filed_in: int
    """The comment's round then; once it has a later one the report is closed."""
    at: int
    """Milliseconds since 1970."""
    document: Mapping[str, Any]

    @property
    def reporter(self) -> str:
        """Who reported: an author's id, or what stands for an address."""
        return str(self.document["reporter"])


def decode_report(raw: bytes) -> StoredReport:
    """ValueError where it is damaged."""
    filed_in, at, document = raw.split(b"|", 2)
    return StoredReport(int(filed_in), int(at), orjson.loads(document))


def encode_report(stored: StoredReport) -> bytes:
    return f"{stored.filed_in}|{stored.at}|".encode() + orjson.dumps(stored.document)


def report_of(stored: StoredReport, present: int) -> Report:
    """As it stands in the comment's present round."""
    document = stored.document
    return Report(
        stored.reporter,
        Reason(document["reason"]),
        document["detail"],
        stored.at,
        stored.filed_in == present,
        Notice(**document["notice"]) if "notice" in document else None,
        "light" in document,
    )


def marks_in(joined: bytes) -> list[bytes]:
    """The marks of everybody who reported a comment, which are kept as one string."""
    return [joined[start : start + MARK_LENGTH] for start in range(0, len(joined), MARK_LENGTH)]

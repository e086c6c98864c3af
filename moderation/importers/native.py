"""Our own export, both ways: JSON Lines, one record a line.

The first line is the header `{"format": "moderation-export", "version": 1, "site": {...}}`, the last one
`{"type": "end", "lines": ...}`; in between the site's settings, `thread`, `act`, `author`, `notes` and `comment`,
parents before their replies. `native_lines` writes what is read here.
"""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import orjson

from moderation.domain import ids
from moderation.domain.clock import milliseconds
from moderation.domain.comment import Status
from moderation.domain.errors import NotFound
from moderation.domain.note import Note
from moderation.importers.appeals import appeal_of
from moderation.importers.fields import mark, mistake, queues, text, text_or_none, whole, within
from moderation.importers.history import past_of
from moderation.importers.native_lines import FORMAT, VERSION, document_of
from moderation.importers.record import (
    ActRecord,
    Before,
    CommentRecord,
    DecisionRecord,
    EarlierRevision,
    NotesRecord,
    Record,
    ReportRecord,
    SiteRecord,
    ThreadRecord,
    Unreadable,
    Unusable,
)
from moderation.importers.revisions import revision_of
from moderation.importers.settings import setting_of
from moderation.importers.source import CutOff, Progress, beginning, lines
from moderation.importers.standings import standing_of

LONGEST_LINE: Final = 64 << 20
"""Characters."""
_KINDS: Final = {"thread": "threads", "comment": "comments"}


def write(record: Record) -> bytes:
    """The line of a record, with its line feed."""
    return orjson.dumps(document_of(record)) + b"\n"


def write_end(lines: int) -> bytes:
    """The last line; `lines`: how many came before it."""
    return orjson.dumps({"type": "end", "lines": lines}) + b"\n"


def recognises(start: bytes) -> bool:
    """Whether a file that begins like this is one, or means to be."""
    return FORMAT.encode() in start.partition(b"\n")[0]


def read(path: Path, progress: Progress) -> Iterator[tuple[str, Record | Unreadable | None]]:
    """(where it stands, what it says) for each line; None for the last line of a whole export.

    Unusable if the file is no export of ours or of a newer version: before anything else is given out.
    """
    beginning(path)
    with contextlib.suppress(CutOff):  # that the last line is missing is told
        for number, line in enumerate(lines(path, progress, LONGEST_LINE), 1):
            if number == 1:
                yield "line 1", _header(path, line)
            elif line.strip():
                yield f"line {number}", _read_line(line)


def _header(path: Path, line: str) -> SiteRecord:
    try:
        header = orjson.loads(line)
        if header["format"] != FORMAT:
            raise ValueError
        version, site = header["version"], SiteRecord(str(header["site"]["id"]), str(header["site"]["title"]))
    except (ValueError, KeyError, TypeError):
        raise Unusable(f"{path} is no export: its first line is not the header of `moderation export`.") from None
    if version != VERSION:
        raise Unusable(f"{path} is an export of format {version}; this version of the product reads {VERSION}.")
    return site


def _read_line(line: str) -> Record | Unreadable | None:
    try:
        document = orjson.loads(within(line, LONGEST_LINE))
    except ValueError as why:
        return Unreadable("comments", "", f"it cannot be read: {why}")
    if not isinstance(document, dict):
        return Unreadable("comments", "", "not a JSON object")
    kind = document.get("type")
    try:
        match kind:
            case "comment":
                return _comment(document)
            case "thread":
                return _thread(document)
            case "author":
                return standing_of(document)
            case "notes":
                return _notes(document)
            case "act":
                return _act(document)
            case "end":
                return None
            case _ if (record := setting_of(document) or past_of(document)) is not None:
                return record
    except (KeyError, ValueError, TypeError, AttributeError, NotFound) as why:
        name = document.get("id", document.get("article", ""))
        return Unreadable(_KINDS.get(str(kind), "settings"), str(name), mistake(why))
    return Unreadable("comments", str(document.get("id", "")), f"unknown type {kind!r}")


def _thread(document: Mapping[str, Any]) -> ThreadRecord:
    article = text(document["article"])
    if not 1 <= len(article) <= 512:
        raise ValueError("an article's name has 1 to 512 characters")
    is_open = document.get("open")
    if is_open not in (None, True, False):
        raise ValueError("open must be true, false or null")
    texts = [text_or_none(document.get(name)) for name in ("title", "url", "mode")]
    return ThreadRecord(article, texts[0], texts[1], is_open, texts[2])


def _notes(document: Mapping[str, Any]) -> NotesRecord:
    return NotesRecord(
        author_id=text_or_none(document.get("author")),
        notes=tuple(
            Note(text(each["id"]), text(each["text"]), text(each["by"]), milliseconds(each["at"]))
            for each in document["notes"]
        ),
    )


def _act(document: Mapping[str, Any]) -> ActRecord:
    if "|" in text(document["id"]):
        raise ValueError(f"{document['id']!r} is no id of an act")
    return ActRecord(
        id=document["id"],
        moderator=text(document["moderator"]),
        at=whole(milliseconds(document["at"])),
        comments=tuple(
            (_thread({"article": article}).article, ids.to_bytes(text(name))) for article, name in document["comments"]
        ),
    )


def _comment(document: Mapping[str, Any]) -> CommentRecord:
    parent, edited = document.get("parent_id"), document.get("edited_at")
    return CommentRecord(
        id=ids.to_bytes(text(document["id"])),
        article=_thread({"article": document["article"]}).article,
        parent=None if parent is None else ids.to_bytes(text(parent)),
        author_id=text(document["author_id"]),
        status=Status(document["status"]),
        queues=queues(document["queues"]),
        version=whole(document["version"], 1),
        revision_number=whole(document["revision"], 1),
        likes=whole(document["likes"]),
        round=whole(document["round"]),
        priority=whole(document["priority"]),
        edited_at=0 if edited is None else milliseconds(edited),
        revision=revision_of(document["text"]),
        earlier=tuple(
            EarlierRevision(whole(each["number"], 1), milliseconds(each["since"]), revision_of(each["text"]))
            for each in document.get("earlier", ())
        ),
        decisions=tuple(_decision(each) for each in document.get("decisions", ())),
        reports=tuple(
            ReportRecord(mark(each["mark"]), whole(each["round"]), milliseconds(each["at"]), _report(each["report"]))
            for each in document.get("reports", ())
        ),
        appeals=tuple(appeal_of(each, text(document["id"])) for each in document.get("appeals", ())),
        likers=tuple(mark(each) for each in document.get("likers", ())),
        waiting_since=_waiting(document),
    )


def _report(document: Mapping[str, Any]) -> dict[str, Any]:
    text(document["reporter"]), text(document["reason"]), text_or_none(document["detail"])
    return dict(document)


def _waiting(document: Mapping[str, Any]) -> int:
    since = document.get("waiting_since")
    return 0 if since is None else whole(milliseconds(since))


def _decision(document: Mapping[str, Any]) -> DecisionRecord:
    before, undone = document["before"], document.get("undone_at")
    return DecisionRecord(
        id=ids.to_bytes(text(document["id"])),
        version=whole(document["version"], 1),
        at=milliseconds(document["at"]),
        undone_at=0 if undone is None else milliseconds(undone),
        undone_by=text_or_none(document.get("undone_by")) or "",
        status_after=Status(document["status_after"]),
        before=Before(
            status=Status(before["status"]),
            queues=queues(before["queues"]),
            open_reports=whole(before["open_reports"]),
            round=whole(before["round"]),
            priority=whole(before["priority"]),
            waiting_since=_waiting(before),
        ),
        detail=_detail(document["detail"]),
    )


def _detail(document: Mapping[str, Any]) -> dict[str, Any]:
    text(document["actor"]), text(document["action"])
    for name in ("reason", "note", "bulk"):
        text_or_none(document.get(name))
    return dict(document)

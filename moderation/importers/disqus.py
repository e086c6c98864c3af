"""Disqus: the XML that its administration exports (`<disqus>`, threads first, then posts)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from moderation.domain.comment import Status
from moderation.importers import times
from moderation.importers.elsewhere import Found, System, TheirAuthor, TheirComment, TheirThread
from moderation.importers.record import Unreadable
from moderation.importers.source import Progress
from moderation.importers.xml_file import found_in
from moderation.importers.xml_parts import Part
from moderation.text.hypertext import from_html

_WANTED: Final = frozenset(("disqus/thread", "disqus/post"))


def recognises(start: bytes) -> bool:
    """Whether a file that begins like this is one."""
    return b"<disqus" in start


def found(path: Path, progress: Progress) -> Iterator[Found]:
    """Threads and posts."""
    return found_in(path, progress, _WANTED, _read, {"thread": "threads", "post": "comments"})


def _read(part: Part) -> Iterator[Found]:
    yield _thread(part) if part.name == "thread" else _post(part)


def _thread(part: Part) -> Found:
    key, place = part.attributes.get("id", "").strip(), f"line {part.line}"
    if not key:
        return place, Unreadable("threads", part.text("link"), "it has no id")
    deleted = part.text("isDeleted") == "true"
    return place, TheirThread(
        key,
        part.text("link"),
        identifier=part.text("id"),
        title=part.text("title"),
        open=part.text("isClosed") != "true",
        lost="its discussion was deleted at Disqus" if deleted else "",
    )


def _post(part: Part) -> Found:
    key, place = part.attributes.get("id", "").strip(), f"line {part.line}"
    if not key:
        return place, Unreadable("comments", part.text("id"), "it has no id")
    account = "" if part.text("author", "isAnonymous") == "true" else part.text("author", "username")
    return place, TheirComment(
        key,
        thread=part.attribute("thread", "id"),
        parent=part.attribute("parent", "id"),
        author=TheirAuthor(part.text("author", "name") or account, account, part.text("author", "email")),
        at=times.of_text(part.text("createdAt")),
        body=_body(part.text("message")),
        status=_status(part),
    )


def _body(message: str) -> str:
    """Line feeds mean something only where nothing else parts lines."""
    return from_html(message, lines="<p" not in message and "<br" not in message)


def _status(part: Part) -> Status:
    if part.text("isDeleted") == "true":
        return Status.DELETED
    if part.text("isSpam") == "true":
        return Status.REJECTED
    return Status.PENDING if part.text("isApproved") == "false" else Status.APPROVED


DISQUS: Final = System("disqus", "Disqus", recognises, found)

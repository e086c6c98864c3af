"""Commento, and what came of it (Commento++, Comentario): the JSON of its export, packed or not.

Version 1 has comments and commenters, as all of them write it or did; version 3 (Comentario) has pages as well.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from moderation.domain.comment import Status
from moderation.importers import fields, times
from moderation.importers.elsewhere import Found, System, TheirAuthor, TheirComment, TheirName, TheirThread
from moderation.importers.json_parts import Broken, members_of
from moderation.importers.record import Remark, Unreadable, Unusable
from moderation.importers.source import CutOff, Progress, texts
from moderation.text.hypertext import from_html

_BEGINS: Final = re.compile(rb'\s*\{\s*"version"\s*:\s*\d+\s*,\s*"(?:comments|commenters|pages)"')
_VERSIONS: Final = (1, 3)
_NOBODY: Final = re.compile(r"|anonymous|[0\-]+")
"""Who has no account."""
_TOP: Final = re.compile(r"|root|[0\-]+")
_STATES: Final[Mapping[str, Status]] = {"approved": Status.APPROVED, "": Status.APPROVED}
"""In version 1; everything else was held (`unapproved`, and `flagged` by a filter)."""
_GONE: Final = "[deleted]"


def recognises(start: bytes) -> bool:
    """Whether a file that begins like this is one."""
    return _BEGINS.match(start) is not None or (start.lstrip()[:1] == b"{" and b'"commenterHex"' in start)


def found(path: Path, progress: Progress) -> Iterator[Found]:
    """Pages, comments and names, in the order of the file."""
    nothing = True
    try:
        for name, number, member in members_of(texts(path, progress)):
            nothing = False
            if name == "version" and member not in _VERSIONS:
                raise Unusable(f"{path} is an export of version {member!r}, which is not known here.")
            if name in _READ:
                yield from _entry(name, f"{name} {number}", member)
    except (Broken, CutOff) as why:
        if nothing:
            raise Unusable(f"{path} cannot be read: {why}.") from None
        yield "", Remark(f"The file cannot be read to its end: {why}. What stands after that was not taken in.")


def _entry(name: str, place: str, member: Any) -> Iterator[Found]:
    try:
        yield from _READ[name](place, fields.mapping(member))
    except (ValueError, TypeError, KeyError) as why:
        reason = fields.mistake(why)
        if name == "commenters":
            yield "", Remark(f"A name is missing: {place} cannot be read ({reason}).")
            return
        key = (member.get("commentHex") or member.get("id") or "") if isinstance(member, dict) else ""
        yield place, Unreadable("comments" if name == "comments" else "threads", str(key), reason)


def _text(value: object) -> str:
    """The text; halves of characters, which JSON can name, are marked as no text."""
    return fields.text(value).encode("utf-8", "replace").decode()


def _page(place: str, page: Mapping[str, Any]) -> Iterator[Found]:
    title, is_open = _text(page.get("title") or ""), page.get("isReadonly") is not True
    yield place, TheirThread(_text(page["id"]), _text(page["path"]), title=title, open=is_open)


def _commenter(_place: str, person: Mapping[str, Any]) -> Iterator[Found]:
    account = _text(person.get("commenterHex") or person.get("id") or "")
    yield "", TheirName(account, _text(person.get("name") or ""))


def _comment(place: str, said: Mapping[str, Any]) -> Iterator[Found]:
    later = "commentHex" not in said
    key = _text(said["id" if later else "commentHex"])
    if not key:
        raise ValueError("it has no id")
    thread = _text(said["pageId"]) if later else _address(said)
    if not later:
        yield place, TheirThread(thread, thread, implied=True)
    names = ("parentId", "userCreated") if later else ("parentHex", "commenterHex")
    parent, account = (_text(said.get(name) or "") for name in names)
    score = fields.score(said.get("score"))
    yield (
        place,
        TheirComment(
            key,
            thread=thread,
            parent="" if _TOP.fullmatch(parent) else parent,
            author=TheirAuthor(_text(said.get("authorName") or ""), "" if _NOBODY.fullmatch(account) else account),
            at=times.of_text(_text(said.get("createdTime" if later else "creationDate") or "")),
            body=_body(said),
            status=_status(said),
            likes=max(0, score),
            against=max(0, -score),
            edited_at=times.of_text(_text(said.get("editedTime") or "")),
        ),
    )


def _address(said: Mapping[str, Any]) -> str:
    host, path = _text(said.get("domain") or said.get("host") or ""), _text(said.get("path") or said.get("url") or "")
    path = path if path.startswith("/") else f"/{path}"
    return f"https://{host}{path}" if host else path


def _body(said: Mapping[str, Any]) -> str:
    shown = _text(said.get("html") or "")
    return from_html(shown) if shown.strip() else _text(said.get("markdown") or "")


def _status(said: Mapping[str, Any]) -> Status:
    if said.get("deleted") is True or said.get("isDeleted") is True or said.get("markdown") == _GONE:
        return Status.DELETED
    if "commentHex" in said:
        return _STATES.get(_text(said.get("state") or ""), Status.PENDING)
    if said.get("isPending") is True:
        return Status.PENDING
    return Status.REJECTED if said.get("isApproved") is False else Status.APPROVED


_READ: Final[Mapping[str, Callable[[str, Mapping[str, Any]], Iterator[Found]]]] = {
    "comments": _comment,
    "commenters": _commenter,
    "pages": _page,
}
COMMENTO: Final = System("commento", "Commento", recognises, found)

"""Remark42: its backup (`backup-SITE-DATE.gz`), a line about users and pages and then one for each comment."""

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import orjson

from moderation.domain.comment import Status
from moderation.importers import times
from moderation.importers.elsewhere import Found, System, TheirAuthor, TheirComment, TheirThread
from moderation.importers.fields import listed, mapping, mistake, score, text, within
from moderation.importers.record import Remark, Unreadable, Unusable
from moderation.importers.source import CutOff, Progress, lines
from moderation.text.hypertext import from_html

LONGEST_LINE: Final = 16 << 20
"""Characters."""
_VERSIONS: Final = (0, 1)
_ABOUT: Final = re.compile(rb'\s*\{\s*"version"\s*:\s*\d+\s*,\s*"(?:users|posts)"')
_NAMELESS: Final = ("anonymous_", "deleted")
"""How the ids begin of those who have no account."""


def recognises(start: bytes) -> bool:
    """Whether a file that begins like this is one."""
    first = start.partition(b"\n")[0]
    return _ABOUT.match(first) is not None or (b'"locator"' in first and b'"pid"' in first)


def found(path: Path, progress: Progress) -> Iterator[Found]:
    """Pages and comments."""
    number, pinned = 0, 0
    try:
        for number, line in enumerate(lines(path, progress, LONGEST_LINE), 1):
            if not line.strip():
                continue
            try:
                document = mapping(orjson.loads(within(line, LONGEST_LINE)))
                if "locator" not in document and "version" in document:
                    yield from _about(path, document)
                else:
                    pinned += document.get("pin") is True
                    yield from _comment(f"line {number}", document)
            except (ValueError, TypeError, KeyError) as why:
                yield f"line {number}", Unreadable("comments", _name(line), mistake(why))
    except CutOff as why:
        yield "", Remark(f"The file breaks off after line {number}: {why}. What stands after that was not taken in.")
    if pinned:
        yield "", Remark(f"{pinned:,} comments were pinned there, and are not here.")


def _about(path: Path, document: Mapping[str, Any]) -> Iterator[Found]:
    if document["version"] not in _VERSIONS:
        raise Unusable(f"{path} is a backup of version {document['version']}, which is not known here.")
    blocked = [each for each in listed(document.get("users") or []) if (each.get("blocked") or {}).get("status")]
    if blocked:
        yield "", Remark(f"{len(blocked):,} people were blocked there, which was not taken over.")
    for page in listed(document.get("posts") or []):
        if page.get("read_only"):
            yield "line 1", _thread(text(page["url"]), "", is_open=False)


def _thread(url: str, title: str, *, is_open: bool = True) -> TheirThread:
    return TheirThread(url, url, title=html.unescape(title), open=is_open, implied=True)


def _comment(place: str, document: Mapping[str, Any]) -> Iterator[Found]:
    key, url, user = text(document["id"]), text(mapping(document["locator"])["url"]), mapping(document["user"])
    if not key:
        raise ValueError("it has no id")
    yield place, _thread(url, text(document.get("title") or ""))
    account, deleted = text(user.get("id") or ""), document.get("delete") is True
    votes, total = list(mapping(document.get("votes") or {}).values()), score(document.get("score"))
    yield (
        place,
        TheirComment(
            key,
            thread=url,
            parent=text(document.get("pid") or ""),
            author=TheirAuthor(
                html.unescape(text(user.get("name") or "")), "" if account.startswith(_NAMELESS) else account
            ),
            at=times.of_text(text(document.get("time") or "")),
            body=_body(document),
            status=Status.DELETED if deleted else Status.APPROVED,
            likes=max(votes.count(True), total, 0),
            against=max(votes.count(False), -total, 0),
            edited_at=times.of_text(text((document.get("edit") or {}).get("time") or "")),
        ),
    )


def _body(document: Mapping[str, Any]) -> str:
    """From what readers saw; from what was typed only where that is all there is."""
    shown = text(document.get("text") or "")
    return from_html(shown) if shown.strip() else text(document.get("orig") or "")


def _name(line: str) -> str:
    told = re.match(r'\s*\{\s*"id"\s*:\s*"([\w\-]{1,80})"', line)
    return told[1] if told else ""


REMARK42: Final = System("remark42", "Remark42", recognises, found)

"""Reading a thread as a page does: first page, further pages by cursor, further replies by theirs."""

from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.crowd.caller import Caller, GaveUp
from benchmarks.crowd.record import VISIBLE


class ThreadUnreadable(Exception):
    """A page was answered with something that is no page."""


class LastKnownPage(GaveUp):
    """Storage was away and the service said so with the page: pages from before and after need not fit together."""


async def read_thread(
    caller: Caller, article: str, *, sort: str = "oldest", limit: int = 50, replies: int = 3, kind: str = "page"
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The article as the last page gave it, and every comment and tombstone of its thread in the order of reading."""
    rows: list[dict[str, Any]] = []
    asked: dict[str, str] = {"sort": sort, "limit": str(limit), "replies": str(replies)}
    while True:
        document = await _page(caller, article, asked, kind)
        for comment in document["comments"]:
            await _flatten(caller, article, comment, rows, asked, kind)
        if not document["next_cursor"]:
            return document["article"], rows
        asked = {**asked, "cursor": document["next_cursor"]}
        kind = "page, next"


def visible(rows: list[dict[str, Any]]) -> set[str]:
    """Ids of the rows that are comments and not tombstones."""
    return {row["id"] for row in rows if row["status"] in VISIBLE}


async def _flatten(
    caller: Caller, article: str, comment: dict[str, Any], rows: list[dict[str, Any]], asked: dict[str, str], kind: str
) -> None:
    rows.append(comment)
    for reply in comment["replies"]:
        await _flatten(caller, article, reply, rows, asked, kind)
    cursor = comment["replies_cursor"]
    while cursor:
        more = {**asked, "parent": comment["id"], "cursor": cursor}
        document = await _page(caller, article, more, "page, replies")
        for reply in document["comments"]:
            await _flatten(caller, article, reply, rows, asked, kind)
        cursor = document["next_cursor"]


async def _page(caller: Caller, article: str, asked: dict[str, str], kind: str) -> dict[str, Any]:
    path = f"/v1/articles/{quote(article, safe='')}/comments?{urlencode(asked)}"
    answer = await caller.call(kind, "GET", path)
    if answer.status != 200:
        raise ThreadUnreadable(f"{path} was answered {answer.status} {answer.document!r:.200}")
    if "Warning" in answer.headers:
        raise LastKnownPage(f"{path}: {answer.headers['Warning']}")
    document: dict[str, Any] = answer.document
    return document

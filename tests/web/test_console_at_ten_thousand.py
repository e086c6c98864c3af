"""A queue that nobody looked at for five days: 10,000 entries in order, scrolled to the end, decided by keyboard."""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from benchmarks.console import SCROLL
from benchmarks.texts import write_texts
from playwright.sync_api import expect
from web.console_room import Newsroom, settled, sit_down
from web.visiting import Operated, Visitor

from moderation.domain import ids
from moderation.domain.comment import Judgement, Revision, Status
from moderation.domain.priority import worst_of
from moderation.importers import native
from moderation.importers.record import CommentRecord, SiteRecord

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

WAITING, DECIDED = 10_000, 20
FIVE_DAYS_MS = 5 * 86_400_000
MOST_ROWS = 40


@pytest.fixture
def newsroom(operated: Operated, tmp_path: Path) -> Newsroom:
    room, file = Newsroom.opened(operated), tmp_path / "waiting.jsonl"
    place, begins = ids.Place(3, 1), round(1000 * time.time()) - FIVE_DAYS_MS
    with file.open("wb") as lines:
        lines.write(native.write(SiteRecord(room.site, room.site)))
        for number, text in enumerate(write_texts(WAITING)):
            scores = {"TOXICITY": number * 7919 % 1000 / 1000, "THREAT": number * 104_729 % 400 / 1000}
            at = begins + number * FIVE_DAYS_MS // WAITING
            record = CommentRecord(
                id=ids.at_time(at, place, number.to_bytes(8, "big")),
                article="ferry",
                parent=None,
                author_id=f"guest-{number % 500}",
                status=Status.PENDING,
                queues=frozenset({"pending"}),
                version=1,
                revision_number=1,
                likes=0,
                round=0,
                priority=worst_of(scores).worth,
                edited_at=0,
                revision=Revision(text, f"Reader {number}", True, "", at, Judgement(scores=scores, model="made-up")),
            )
            lines.write(native.write(record))
        lines.write(native.write_end(WAITING + 1))
    report = str(tmp_path / "report.json")
    done = operated.service.command("import", "jsonl", str(file), "--site", room.site, "--report", report)
    assert done.returncode == 0, done.stderr
    return room


def entries(room: Newsroom, token: str) -> list[dict[str, Any]]:
    """Every entry of the queue, page by page."""
    found: list[dict[str, Any]] = []
    path = "queues/pending?limit=100"
    while True:
        page = room.as_moderator(token, "GET", path)
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        path = f"queues/pending?limit=100&cursor={page['next_cursor']}"


def count(room: Newsroom, token: str) -> int:
    queues = room.as_moderator(token, "GET", "queues")["queues"]
    return int(next(one["count"] for one in queues if one["queue"] == "pending"))


def test_ten_thousand_entries_are_looked_at_in_order(visitor: Callable[..., Visitor], newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    waiting = entries(newsroom, token)
    places = [entry["order"] for entry in waiting]
    assert (len(places), places) == (WAITING, sorted(places, reverse=True))
    shown = [entry["priority"] for entry in waiting]
    assert all(1.01 * one >= other for one, other in pairwise(shown)), "but for what was read later"
    assert shown[0] > 100 * shown[-1]

    desk = sit_down(visitor(), newsroom, token)
    page = desk.page
    page.set_default_timeout(300_000)
    expect(page.locator("nav [data-queue='pending'] b")).to_have_text(f"{WAITING:,}")
    expect(desk.text).to_have_text(waiting[0]["comment"]["body"])
    for entry in waiting[1 : DECIDED + 1]:
        desk.press("a")
        expect(desk.text).to_have_text(entry["comment"]["body"])
    expect(page.locator("nav [data-queue='pending'] b")).to_have_text(f"{WAITING - DECIDED:,}")

    seen = page.evaluate(SCROLL)

    assert seen["size"] == WAITING - DECIDED, "each is listed once, none is left out"
    assert seen["most"] <= MOST_ROWS, "only what can be seen is in the page"
    expect(desk.rows.last).to_contain_text(waiting[-1]["comment"]["author"]["name"])
    desk.rows.last.locator("button").click()
    expect(desk.text).to_have_text(waiting[-1]["comment"]["body"])
    for entry in reversed(waiting[-DECIDED - 1 : -1]):
        desk.press("a")
        expect(desk.text).to_have_text(entry["comment"]["body"])
    left = [entry["comment"]["id"] for entry in waiting[DECIDED:-DECIDED]]
    assert settled(lambda: count(newsroom, token) == len(left))
    assert [entry["comment"]["id"] for entry in entries(newsroom, token)] == left

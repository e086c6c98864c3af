"""A full shift: 300 comments, two moderators at once, the keyboard alone, a wave of spam swept and brought back."""

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks.texts import some_texts
from playwright.sync_api import expect
from web.console_room import Desk, Newsroom, sit_down
from web.visiting import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

QUEUED = 300
WAVE = 40
SPAM = "Win a free phone today at http://prizes.example/win and tell all your friends, number {}!"
INNOCENT = (
    "Beware of http://prizes.example/win, that is a fraud and my aunt fell for it!",
    "Somebody keeps posting http://prizes.example/win here, could the moderators have a look?",
    "I did win a free phone at the fair, and it works.",
)
FOLDER = os.environ.get("MODERATION_TEXTS")
"""A folder with CSV files of real comments (column `text`), if there is one."""


def _fill(room: Newsroom, token: str) -> list[dict[str, Any]]:
    """300 comments that wait: a wave, three that mention it, and everything else; the answers to everything else."""
    for number in range(3):
        (liked,) = room.receives(f"The roof is coming along well, part {number}.", by="Vera", address="198.51.100.7")
        room.decides(token, liked["comment"]["id"], "approve")
    for number in range(WAVE):
        room.receives(SPAM.format(number), by=f"Lucky {number}", address=f"203.0.113.{number}")
    room.receives(*INNOCENT, by="Vera", address="198.51.100.7")
    others = some_texts(Path(FOLDER) if FOLDER else None, QUEUED - WAVE - len(INNOCENT))
    return [
        room.receives(text, by=f"Reader {number}", address=f"192.0.2.{number % 250}")[0]
        for number, text in enumerate(others)
    ]


def _sweep(desk: Desk) -> None:
    desk.press("s")
    desk.page.locator(".cluster li").nth(WAVE + 1).wait_for()
    expect(desk.page.locator(".cluster input:checked")).to_have_count(WAVE)
    with desk.page.expect_response("**/v1/moderation/decisions"):
        desk.press("r", "3")
    expect(desk.said).to_have_text(f"Rejected: {WAVE} comments.")


def _left(room: Newsroom, token: str) -> int:
    queues = room.as_moderator(token, "GET", "queues")["queues"]
    return int(next(one["count"] for one in queues if one["queue"] == "pending"))


def test_two_moderators_empty_the_queue_of_a_bad_night(visitor: Callable[..., Visitor], newsroom: Newsroom) -> None:
    mine, theirs = newsroom.moderator("Max"), newsroom.moderator("Mia")
    posted = _fill(newsroom, mine)
    size = {"width": 1300, "height": 850}
    max_ = sit_down(visitor(viewport=size), newsroom, mine)
    mia = sit_down(visitor(viewport=size), newsroom, theirs)
    expect(max_.page.locator("nav [data-queue='pending'] b")).to_have_text(str(QUEUED))

    # The wave is swept, brought back, and swept again; what only mentions it stays.
    max_.press("/")
    max_.page.keyboard.type("free phone today number 7")
    max_.press("Enter")
    expect(max_.text).to_contain_text("Win a free phone today")
    _sweep(max_)
    expect(mia.page.locator("nav [data-queue='pending'] b")).to_have_text(str(QUEUED - WAVE))
    max_.press("u")
    expect(max_.said).to_have_text(f"Taken back: {WAVE} comments.")
    assert _left(newsroom, mine) == QUEUED
    _sweep(max_)
    assert _left(newsroom, mine) == QUEUED - WAVE
    max_.press("1")
    found = newsroom.as_moderator(mine, "GET", "comments?q=prizes.example&limit=100")["items"]
    assert Counter(one["status"] for one in found) == {"rejected": WAVE, "pending": 2}

    # Both work through the rest at once, ten at a time.
    turns = 0
    while _left(newsroom, mine):
        turns += 1
        assert turns < 40, "the queue does not empty"
        for desk in (max_, mia):
            desk.press("c")
            expect(desk.said).to_contain_text("Claimed")
        for number in range(10):
            for desk in (max_, mia):
                desk.press(*(("r", "1") if number % 3 == 2 else ("a",)))
    for desk in (max_, mia):
        expect(desk.page.locator("nav [data-queue='pending'] b")).to_have_text("0")
        if desk.rows.count():  # the entry looked at stays until one goes on, where the other one decided it
            expect(desk.rows.locator(".gone")).to_be_visible()
            desk.press("j")
        desk.waiting(0)

    # An author whom Max rejected appeals, and Mia hears the appeal.
    rejected = next(
        one
        for one in posted
        if (made := newsroom.as_moderator(mine, "GET", f"comments/{one['comment']['id']}")["decisions"])
        and (made[-1]["action"], made[-1]["moderator"]) == ("reject", "Max")
    )
    comment_id, edit_token = rejected["comment"]["id"], rejected["edit_token"]
    newsroom.call(
        "POST", f"/v1/comments/{comment_id}/appeals", {"statement": "I quoted him."}, **{"X-Edit-Token": edit_token}
    )
    for desk in (max_, mia):
        desk.press("5")
        desk.waiting(1, "appeals")
    max_.press("r")
    expect(max_.trouble).to_contain_text("somebody else has to hear")
    with mia.page.expect_response("**/outcome"):
        mia.press("a", "Enter")
    mia.waiting(0, "appeals")
    assert newsroom.as_moderator(mine, "GET", f"comments/{comment_id}")["comment"]["status"] == "approved"

    verified = newsroom.operated.service.command("verify")
    assert verified.returncode == 0, verified.stdout
    told = _story(newsroom, mine)
    assert told["bulk"] == 2
    assert told["undo_bulk"] == 1
    assert (told["undo"], told["appeal"], told["overturned"]) == (WAVE, 1, 1)
    assert told["approve"] + told["reject"] >= QUEUED + WAVE


def _story(room: Newsroom, token: str) -> Counter[str]:
    """How often the audit log tells of which action."""
    told: Counter[str] = Counter()
    cursor = ""
    while True:
        page = room.as_moderator(token, "GET", f"audit?limit=100{cursor}")
        told.update(entry["action"] for entry in page["items"])
        if page["next_cursor"] is None:
            return told
        cursor = f"&cursor={page['next_cursor']}"

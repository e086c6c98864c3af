"""What was done lately, at the desk: read there, and taken back from there."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect
from web.console_room import Desk, Newsroom, settled, sit_down
from web.hostile_texts import TEXTS
from web.visiting import Visitor

pytestmark = pytest.mark.browser

Come = Callable[..., Visitor]


def history(desk: Desk) -> Locator:
    desk.press("h")
    window = desk.page.get_by_role("dialog", name="History")
    window.locator(".measures li").first.wait_for()
    return window


def test_every_kind_of_act_is_taken_back_from_the_history(visitor: Come, newsroom: Newsroom) -> None:
    max_, mia = newsroom.moderator("Max"), newsroom.moderator("Mia")
    posted = newsroom.receives("First.", "Second.", "Third.")
    one, two, three = (each["comment"]["id"] for each in posted)
    author = posted[0]["comment"]["author"]["id"]
    newsroom.decides(max_, one, "reject")
    both = [{"comment_id": each, "action": "approve"} for each in (two, three)]
    newsroom.as_moderator(mia, "POST", "decisions", {"decisions": both, "bulk": True})
    standing = {"standing": "premoderated", "reason": "Twice this week."}
    newsroom.as_moderator(max_, "PUT", f"authors/{author}/standing", standing)
    desk = sit_down(visitor(), newsroom, mia)

    window = history(desk)
    rows = window.locator(".measures li")
    expect(rows).to_have_count(3)
    for part in ("Premoderated", "Ada", "Twice this week.", "Max"):
        expect(rows.nth(0)).to_contain_text(part)
    expect(rows.nth(1)).to_contain_text("2 comments")
    expect(rows.nth(2)).to_contain_text("First.")

    for number, name in enumerate(("Undo: Premoderated, Ada", "Undo: Approved, 2 comments", "Undo: Rejected, Ada")):
        rows.nth(number).get_by_role("button", name=name).click()
        expect(rows.nth(number)).to_contain_text("taken back by Mia")
    assert settled(lambda: set(newsroom.statuses(mia).values()) == {"pending"})
    assert newsroom.as_moderator(mia, "GET", f"authors/{author}")["standing"] == "new"

    window.get_by_label("Only what I did").check()
    expect(rows).to_have_count(1)
    desk.press("Escape")
    desk.waiting(3)


def test_whoever_has_written_nothing_yet_is_called_by_their_id(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    standing = {"standing": "banned", "reason": "Announced to come back."}
    newsroom.as_moderator(token, "PUT", "authors/reader-4711/standing", standing)
    desk = sit_down(visitor(), newsroom, token)

    row = history(desk).locator(".measures li")
    expect(row).to_contain_text("reader-4711")
    row.get_by_role("button", name="Undo: Banned, reader-4711").click()
    expect(row).to_contain_text("taken back by Max")
    expect(desk.page.get_by_text("Nobody")).to_have_count(0)


def test_whom_the_policy_restricted_is_seen_and_forgiven(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    rules = {"strikes_suspend": 1, "strikes_suspend_days": 3}
    newsroom.operated.call("PUT", f"/v1/sites/{newsroom.site}/policy", rules, admin=True)
    newsroom.as_moderator(token, "POST", "authors/ada/warnings", {"message": "Please stay polite."})
    desk = sit_down(visitor(), newsroom, token)

    row = history(desk).locator(".measures li").first
    for part in ("Suspended", "Strikes came to 1", "the rules of this site"):
        expect(row).to_contain_text(part)
    row.get_by_role("button", name="Undo: Suspended").click()

    expect(row).to_contain_text("taken back by Max")
    assert newsroom.as_moderator(token, "GET", "authors/ada")["standing"] == "new"


def test_what_cannot_be_taken_back_any_more_is_said(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    (posted,) = newsroom.receives("Only one.")
    newsroom.decides(token, posted["comment"]["id"], "reject")
    desk = sit_down(visitor(), newsroom, token)
    window = history(desk)
    newsroom.decides(token, posted["comment"]["id"], "approve")

    window.get_by_role("button", name="Undo: Rejected, Ada").click()

    expect(window.get_by_role("alert")).to_have_text("The comment has changed since this decision.")
    window.get_by_label("Only what I did").check()
    expect(window.locator(".measures li").nth(1)).to_contain_text("something newer stands")


def test_the_history_goes_on_where_the_window_ends(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    for each in newsroom.receives(*(f"Number {number}." for number in range(23))):
        newsroom.decides(token, each["comment"]["id"], "approve")
    window = history(sit_down(visitor(), newsroom, token))
    expect(window.locator(".measures li")).to_have_count(20)

    window.get_by_role("button", name="Show more").click()

    expect(window.locator(".measures li")).to_have_count(23)
    expect(window.get_by_role("button", name="Show more")).to_have_count(0)


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "ar")])
def test_it_fits_a_telephone_is_read_aloud_and_runs_nothing(
    visitor: Come, newsroom: Newsroom, width: int, scheme: str, language: str
) -> None:
    token = newsroom.moderator("Max")
    for number, text in enumerate((*TEXTS[:3], "w" * 300)):
        (posted,) = newsroom.receives(f"{number} {text}", by=text[:40])
        newsroom.decides(token, posted["comment"]["id"], "reject")
        standing = {"standing": "banned", "reason": text}
        newsroom.as_moderator(token, "PUT", f"authors/{posted['comment']['author']['id']}/standing", standing)
    who = visitor(viewport={"width": width, "height": 700}, color_scheme=scheme, reduced_motion="reduce")
    desk = sit_down(who, newsroom, token, language)

    desk.page.locator("[data-act='history']").click()

    rows = desk.page.locator("dialog .measures li")
    expect(rows).to_have_count(8)
    assert desk.page.locator("dialog :is(script, img, svg, iframe)").count() == 0
    found = Axe().run(desk.page)
    assert found.violations_count == 0, found.generate_report()
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
    assert desk.page.locator("dialog").evaluate("one => one.scrollWidth <= one.clientWidth")

"""What surrounds a comment: its thread, earlier ones like it, its author's weeks; and nobody waits for any of it."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect
from web.console_room import Newsroom, sit_down
from web.visiting import Operated, Visitor

pytestmark = pytest.mark.browser

Come = Callable[..., Visitor]
CONTEXT = "**/context"
OFFER = "Our shop has the finest watches in the whole city at half the usual price, come and have a look today{}"


def _reply(newsroom: Newsroom, body: str, under: str, by: str) -> str:
    draft = {"body": body, "author": {"name": by}, "parent_id": under}
    return str(newsroom.call("POST", "/v1/articles/ferry/comments", draft)["comment"]["id"])


def _conversation(newsroom: Newsroom, token: str) -> dict[str, str]:
    """A question with three answers, one of them rejected; the last one waits."""
    said: dict[str, str] = {}
    (asked,) = newsroom.receives("Where is the second ferry?", by="Berta")
    said["asked"] = asked["comment"]["id"]
    newsroom.decides(token, said["asked"], "approve")
    for name, body, action in (
        ("calm", "In the shipyard, it was in the paper.", "approve"),
        ("rude", "Who cares about the ferry.", "reject"),
        ("waiting", "Nobody knows, as always.", None),
    ):
        said[name] = _reply(newsroom, body, said["asked"], name)
        if action:
            newsroom.decides(token, said[name], action)
    return said


def _clean(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_thread_around_a_comment_is_shown_with_what_readers_do_not_see(
    visitor: Come, newsroom: Newsroom, operated: Operated
) -> None:
    described = {"title": "The ferry", "url": "https://news.example/ferry"}
    newsroom.call("PUT", "/v1/articles/ferry", described, Authorization=f"Bearer {operated.token}")
    token = newsroom.moderator("Max")
    said = _conversation(newsroom, token)
    newsroom.receives("Another one that waits.", by="Zoe", article="bridge")
    desk = sit_down(visitor(), newsroom, token)
    desk.waiting(2)
    desk.page.locator(".face", has_text="Nobody knows").click()

    rows = desk.page.locator(".around li")
    expect(rows).to_have_count(4)
    expect(rows.nth(0)).to_contain_text("Where is the second ferry?")
    expect(rows.nth(2)).to_contain_text("Rejected")
    expect(rows.nth(2)).to_contain_text("Who cares about the ferry.")
    expect(rows.nth(3)).to_have_attribute("aria-current", "true")
    expect(desk.page.locator(".around header a")).to_have_attribute("href", "https://news.example/ferry")

    rows.nth(2).get_by_role("button").click()
    expect(desk.text).to_have_text("Who cares about the ferry.")
    expect(desk.page.locator(".decisions")).to_contain_text("Rejected")
    assert len(said) == 4
    desk.press("b")
    desk.waiting(2)
    expect(desk.text).to_have_text("Nobody knows, as always.")


def test_earlier_comments_like_it_are_shown_with_what_was_decided(visitor: Come, newsroom: Newsroom) -> None:
    mine, theirs = newsroom.moderator("Max"), newsroom.moderator("Mia")
    (earlier,) = newsroom.receives(OFFER.format("."), by="Shop")
    decision = {"comment_id": earlier["comment"]["id"], "action": "reject", "reason": "spam", "note": "The third one."}
    newsroom.as_moderator(theirs, "POST", "decisions", {"decisions": [decision]})
    newsroom.receives(OFFER.format("!!!"), by="Store", address="192.0.2.7")
    desk = sit_down(visitor(), newsroom, mine)
    desk.waiting(1)

    precedents = desk.page.locator(".precedents")
    expect(precedents).to_contain_text("1 like it: 1 rejected, 0 approved")
    expect(precedents).to_contain_text("the same text")
    expect(precedents).to_contain_text("Rejected · Spam · Mia")
    expect(precedents).to_contain_text("The third one.")
    expect(desk.page.locator(".trend")).to_contain_text("Too few to say")
    expect(desk.page.locator(".weeks li")).to_have_count(8)
    precedents.get_by_role("button").click()
    expect(desk.text).to_have_text(OFFER.format("."))
    expect(desk.page.locator(".weeks li").last).to_contain_text("0 approved, 1 rejected")


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_to_mend_around_a_comment(
    visitor: Come, newsroom: Newsroom, width: int, language: str
) -> None:
    token = newsroom.moderator("Max")
    _conversation(newsroom, token)
    newsroom.receives(OFFER.format("."), OFFER.format("!"), by="Shop")
    scheme = "dark" if width == 360 else "light"
    who = visitor(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    desk = sit_down(who, newsroom, token, language)
    desk.page.locator(".face", has_text="Nobody knows").click()
    desk.page.locator(".around .here").wait_for()
    _clean(desk.page)
    desk.page.locator(".face", has_text="today!").click()
    desk.page.locator(".precedents .precedent").wait_for()

    _clean(desk.page)
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width


def test_nobody_waits_for_what_surrounds_a_comment_and_nothing_moves_when_it_comes(
    visitor: Come, newsroom: Newsroom
) -> None:
    token = newsroom.moderator("Max")
    _conversation(newsroom, token)
    newsroom.receives("Waits as well.", by="Zoe", article="bridge")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    who = visitor(reduced_motion="reduce")
    who.context.route(CONTEXT, hold)
    desk = sit_down(who, newsroom, token)
    desk.sort("oldest")
    desk.waiting(2)
    expect(desk.text).to_have_text("Nobody knows, as always.")
    expect(desk.page.locator(".decisions, .record .row").first).to_be_visible()
    desk.page.wait_for_timeout(600)
    _clean(desk.page)
    before = _places(desk.page)
    assert held

    for route in held:
        route.continue_()
    desk.page.locator(".around .here").wait_for()
    assert _places(desk.page) == before

    held.clear()
    desk.press("j")
    expect(desk.text).to_have_text("Waits as well.")
    desk.press("a")
    desk.waiting(1)


def _places(page: Page) -> Any:
    """Where what is read first begins, and how large the boxes are that are filled later."""
    return page.evaluate(
        """[...document.querySelectorAll("article .body, .around, .trend, .lane > :first-child")].map((one) => {
            const { x, y, width } = one.getBoundingClientRect();
            return [x, y, width].map(Math.round);
        })"""
    )


def test_what_could_not_be_read_says_so_and_can_be_read_again(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    _conversation(newsroom, token)
    who = visitor(color_scheme="dark", reduced_motion="reduce")
    who.context.route(CONTEXT, lambda route: route.fulfill(status=503, json={"title": "Away", "status": 503}))
    desk = sit_down(who, newsroom, token)
    desk.waiting(1)

    expect(desk.page.locator(".around")).to_contain_text("This could not be read.")
    expect(desk.page.locator(".precedents")).to_contain_text("This could not be read.")
    expect(desk.page.locator(".record")).to_contain_text("Comments")
    _clean(desk.page)
    who.context.unroute(CONTEXT)
    desk.page.locator(".around [data-act='again']").click()

    expect(desk.page.locator(".around li")).to_have_count(4)
    expect(desk.page.locator(".precedents")).to_contain_text("Nothing like it was written since")
    who.troubles.clear()  # the browser tells of the 503


def test_the_next_comment_is_read_ahead_and_the_one_left_is_given_up(visitor: Come, newsroom: Newsroom) -> None:
    first, second, third = (
        newsroom.receives(body, by=body)[0]["comment"]["id"] for body in ("First.", "Second.", "Third.")
    )
    who = visitor()
    asked: list[str] = []
    given_up: list[str] = []
    who.context.on("request", lambda one: asked.append(one.url) if one.url.endswith("/context") else None)
    who.context.on("requestfailed", lambda one: given_up.append(one.url) if one.url.endswith("/context") else None)
    desk = sit_down(who, newsroom, newsroom.moderator("Max"))
    desk.sort("oldest")
    desk.waiting(3)

    def times(comment_id: str) -> int:
        return sum(comment_id in url for url in asked)

    expect(desk.text).to_have_text("First.")
    desk.page.locator(".around .here").wait_for()
    _until(desk.page, lambda: times(second) > 0)
    before = times(second), times(third)
    desk.press("j")
    expect(desk.text).to_have_text("Second.")
    desk.page.locator(".around .here").wait_for()
    _until(desk.page, lambda: times(third) > before[1])
    assert times(second) == before[0]

    asked.clear()
    who.context.route(f"**/{first}/context", lambda _: None)
    desk.press("k")
    _until(desk.page, lambda: times(first) == 1)
    desk.press("j")
    _until(desk.page, lambda: any(first in url for url in given_up))


def _until(page: Page, fact: Callable[[], bool]) -> None:
    for _ in range(100):
        if fact():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come true within five seconds")

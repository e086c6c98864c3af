"""Every moderator can use the console, and nothing that a stranger wrote can: keyboard, ear, small screen, night."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from web.console_room import Newsroom, sit_down
from web.hostile_texts import TEXTS
from web.visiting import Visitor

pytestmark = pytest.mark.browser

Come = Callable[..., Visitor]
INSULT = "You are a stupid idiot and everybody knows it."


def test_nothing_that_a_stranger_wrote_runs(visitor: Come, newsroom: Newsroom) -> None:
    for number, text in enumerate(TEXTS):
        newsroom.receives(f"{number} {text}", by=text[:40])
    desk = sit_down(visitor(), newsroom, newsroom.moderator("Max"))
    desk.rows.nth(3).wait_for()

    for _ in TEXTS:
        desk.press("j")
        assert desk.page.locator(".rows :is(script, img, svg, iframe), .one :is(script, img, iframe, svg)").count() == 0


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_to_mend(visitor: Come, newsroom: Newsroom, width: int, scheme: str, language: str) -> None:
    newsroom.receives("The ferry was late again.", INSULT, "مرحبا بالجميع، متى تبدأ الرحلات؟", "w" * 300)
    who = visitor(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    desk = sit_down(who, newsroom, newsroom.moderator("Max"), language)
    desk.rows.nth(1).wait_for()
    desk.press("c")
    desk.page.locator(".tag.mine").first.wait_for()
    desk.press("e", "Enter", "u", "u")
    expect(desk.said).not_to_be_empty()

    _clean(desk.page)
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
    desk.press("r")
    desk.page.locator("dialog").wait_for()
    _clean(desk.page)
    desk.press("Escape")
    expect(desk.page.locator("dialog")).to_have_count(0)
    desk.press("?")
    desk.page.locator("dialog .keys").wait_for()
    _clean(desk.page)
    desk.press("Escape")
    desk.page.locator("[data-act='sign-out']").click()
    desk.page.locator("#token").wait_for()
    _clean(desk.page)


def _clean(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_axe_finds_nothing_where_something_went_wrong(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("Contested.", "Quiet.")
    mine, theirs = newsroom.moderator("Max"), newsroom.moderator("Mia")
    newsroom.as_moderator(theirs, "POST", "queues/pending/claims", {"limit": 2})
    desk = sit_down(visitor(color_scheme="dark", reduced_motion="reduce"), newsroom, mine)
    desk.waiting(2)
    desk.press("a")
    expect(desk.trouble).to_contain_text("Mia holds")

    _clean(desk.page)


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_at_four_hundred_percent_nothing_is_cut_off(visitor: Come, newsroom: Newsroom, language: str) -> None:
    newsroom.receives("w" * 300, INSULT)
    desk = sit_down(visitor(viewport={"width": 320, "height": 256}), newsroom, newsroom.moderator("Max"), language)
    desk.rows.first.wait_for()

    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 320
    desk.page.locator("[data-act='approve']").click()
    expect(desk.said).not_to_be_empty()


def test_the_letter_of_a_key_counts_whatever_alphabet_is_on(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("مرحبا")
    token = newsroom.moderator("Max")
    desk = sit_down(visitor(), newsroom, token, "ar")
    desk.waiting(1)

    desk.page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ش', code: 'KeyA', bubbles: true}))")

    desk.waiting(0)


def test_the_ear_is_told_which_comment_comes_next(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("One.", "Two.")
    desk = sit_down(visitor(), newsroom, newsroom.moderator("Max"))
    desk.sort("oldest")
    desk.waiting(2)

    desk.press("j")

    expect(desk.page.locator("[aria-live]")).to_have_text("2 of 2: Ada: Two.")

"""How moderation goes: numbers, plots and tables over a span of time, and what another threshold would have come to."""

import json
import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from web.console_room import Newsroom, sit_down
from web.hostile_texts import TEXTS
from web.visiting import Visitor

from moderation.web import assets, pages

Come = Callable[..., Visitor]
VILE = "You are a stupid idiot, number {}."
CALM = "Thank you for article number {}."


def test_every_language_of_the_page_says_the_same() -> None:
    said = [set(json.loads(assets.ASSETS[f"statistics/{language}.json"].body)) for language in pages.DEMO_TITLES]
    assert said[0] == said[1] == said[2]
    scripts = "".join(asset.body.decode() for path, asset in assets.ASSETS.items() if path.startswith("statistics/"))
    spoken = set(re.findall(r'words\.say\("([\w-]+)"', scripts))
    assert spoken
    assert spoken <= said[0]


def _worked_through(room: Newsroom, each: int = 15) -> str:
    """A moderator's token, after `each` vile and `each` calm comments were decided as expected, but for three."""
    mia, max_ = room.moderator("Mia Klein"), room.moderator("Max Weber")
    vile = room.receives(*(VILE.format(number) for number in range(each)))
    calm = room.receives(*(CALM.format(number) for number in range(each)), by="Ben")
    for number, answer in enumerate(vile):
        room.decides(max_, answer["comment"]["id"], "reject" if number else "approve")
    for number, answer in enumerate(calm):
        room.decides(mia, answer["comment"]["id"], "approve" if number > 1 else "reject")
    return mia


def board(visitor: Visitor, room: Newsroom, token: str, language: str = "en") -> Page:
    page = visitor.blank()
    page.goto(f"{room.operated.url}/console/statistics?site={room.site}&language={language}")
    page.locator("#token").fill(token)
    page.keyboard.press("Enter")
    page.locator("main.board #explorer").wait_for()
    return page


@pytest.mark.browser
def test_a_moderator_sees_how_it_goes_and_tries_thresholds(visitor: Come, newsroom: Newsroom) -> None:
    token = _worked_through(newsroom)
    page = board(visitor(), newsroom, token)

    tiles = page.locator(".tiles dd")
    expect(tiles.nth(0)).to_have_text("30")
    expect(tiles.nth(1)).to_have_text("30 (100%)")
    expect(tiles.nth(2)).to_have_text("30")
    expect(tiles.nth(4)).to_have_text("90%")
    expect(page.locator(".chart canvas")).to_have_count(3)
    held = page.get_by_role("row", name="Held")
    expect(held.get_by_role("cell").first).to_have_text("30")
    expect(page.get_by_role("row", name="Max Weber").get_by_role("cell").nth(2)).to_have_text("14")

    explained = page.locator("#explained")
    expect(explained).to_contain_text("At 0.80 you would have looked at about")
    expect(explained).to_contain_text("2 of the 16 rejected ones would have been missed.")
    page.locator("#threshold").fill("0")
    expect(explained).to_contain_text("0 of the 16 rejected ones would have been missed.")
    page.locator("#attribute").select_option("LIKELY_TO_REJECT")
    expect(page.locator(".explored")).to_have_text("Nothing has been decided in this time.")


@pytest.mark.browser
def test_where_nothing_happened_nothing_is_made_up(visitor: Come, newsroom: Newsroom) -> None:
    page = board(visitor(), newsroom, newsroom.moderator("Max"))

    expect(page.locator(".tiles dd").nth(3)).to_have_text("–")
    expect(page.get_by_text("Nothing has been decided in this time.")).to_have_count(3)
    page.locator("#days").select_option("1")
    expect(page.locator(".tiles dd").nth(0)).to_have_text("0")


@pytest.mark.browser
def test_moderators_come_here_from_the_console(visitor: Come, newsroom: Newsroom) -> None:
    max_ = sit_down(visitor(), newsroom, newsroom.moderator("Max"))

    max_.page.get_by_role("link", name="Statistics").click()

    max_.page.locator("main.board").wait_for()
    max_.page.get_by_role("link", name="To the queues").click()
    max_.page.locator("nav [data-queue='pending']").wait_for()


@pytest.mark.browser
def test_a_name_that_is_markup_is_text(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator(TEXTS[0][:90])
    [answer] = newsroom.receives("Good game.")
    newsroom.decides(token, answer["comment"]["id"], "approve")

    page = board(visitor(), newsroom, token)

    expect(page.get_by_role("row", name="1").first).to_be_visible()
    assert page.locator("main :is(script, img, svg, iframe)").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_to_mend(visitor: Come, newsroom: Newsroom, width: int, scheme: str, language: str) -> None:
    token = _worked_through(newsroom, 3)
    who = visitor(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")

    page = board(who, newsroom, token, language)

    page.locator("#explained").wait_for()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width

"""What one shift leaves for the next: read, written down and taken away at the desk."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from web.console_room import Newsroom, sit_down
from web.hostile_texts import TEXTS
from web.visiting import Visitor

pytestmark = pytest.mark.browser

Come = Callable[..., Visitor]


def test_the_next_shift_reads_what_the_last_one_wrote(visitor: Come, newsroom: Newsroom) -> None:
    max_ = sit_down(visitor(), newsroom, newsroom.moderator("Max"))
    max_.page.get_by_role("button", name="Shift notes").click()
    dialog = max_.page.get_by_role("dialog")
    expect(dialog).to_contain_text("The last shift left nothing.")
    dialog.locator("textarea").fill("The casino wave comes back\nevery hour.")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator(".shift li")).to_have_count(1)
    expect(dialog.locator("textarea")).to_have_value("")

    mia = sit_down(visitor(), newsroom, newsroom.moderator("Mia"))
    mia.page.get_by_role("button", name="Shift notes").click()
    note = mia.page.get_by_role("dialog").locator(".shift li")
    expect(note).to_contain_text("The casino wave comes back")
    expect(note).to_contain_text("Max")
    note.get_by_role("button", name="Delete").click()
    expect(mia.page.get_by_role("dialog").get_by_role("alert")).to_contain_text("somebody else's")

    dialog.get_by_role("button", name="Delete").click()
    expect(dialog).to_contain_text("The last shift left nothing.")
    max_.press("Escape")
    expect(max_.page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_fits_a_telephone_is_read_aloud_and_runs_nothing(
    visitor: Come, newsroom: Newsroom, scheme: str, language: str
) -> None:
    token = newsroom.moderator("Max")
    for text in (*TEXTS[:4], "w" * 500):
        newsroom.as_moderator(token, "POST", "notes", {"text": text})
    who = visitor(viewport={"width": 360, "height": 700}, color_scheme=scheme, reduced_motion="reduce")
    desk = sit_down(who, newsroom, token, language)

    desk.page.locator("[data-act='shift']").click()

    expect(desk.page.locator(".shift li")).to_have_count(5)
    assert desk.page.locator("dialog :is(script, img, svg, iframe)").count() == 0
    found = Axe().run(desk.page)
    assert found.violations_count == 0, found.generate_report()
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 360

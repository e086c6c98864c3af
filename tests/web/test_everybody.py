"""Every reader can use it: with a keyboard, a screen reader, a small screen, at night, and from right to left."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from web.visiting import Operated, Visitor

pytestmark = pytest.mark.browser

INSULT = "You are a stupid idiot and everybody knows it."


@pytest.fixture
def lively(operated: Operated, article: str) -> str:
    """An article with replies, a tombstone, a link, a code block and a very long word."""
    root = operated.post(article, "> quoted\n\nSee [the times](https://example.org/t) and `code`.\n\n```\nblock\n```")
    inner = operated.post(article, "Agreed. " + "x" * 300, by="Ben", to=root["id"])
    for depth in range(7):
        inner = operated.post(article, f"And deeper still, level {depth}.", by="Cy", to=inner["id"])
    gone = operated.post(article, "This will be gone soon.")
    operated.post(article, "But this answer stays.", to=gone["id"])
    operated.decide(gone["id"], "reject")
    operated.post(article, "مرحبا بالجميع، متى تبدأ الرحلات؟", by="ليلى")
    return article


@pytest.mark.parametrize("width", [1000, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_to_mend(
    visitor: Callable[..., Visitor], operated: Operated, lively: str, width: int, scheme: str, language: str
) -> None:
    page = visitor(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce").open(
        lively, language
    )
    operated.post(lively, "A new one, so that the button is there.")
    page.locator(".arrivals button").wait_for()
    first = page.locator("moderation-discussion .comment").first
    first.locator("[data-act='report']").first.click()
    page.locator("form.composer textarea").fill(INSULT)
    page.locator("form.composer input").fill("Lena")
    page.locator("form.composer button.primary").click()
    page.locator("mark").first.wait_for()

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_wider_than_a_narrow_screen(visitor: Callable[..., Visitor], lively: str, language: str) -> None:
    page = visitor(viewport={"width": 360, "height": 700}).open(lively, language)
    deepest = page.locator(".text", has_text="And deeper still, level 6.")
    while not deepest.count():
        shown = page.locator("moderation-discussion .comment").count()
        page.locator(".replies + .more button").click()
        page.locator("moderation-discussion .comment").nth(shown).wait_for()

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    box = deepest.bounding_box()
    assert box is not None
    assert box["width"] > 250


def test_right_to_left_mirrors_the_page_and_leaves_each_text_its_own_direction(
    visitor: Callable[..., Visitor], lively: str
) -> None:
    page = visitor().open(lively, "ar")

    expect(page.get_by_role("heading", level=2)).to_contain_text("التعليقات")
    root, reply = page.locator(".comment", has_text="quoted").first, page.locator(".replies .comment").first
    assert _right(reply) < _right(root)
    assert _right(page.locator(".sorting")) < _right(page.get_by_role("heading", level=2))
    assert page.locator(".text p", has_text="Agreed.").evaluate("one => getComputedStyle(one).direction") == "ltr"
    assert page.locator(".text p", has_text="مرحبا").evaluate("one => getComputedStyle(one).direction") == "rtl"


def _right(locator: Locator) -> float:
    """The right edge, where lines begin."""
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"]


def test_plurals_follow_the_language(visitor: Callable[..., Visitor], operated: Operated, article: str) -> None:
    page = visitor().open(article, "ar")

    for number, said in ((1, "تعليق جديد"), (2, "تعليقان جديدان"), (3, "تعليقات جديدة")):
        operated.post(article, f"Comment number {number} in Arabic plural.")
        expect(page.locator(".arrivals button")).to_contain_text(said)


def test_a_comment_can_be_posted_with_the_keyboard_alone(visitor: Callable[..., Visitor], article: str) -> None:
    page = visitor().open(article)
    for _ in range(10):
        page.keyboard.press("Tab")
        if _focused(page) == "TEXTAREA":
            break
    page.keyboard.type("Typed without a mouse.")
    page.keyboard.press("Tab")
    page.keyboard.type("Lena")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("moderation-discussion article")).to_contain_text("Typed without a mouse.")
    expect(page.get_by_role("status")).to_have_text("Your comment is posted.")


def _focused(page: Page) -> Any:
    return page.evaluate("document.querySelector('moderation-discussion').shadowRoot.activeElement?.tagName")


def test_a_screen_reader_hears_that_others_have_written(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    page = visitor().open(article)

    operated.post(article, "Something to be announced.")

    expect(page.get_by_role("status")).to_have_text("1 new comment")

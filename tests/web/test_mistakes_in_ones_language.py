"""What is wrong with something that was sent is said in the language of the page, to readers and to moderators."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from web.console_room import Newsroom, sit_down
from web.publishing import Publisher
from web.visiting import Operated, Visitor

pytestmark = pytest.mark.browser

Come = Callable[..., Visitor]


@pytest.mark.parametrize(
    ("language", "too_long", "blank"),
    [
        ("en", "Too long: at most 20.", "There is nothing to read in it."),
        ("de", "Zu lang: höchstens 20.", "Darin steht nichts, was man lesen könnte."),
        ("ar", "أطول مما ينبغي: 20 على الأكثر.", "ليس فيه ما يُقرأ."),
    ],
)
def test_a_commenter_reads_what_is_wrong_with_the_text(
    visitor: Come, operated: Operated, article: str, language: str, too_long: str, blank: str
) -> None:
    publisher = Publisher.of(operated, f"site-{article[-12:]}", body_max=20)
    page = publisher.open(visitor(), article, language=language)
    composer = page.locator("moderation-discussion form.composer").first
    composer.locator("input").fill("Ann")

    for text, said in (("I would pay three coins.", too_long), ("\u200b", blank)):
        composer.locator("textarea").fill(text)
        composer.locator("button.primary").click()
        expect(composer.get_by_role("alert").filter(has_text=said)).to_be_visible()
        expect(composer.locator("textarea")).to_have_value(text)


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "Grund: Darin steht nichts, was man lesen könnte."), ("ar", "السبب: ليس فيه ما يُقرأ.")],
)
def test_a_moderator_reads_what_is_wrong_with_a_standing(
    visitor: Come, operated: Operated, language: str, said: str
) -> None:
    newsroom = Newsroom.opened(operated)
    newsroom.receives("Waits for a look.")
    desk = sit_down(visitor(), newsroom, newsroom.moderator("Max"), language)
    desk.waiting(1)
    desk.press("o")
    window = desk.page.locator("dialog:has(.profile)")
    window.locator(".row button").nth(1).click()
    standing = desk.page.locator("dialog:has(#standing)")
    standing.locator("#reason").fill("\u200b")

    standing.locator(".primary").click()

    expect(window.get_by_role("alert").filter(has_text=said)).to_be_visible()


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "Nicht freigegeben: Ada. Mia hat diesen Eintrag."), ("ar", "هذا التعليق لدى \u2068Mia\u2069.")],
)
def test_a_moderator_reads_why_something_was_not_decided(
    visitor: Come, newsroom: Newsroom, language: str, said: str
) -> None:
    newsroom.receives("Contested.")
    newsroom.as_moderator(newsroom.moderator("Mia"), "POST", "queues/pending/claims", {"limit": 1})
    desk = sit_down(visitor(), newsroom, newsroom.moderator("Max"), language)
    desk.waiting(1)

    desk.press("a")

    expect(desk.trouble).to_contain_text(said)

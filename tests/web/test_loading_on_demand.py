"""What only some readers need is loaded when one of them asks for it, and asked for again where that failed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from web.publishing import Publisher, sign_in
from web.visiting import Operated, Visitor, click_twice

from moderation.web.assets import LOADED_AT_ONCE

pytestmark = pytest.mark.browser

NO_CONNECTION = "There is no connection to the comments at the moment."


@pytest.fixture
def publisher(operated: Operated, article: str) -> Publisher:
    return Publisher.of(operated, f"site-{article[-12:]}")


def _scripts(page: Page) -> set[str]:
    names: list[str] = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    paths = {"/".join(name.rsplit("/", 2)[1:]) for name in names if "/assets/" in name}
    return {path for path in paths if path.endswith(".js")}


def test_who_reads_loads_nothing_of_what_others_need(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    operated.post(article, "The ferry was late again.")
    page = visitor().open(article)
    report = page.get_by_role("button", name="Report")
    report.wait_for()

    assert _scripts(page) == LOADED_AT_ONCE
    report.click()
    expect(page.get_by_label("It is offensive")).to_be_focused()
    assert _scripts(page) > LOADED_AT_ONCE


def test_a_form_that_cannot_be_loaded_is_asked_for_again_where_it_would_be(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    operated.post(article, "The ferry was late again.")
    page = visitor().open(article)
    page.context.set_offline(True)
    page.get_by_role("button", name="Report").press("Enter")
    said = page.get_by_role("article").get_by_role("alert")
    expect(said).to_contain_text(NO_CONNECTION)

    again = said.get_by_role("button", name="Try again")
    again.press("Enter")
    expect(again).to_be_focused()
    page.context.set_offline(False)
    again.press("Enter")

    expect(page.get_by_role("radio").first).to_be_focused()
    expect(said).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Report")).to_be_focused()


def test_a_reply_that_was_begun_meanwhile_is_not_taken_away(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    operated.post(article, "The ferry was late again.")
    page = visitor().open(article)
    waiting: list[Route] = []
    page.route("**/widget/report.js", lambda route, _: waiting.append(route))
    page.get_by_role("button", name="Report").click()
    page.get_by_role("button", name="Reply").click()
    page.keyboard.type("By an hour")
    waiting[0].continue_()
    page.evaluate("(address) => import(address)", waiting[0].request.url)
    page.wait_for_function("document.querySelector('moderation-discussion').shadowRoot.adoptedStyleSheets.length === 3")

    expect(page.get_by_label("Reply to")).to_be_focused()
    expect(page.get_by_label("Reply to")).to_have_value("By an hour")


def test_a_window_that_cannot_be_loaded_is_asked_for_again_and_gives_the_focus_back(
    visitor: Callable[..., Visitor], article: str
) -> None:
    page = visitor().open(article)
    page.context.set_offline(True)
    page.get_by_role("button", name="Your comments").click()
    said = page.get_by_role("alert").filter(has_text=NO_CONNECTION)
    expect(said).to_be_visible()
    page.context.set_offline(False)

    click_twice(said.get_by_role("button", name="Try again"))

    expect(page.get_by_role("dialog")).to_have_count(1)
    expect(page.get_by_role("heading", name="Your comments").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Your comments")).to_be_focused()
    expect(said).to_be_hidden()


def test_a_warning_that_cannot_be_loaded_waits_beside_the_text(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    token = publisher.token("wanda", "Wanda")
    author = publisher.posts("another", "Hello.", token)["author"]["id"]
    publisher.warns(author, "Please stay with the subject.")
    page = publisher.open(visitor(), article)
    page.route("**/widget/warning.js", lambda route: route.abort())
    sign_in(page, token)
    page.get_by_label("Write a comment").fill("Late again.")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_text(NO_CONNECTION)).to_be_visible()
    page.unroute("**/widget/warning.js")

    page.get_by_role("button", name="Read the message").click()

    expect(page.get_by_role("dialog")).to_contain_text("Please stay with the subject.")
    page.get_by_role("button", name="I have understood").click()
    expect(page.get_by_label("Write a comment")).to_have_value("Late again.")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("article", name="Wanda")).to_contain_text("Late again.")

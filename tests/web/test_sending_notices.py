"""A reader holds a comment to be illegal: what they declare, the receipt they are given, and what they learn later."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect
from web.publishing import Publisher
from web.visiting import Operated, Visitor, click_twice

pytestmark = pytest.mark.browser

TEXT = "Burn it down tonight, all of you."
WHY = "He calls for burning down the town hall. <b>Really</b>."
LAW = "Section 111"


@pytest.fixture
def publisher(operated: Operated, article: str) -> Publisher:
    return Publisher.of(operated, f"site-{article[-12:]}", legal_grounds=[LAW])


def _form(page: Page) -> Locator:
    page.get_by_role("button", name="Report").click()
    page.get_by_label("I think that it is illegal").check()
    return page.locator("form.report-form")


def _fill(form: Locator) -> None:
    form.get_by_label("Why do you think that it is illegal?").fill(WHY)
    form.get_by_label("Which law does it break?").fill(LAW)
    form.get_by_label("What is it about?").select_option(label="Threats or calls for violence")
    form.get_by_label("Your name").fill("Rita Reader")
    form.get_by_label("Your e-mail address").fill("rita@reader.example")
    form.get_by_label("I believe in good faith").check()


def _receipt(page: Page) -> str:
    group = page.get_by_role("group", name="Your notice was received.")
    expect(group).to_be_focused()
    return group.get_by_label("Receipt number").input_value()


def _notices(page: Page) -> Locator:
    page.get_by_role("button", name="Your comments").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Your notices of illegal content", exact=True).click()
    return dialog


def test_a_notice_is_confirmed_and_its_outcome_is_told_where_it_was_sent_and_elsewhere(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    comment = publisher.posts(article, TEXT)
    page, elsewhere = publisher.open(visitor(), article), publisher.open(visitor(), article)
    form = _form(page)
    _fill(form)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()

    click_twice(form.get_by_role("button", name="Send notice"))

    number = _receipt(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Report")).to_be_focused()
    [entry] = publisher.as_moderator("Max", "GET", "queues/reported")["items"]
    [report] = entry["reports"]
    assert report["detail"] == WHY
    notice = report["notice"]
    assert (notice["law"], notice["category"]) == (LAW, "VIOLENCE")
    assert (notice["name"], notice["email"]) == ("Rita Reader", "rita@reader.example")
    assert notice["location"].endswith(f"/demo/{article}#comment-{comment['id']}")

    dialog = _notices(page)
    expect(dialog).to_contain_text(TEXT)
    expect(dialog).to_contain_text("It waits for a moderator.")
    page.keyboard.press("Escape")
    publisher.rejects(comment["id"], ground="illegal", rule=LAW)

    expect(_notices(page)).to_contain_text("The comment was removed.")
    expect(dialog).to_contain_text("It was held to break the law.")
    dialog = _notices(elsewhere)
    expect(dialog).to_contain_text("No notice was sent from this browser.")
    field = dialog.get_by_label("Look up a notice by the number of its receipt")
    field.fill(number[:-1])
    field.press("Enter")
    expect(dialog.get_by_text("There is no notice with this number.")).to_be_visible()
    field.fill(f" {number} ")
    dialog.get_by_role("button", name="Look up").click()
    expect(dialog.get_by_role("status").filter(has_text="The comment was removed.")).to_be_visible()
    assert TEXT not in dialog.inner_text()


def test_what_the_law_asks_for_is_asked_for_where_it_is_missing(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    publisher.posts(article, TEXT)
    page = publisher.open(visitor(), article)
    form = _form(page)
    send = form.get_by_role("button", name="Send notice")

    for label, said, given in (
        ("Why do you think that it is illegal?", "Please explain why you think that it is illegal.", WHY),
        ("Your name", "Please tell us your name.", "Rita Reader"),
        ("Your e-mail address", "Please enter an e-mail address", "rita"),
        ("Your e-mail address", "Please enter an e-mail address", "rita@reader.example"),
    ):
        send.click()
        expect(form.get_by_role("alert")).to_contain_text(said)
        expect(form.get_by_label(label)).to_be_focused()
        form.get_by_label(label).fill(given)
    send.click()
    expect(form.get_by_role("alert")).to_contain_text("Please confirm that what you say is accurate and complete.")
    form.get_by_label("I believe in good faith").check()
    send.click()

    assert len(_receipt(page)) > 60


def test_nobody_has_to_say_who_they_are_where_a_child_is_abused(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    publisher.posts(article, TEXT)
    page = publisher.open(visitor(), article)
    form = _form(page)
    form.get_by_label("Why do you think that it is illegal?").fill(WHY)
    form.get_by_label("What is it about?").select_option(label="Sexual abuse or endangering of a child")
    form.get_by_label("I believe in good faith").check()

    form.get_by_role("button", name="Send notice").click()

    _receipt(page)
    [entry] = publisher.as_moderator("Max", "GET", "queues/reported")["items"]
    assert (entry["reports"][0]["notice"]["name"], entry["reports"][0]["notice"]["email"]) == (None, None)


def test_a_notice_is_sent_until_it_is_acknowledged_and_filed_once(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    publisher.posts(article, TEXT)
    page = publisher.open(visitor(), article)
    sent: list[Any] = []

    def unlucky(route: Route) -> None:
        sent.append(route.request.post_data_json)
        if len(sent) == 1:
            problem = '{"type": "/problems/storage-unavailable", "title": "Storage is away", "status": 503}'
            route.fulfill(status=503, body=problem, content_type="application/problem+json")
        elif len(sent) == 2:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/notices*", unlucky)
    form = _form(page)
    _fill(form)
    form.get_by_role("button", name="Send notice").click()

    expect(form).to_contain_text("Your text is kept and sent as soon as that is possible.")
    _receipt(page)
    assert len(sent) == 3
    [entry] = publisher.as_moderator("Max", "GET", "queues/reported")["items"]
    assert len(entry["reports"]) == 1


def test_a_second_and_different_notice_waits_for_the_first(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    publisher.posts(article, TEXT)
    page = publisher.open(visitor(), article)
    form = _form(page)
    _fill(form)
    form.get_by_role("button", name="Send notice").click()
    _receipt(page)
    page.get_by_role("button", name="Close").click()

    form = _form(page)
    _fill(form)
    form.get_by_label("Why do you think that it is illegal?").fill("And something else.")
    form.get_by_role("button", name="Send notice").click()

    expect(form.get_by_role("alert")).to_contain_text("An earlier notice of yours about this comment is waiting")
    expect(form.get_by_label("Why do you think that it is illegal?")).to_have_value("And something else.")


def test_what_was_typed_of_a_report_comes_back(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    publisher.posts(article, TEXT)
    page = publisher.open(visitor(), article)
    _form(page).get_by_label("Why do you think that it is illegal?").fill(WHY)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Report")).to_be_focused()
    page.reload()

    page.get_by_role("button", name="Report").click()

    expect(page.get_by_label("Anything the moderators should know")).to_have_value(WHY)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_notice_fits_a_page_that_is_enlarged_four_times(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str, language: str
) -> None:
    publisher.posts(article, TEXT)
    page = publisher.open(
        visitor(viewport={"width": 320, "height": 256}, color_scheme="dark"), article, language=language
    )
    page.locator("[data-act='report']").click()
    page.locator("input[value='illegal']").check()

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_button_says_that_there_is_an_answer_until_it_was_looked_at(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    comment = publisher.posts(article, TEXT)
    page = publisher.open(visitor(), article)
    form = _form(page)
    _fill(form)
    form.get_by_role("button", name="Send notice").click()
    _receipt(page)
    publisher.approves(comment["id"])

    page.reload()

    button = page.get_by_role("button", name="Your comments · 1 answer")
    button.click()
    page.get_by_role("dialog").get_by_text("Your notices of illegal content", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("The comment stays.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Your comments", exact=True)).to_be_focused()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response("**/comments?*"):
        page.reload()
    page.wait_for_timeout(2500)
    assert not [url for url in asked if "/v1/notices/" in url]

"""Readers who were warned, suspended, banned or are looked at first: told plainly, and nothing they typed is lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect
from web.publishing import Publisher, sign_in
from web.visiting import Operated, Visitor, click_twice

pytestmark = pytest.mark.browser

TEXT = "I would pay three coins for the crossing."
MESSAGE = "Please do not call other readers names.\n\n<b>Twice</b> is once too often."


@pytest.fixture
def publisher(operated: Operated, article: str) -> Publisher:
    return Publisher.of(operated, f"site-{article[-12:]}")


def _box(page: Page) -> Locator:
    return page.get_by_label("Write a comment")


def _post(page: Page, text: str = TEXT) -> None:
    _box(page).fill(text)
    page.get_by_role("button", name="Post", exact=True).click()


def _dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="A message from the moderators")


def _comment(page: Page, text: str) -> Locator:
    return page.locator("moderation-discussion article", has_text=text)


def _in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def test_a_warned_reader_reads_it_says_so_and_what_they_wrote_goes_on_its_way(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    page = publisher.open(visitor(), article, publisher.token("maria", "Maria"))
    _box(page).fill(TEXT)
    publisher.warns("maria", MESSAGE)

    page.get_by_role("button", name="Post", exact=True).click()

    dialog = _dialog(page)
    expect(dialog).to_contain_text("Please do not call other readers names.")
    expect(dialog).to_contain_text("<b>Twice</b> is once too often.")
    expect(dialog.get_by_role("heading")).to_be_focused()
    assert "colleagues" not in dialog.inner_text()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    click_twice(dialog.get_by_role("button", name="I have understood"))
    expect(dialog).to_have_count(0)
    expect(_comment(page, TEXT)).to_have_count(1)
    expect(_comment(page, TEXT)).to_be_focused()
    expect(_box(page)).to_have_value("")
    _post(page, "And four on Sundays.")
    expect(_comment(page, "And four on Sundays.")).to_be_visible()


def test_a_warning_that_is_put_off_waits_and_so_does_the_text(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    token = publisher.token("maria", "Maria")
    page = publisher.open(visitor(), article, token)
    publisher.warns("maria", MESSAGE)
    _post(page)
    expect(_dialog(page)).to_be_visible()

    page.keyboard.press("Escape")

    expect(_dialog(page)).to_have_count(0)
    expect(_box(page)).to_have_value(TEXT)
    expect(page.get_by_role("alert").filter(has_text="The moderators have written to you")).to_be_visible()
    page.reload()
    sign_in(page, token)
    expect(_box(page)).to_have_value(TEXT)
    _box(page).focus()
    page.get_by_role("button", name="Read the message").click()
    _dialog(page).get_by_role("button", name="I have understood").click()
    expect(page.get_by_role("alert").filter(has_text="The moderators have written to you")).to_have_count(0)
    expect(_comment(page, TEXT)).to_have_count(0)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(_comment(page, TEXT)).to_have_count(1)


def test_saying_that_one_understood_survives_a_service_that_is_away_and_a_newer_warning(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    page = publisher.open(visitor(), article, publisher.token("maria", "Maria"))
    publisher.warns("maria", MESSAGE)
    answers: list[int] = []

    def away(route: Route) -> None:
        answers.append(1)
        if len(answers) == 1:
            problem = '{"type": "/problems/storage-unavailable", "title": "Storage is away", "status": 503}'
            route.fulfill(status=503, body=problem, content_type="application/problem+json")
        elif len(answers) == 2:
            route.abort()
        else:
            route.continue_()

    page.route("**/v1/me/warning/acknowledgement*", away)
    _post(page)
    dialog = _dialog(page)
    understood = dialog.get_by_role("button", name="I have understood")

    understood.click()
    expect(dialog.get_by_role("alert")).to_have_text("The comments are not available at the moment.")
    understood.click()
    expect(dialog.get_by_role("alert")).to_have_text("There is no connection to the comments at the moment.")
    publisher.warns("maria", "And please stay with the ferry.")
    understood.click()
    expect(dialog).to_contain_text("And please stay with the ferry.")
    expect(dialog.get_by_role("alert")).to_contain_text("There is another message for you.")
    understood.click()

    expect(_comment(page, TEXT)).to_have_count(1)


def test_a_text_that_was_under_way_when_the_page_was_left_opens_no_window_by_itself(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    token = publisher.token("maria", "Maria")
    page = publisher.open(visitor(), article, token)
    publisher.warns("maria", MESSAGE)
    on_their_way: list[Route] = []

    def holds_the_first(route: Route) -> None:
        # Held until the page is gone: taking the route away instead would let it through, and the page would hear.
        if route.request.method == "POST" and not on_their_way:
            on_their_way.append(route)
        else:
            route.continue_()

    page.route("**/comments?site=*", holds_the_first)
    with page.expect_request(lambda request: request.method == "POST"):
        _post(page)
    page.reload()
    sign_in(page, token)

    expect(page.get_by_role("button", name="Read the message")).to_be_visible()
    expect(_dialog(page)).to_have_count(0)
    expect(_box(page)).to_have_value(TEXT)


def test_a_sign_in_that_ended_costs_nothing_but_signing_in_again(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    page = publisher.open(visitor(), article, publisher.token("maria", "Maria", lasts=-60))
    page.evaluate("addEventListener('moderation-sign-in', () => { window.asked = (window.asked ?? 0) + 1 })")

    _post(page)

    expect(page.get_by_role("alert").filter(has_text="Your sign-in has expired.")).to_be_visible()
    expect(_box(page)).to_have_value(TEXT)
    assert page.evaluate("window.asked") >= 1, "the publisher's page may sign in anew by itself"
    sign_in(page, publisher.token("maria", "Maria"))
    page.get_by_role("button", name="Post", exact=True).click()
    expect(_comment(page, TEXT)).to_have_count(1)


def test_a_warning_that_was_taken_back_is_no_obstacle(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    page = publisher.open(visitor(), article, publisher.token("maria", "Maria"))
    number = publisher.warns("maria", MESSAGE)["measures"][0]["number"]
    _post(page)
    expect(_dialog(page)).to_be_visible()
    publisher.as_moderator("Max", "POST", f"authors/maria/measures/{number}/undo")

    _dialog(page).get_by_role("button", name="I have understood").click()

    expect(_comment(page, TEXT)).to_have_count(1)


@pytest.mark.parametrize(
    ("standing", "days", "said"),
    [
        ("suspended", 2, "You may not comment here until "),
        ("banned", None, "You may not comment here."),
        ("banned", 2, "You may not comment here until "),
        ("premoderated", None, "A moderator reads your comments before others see them."),
        ("premoderated", 2, ", a moderator reads your comments before others see them."),
    ],
)
def test_a_restriction_is_told_with_its_end_as_soon_as_one_begins_to_write(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str, standing: str, days: int | None, said: str
) -> None:
    publisher.restricts("maria", standing, None if days is None else _in_days(days))
    page = publisher.open(visitor(), article, publisher.token("maria", "Maria"))

    _box(page).focus()

    told = page.get_by_role("alert").filter(has_text=said)
    expect(told).to_be_visible()
    if days is not None:
        expect(told).to_contain_text(str((datetime.now(UTC) + timedelta(days=days)).year))
    assert "log" not in told.inner_text()
    _post(page)
    if standing == "premoderated":
        expect(_comment(page, TEXT)).to_contain_text("Only you can see this until a moderator has looked at it.")
        return
    expect(told).to_contain_text("What you have written stays in this browser.")
    expect(_comment(page, TEXT)).to_have_count(0)
    page.reload()
    expect(_box(page)).to_have_value(TEXT)
    _box(page).press("End")
    _box(page).type(" Or four.")
    expect(_box(page)).to_have_value(f"{TEXT} Or four.")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_a_moderator_wrote_about_a_restriction_is_read_before_and_after_posting(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str, language: str
) -> None:
    token = publisher.token("maria", "Maria")
    page = publisher.open(visitor(viewport={"width": 360, "height": 700}), article, token, language)
    box, quoted = page.locator("moderation-discussion textarea").first, page.locator(".restraint blockquote")
    box.fill(TEXT)
    publisher.restricts("maria", "suspended", message="Please cite your <i>sources</i>.")

    page.locator("moderation-discussion button.primary").first.click()
    expect(quoted).to_have_text("Please cite your <i>sources</i>.")
    page.reload()
    sign_in(page, token)
    box.focus()
    expect(quoted).to_have_text("Please cite your <i>sources</i>.")

    assert "log" not in page.locator(".restraint").inner_text()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_a_guest_reads_what_a_moderator_wrote_about_a_restriction_on_posting(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str, language: str
) -> None:
    page = publisher.open(visitor(viewport={"width": 360, "height": 700}), article, language=language)
    composer = page.locator("moderation-discussion form.composer").first
    box, name, send = composer.locator("textarea"), composer.locator("input"), composer.locator("button.primary")
    box.fill("A first word.")
    name.fill("Ann")
    send.click()
    own = page.locator("moderation-discussion article", has_text="A first word.")
    expect(own).to_be_visible()
    [said] = publisher.call("GET", f"/v1/articles/{article}/comments")["comments"]
    publisher.restricts(said["author"]["id"], "suspended", _in_days(400), message="Please cite your <i>sources</i>.")

    box.fill(TEXT)
    send.click()

    told = composer.locator(".restraint")
    expect(told.locator("blockquote")).to_have_text("Please cite your <i>sources</i>.")
    said_before = {"en": "The moderators write", "de": "Die Moderation schreibt", "ar": "كتب المشرفون عن ذلك"}[language]
    expect(told).to_contain_text(said_before)
    expect(told).to_contain_text(str((datetime.now(UTC) + timedelta(days=400)).year))
    assert "log" not in told.inner_text()
    expect(box).to_have_value(TEXT)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_whom_the_policy_suspended_reads_that_no_moderator_did(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str, operated: Operated
) -> None:
    rules = {"strikes_suspend": 1, "strikes_suspend_days": 3}
    operated.call("PUT", f"/v1/sites/{publisher.site}/policy", rules, admin=True)
    publisher.warns("maria", MESSAGE)
    page = publisher.open(visitor(), article, publisher.token("maria", "Maria"))

    _box(page).focus()

    told = page.get_by_role("alert").filter(has_text="You may not comment here until ")
    expect(told).to_contain_text("This was decided automatically, by the rules of this site")


def test_who_is_suspended_while_writing_is_told_on_posting(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    page = publisher.open(visitor(), article, publisher.token("maria", "Maria"))
    _box(page).fill(TEXT)
    publisher.restricts("maria", "suspended", _in_days(400))

    page.get_by_role("button", name="Post", exact=True).click()

    year = str((datetime.now(UTC) + timedelta(days=400)).year)
    expect(page.get_by_role("alert").filter(has_text="You may not comment here until ")).to_contain_text(year)
    expect(_box(page)).to_have_value(TEXT)


def test_who_is_shadowed_notices_nothing(visitor: Callable[..., Visitor], publisher: Publisher, article: str) -> None:
    publisher.restricts("maria", "shadowed")
    page = publisher.open(visitor(), article, publisher.token("maria", "Maria"))

    with page.expect_response("**/v1/me/standing*"):
        _box(page).focus()
    _post(page)

    expect(_comment(page, TEXT)).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="comment")).to_have_count(0)

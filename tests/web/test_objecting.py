"""Authors see what became of their comments and why, and object once; reporters hear what came of their reports."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect
from web.publishing import Publisher, sign_in
from web.visiting import Operated, Visitor, click_twice

pytestmark = pytest.mark.browser

TEXT = "What a clumsy performance."
WHY = "I meant the referee, not the player."
RULE = "Netiquette 2: <b>no insults</b>"


@pytest.fixture
def publisher(operated: Operated, article: str) -> Publisher:
    return Publisher.of(operated, f"site-{article[-12:]}", house_rules=[RULE])


@pytest.fixture
def maria(publisher: Publisher) -> str:
    return publisher.token("maria", "Maria")


def _comment(page: Page, text: str = TEXT) -> Locator:
    return page.locator("moderation-discussion .thread article", has_text=text)


def _yours(page: Page) -> Locator:
    page.get_by_role("button", name="Your comments").click()
    return page.get_by_role("dialog", name="Your comments and reports")


def _object(within: Locator, why: str = WHY) -> None:
    within.get_by_role("button", name="Object", exact=True).click()
    within.get_by_label("Why should this be decided otherwise?").fill(why)
    within.get_by_role("button", name="Send objection").click()


def _decide(publisher: Publisher, outcome: str, **more: str) -> None:
    [appeal] = publisher.as_moderator("Mia", "GET", "appeals")["items"]
    publisher.as_moderator("Mia", "POST", f"appeals/{appeal['id']}/outcome", {"outcome": outcome} | more)


def _write_as_guest(page: Page, text: str = TEXT) -> str:
    page.get_by_label("Write a comment").fill(text)
    page.get_by_label("Your name").fill("Lena")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(_comment(page, text)).to_be_visible()
    named = _comment(page, text).locator("xpath=..").get_attribute("id") or ""
    return named.removeprefix("comment-")


def test_an_author_is_told_at_once_why_a_comment_went_and_objects_beside_it(
    visitor: Callable[..., Visitor], publisher: Publisher, maria: str, article: str
) -> None:
    comment = publisher.posts(article, TEXT, maria)
    page, other = publisher.open(visitor(), article, maria), publisher.open(visitor(), article)
    expect(_comment(page)).to_contain_text("You")
    expect(_comment(other)).to_be_visible()

    publisher.rejects(comment["id"], note="For colleagues alone.", ground="rules", rule=RULE)

    own = _comment(page)
    expect(own).to_contain_text("Your comment was not accepted.")
    for said in ("A moderator decided this on", "It was found to be offensive.", f"The rule: {RULE}"):
        expect(own).to_contain_text(said)
    assert "colleagues" not in own.inner_text()
    expect(_comment(other)).to_have_count(0)
    _object(own)
    expect(own).to_contain_text("Somebody else is looking at it.")
    expect(own.get_by_role("button", name="Object", exact=True)).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("Your objection is sent.")

    _decide(publisher, "upheld", message="We read it again. It stays.", note="For colleagues alone.")
    page.reload()
    sign_in(page, maria)

    expect(own).to_contain_text("Your objection was looked at: the decision stands")
    expect(own).to_contain_text("We read it again. It stays.")
    own.get_by_text("What you wrote").click()
    expect(own).to_contain_text(WHY)
    assert "colleagues" not in own.inner_text()


def test_an_author_who_was_right_sees_the_comment_come_back(
    visitor: Callable[..., Visitor], publisher: Publisher, maria: str, article: str
) -> None:
    comment = publisher.posts(article, TEXT, maria)
    publisher.rejects(comment["id"])
    page = publisher.open(visitor(), article, maria)
    dialog = _yours(page)
    _object(dialog)
    expect(dialog).to_contain_text("Somebody else is looking at it.")
    expect(dialog.get_by_role("article")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Your comments")).to_be_focused()

    _decide(publisher, "overturned", message="You were right.")

    expect(_comment(page)).to_be_visible()
    _yours(page)
    expect(dialog).to_contain_text("You were right to object")
    expect(dialog).to_contain_text("You were right.")
    dialog.get_by_role("link", name="Show it in the discussion").click()
    expect(dialog).to_have_count(0)
    expect(_comment(page)).to_be_focused()


def test_an_author_whose_comment_waits_again_is_not_told_that_it_was_let_through(
    visitor: Callable[..., Visitor], publisher: Publisher, maria: str, article: str
) -> None:
    comment = publisher.posts(article, "You are a stupid idiot.", maria)
    decision = {"comment_id": comment["id"], "action": "reject"}
    [rejected] = publisher.as_moderator("Max", "POST", "decisions", {"decisions": [decision]})["results"]
    page = publisher.open(visitor(), article, maria)
    _object(_yours(page))
    expect(page.get_by_role("dialog")).to_contain_text("Somebody else is looking at it.")
    page.keyboard.press("Escape")

    publisher.as_moderator("Max", "POST", f"decisions/{rejected['decision_id']}/undo")

    dialog = _yours(page)
    expect(dialog).to_contain_text("The decision that you objected to was taken back")
    expect(dialog).to_contain_text("Only you can see this until a moderator has looked at it.")
    expect(dialog).not_to_contain_text("let through")


def test_a_guest_objects_with_the_proof_that_their_browser_keeps(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    come = visitor()
    page, stranger = publisher.open(come, article), publisher.open(visitor(), article)
    expect(_yours(stranger)).to_contain_text("You have not written anything yet.")
    publisher.rejects(_write_as_guest(page))
    expect(_comment(page)).to_contain_text("It was found to be offensive.")
    _comment(page).get_by_role("button", name="Hide this").click()
    expect(_comment(page)).to_have_count(0)

    page.goto(page.url.replace(article, "another-article"))
    dialog = _yours(page)

    expect(dialog).to_contain_text("You are not signed in: only what was written in this browser is listed here")
    _object(dialog)
    expect(dialog).to_contain_text("Somebody else is looking at it.")
    [appeal] = publisher.as_moderator("Mia", "GET", "appeals")["items"]
    assert appeal["statement"] == WHY


@pytest.mark.parametrize("lost", ["the request", "the answer"])
def test_an_objection_is_filed_once_however_often_it_is_sent(
    visitor: Callable[..., Visitor], publisher: Publisher, maria: str, article: str, lost: str
) -> None:
    comment = publisher.posts(article, TEXT, maria)
    page = publisher.open(visitor(), article, maria)
    publisher.rejects(comment["id"])
    sent: list[Any] = []

    def unlucky(route: Route) -> None:
        sent.append(route.request.post_data_json)
        if len(sent) == 1:
            if lost == "the answer":
                route.fetch()
            route.abort()
        elif len(sent) == 2:
            problem = '{"type": "/problems/storage-unavailable", "title": "Storage is away", "status": 503}'
            route.fulfill(status=503, body=problem, content_type="application/problem+json")
        else:
            route.continue_()

    page.route("**/appeals*", unlucky)
    own = _comment(page)
    own.get_by_role("button", name="Object", exact=True).click()
    own.get_by_label("Why should this be decided otherwise?").fill(WHY)
    click_twice(own.get_by_role("button", name="Send objection"))

    expect(own).to_contain_text("Your text is kept and sent as soon as that is possible.")
    expect(own).to_contain_text("Somebody else is looking at it.")
    assert sent == [{"statement": WHY}] * 3
    assert len(publisher.as_moderator("Mia", "GET", "appeals")["items"]) == 1


def test_what_was_typed_of_an_objection_survives_whatever_happens(
    visitor: Callable[..., Visitor], publisher: Publisher, maria: str, article: str
) -> None:
    comment = publisher.posts(article, TEXT, maria)
    page = publisher.open(visitor(), article, maria)
    publisher.rejects(comment["id"])
    own = _comment(page)
    own.get_by_role("button", name="Object", exact=True).click()
    box = own.get_by_label("Why should this be decided otherwise?")
    own.get_by_role("button", name="Send objection").click()
    expect(own.get_by_role("alert")).to_have_text("Please write something first.")
    box.fill(WHY)

    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(own.get_by_role("button", name="Object", exact=True)).to_be_focused()
    page.reload()
    sign_in(page, maria)
    own.get_by_role("button", name="Object", exact=True).click()
    expect(box).to_have_value(WHY)
    sign_in(page, publisher.token("maria", "Maria", lasts=-60))
    own.get_by_role("button", name="Send objection").click()
    expect(own.get_by_role("alert")).to_have_text("Your sign-in has expired. Please sign in again.")
    expect(box).to_have_value(WHY)
    publisher.operated.call("PUT", f"/v1/sites/{publisher.site}/policy", {"appeal_window_days": 0}, admin=True)
    sign_in(page, maria)
    own.get_by_role("button", name="Send objection").click()
    expect(own.get_by_role("alert")).to_have_text("The time for objecting is over.")


def test_nobody_sees_the_hidden_comments_of_whoever_used_the_browser_before(
    visitor: Callable[..., Visitor], publisher: Publisher, maria: str, article: str
) -> None:
    page = publisher.open(visitor(), article, maria)
    page.get_by_label("Write a comment").fill("You are a stupid idiot.")
    page.get_by_role("button", name="Post", exact=True).click()
    page.get_by_role("button", name="Post anyway").click()
    expect(_comment(page, "stupid idiot")).to_contain_text("Only you can see this")

    sign_in(page, publisher.token("ben", "Ben"))
    expect(_comment(page, "stupid idiot")).to_have_count(0)
    sign_in(page, "")
    page.reload()
    expect(page.get_by_role("heading", name="Comments: 0")).to_be_visible()
    expect(_comment(page, "stupid idiot")).to_have_count(0)
    sign_in(page, maria)
    expect(_comment(page, "stupid idiot")).to_contain_text("Only you can see this")


def test_what_waited_is_shown_as_it_stands_when_its_author_comes_back(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    come = visitor()
    page = publisher.open(come, article)
    page.get_by_label("Write a comment").fill("You are a stupid idiot.")
    page.get_by_label("Your name").fill("Lena")
    page.get_by_role("button", name="Post", exact=True).click()
    page.get_by_role("button", name="Post anyway").click()
    own = _comment(page, "stupid idiot")
    expect(own).to_contain_text("Only you can see this")
    named = (own.locator("xpath=..").get_attribute("id") or "").removeprefix("comment-")
    page.close()

    publisher.rejects(named)
    page = publisher.open(come, article)

    expect(_comment(page, "stupid idiot")).to_contain_text("Your comment was not accepted.")
    expect(_comment(page, "stupid idiot").get_by_role("button", name="Object", exact=True)).to_be_visible()


def test_a_reporter_hears_what_came_of_it(
    visitor: Callable[..., Visitor], publisher: Publisher, maria: str, article: str
) -> None:
    comment = publisher.posts(article, TEXT, maria)
    page = publisher.open(visitor(), article, publisher.token("rita", "Rita"))
    _comment(page).get_by_role("button", name="Report").click()
    page.get_by_label("It is offensive").check()
    page.get_by_label("Anything the moderators should know").fill("He did his best.")
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("status")).to_contain_text("A moderator will look at it.")

    def told(sentence: str) -> None:
        dialog = _yours(page)
        dialog.get_by_text("Your reports", exact=True).click()
        expect(dialog).to_contain_text("He did his best.")
        expect(dialog).to_contain_text(sentence)
        page.keyboard.press("Escape")

    told("It waits for a moderator.")
    publisher.rejects(comment["id"])
    told("The comment was removed.")
    publisher.call("POST", f"/v1/comments/{comment['id']}/appeals", {"statement": WHY}, maria)
    told("Its author has objected; somebody else looks at it once more.")
    _decide(publisher, "overturned")
    told("Its author objected, and was right.")


def test_lists_are_read_page_by_page_and_again_after_a_failure(
    visitor: Callable[..., Visitor], publisher: Publisher, maria: str, article: str
) -> None:
    for number in range(27):
        publisher.posts(article, f"Performance number {number}.", maria)
    page = publisher.open(visitor(), article, maria)
    failing = [True]
    page.route("**/v1/me/comments?*", lambda route: route.abort() if failing[0] else route.continue_())

    dialog = _yours(page)

    expect(dialog.get_by_role("alert")).to_have_text("There is no connection to the comments at the moment.")
    failing.clear()
    failing.append(False)
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog.get_by_role("article")).to_have_count(25)
    dialog.get_by_role("button", name="Show more").click()
    expect(dialog.get_by_role("article")).to_have_count(27)
    expect(dialog.get_by_role("article").nth(25)).to_be_focused()
    expect(dialog.get_by_role("button", name="Show more")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme", "language"), [(1000, "light", "en"), (320, "dark", "ar")])
def test_axe_finds_nothing_to_mend_in_what_is_the_readers_own(
    visitor: Callable[..., Visitor],
    publisher: Publisher,
    maria: str,
    article: str,
    width: int,
    scheme: str,
    language: str,
) -> None:
    decided, held = publisher.posts(article, TEXT, maria), publisher.posts(article, "x" * 200, maria)
    for comment in (decided, held):
        publisher.rejects(comment["id"], ground="rules", rule=RULE)
    publisher.call("POST", f"/v1/comments/{decided['id']}/appeals", {"statement": WHY}, maria)
    _decide(publisher, "upheld", message="It stays.")
    page = publisher.open(
        visitor(viewport={"width": width, "height": 256}, color_scheme=scheme), article, maria, language
    )
    page.locator("button.yours").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("button.appeal").click()
    dialog.locator("details summary").last.click()

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert dialog.evaluate("one => one.scrollWidth <= one.clientWidth")
    box = dialog.bounding_box()
    assert box is not None
    assert box["height"] <= 256

"""Authors whose comment was rejected while they were away hear of it once, at their next visit."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from web.publishing import Publisher, sign_in
from web.visiting import Operated, Visitor

pytestmark = pytest.mark.browser

TEXT = "What a clumsy performance."
TOLD = "A moderator rejected a comment of yours."


@pytest.fixture
def publisher(operated: Operated, article: str) -> Publisher:
    return Publisher.of(operated, f"site-{article[-12:]}")


@pytest.fixture
def maria(publisher: Publisher) -> str:
    return publisher.token("maria", "Maria")


def _write(page: Page, text: str = TEXT, name: str = "") -> str:
    """A comment that everybody sees; its id."""
    page.get_by_label("Write a comment").fill(text)
    if name:
        page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Post", exact=True).click()
    written = page.locator("moderation-discussion .thread article", has_text=text)
    expect(written).to_be_visible()
    return (written.locator("xpath=..").get_attribute("id") or "").removeprefix("comment-")


def _written(publisher: Publisher, come: Visitor, article: str, token: str, text: str = TEXT) -> str:
    """What a visitor wrote at a visit that is over: a guest, unless there is a token."""
    page = publisher.open(come, article, token)
    comment_id = _write(page, text, "" if token else "Lena")
    page.close()
    return comment_id


def _notice(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text="rejected")


def _comes_back(publisher: Publisher, come: Visitor, article: str, token: str = "", language: str = "en") -> Page:
    """A visit, a quarter of an hour later as the browser remembers it."""
    for page in come.context.pages:
        page.evaluate("for (const key in localStorage) if (key.endsWith('|asked')) localStorage.removeItem(key)")
        page.close()
    return publisher.open(come, article, token, language)


def _asked(page: Page) -> None:
    """Until it has asked how what its reader wrote stands; what it tells of that is told then."""
    page.wait_for_function("() => Object.keys(localStorage).some((key) => key.endsWith('|asked'))")


def _known(page: Page) -> None:
    page.wait_for_function("() => Object.values(localStorage).some((kept) => kept.includes('decision_id'))")


@pytest.mark.parametrize("signed_in", [True, False])
def test_an_author_who_was_away_is_told_once_and_finds_out_why(
    visitor: Callable[..., Visitor], publisher: Publisher, maria: str, article: str, signed_in: bool
) -> None:
    come, token = visitor(), maria if signed_in else ""
    publisher.rejects(_written(publisher, come, article, token))

    page = publisher.open(come, "another-article", token)

    expect(_notice(page)).to_contain_text(TOLD)
    _notice(page).get_by_role("button", name="Why, and what you can do").click()
    dialog = page.get_by_role("dialog", name="Your comments and reports")
    expect(dialog).to_contain_text("It was found to be offensive.")
    expect(dialog.get_by_role("button", name="Object", exact=True)).to_be_visible()
    expect(_notice(page)).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Your comments")).to_be_focused()
    for where in ("another-article", article):
        page = _comes_back(publisher, come, where, token)
        _asked(page)
        expect(_notice(page)).to_have_count(0)
    beside = page.locator("moderation-discussion .thread article", has_text=TEXT)
    expect(beside).to_contain_text("Your comment was not accepted.")
    beside.get_by_role("button", name="Hide this").click()
    expect(beside).to_have_count(0)
    page = _comes_back(publisher, come, article, token)
    _asked(page)
    expect(_notice(page)).to_have_count(0)


def test_it_is_told_until_it_can_be_seen_and_moves_nothing(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    come = visitor(viewport={"width": 1000, "height": 200})
    publisher.rejects(_written(publisher, come, article, ""))
    publisher.posts("another-article", "The ferry was late.")
    page = publisher.open(come, "another-article")
    _asked(page)
    expect(_notice(page)).to_have_count(1)
    expect(_notice(page)).not_to_be_in_viewport()

    come.context.clock.install()
    page = _comes_back(publisher, come, "another-article")
    places = [page.locator("h2").first, page.get_by_label("Write a comment"), page.locator(".thread article").first]
    places[2].scroll_into_view_if_needed()
    before = [place.bounding_box() for place in places]
    page.clock.run_for(2000)

    expect(_notice(page)).to_be_in_viewport()
    assert [place.bounding_box() for place in places] == before
    _known(page)
    _notice(page).get_by_role("button", name="Close").press("Enter")
    expect(_notice(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Your comments")).to_be_focused()
    page = _comes_back(publisher, come, "another-article")
    page.clock.run_for(2000)
    _asked(page)
    expect(_notice(page)).to_have_count(0)


def test_several_are_told_together_and_to_their_author_alone(
    visitor: Callable[..., Visitor], publisher: Publisher, maria: str, article: str
) -> None:
    come = visitor()
    first = _written(publisher, come, article, maria)
    elsewhere = publisher.posts(article, "Written on a telephone.", maria)["id"]
    page = publisher.open(come, "another-article", maria)
    _asked(page)
    for comment_id in (first, elsewhere):
        publisher.rejects(comment_id)

    page = _comes_back(publisher, come, "another-article", publisher.token("ben", "Ben"))
    _write(page, "I have never been here before.")
    sign_in(page, maria)

    expect(_notice(page)).to_contain_text("Moderators rejected 2 comments of yours.")
    sign_in(page, publisher.token("ben", "Ben"))
    expect(_notice(page)).to_have_count(0)


def test_who_objected_hears_of_the_answer_and_not_of_the_rejection(
    visitor: Callable[..., Visitor], publisher: Publisher, maria: str, article: str
) -> None:
    come = visitor()
    comment_id = _written(publisher, come, article, maria)
    publisher.rejects(comment_id)
    publisher.call("POST", f"/v1/comments/{comment_id}/appeals", {"statement": "I meant the referee."}, maria)

    page = publisher.open(come, "another-article", maria)

    _asked(page)
    expect(_notice(page)).to_have_count(0)


def test_who_never_wrote_is_asked_about_by_no_request(
    visitor: Callable[..., Visitor], publisher: Publisher, maria: str, article: str
) -> None:
    come = visitor()
    come.context.clock.install()
    requests: list[str] = []
    come.context.on("request", lambda request: requests.append(request.url))
    page = publisher.open(come, article, maria)

    page.clock.run_for(60_000)
    page.evaluate("fetch('/healthz')")

    assert [url for url in requests if "/v1/me/" in url or "/news.js" in url] == []


def test_nothing_is_told_and_nothing_forgotten_while_the_service_is_away(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str
) -> None:
    come = visitor()
    publisher.rejects(_written(publisher, come, article, ""))
    come.context.route("**/v1/me/comments/*", lambda route: route.abort())
    page = come.blank()
    with page.expect_event("requestfailed"):
        page.goto(f"{publisher.operated.url}/demo/another-article?site={publisher.site}")
        page.locator("moderation-discussion h2", has_text=": ").wait_for()
    expect(_notice(page)).to_have_count(0)
    expect(page.get_by_role("alert").filter(has_text="connection")).to_have_count(0)

    come.context.unroute_all()
    page.reload()

    expect(_notice(page)).to_contain_text(TOLD)


@pytest.mark.parametrize(("width", "scheme", "language"), [(1000, "light", "de"), (320, "dark", "ar")])
def test_axe_finds_nothing_to_mend_in_what_is_told(
    visitor: Callable[..., Visitor], publisher: Publisher, article: str, width: int, scheme: str, language: str
) -> None:
    come = visitor(viewport={"width": width, "height": 700}, color_scheme=scheme)
    publisher.rejects(_written(publisher, come, article, ""))
    publisher.posts(article, "The ferry was late.")

    page = publisher.open(come, article, language=language)

    expect(page.locator("[role=status] button").first).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width

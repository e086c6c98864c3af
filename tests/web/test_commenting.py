"""Commenters post, reply, change and delete, and lose nothing on the way."""

import base64
import hmac
import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from web.visiting import Operated, Visitor

pytestmark = pytest.mark.browser

TEXT = "I would pay three coins for the crossing."
INSULT = "You are a stupid idiot 😀 and everybody knows it."


def _heading(page: Page, count: int) -> None:
    expect(page.get_by_role("heading", name=f"Comments: {count}", exact=True)).to_be_visible()


def _write(page: Page, text: str, name: str = "Lena") -> None:
    page.get_by_label("Write a comment").fill(text)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Post", exact=True).click()


def _comment(page: Page, text: str) -> Locator:
    return page.locator("moderation-discussion article", has_text=text)


def test_a_comment_appears_at_once_counts_everywhere_and_is_there_after_a_reload(
    visitor: Callable[..., Visitor], article: str
) -> None:
    own, other = visitor().open(article), visitor().open(article)

    _write(own, f"**{TEXT}**")

    expect(_comment(own, TEXT)).to_be_focused()
    expect(_comment(own, TEXT).locator("strong")).to_have_text(TEXT)
    expect(own.get_by_role("button", name="1 new comment")).to_have_count(0)
    expect(own.get_by_label("Write a comment")).to_have_value("")
    for page in (own, other):
        _heading(page, 1)
    own.reload()
    _heading(own, 1)
    expect(_comment(own, TEXT)).to_be_visible()
    expect(own.get_by_label("Your name")).to_have_value("Lena")


def test_a_reply_stands_under_what_it_answers(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    parent = operated.post(article, "Who would use it in winter?")
    page = visitor().open(article)

    _comment(page, "Who would use it").get_by_role("button", name="Reply").click()
    box = page.get_by_label("Reply to Ada")
    expect(box).to_be_focused()
    box.fill("I would, with a warm coat.")
    form = page.locator("form", has=box)
    form.get_by_label("Your name").fill("Lena")
    form.get_by_role("button", name="Post").click()

    reply = page.locator(f"[id='comment-{parent['id']}'] .replies article")
    expect(reply).to_contain_text("I would, with a warm coat.")
    expect(reply).to_be_focused()
    expect(box).to_have_count(0)
    _heading(page, 2)


def test_leaving_a_reply_gives_the_focus_back(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    operated.post(article, "A remark worth an answer.")
    page = visitor().open(article)
    reply = page.get_by_role("button", name="Reply")
    reply.click()

    page.keyboard.press("Escape")

    expect(page.get_by_label("Reply to Ada")).to_have_count(0)
    expect(reply).to_be_focused()


def test_hurtful_words_are_shown_to_their_author_before_anything_is_stored(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    page = visitor().open(article)

    _write(page, INSULT)

    notice = page.get_by_role("alert").filter(has_text="may be read as hurtful")
    expect(notice.locator("mark")).not_to_have_count(0)
    marked = " ".join(notice.locator("mark").all_inner_texts())
    assert "idiot" in marked
    assert "everybody" not in marked
    page.reload()
    expect(page.get_by_label("Write a comment")).to_have_value(INSULT)
    _heading(page, 0)


def test_who_posts_hurtful_words_anyway_is_told_that_they_wait_and_when_they_are_out(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    page, other = visitor().open(article), visitor().open(article)
    _write(page, INSULT)
    page.get_by_role("button", name="Post anyway").click()

    waiting = _comment(page, "You are a stupid idiot")
    expect(waiting).to_contain_text("Only you can see this until a moderator has looked at it.")
    expect(waiting).to_contain_text("A moderator will look at its wording before it appears.")
    _heading(page, 0)
    page.reload()
    expect(waiting).to_contain_text("Only you can see this")

    comment_id = (page.locator("moderation-discussion .comment").get_attribute("id") or "").removeprefix("comment-")
    operated.decide(comment_id, "approve")

    _heading(page, 1)
    expect(waiting).not_to_contain_text("Only you can see this")
    _heading(other, 1)


def test_a_guest_changes_and_deletes_their_own_comment_and_nobody_elses(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    operated.post(article, "Somebody else wrote this.")
    page, other = visitor().open(article), visitor().open(article)
    _write(page, TEXT)
    own = _comment(page, "three coins")
    expect(_comment(page, "Somebody else").get_by_role("button", name="Edit")).to_have_count(0)

    own.get_by_role("button", name="Edit").click()
    page.get_by_label("Edit your comment").fill("I would pay three coins, or four.")
    page.get_by_role("button", name="Save").click()
    expect(_comment(page, "or four.")).to_contain_text("edited")
    other.get_by_role("button", name="1 new comment").click()
    expect(_comment(other, "or four.")).to_be_visible()

    page.evaluate("window.confirm = () => true")
    _comment(page, "or four.").get_by_role("button", name="Delete").click()

    for each in (page, other):
        expect(_comment(each, "or four.")).to_have_count(0)
        _heading(each, 1)


def test_when_the_time_for_changes_is_over_they_are_no_longer_offered(
    visitor: Callable[..., Visitor], article: str
) -> None:
    come = visitor()
    page = come.blank()
    page.clock.install()
    page.goto(f"{come.operated.url}/demo/{article}")
    _write(page, TEXT)
    expect(page.get_by_role("button", name="Delete")).to_be_visible()

    page.clock.fast_forward("16:00")

    expect(page.get_by_role("button", name="Delete")).to_have_count(0)
    expect(page.get_by_role("button", name="Reply")).to_be_visible()


def test_a_busy_service_is_asked_again_and_stores_the_comment_once(
    visitor: Callable[..., Visitor], article: str
) -> None:
    page = visitor().open(article)
    keys: list[str | None] = []

    def busy(route: Route) -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        if len(keys) == 1:
            problem = '{"type": "/problems/storage-unavailable", "title": "Storage is away", "status": 503}'
            route.fulfill(
                status=503, headers={"Retry-After": "1"}, body=problem, content_type="application/problem+json"
            )
        elif len(keys) == 2:
            route.fetch()  # the service stores it, and the answer is lost on the way
            route.abort()
        else:
            route.continue_()

    page.route(lambda url: url.endswith("/comments?site=default"), busy)
    _write(page, TEXT)

    expect(page.get_by_text("Your text is kept and sent as soon as that is possible.")).to_be_visible()
    expect(_comment(page, TEXT)).to_have_count(1)
    _heading(page, 1)
    assert len(keys) == 3
    assert len(set(keys)) == 1


def test_a_comment_written_while_the_service_is_away_survives_the_page_and_is_sent_once(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    come = visitor()
    page = come.open(article)
    operated.service.stop()
    _write(page, TEXT)
    expect(page.get_by_text("There is no connection to the comments")).to_be_visible()
    page.close()
    operated.service.start()

    page = come.open(article)

    expect(_comment(page, TEXT)).to_have_count(1)
    _heading(page, 1)
    expect(page.get_by_label("Write a comment")).to_have_value("")
    page.reload()
    expect(_comment(page, TEXT)).to_have_count(1)
    _heading(page, 1)


def test_what_is_missing_is_said_where_it_is_missing(visitor: Callable[..., Visitor], article: str) -> None:
    page = visitor().open(article)

    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_text("Please write something first.")).to_be_visible()
    expect(page.get_by_label("Write a comment")).to_be_focused()
    page.get_by_label("Write a comment").fill("Hello there.")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("Please tell us your name.")).to_be_visible()
    expect(page.get_by_label("Your name")).to_be_focused()


def test_readers_like_and_report(visitor: Callable[..., Visitor], operated: Operated, article: str) -> None:
    comment = operated.post(article, "A remark that some like.")
    page = visitor().open(article)

    page.get_by_role("button", name="Like").click()
    like = page.get_by_role("button", name="Like · 1")
    expect(like).to_have_attribute("aria-pressed", "true")
    like.click()
    expect(page.get_by_role("button", name="Like", exact=True)).to_have_attribute("aria-pressed", "false")

    page.get_by_role("button", name="Report").click()
    page.get_by_label("It is advertising or spam").check()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("status")).to_have_text("Thank you. A moderator will look at it.")
    seen = operated.call("GET", f"/v1/moderation/comments/{comment['id']}", admin=True)
    assert "spam" in str(seen["reports"])


def test_a_reader_whom_the_publisher_signed_in_writes_under_that_name_and_site(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    site = f"site-{article}"
    secret = "a secret of at least thirty-two bytes"
    operated.call("POST", "/v1/sites", {"id": site, "title": "Signed in"}, admin=True)
    operated.call("PUT", f"/v1/sites/{site}/policy", {"guests": False, "jwt_secret": secret}, admin=True)
    page = visitor().blank()
    page.goto(f"{operated.url}/demo/{article}?site={site}")
    _write(page, TEXT)
    expect(page.get_by_text("Please sign in to comment here.")).to_be_visible()

    token = _signed({"sub": "reader-7", "name": "Grace", "exp": int(time.time()) + 600}, secret)
    page.locator("moderation-discussion").evaluate("(one, token) => { one.token = token }", token)
    expect(page.get_by_label("Your name")).to_be_hidden()
    page.get_by_role("button", name="Post", exact=True).click()

    expect(_comment(page, TEXT)).to_contain_text("Grace")
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Edit your comment").fill("Or rather two coins.")
    page.get_by_role("button", name="Save").click()
    expect(_comment(page, "two coins")).to_contain_text("edited")
    _heading(page, 1)
    _heading(visitor().open(article), 0)


def _signed(claims: dict[str, object], secret: str) -> str:
    """A token as a publisher's server makes it (JWT, HS256)."""

    def packed(raw: bytes) -> str:
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    head = f"{packed(json.dumps({'alg': 'HS256', 'typ': 'JWT'}).encode())}.{packed(json.dumps(claims).encode())}"
    return f"{head}.{packed(hmac.digest(secret.encode(), head.encode(), 'sha256'))}"


def test_a_failure_is_told_where_it_can_be_seen(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    operated.post(article, "A remark to be liked in vain.")
    page = visitor().open(article)
    page.route("**/reactions/like*", lambda route: route.abort())

    page.get_by_role("button", name="Like").click()

    expect(page.locator(".toast")).to_have_text("There is no connection to the comments at the moment.")
    expect(page.get_by_role("button", name="Like")).to_have_attribute("aria-pressed", "false")


def test_a_closed_discussion_takes_no_comments(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    operated.post(article, "Written while it was open.")
    operated.call("PUT", f"/v1/articles/{article}", {"open": False}, admin=True)

    page = visitor().open(article)

    expect(page.get_by_text("This discussion is closed.")).to_be_visible()
    expect(page.get_by_label("Write a comment")).to_be_hidden()
    expect(page.get_by_role("button", name="Reply")).to_have_count(0)
    expect(page.get_by_text("Written while it was open.")).to_be_visible()

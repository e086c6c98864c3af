"""Readers load threads, follow them live, and find what they were linked to."""

import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from web.visiting import Operated, Visitor

pytestmark = pytest.mark.browser


def _heading(page: Page, count: int, within: float | None = None) -> None:
    """`within` milliseconds, if they are not the usual ones."""
    expect(page.get_by_role("heading", name=f"Comments: {count}", exact=True)).to_be_visible(timeout=within)


def _comment(page: Page, text: str) -> Locator:
    """The one comment that says `text`, without its replies."""
    return page.locator("moderation-discussion article", has_text=text)


def test_an_article_without_comments_says_so_and_invites(visitor: Callable[..., Visitor], article: str) -> None:
    page = visitor().open(article)

    _heading(page, 0)
    expect(page.get_by_role("heading", level=1)).to_have_text(article)
    expect(page.get_by_label("Write a comment")).to_be_editable()
    expect(page.get_by_text("Nobody has commented yet.")).to_be_visible()


def test_the_count_goes_up_in_every_window_while_the_text_waits_to_be_asked_for(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    one, other = visitor().open(article), visitor().open(article)

    for number in range(3):
        operated.post(article, f"Live comment number {number} about ferries.")

    for page in (one, other):
        _heading(page, 3)
        button = page.get_by_role("button", name="3 new comments")
        expect(button).to_be_visible()
        expect(page.locator("moderation-discussion .comment")).to_have_count(0)
        button.click()
        expect(page.locator("moderation-discussion .comment")).to_have_count(3)
        expect(button).to_have_count(0)
        expect(_comment(page, "Live comment number 2 about ferries.")).to_be_focused()


def test_a_new_reply_is_shown_under_what_it_answers(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    parent = operated.post(article, "Who has been on the boat?")
    page = visitor().open(article)

    operated.post(article, "I have, twice.", by="Ben", to=parent["id"])

    page.get_by_role("button", name="1 new comment").click()
    expect(page.locator(f"[id='comment-{parent['id']}'] .replies article")).to_contain_text("I have, twice.")


def test_long_discussions_are_loaded_page_by_page_without_gaps(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    first = operated.post(article, "The first of very many words.")
    for number in range(13):
        operated.post(article, f"Answer number {number} of thirteen.", to=first["id"])
    for number in range(29):
        operated.post(article, f"Remark number {number} stands alone.")
    page = visitor().open(article)
    _heading(page, 43)
    expect(page.locator("moderation-discussion .comment")).to_have_count(25)

    page.get_by_role("button", name="Load more comments").click()
    expect(page.get_by_text("Remark number 0 stands alone.")).to_be_visible()
    page.get_by_role("button", name="Show more replies").click()

    expect(page.locator("moderation-discussion .comment")).to_have_count(43)
    expect(page.get_by_role("button", name="Load more comments")).to_have_count(0)
    expect(page.get_by_role("button", name="Show more replies")).to_have_count(0)


def test_readers_choose_the_order(visitor: Callable[..., Visitor], operated: Operated, article: str) -> None:
    old = operated.post(article, "The eldest remark of all.")
    operated.post(article, "A remark in the middle.")
    operated.post(article, "The youngest remark of all.")
    operated.call("PUT", f"/v1/comments/{old['id']}/reactions/like")
    page = visitor().open(article)
    shown = page.locator("moderation-discussion .text")
    expect(shown.first).to_have_text("The youngest remark of all.")

    page.get_by_label("Sort by").select_option("oldest")
    expect(shown.last).to_have_text("The youngest remark of all.")
    page.get_by_label("Sort by").select_option("newest")
    expect(shown.first).to_have_text("The youngest remark of all.")
    page.get_by_label("Sort by").select_option("top")
    expect(shown.first).to_have_text("The eldest remark of all.")


def test_a_link_to_a_comment_shows_it_with_what_it_answers(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    root = operated.post(article, "The root of this conversation.")
    answer = operated.post(article, "The answer that was linked to.", to=root["id"])
    for number in range(26):
        operated.post(article, f"Later remark number {number} pushes it down.")

    page = visitor().open(article, fragment=f"#comment-{answer['id']}")

    expect(_comment(page, "The answer that was linked to.")).to_be_focused()
    expect(_comment(page, "The root of this conversation.")).to_be_visible()


def test_a_rejected_comment_leaves_every_page_and_a_tombstone_where_it_was_answered(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    lone = operated.post(article, "Nobody answers this one.")
    answered = operated.post(article, "Somebody answers this one.")
    operated.post(article, "Here is the answer.", to=answered["id"])
    page = visitor().open(article)
    _heading(page, 3)

    operated.decide(lone["id"], "reject")
    operated.decide(answered["id"], "reject")

    _heading(page, 1)
    expect(page.get_by_text("Nobody answers this one.")).to_have_count(0)
    expect(page.get_by_text("Somebody answers this one.")).to_have_count(0)
    expect(page.get_by_text("This comment was removed.")).to_be_visible()
    expect(page.get_by_text("Here is the answer.")).to_be_visible()


def test_a_page_finds_its_way_back_when_the_service_was_away(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    operated.post(article, "Written before the restart.")
    page = visitor().open(article)
    _heading(page, 1)

    operated.service.stop()
    operated.service.start()
    operated.post(article, "Written after the restart.")

    # The longer the service was away, the longer a page waits until it asks again: half a minute at most.
    _heading(page, 2, within=45_000)
    page.get_by_role("button", name="1 new comment").click()
    expect(page.get_by_text("Written after the restart.")).to_be_visible()


def test_times_are_told_as_people_say_them_with_the_exact_one_at_hand(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    operated.post(article, "A comment with a time.")
    come = visitor(timezone_id="UTC", locale="en-GB")
    page = come.blank()
    page.clock.install()
    page.goto(f"{operated.url}/demo/{article}")
    time = page.locator("moderation-discussion time")
    expect(time).to_have_text("now")

    page.clock.fast_forward("03:00:40")

    expect(time).to_have_text("3 hours ago")
    assert time.get_attribute("title")
    assert (time.get_attribute("datetime") or "").endswith("Z")


def test_counts_of_many_articles_are_filled_in_and_kept_live(
    visitor: Callable[..., Visitor], operated: Operated, publisher: Callable[[str], str], article: str
) -> None:
    operated.post(f"{article} & more", "One comment about both.")
    page = visitor().blank()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    body = f"""<a data-comments-count="{article}"></a>
      <a data-comments-count="{article} &amp; more" data-comments-text="Comments: {{count}}"></a>
      <a data-comments-count="{article} &amp; more" id="again"></a>
      <script src="{operated.url}/count.js" data-live></script>"""
    page.goto(publisher(body))
    places = page.locator("[data-comments-count]")
    expect(places).to_have_text(["0", "Comments: 1", "1"])
    assert sum("/v1/counts" in url for url in asked) == 1, asked

    operated.post(article, "The first one here.")
    operated.post(f"{article} & more", "Another comment about both.")

    expect(places).to_have_text(["1", "Comments: 2", "2"])


def test_what_was_removed_while_nobody_told_this_window_goes_once_it_catches_up(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    gone, kept = operated.post(article, "This will be gone."), operated.post(article, "This one stays.")
    answered = operated.post(article, "Gone as well, under its answer.", to=kept["id"])
    come = visitor()
    page = come.blank()
    stale: list[bytes] = [
        urllib.request.urlopen(f"{operated.url}/v1/articles/{article}/comments?sort=newest&limit=25", timeout=20).read()
    ]
    for comment in (gone, answered):
        operated.decide(comment["id"], "reject")

    def cached(route: Route) -> None:
        if stale:
            route.fulfill(body=stale.pop(), content_type="application/json")
        else:
            route.continue_()

    page.route("**/comments?*", cached)
    page.goto(f"{operated.url}/demo/{article}")

    expect(_comment(page, "This one stays.")).to_be_visible()
    for text in ("This will be gone.", "Gone as well, under its answer."):
        expect(_comment(page, text)).to_have_count(0)
    _heading(page, 1)

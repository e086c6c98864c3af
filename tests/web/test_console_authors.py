"""What was done about an author: seen at the desk with who did it and why, and taken back from there."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from benchmarks.crowd.commenters import signed_in_as
from playwright.sync_api import Locator, Route, expect
from web.console_room import Desk, Newsroom, settled, sit_down
from web.hostile_texts import TEXTS
from web.visiting import Operated, Visitor

pytestmark = pytest.mark.browser

Come = Callable[..., Visitor]
SECRET = "a secret between publisher and service"


@pytest.fixture
def newsroom(operated: Operated) -> Newsroom:
    room = Newsroom.opened(operated)
    operated.call("PUT", f"/v1/sites/{room.site}/policy", {"jwt_secret": SECRET}, admin=True)
    return room


def said(newsroom: Newsroom, token: str, *bodies: str) -> None:
    """Comments of Ada, who is signed in: the first are approved, the last waits."""
    signed_in = {"Authorization": f"Bearer {signed_in_as('ada', 'Ada', secret=SECRET)}"}
    posted = [newsroom.call("POST", "/v1/articles/ferry/comments", {"body": body}, **signed_in) for body in bodies]
    for one in posted[:-1]:
        newsroom.decides(token, one["comment"]["id"], "approve")


def profile(desk: Desk) -> Locator:
    desk.press("o")
    window = desk.page.locator("dialog:has(.profile)")
    window.locator(".measures li").first.wait_for()
    return window


def test_a_colleague_sees_what_was_done_and_takes_it_back_step_by_step(visitor: Come, newsroom: Newsroom) -> None:
    max_, mia = newsroom.moderator("Max"), newsroom.moderator("Mia")
    said(newsroom, max_, "Seen by everybody.", "Waits for a look.")
    newsroom.as_moderator(max_, "PUT", "authors/ada/standing", {"standing": "premoderated", "reason": "Twice a week."})
    newsroom.as_moderator(max_, "POST", "authors/ada/warnings", {"message": "Please stay with the subject."})
    ban = {"standing": "banned", "until": "2100-01-01T00:00:00.000Z", "reason": "Warned before.", "hide_last": 5}
    newsroom.as_moderator(max_, "PUT", "authors/ada/standing", ban)
    desk = sit_down(visitor(), newsroom, mia)
    desk.waiting(1)

    window = profile(desk)
    rows = window.locator(".measures li")

    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("Banned")
    for part in ("Warned before.", "Max", "until", "2100", "with their last comments"):
        expect(rows.nth(0)).to_contain_text(part)
    expect(rows.nth(1)).to_contain_text("Please stay with the subject.")
    expect(rows.nth(1)).to_contain_text("Not acknowledged yet")
    expect(rows.nth(2)).to_contain_text("A newer standing stands")
    expect(rows.nth(2).get_by_role("button")).to_have_count(0)
    expect(window.locator(".numbers")).to_contain_text("Strikes")

    rows.nth(0).get_by_role("button", name="Undo: Banned").click()
    expect(rows.nth(0)).to_contain_text("taken back by Mia")
    assert settled(lambda: newsroom.statuses(mia)["Seen by everybody."] == "approved")
    rows.nth(1).get_by_role("button", name="Undo: Warned").click()
    expect(rows.nth(1)).to_contain_text("taken back by Mia")
    rows.nth(2).get_by_role("button", name="Undo: Premoderated").click()
    expect(window.locator(".profile > p .tag")).to_have_text("New")

    desk.press("Escape")
    expect(desk.page.locator(".record > p .tag")).to_have_text("New")
    author = newsroom.as_moderator(mia, "GET", "authors/ada")
    assert (author["standing"], author["warning"], author["strikes"]) == ("new", None, 0.0)


def test_how_many_of_the_reported_comments_were_rejected_is_seen_at_the_desk_and_in_the_window(
    visitor: Come, newsroom: Newsroom
) -> None:
    token = newsroom.moderator("Max")
    said(newsroom, token, "Reported and rejected.", "Reported and kept.", "Nobody minds.", "Waits for a look.")
    ids = {one["body"]: one["id"] for one in newsroom.as_moderator(token, "GET", "comments?limit=100")["items"]}
    for body, action in (("Reported and rejected.", "reject"), ("Reported and kept.", "approve")):
        newsroom.call("POST", f"/v1/comments/{ids[body]}/reports", {"reason": "abusive"})
        newsroom.decides(token, ids[body], action)
    desk = sit_down(visitor(), newsroom, token)
    desk.waiting(1)

    expect(desk.page.locator(".trend .reported")).to_have_text("1 of 2 reported comments were rejected")
    box, line = (desk.page.locator(one).bounding_box() for one in (".trend", ".trend .reported"))
    assert box
    assert line
    assert line["y"] + line["height"] <= box["y"] + box["height"]

    desk.press("o")
    expect(desk.page.locator(".profile .reported")).to_have_text("1 of 2 reported comments were rejected")


def test_what_the_author_reads_is_written_apart_from_what_the_log_keeps(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    said(newsroom, token, "Seen by everybody.", "Waits for a look.")
    desk = sit_down(visitor(), newsroom, token)
    desk.waiting(1)
    window = profile_of_nobody_yet(desk)
    window.get_by_role("button", name="Change standing").click()
    dialog = desk.page.locator("dialog:has(#standing)")
    message = dialog.get_by_label("What Ada reads about it (optional)")
    for standing, is_told in (("shadowed", False), ("suspended", True), ("trusted", False), ("banned", True)):
        dialog.locator("#standing").select_option(standing)
        expect(message).to_be_visible(visible=is_told)
    dialog.locator("#reason").fill("Joe again.")
    message.fill("This is no market.")
    found = Axe().run(desk.page)
    assert found.violations_count == 0, found.generate_report()

    dialog.get_by_role("button", name="Save").click()

    row = window.locator(".measures li").first
    for part in ("Banned", "The author reads:", "This is no market.", "Joe again."):
        expect(row).to_contain_text(part)


def test_only_the_comments_come_back_and_the_ban_stays(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    said(newsroom, token, "Seen by everybody.", "Waits for a look.")
    ban = {"standing": "banned", "reason": "Enough.", "hide_last": 5}
    newsroom.as_moderator(token, "PUT", "authors/ada/standing", ban)
    desk = sit_down(visitor(), newsroom, token)
    desk.waiting(1)

    profile(desk).get_by_role("button", name="Only bring the comments back").click()

    expect(desk.said).to_have_text("Taken back: 1 comment.")
    assert settled(lambda: newsroom.statuses(token)["Seen by everybody."] == "approved")
    assert newsroom.as_moderator(token, "GET", "authors/ada")["standing"] == "banned"


def test_what_was_done_about_an_author_is_taken_back_by_the_same_key_as_decisions(
    visitor: Come, newsroom: Newsroom
) -> None:
    token = newsroom.moderator("Max")
    said(newsroom, token, "Seen by everybody.", "Waits for a look.")
    desk = sit_down(visitor(), newsroom, token)
    desk.waiting(1)

    window = profile_of_nobody_yet(desk)
    window.get_by_role("button", name="Warn").click()
    desk.page.locator("#text").fill("Please stay with the subject.")
    desk.page.locator("dialog:has(#text)").get_by_role("button", name="Warn").click()
    expect(window.locator(".measures li")).to_contain_text("Please stay with the subject.")
    window.get_by_role("button", name="Change standing").click()
    desk.page.locator("#standing").select_option("suspended")
    desk.page.locator("#until").select_option("7")
    desk.page.locator("#reason").fill("Warned before.")
    desk.page.get_by_role("button", name="Save").click()
    expect(window.locator(".measures li")).to_have_count(2)
    desk.press("Escape")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)

    desk.press("u")
    expect(desk.page.locator(".record > p .tag").first).to_have_text("New")
    desk.press("u")
    assert settled(lambda: newsroom.as_moderator(token, "GET", "authors/ada")["warning"] is None)
    author = newsroom.as_moderator(token, "GET", "authors/ada")
    assert [each["undone_by"] for each in author["measures"]] == ["Max", "Max"]
    desk.press("u")
    expect(desk.said).to_have_text("There is nothing to undo in this window.")


def test_what_is_done_about_an_author_is_told_again_until_it_is_answered_and_stays_one(
    visitor: Come, newsroom: Newsroom
) -> None:
    token = newsroom.moderator("Max")
    said(newsroom, token, "Seen by everybody.", "Waits for a look.")
    who = visitor()
    desk = sit_down(who, newsroom, token)
    desk.waiting(1)
    tries: list[str] = []

    def every_other_answer_is_lost(route: Route) -> None:
        tries.append(route.request.headers["idempotency-key"])
        if len(tries) % 2:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    who.context.route("**/authors/ada/warnings", every_other_answer_is_lost)
    who.context.route("**/authors/ada/standing", every_other_answer_is_lost)
    window = profile_of_nobody_yet(desk)
    window.get_by_role("button", name="Warn").click()
    desk.page.locator("#text").fill("Please stay with the subject.")
    desk.page.locator("dialog:has(#text)").get_by_role("button", name="Warn").click()
    expect(desk.said).to_have_text("Warned: Ada.")
    window.get_by_role("button", name="Change standing").click()
    desk.page.locator("#standing").select_option("banned")
    desk.page.locator("#hide-last").select_option("5")
    desk.page.locator("#reason").fill("Warned before.")
    desk.page.get_by_role("button", name="Save").click()
    expect(desk.said).to_have_text("Ada is now: Banned")

    expect(window.locator(".measures li")).to_have_count(2)
    assert (len(tries), len(set(tries))) == (4, 2)
    assert (tries[0], tries[2]) == (tries[1], tries[3])
    assert len(newsroom.as_moderator(token, "GET", "authors/ada")["measures"]) == 2
    assert newsroom.statuses(token)["Seen by everybody."] == "rejected"
    expect(window.get_by_role("alert")).to_have_count(0)
    who.troubles.clear()  # the browser tells of the answers that were lost


def profile_of_nobody_yet(desk: Desk) -> Locator:
    window = profile(desk)
    expect(window.locator(".measures")).to_have_text("Nothing was done about this author.")
    return window


def test_a_colleague_was_quicker_and_the_window_says_so(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    said(newsroom, token, "Seen by everybody.", "Waits for a look.")
    newsroom.as_moderator(token, "PUT", "authors/ada/standing", {"standing": "banned", "reason": "Enough."})
    desk = sit_down(visitor(), newsroom, token)
    desk.waiting(1)
    window = profile(desk)
    number = newsroom.as_moderator(token, "GET", "authors/ada")["measures"][0]["number"]
    newsroom.as_moderator(token, "POST", f"authors/ada/measures/{number}/undo", {})

    window.get_by_role("button", name="Undo: Banned").click()

    expect(window.get_by_role("alert")).to_have_text("This has been taken back already.")


def test_all_comments_of_an_author_are_found_from_there(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    said(newsroom, token, "Seen by everybody.", "Waits for a look.")
    newsroom.receives("Somebody else's.", by="Vera")
    desk = sit_down(visitor(), newsroom, token)
    desk.page.locator(".face", has_text="Waits for a look").click()
    expect(desk.page.locator(".record")).to_be_visible()

    window = profile_of_nobody_yet(desk)
    expect(window.locator(".profile ul").last).to_contain_text("Seen by everybody.")
    window.get_by_role("button", name="All their comments").click()

    expect(desk.rows).to_have_count(2)
    expect(desk.rows.first).to_contain_text("Waits for a look.")


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "ar"), ("light", "de")])
def test_it_fits_a_telephone_is_read_aloud_and_runs_nothing(
    visitor: Come, newsroom: Newsroom, width: int, scheme: str, language: str
) -> None:
    token = newsroom.moderator("Max")
    said(newsroom, token, "Seen by everybody.", "w" * 300)
    for text in (*TEXTS[:3], "w" * 300):
        newsroom.as_moderator(token, "PUT", "authors/ada/standing", {"standing": "banned", "reason": text})
        newsroom.as_moderator(token, "POST", "authors/ada/warnings", {"message": text})
        newsroom.as_moderator(token, "POST", "authors/ada/notes", {"text": text})
    who = visitor(viewport={"width": width, "height": 700}, color_scheme=scheme, reduced_motion="reduce")
    desk = sit_down(who, newsroom, token, language)
    desk.waiting(1)

    window = profile(desk)

    expect(window.locator(".measures li")).to_have_count(8)
    assert window.locator(":is(script, img, svg, iframe)").count() == 0
    found = Axe().run(desk.page)
    assert found.violations_count == 0, found.generate_report()
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
    assert window.evaluate("one => one.scrollWidth <= one.clientWidth")

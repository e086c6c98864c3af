"""The moderators' console: a shift with the keyboard alone, two moderators at once, and nothing lost on a bad line."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Route, expect
from web.console_room import Newsroom, settled, sit_down
from web.visiting import Visitor

pytestmark = pytest.mark.browser

Come = Callable[..., Visitor]

AWAY = {"type": "/problems/storage-unavailable", "title": "Storage is away", "status": 503}
QUEUES = re.compile(r"/v1/moderation/queues(/pending.*)?$")
"""What is read again whenever something happens."""


def nothing_succeeds(who: Visitor) -> None:
    """From now on everything is answered as while storage is away."""
    who.context.route("**/v1/moderation/**", lambda route: route.fulfill(status=503, json=AWAY))


def test_a_shift_with_the_keyboard_alone(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    newsroom.receives("First remark.", "Second remark.", "Third remark.")
    desk = sit_down(visitor(), newsroom, token)
    desk.waiting(3)
    desk.press("?")
    expect(desk.page.get_by_role("dialog")).to_contain_text("Next comment")
    desk.press("Escape")
    desk.sort("oldest")
    expect(desk.current).to_contain_text("First remark.")

    desk.press("j")
    expect(desk.text).to_have_text("Second remark.")
    desk.press("k", "a")
    expect(desk.text).to_have_text("Second remark.")
    desk.press("r", "ArrowDown", "ArrowDown", "Enter")
    expect(desk.text).to_have_text("Third remark.")
    desk.waiting(1)
    assert settled(lambda: newsroom.statuses(token) == {
        "First remark.": "approved", "Second remark.": "rejected", "Third remark.": "pending",
    })  # fmt: skip

    desk.press("u")
    expect(desk.text).to_have_text("Second remark.")
    desk.press("u")
    expect(desk.said).to_have_text("Taken back: Ada.")
    desk.waiting(3)
    assert settled(lambda: set(newsroom.statuses(token).values()) == {"pending"})
    desk.press("u")
    expect(desk.said).to_contain_text("nothing to undo")


def test_a_digit_rejects_with_its_reason_and_the_note_is_kept(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    one, two = newsroom.receives("Cheap watches here.", "More cheap watches.")
    desk = sit_down(visitor(), newsroom, token)
    desk.sort("oldest")
    desk.waiting(2)

    desk.press("r", "3")
    desk.waiting(1)
    desk.press("r")
    desk.page.locator("#note").fill("3 of them today")
    desk.page.locator("#note").press("3")
    desk.press("Tab", "Enter")

    desk.waiting(0)
    assert settled(lambda: set(newsroom.statuses(token).values()) == {"rejected"})
    first, second = (
        newsroom.as_moderator(token, "GET", f"comments/{posted['comment']['id']}")["decisions"][0]
        for posted in (one, two)
    )
    assert (first["action"], first["reason"], first["note"]) == ("reject", "spam", None)
    assert (second["reason"], second["note"]) == ("offensive", "3 of them today3")


def test_what_arrives_is_seen_without_asking_and_nothing_moves_under_the_eyes(
    visitor: Come, newsroom: Newsroom
) -> None:
    desk = sit_down(visitor(), newsroom, newsroom.moderator("Max"))
    expect(desk.page.locator("article")).to_have_text("Nothing waits here.")

    newsroom.receives("Just in.")
    desk.waiting(1)
    expect(desk.text).to_have_text("Just in.")
    desk.sort("newest")
    newsroom.receives("And another.")

    desk.waiting(2)
    expect(desk.rows.first).to_contain_text("And another.")
    expect(desk.text).to_have_text("Just in.")
    expect(desk.page.locator(".face.unread")).to_have_count(1)
    expect(desk.page).to_have_title("(2) Moderation")


def test_what_another_moderator_holds_is_seen_and_a_decision_on_it_rolls_back(
    visitor: Come, newsroom: Newsroom
) -> None:
    newsroom.receives("Contested remark.", "Quiet remark.")
    mine, theirs = newsroom.moderator("Max"), newsroom.moderator("Mia")
    max_, mia = sit_down(visitor(), newsroom, mine), sit_down(visitor(), newsroom, theirs)
    mia.sort("oldest")
    max_.waiting(2)
    max_.press("c")
    expect(max_.page.locator(".tag.mine")).to_have_count(2)
    expect(max_.page.locator("[data-act='release']")).to_contain_text("yours for")
    expect(mia.page.locator(".banner")).to_contain_text("Max holds this comment until")

    mia.press("a")

    expect(mia.trouble).to_contain_text("Not approved: Ada. Max holds this entry")
    mia.waiting(2)
    expect(mia.text).to_have_text("Quiet remark.")
    assert settled(lambda: set(newsroom.statuses(theirs).values()) == {"pending"})
    mia.page.get_by_role("button", name="Show it").click()
    expect(mia.text).to_have_text("Contested remark.")

    max_.press("l", "j")
    expect(max_.text).to_have_text("Quiet remark.")
    expect(mia.page.locator(".banner")).to_have_count(0)
    mia.press("a")
    mia.waiting(1)
    max_.waiting(1)


def test_what_was_not_decided_stays_to_be_read_however_often_the_service_fails(
    visitor: Come, newsroom: Newsroom
) -> None:
    newsroom.receives("First.", "Second.", "Third.")
    who = visitor()
    desk = sit_down(who, newsroom, newsroom.moderator("Max"))
    desk.sort("oldest")
    desk.waiting(3)
    nothing_succeeds(who)

    desk.press("a")
    notices = desk.trouble.locator(".trouble")
    expect(notices.filter(has_text="Not approved: Ada.")).to_have_count(1)
    for _ in range(5):
        with desk.page.expect_response("**/claims"):
            desk.press("c")
        expect(notices).to_have_count(2)

    expect(notices.first).to_contain_text("Not approved: Ada.")
    desk.waiting(3)
    desk.page.get_by_role("button", name="Show it").click()
    expect(desk.text).to_have_text("First.")
    who.troubles.clear()  # the browser tells of every 503


def test_what_is_being_decided_is_not_counted_before_it_has_failed(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("First.", "Second.", "Third.")
    who = visitor()
    desk = sit_down(who, newsroom, newsroom.moderator("Max"))
    desk.sort("oldest")
    desk.waiting(3)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    who.context.route("**/v1/moderation/decisions*", hold)
    desk.press("a")
    size = desk.page.locator("nav [data-queue='pending'] b")
    expect(size).to_have_text("2")
    newsroom.receives("Fourth.")
    desk.waiting(3)  # the service counts four, as it has not been told yet

    nothing_succeeds(who)
    held.pop().fulfill(status=503, json=AWAY)

    expect(desk.trouble.locator(".trouble").filter(has_text="Not approved: Ada.")).to_be_visible()
    desk.waiting(4)
    who.troubles.clear()  # the browser tells of every 503


def test_a_decision_that_nobody_answers_is_back_in_sight(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("First.", "Second.")
    who = visitor()
    desk = sit_down(who, newsroom, newsroom.moderator("Max"))
    desk.sort("oldest")
    desk.waiting(2)
    silent: list[Route] = []

    def keep_silent(route: Route) -> None:
        silent.append(route)

    who.context.route("**/v1/moderation/decisions*", keep_silent)

    desk.press("a")
    desk.waiting(1)

    expect(desk.trouble).to_contain_text("Not approved: Ada. The service does not answer.")
    desk.waiting(2)
    desk.page.get_by_role("button", name="Show it").click()
    expect(desk.text).to_have_text("First.")


def test_an_answer_that_was_overtaken_does_not_make_the_queue_older(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("First.")
    who = visitor()
    desk = sit_down(who, newsroom, newsroom.moderator("Max"))
    desk.waiting(1)
    overtaken: list[tuple[Route, APIResponse]] = []

    def overtake(route: Route) -> None:
        if len(overtaken) < 2:
            overtaken.append((route, route.fetch()))
        else:
            route.continue_()

    who.context.route(QUEUES, overtake)
    newsroom.receives("Second.")
    assert settled(lambda: desk.page.wait_for_timeout(50) or len(overtaken) == 2)
    newsroom.receives("Third.")
    desk.waiting(3)

    for route, answer in overtaken:
        with desk.page.expect_response(route.request.url):
            route.fulfill(response=answer)
    desk.page.wait_for_timeout(200)
    desk.waiting(3)


def test_what_could_not_be_read_of_its_own_accord_is_read_later_without_a_word(
    visitor: Come, newsroom: Newsroom
) -> None:
    newsroom.receives("First.")
    who = visitor()
    desk = sit_down(who, newsroom, newsroom.moderator("Max"))
    desk.waiting(1)
    failed: list[Route] = []

    def fail(route: Route) -> None:
        route.fulfill(status=503, json=AWAY)
        failed.append(route)

    who.context.route(QUEUES, fail)
    newsroom.receives("Second.")
    assert settled(lambda: desk.page.wait_for_timeout(50) or len(failed) >= 3)  # asked again
    expect(desk.trouble.locator(".trouble")).to_have_count(0)

    who.context.unroute(QUEUES, fail)
    desk.waiting(2)
    expect(desk.trouble.locator(".trouble")).to_have_count(0)
    who.troubles.clear()  # the browser tells of every 503


def test_what_was_just_said_is_there_beside_everything_that_was_not_decided(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("First.", "Second.", "Third.", "Fourth.", "Fifth.")
    who = visitor()
    desk = sit_down(who, newsroom, newsroom.moderator("Max"))
    desk.waiting(5)
    nothing_succeeds(who)
    notices = desk.trouble.locator(".trouble")
    undecided = notices.filter(has_text="Not approved")
    for number in range(1, 5):
        desk.press("a")
        expect(undecided).to_have_count(number)

    for _ in range(2):
        with desk.page.expect_response("**/claims"):
            desk.press("c")
        expect(notices.last).not_to_contain_text("Not approved")
        expect(undecided).to_have_count(3)

    who.troubles.clear()  # the browser tells of every 503


def test_what_somebody_else_decided_stays_until_the_moderator_goes_on(visitor: Come, newsroom: Newsroom) -> None:
    first, _ = newsroom.receives("Decided elsewhere.", "Still here.")
    mine, theirs = newsroom.moderator("Max"), newsroom.moderator("Mia")
    desk = sit_down(visitor(), newsroom, mine)
    desk.sort("oldest")
    expect(desk.text).to_have_text("Decided elsewhere.")

    newsroom.decides(theirs, first["comment"]["id"], "reject")

    expect(desk.page.locator(".banner")).to_contain_text("Somebody else has decided")
    desk.press("a")
    expect(desk.trouble).to_contain_text("Somebody else has decided")
    desk.press("j")
    expect(desk.text).to_have_text("Still here.")
    desk.waiting(1)
    assert settled(lambda: newsroom.statuses(mine) == {"Decided elsewhere.": "rejected", "Still here.": "pending"})


def test_a_text_that_its_author_changed_is_not_decided_unseen(visitor: Come, newsroom: Newsroom) -> None:
    (posted,) = newsroom.receives("A kind word.")
    token = newsroom.moderator("Max")
    desk = sit_down(visitor(), newsroom, token)
    expect(desk.text).to_have_text("A kind word.")

    path = f"/v1/comments/{posted['comment']['id']}"
    newsroom.call("PATCH", path, {"body": "An unkind word."}, **{"X-Edit-Token": posted["edit_token"]})

    expect(desk.page.locator(".banner")).to_contain_text("author has changed the text")
    expect(desk.text).to_have_text("A kind word.")
    desk.press("a")
    expect(desk.trouble).to_contain_text("changed since you saw it")
    desk.waiting(1)
    assert settled(lambda: newsroom.statuses(token) == {"An unkind word.": "pending"})
    desk.press("j")
    expect(desk.text).to_have_text("An unkind word.")
    expect(desk.page.locator(".revisions summary")).to_contain_text("Text 1")
    desk.press("a")
    desk.waiting(0)


def test_an_escalated_entry_stays_marked_for_whoever_is_asked(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("A hard case.", "An easy one.")
    desk = sit_down(visitor(), newsroom, newsroom.moderator("Max"))
    desk.sort("oldest")
    expect(desk.text).to_have_text("A hard case.")

    desk.press("e")
    desk.page.keyboard.type("Is this libel?")
    desk.press("Enter")

    expect(desk.text).to_have_text("An easy one.")
    desk.waiting(2)
    expect(desk.rows.first).to_contain_text("Escalated")
    desk.press("u")
    expect(desk.page.locator(".tag.escalated")).to_have_count(0)


def test_without_an_answer_nothing_is_lost_and_an_undo_can_be_repeated(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("A remark.")
    token = newsroom.moderator("Max")
    who = visitor()
    desk = sit_down(who, newsroom, token)
    desk.waiting(1)
    cut = True

    def line(route: Route) -> None:
        if cut:
            route.abort()
        else:
            route.continue_()

    who.context.route("**/v1/moderation/decisions*", line)
    desk.press("a")
    expect(desk.trouble).to_contain_text("Not approved: Ada. The service does not answer")
    desk.waiting(1)
    cut = False
    desk.press("a")
    desk.waiting(0)

    who.context.route("**/undo", line)
    cut = True
    desk.press("u")
    expect(desk.trouble).to_contain_text("It was not taken back")
    desk.waiting(0)
    cut = False
    desk.press("u")
    expect(desk.said).to_have_text("Taken back: Ada.")
    desk.waiting(1)
    assert settled(lambda: newsroom.statuses(token) == {"A remark.": "pending"})


def test_a_decision_is_taken_back_from_the_history_of_its_comment(visitor: Come, newsroom: Newsroom) -> None:
    (posted,) = newsroom.receives("Approved too soon.")
    mine, theirs = newsroom.moderator("Max"), newsroom.moderator("Mia")
    comment_id = posted["comment"]["id"]
    newsroom.decides(theirs, comment_id, "approve")
    newsroom.call("POST", f"/v1/comments/{comment_id}/reports", {"reason": "offensive", "detail": "Look at it."})
    desk = sit_down(visitor(), newsroom, mine)
    desk.page.locator("nav [data-queue='reported']").click()
    expect(desk.page.locator(".reports")).to_contain_text("Look at it.")
    expect(desk.page.locator(".decisions")).to_contain_text("Mia")
    newsroom.decides(theirs, comment_id, "escalate")
    expect(desk.page.locator(".decisions")).to_contain_text("Escalated")

    desk.page.locator(".decisions .back").click()

    expect(desk.said).to_have_text("Taken back: Ada.")
    expect(desk.page.locator(".decisions")).to_contain_text("taken back by Max")
    expect(desk.page.locator(".decisions .back")).to_have_count(0)  # a report came after the approval


def test_only_one_author_and_article_can_be_looked_at(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("By Ada.")
    newsroom.receives("By Ben.", by="Ben")
    newsroom.receives("By Ben elsewhere.", by="Ben", article="council")
    desk = sit_down(visitor(), newsroom, newsroom.moderator("Max"))
    desk.sort("oldest")
    expect(desk.rows).to_have_count(3)
    desk.press("j")

    desk.page.get_by_role("button", name="ferry", exact=True).click()
    expect(desk.rows).to_have_count(2)
    desk.page.locator(".chip").click()
    expect(desk.rows).to_have_count(3)


def test_who_is_signed_in_no_more_is_told_so_and_led_to_the_door(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    who = visitor()
    who.context.route("**/v1/moderation/events", lambda route: route.fulfill(status=401, json={"title": "No"}))
    page = who.blank()
    page.goto(f"{newsroom.operated.url}/console/?site={newsroom.site}")
    page.locator("#token").wait_for()
    page.keyboard.type(token)
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("signed in no more")
    who.context.unroute("**/v1/moderation/events")
    page.keyboard.type(token)
    page.keyboard.press("Enter")
    expect(page.locator(".live.well")).to_have_text("Live")


def test_what_was_not_decided_because_the_session_had_ended_is_said_at_the_door(
    visitor: Come, newsroom: Newsroom
) -> None:
    newsroom.receives("First.", by="Ada")
    newsroom.receives("Second.", by="Ben")
    token = newsroom.moderator("Max")
    who = visitor()
    desk = sit_down(who, newsroom, token)
    desk.sort("oldest")
    desk.waiting(2)
    who.context.clear_cookies()

    desk.press("a", "r", "1")

    said = desk.trouble
    expect(said).to_contain_text("Not approved: Ada.")
    expect(said).to_contain_text("Not rejected: Ben.")
    expect(said).to_contain_text("You are signed in no more.")
    expect(desk.page.locator("#token")).to_be_focused()
    desk.page.keyboard.type(token)
    desk.page.keyboard.press("Enter")
    desk.waiting(2)
    who.troubles.clear()  # the browser tells of every 401


PLACES = """
window.places = new Set();
new MutationObserver(() => {
  const { x, y } = document.querySelector("[data-act='sign-out']")?.getBoundingClientRect() ?? {};
  if (x !== undefined) window.places.add(`${document.querySelector(".live").matches(".well")} ${x} ${y}`);
}).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
"""


@pytest.mark.parametrize(("width", "language"), [(1000, "en"), (700, "de"), (380, "ar")])
def test_no_button_moves_away_once_the_console_is_live(
    visitor: Come, newsroom: Newsroom, width: int, language: str
) -> None:
    who = visitor(viewport={"width": width, "height": 900})
    who.context.add_init_script(PLACES)
    page = sit_down(who, newsroom, newsroom.moderator("Max"), language=language).page
    page.reload()
    expect(page.locator(".live.well")).to_be_visible()

    seen = [place.split(" ", 1) for place in page.evaluate("[...window.places]")]

    assert {live for live, _ in seen} == {"false", "true"}
    assert len({place for _, place in seen}) == 1


def test_a_reload_finds_the_moderator_signed_in_and_nothing_that_a_script_could_take(
    visitor: Come, newsroom: Newsroom
) -> None:
    who = visitor()
    page = sit_down(who, newsroom, newsroom.moderator("Max")).page

    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert [cookie["httpOnly"] for cookie in who.context.cookies()] == [True]
    page.reload()
    expect(page.locator(".me")).to_contain_text("Max")
    page.locator("[data-act='sign-out']").click()
    page.locator("#token").wait_for()
    page.reload()
    page.locator("#token").wait_for()


def test_a_name_and_a_password_open_the_door_of_the_moderators_own_site(visitor: Come, newsroom: Newsroom) -> None:
    shown = {"Authorization": f"Bearer {newsroom.moderator('Max')}"}
    token_id = newsroom.call("GET", "/console/session", **shown)["moderator"]["id"]
    setting = ("token", "password", "--site", newsroom.site, token_id)
    assert newsroom.operated.service.command(*setting, typed="a ferry in the fog\n").returncode == 0
    page = visitor().blank()
    page.goto(f"{newsroom.operated.url}/console/?site={newsroom.site}")
    page.get_by_role("button", name="Sign in with a name and a password").click()
    page.keyboard.type("Max")
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("No moderator here has this name")
    page.keyboard.type("a ferry in the fog")
    page.keyboard.press("Enter")

    expect(page.locator(".me")).to_contain_text(f"Max · {newsroom.site}")


def test_without_a_site_in_the_address_the_moderators_own_is_opened(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("Mine to look at.")
    page = visitor().blank()
    page.goto(f"{newsroom.operated.url}/console/")
    page.locator("#token").fill("mod_nobody")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not valid")
    page.locator("#token").fill(newsroom.moderator("Max"))
    page.keyboard.press("Enter")

    expect(page.locator("article .body")).to_have_text("Mine to look at.")
    page.reload()
    expect(page.locator("article .body")).to_have_text("Mine to look at.")


def test_signing_in_again_in_another_window_ends_nobodys_work(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("A remark.")
    token = newsroom.moderator("Max")
    who = visitor()
    desk = sit_down(who, newsroom, token)
    desk.waiting(1)
    who.context.request.post(f"{newsroom.operated.url}/console/session", data={"token": token})

    desk.press("a")

    desk.waiting(0)
    assert settled(lambda: newsroom.statuses(token) == {"A remark.": "approved"})


def test_whoever_works_too_long_at_a_stretch_is_told_so(visitor: Come, newsroom: Newsroom) -> None:
    who = visitor()
    who.context.clock.install()
    desk = sit_down(who, newsroom, newsroom.moderator("Max"))
    expect(desk.page.locator("article")).to_have_text("Nothing waits here.")

    for _ in range(12):
        desk.press("j")
        assert desk.trouble.text_content() == ""
        desk.page.clock.set_system_time(desk.page.evaluate("Date.now() / 1000 + 4 * 60"))
    for _ in range(2):
        desk.press("j")
        desk.page.clock.set_system_time(desk.page.evaluate("Date.now() / 1000 + 4 * 60"))

    expect(desk.trouble).to_contain_text("50 minutes")

"""Beyond one comment after the other: search, narrowing, many at once, appeals, and what is known about authors."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from benchmarks.crowd.commenters import signed_in_as
from playwright.sync_api import Route, expect
from web.console_room import Newsroom, settled, sit_down
from web.visiting import Operated, Visitor

pytestmark = pytest.mark.browser

Come = Callable[..., Visitor]
SPAM = "Win a free phone today at http://prizes.example/win and tell all your friends, number {}!"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The rule “Ferries” holds it: text.body = “ferry”; reply = false."),
        ("de", "Die Regel „Ferries“ hält ihn zurück: text.body = “ferry”; reply = false."),
        ("ar", "القاعدة «Ferries» تحجزه: text.body = “ferry”; reply = false."),
    ],
)
def test_a_rule_of_the_sites_own_speaks_the_moderators_language(
    visitor: Come, newsroom: Newsroom, language: str, told: str
) -> None:
    rules = 'rule "Ferries" when text.body contains "ferry" and not reply then hold'
    newsroom.operated.call("PUT", f"/v1/sites/{newsroom.site}/policy", {"mode": "post", "rules": rules}, admin=True)
    newsroom.receives("The ferry is late.")
    desk = sit_down(visitor(), newsroom, newsroom.moderator("Max"), language)
    desk.waiting(1)
    expect(desk.page.get_by_text(told).first).to_be_visible()


def test_a_wave_is_swept_without_the_innocent_and_one_undo_brings_it_back(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    for number in range(5):
        newsroom.receives(SPAM.format(number), by=f"Lucky {number}")
    for number in range(3):
        (liked,) = newsroom.receives(f"The roof is coming along well, part {number}.", by="Vera")
        newsroom.decides(token, liked["comment"]["id"], "approve")
    newsroom.receives("Beware of http://prizes.example/win, that is a fraud!", by="Vera")
    desk = sit_down(visitor(reduced_motion="reduce"), newsroom, token)
    desk.waiting(6)
    desk.page.locator(".face", has_text="number 0").click()
    expect(desk.text).to_contain_text("number 0")

    desk.press("s")
    rows = desk.page.locator(".cluster li")
    expect(rows.first).to_contain_text("this comment")
    expect(rows.filter(has_text="Beware")).to_contain_text("Stands out")
    expect(rows.filter(has_text="number 3")).to_contain_text("nearly the same text")
    expect(desk.page.locator(".cluster input:checked")).to_have_count(5)
    found = Axe().run(desk.page)
    assert found.violations_count == 0, found.generate_report()
    desk.press("r", "3")

    expect(desk.said).to_have_text("Rejected: 5 comments.")
    desk.waiting(1)
    assert settled(
        lambda: newsroom.statuses(token)["Beware of http://prizes.example/win, that is a fraud!"] == "pending"
    )
    assert settled(lambda: [newsroom.statuses(token)[SPAM.format(number)] for number in range(5)] == ["rejected"] * 5)

    desk.press("u")
    expect(desk.said).to_have_text("Taken back: 5 comments.")
    desk.waiting(6)
    assert settled(lambda: [newsroom.statuses(token)[SPAM.format(number)] for number in range(5)] == ["pending"] * 5)


def test_comments_chosen_by_hand_are_shown_once_more_and_decided_together(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("One.", "Two.", "Three.", "Four.")
    token = newsroom.moderator("Max")
    desk = sit_down(visitor(), newsroom, token)
    desk.sort("oldest")
    desk.waiting(4)

    desk.press("x", "j", "x", "j", "x", "a")
    expect(desk.page.locator(".cluster li")).to_have_count(3)
    desk.press("j", "x")
    expect(desk.page.get_by_role("dialog")).to_contain_text("2 of 3 chosen")
    desk.press("a")

    desk.waiting(2)
    assert settled(lambda: newsroom.statuses(token) == {
        "One.": "approved", "Two.": "pending", "Three.": "approved", "Four.": "pending",
    })  # fmt: skip
    desk.press("u")
    desk.waiting(4)
    assert settled(lambda: set(newsroom.statuses(token).values()) == {"pending"})


def test_an_act_is_told_again_until_it_is_answered_and_stays_one(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("One.", "Two.", "Three.")
    token = newsroom.moderator("Max")
    who = visitor()
    desk = sit_down(who, newsroom, token)
    desk.waiting(3)
    tries = []

    def answer_lost_once(route: Route) -> None:
        tries.append(route.request.headers["idempotency-key"])
        if len(tries) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    who.context.route("**/v1/moderation/decisions", answer_lost_once)
    desk.press("x", "j", "x", "j", "x", "a")
    desk.page.locator(".cluster li").nth(2).wait_for()
    with desk.page.expect_response("**/v1/moderation/decisions"):
        desk.press("a")

    assert tries[0] == tries[1]
    desk.waiting(0)
    assert set(newsroom.statuses(token).values()) == {"approved"}
    expect(desk.trouble).to_be_empty()
    desk.press("u")
    desk.waiting(3)
    assert settled(lambda: set(newsroom.statuses(token).values()) == {"pending"})
    who.troubles.clear()  # the browser tells of the answer that was lost


def test_the_reason_may_be_typed_at_once_after_what_is_decided_together(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("One.", "Two.")
    desk = sit_down(visitor(), newsroom, newsroom.moderator("Max"))
    desk.press("x", "j", "x", "r")
    expect(desk.page.locator(".cluster li")).to_have_count(2)

    # Two keys without a task between them, as a busy browser handles them.
    desk.page.evaluate(
        """async () => {
          const typed = (key) => {
            const place = document.querySelector("dialog form") ?? document.body;
            place.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
          };
          typed("r");
          for (let after = 0; after < 50; after += 1) await null;
          typed("3");
        }"""
    )

    expect(desk.said).to_have_text("Rejected: 2 comments.")


def test_of_many_only_those_that_a_colleague_holds_come_back(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("One.", "Two.", "Three.")
    mine, theirs = newsroom.moderator("Max"), newsroom.moderator("Mia")
    newsroom.as_moderator(theirs, "POST", "queues/pending/claims", {"limit": 1})
    desk = sit_down(visitor(), newsroom, mine)
    desk.waiting(3)

    desk.press("x", "j", "x", "j", "x", "a")
    desk.page.locator(".cluster li").nth(2).wait_for()
    desk.press("a")

    expect(desk.trouble).to_contain_text("Not approved: Ada. Mia holds this entry")
    desk.waiting(1)
    assert settled(lambda: sorted(newsroom.statuses(mine).values()) == ["approved", "approved", "pending"])


def test_everything_that_was_ever_written_is_found_and_can_be_decided_again(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    wrong, _, _ = newsroom.receives("The mayor is right.", "The mayor is wrong.", "Nothing to do with it.")
    newsroom.decides(token, wrong["comment"]["id"], "reject")
    desk = sit_down(visitor(), newsroom, token)
    desk.waiting(2)

    desk.press("/")
    desk.page.keyboard.type("mayor")
    desk.press("Enter")
    expect(desk.rows).to_have_count(2)
    desk.page.locator(".narrowing summary").click()
    desk.page.locator("#status").select_option("rejected")
    expect(desk.rows).to_have_count(1)
    expect(desk.text).to_have_text("The mayor is right.")
    expect(desk.page.locator(".decisions")).to_contain_text("Rejected")
    desk.page.locator("#status").select_option("")
    expect(desk.rows).to_have_count(2)
    desk.page.locator("#status").evaluate("one => one.blur()")
    desk.press("j", "a")

    expect(desk.rows.nth(1)).to_contain_text("Approved")
    assert settled(lambda: newsroom.statuses(token)["The mayor is right."] == "approved")
    desk.press("u")
    expect(desk.rows.nth(1)).to_contain_text("Rejected")
    desk.page.locator(".chip").click()
    desk.waiting(2)


def test_a_rejection_names_a_rule_of_the_house(visitor: Come, newsroom: Newsroom, operated: Operated) -> None:
    operated.call("PUT", f"/v1/sites/{newsroom.site}/policy", {"house_rules": ["No advertising"]}, admin=True)
    (posted,) = newsroom.receives("Cheap watches.")
    token = newsroom.moderator("Max")
    desk = sit_down(visitor(), newsroom, token)
    desk.waiting(1)

    desk.press("r")
    desk.page.locator("#rule").select_option(label="No advertising")
    desk.page.locator(".primary.reject").click()

    desk.waiting(0)
    path = f"comments/{posted['comment']['id']}"
    assert settled(lambda: newsroom.as_moderator(token, "GET", path)["decisions"][0]["rule"] == "No advertising")


def test_what_one_moderator_knows_of_an_author_reaches_the_next(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("A first remark.", "A second remark.")
    mine, theirs = newsroom.moderator("Max"), newsroom.moderator("Mia")
    max_, mia = sit_down(visitor(), newsroom, mine), sit_down(visitor(), newsroom, theirs)
    max_.waiting(2)

    max_.press("n")
    max_.page.keyboard.type("Quotes insults in order to refute them.")
    max_.page.get_by_role("button", name="Save").click()
    expect(max_.page.locator(".record")).to_contain_text("Quotes insults")
    max_.page.locator("[data-act='standing']").click()
    max_.page.locator("#standing").select_option("premoderated")
    max_.page.locator("#reason").fill("Twice this week.")
    max_.page.get_by_role("button", name="Save").click()
    expect(max_.said).to_have_text("Ada is now: Premoderated")
    expect(max_.page.locator(".record")).to_contain_text("Premoderated")

    mia.page.reload()
    expect(mia.page.locator(".record")).to_contain_text("Quotes insults in order to refute them.")
    expect(mia.page.locator(".record")).to_contain_text("Premoderated")
    expect(mia.page.locator(".lately li")).to_have_count(1)


def test_a_queue_is_narrowed_by_score_language_and_time(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("You are a stupid idiot and everybody knows it.", "A kind word about the ferry and its crew.")
    newsroom.receives("Wann fährt die Fähre denn nun endlich wieder über den Fluss?")
    desk = sit_down(visitor(), newsroom, newsroom.moderator("Max"))
    desk.waiting(3)

    desk.page.locator(".narrowing summary").click()
    desk.page.locator("#attribute").select_option("INSULT")
    desk.page.locator("#min_score").select_option("0.8")
    expect(desk.rows).to_have_count(1)
    expect(desk.rows).to_contain_text("stupid idiot")
    desk.page.locator(".chip", has_text="80%").click()
    desk.page.locator(".chip", has_text="Insult").click()
    desk.page.locator("#language").select_option("de")
    expect(desk.rows).to_have_count(1)
    expect(desk.rows).to_contain_text("Wann fährt")
    desk.page.locator("#from").select_option("7")
    expect(desk.page.locator(".chip")).to_have_count(2)
    expect(desk.rows).to_have_count(1)


def test_the_factors_of_a_priority_say_why_it_is_first(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("You are a stupid idiot and everybody knows it.")
    token = newsroom.moderator("Max")
    (entry,) = newsroom.as_moderator(token, "GET", "queues/pending")["items"]
    desk = sit_down(visitor(), newsroom, token)

    factors = desk.page.locator(".why .parts div")
    expect(factors.locator("dt")).to_have_text(["Harm", "How sure", "Who reads it", "Reports", "Waiting"])
    expect(factors.nth(2)).to_have_text("Who reads itnobody, it is held× 1")
    harm, confidence = entry["priority_parts"][:2]
    expect(factors.nth(0)).to_contain_text(f"× {harm['multiplier']:.0f}")
    expect(factors.nth(1)).to_contain_text(f"{round(100 * confidence['score'])}%")
    expect(desk.page.locator(".why .measure")).to_have_text(f"Priority {entry['priority']}")

    desk.press("e", "Enter")
    expect(factors.last).to_have_text("Escalatedbefore everything else")
    expect(desk.rows.first.locator(".escalated")).to_be_visible()


def appealed(newsroom: Newsroom, by: str, body: str) -> None:
    """A comment that the moderator with this token rejected, and to which its author objects."""
    (posted,) = newsroom.receives(body)
    comment_id = posted["comment"]["id"]
    newsroom.decides(by, comment_id, "reject")
    statement = {"statement": "I quoted the minutes."}
    newsroom.call("POST", f"/v1/comments/{comment_id}/appeals", statement, **{"X-Edit-Token": posted["edit_token"]})


def test_an_appeal_is_heard_by_somebody_else_and_can_be_taken_back(visitor: Come, newsroom: Newsroom) -> None:
    mine, theirs = newsroom.moderator("Max"), newsroom.moderator("Mia")
    appealed(newsroom, mine, "A hard word, fairly said.")
    max_, mia = sit_down(visitor(), newsroom, mine), sit_down(visitor(reduced_motion="reduce"), newsroom, theirs)
    for desk in (max_, mia):
        desk.page.locator("nav [data-queue='appeals']").click()
        expect(desk.page.locator(".appeal")).to_contain_text("I quoted the minutes.")
    expect(max_.page.locator("article .banner")).to_contain_text("somebody else has to hear")
    expect(max_.page.get_by_role("button", name="Uphold")).to_be_disabled()
    expect(max_.page.get_by_role("button", name="Overturn")).to_have_count(0)
    max_.press("r")
    expect(max_.trouble).to_contain_text("somebody else has to hear")
    assert Axe().run(max_.page).violations_count == 0

    expect(mia.page.locator("article .banner")).to_have_count(0)
    expect(mia.page.locator(".appeal")).to_contain_text("Rejected by Max")
    found = Axe().run(mia.page)
    assert found.violations_count == 0, found.generate_report()
    mia.press("a")
    mia.page.locator("#message").fill("You were right.")
    mia.page.get_by_role("dialog").get_by_role("button", name="Overturn").click()

    mia.waiting(0, "appeals")
    assert settled(lambda: newsroom.statuses(mine)["A hard word, fairly said."] == "approved")
    mia.press("u")
    mia.waiting(1, "appeals")
    assert settled(lambda: newsroom.statuses(mine)["A hard word, fairly said."] == "rejected")


def test_whoever_rejected_approves_what_is_appealed_and_takes_that_back(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    appealed(newsroom, token, "A hard word, fairly said.")
    desk = sit_down(visitor(reduced_motion="reduce"), newsroom, token)
    desk.page.locator("nav [data-queue='appeals']").click()
    expect(desk.page.locator("article .banner")).to_contain_text("You may approve it yourself")

    desk.page.get_by_role("button", name="Approve").click()

    expect(desk.said).to_contain_text("Approved: Ada.")
    desk.waiting(0, "appeals")
    assert settled(lambda: newsroom.statuses(token)["A hard word, fairly said."] == "approved")
    assert newsroom.as_moderator(token, "GET", "appeals")["items"] == []
    desk.press("u")
    desk.waiting(1, "appeals")
    assert settled(lambda: newsroom.statuses(token)["A hard word, fairly said."] == "rejected")
    expect(desk.page.locator("article .banner")).to_contain_text("somebody else has to hear")


def test_a_moderator_alone_hears_the_author_they_rejected(
    visitor: Come, newsroom: Newsroom, operated: Operated
) -> None:
    operated.call("PUT", f"/v1/sites/{newsroom.site}/policy", {"appeals_heard_by": "anybody"}, admin=True)
    token = newsroom.moderator("Max")
    appealed(newsroom, token, "A hard word, fairly said.")
    desk = sit_down(visitor(reduced_motion="reduce"), newsroom, token)
    desk.page.locator("nav [data-queue='appeals']").click()
    expect(desk.page.locator(".appeal")).to_contain_text("I quoted the minutes.")
    expect(desk.page.locator("article .banner")).to_have_count(0)

    desk.press("r")
    desk.page.get_by_role("dialog").get_by_role("button", name="Uphold").click()

    desk.waiting(0, "appeals")
    assert settled(lambda: newsroom.as_moderator(token, "GET", "appeals")["items"] == [])
    assert newsroom.statuses(token)["A hard word, fairly said."] == "rejected"


def test_what_is_borderline_is_kept_for_a_second_reader(visitor: Come, newsroom: Newsroom, operated: Operated) -> None:
    policy = {"second_reader_margin": 0.5, "hold": {"TOXICITY": 0.5}}
    operated.call("PUT", f"/v1/sites/{newsroom.site}/policy", policy, admin=True)
    newsroom.receives("Neither here nor there.")
    mine, theirs = newsroom.moderator("Max"), newsroom.moderator("Mia")
    max_ = sit_down(visitor(), newsroom, mine)
    max_.waiting(1)

    max_.press("a")

    expect(max_.said).to_contain_text("Somebody else reads it too")
    expect(max_.rows).to_have_count(0)
    assert settled(lambda: newsroom.statuses(mine) == {"Neither here nor there.": "pending"})
    mia = sit_down(visitor(), newsroom, theirs)
    mia.waiting(1)
    mia.press("a")
    mia.waiting(0)
    max_.waiting(0)
    assert settled(lambda: newsroom.statuses(mine) == {"Neither here nor there.": "approved"})


def test_an_author_is_warned_and_loses_what_was_written_last(
    visitor: Come, newsroom: Newsroom, operated: Operated
) -> None:
    secret = "a secret between publisher and service"
    operated.call("PUT", f"/v1/sites/{newsroom.site}/policy", {"jwt_secret": secret}, admin=True)
    signed_in = {"Authorization": f"Bearer {signed_in_as('ada', 'Ada', secret=secret)}"}
    token = newsroom.moderator("Max")
    seen, _ = (
        newsroom.call("POST", "/v1/articles/ferry/comments", {"body": body}, **signed_in)
        for body in ("Seen by everybody.", "Waits for a look.")
    )
    newsroom.decides(token, seen["comment"]["id"], "approve")
    desk = sit_down(visitor(), newsroom, token)
    desk.waiting(1)

    desk.page.locator("[data-act='warn']").click()
    desk.page.locator("#text").fill("Please stay with the subject.")
    desk.page.get_by_role("dialog").get_by_role("button", name="Warn").click()
    expect(desk.said).to_have_text("Warned: Ada.")
    desk.page.locator("[data-act='standing']").click()
    desk.page.locator("#standing").select_option("banned")
    desk.page.locator("#hide-last").select_option("5")
    desk.page.locator("#reason").fill("Warned before.")
    desk.page.get_by_role("button", name="Save").click()

    expect(desk.said).to_have_text("Ada is now: Banned")
    assert settled(lambda: newsroom.statuses(token)["Seen by everybody."] == "rejected")


def test_what_was_escalated_waits_in_a_queue_of_its_own_with_who_asked_and_why(
    visitor: Come, newsroom: Newsroom
) -> None:
    newsroom.receives("The mayor took money.", "A kind word.")
    mine, theirs = newsroom.moderator("Max"), newsroom.moderator("Mia")
    max_, mia = sit_down(visitor(), newsroom, mine), sit_down(visitor(reduced_motion="reduce"), newsroom, theirs)
    max_.page.locator(".face", has_text="mayor").click()
    max_.press("e")
    dialog = max_.page.get_by_role("dialog")
    found = Axe().run(max_.page)
    assert found.violations_count == 0, found.generate_report()
    dialog.get_by_label("What should somebody else look at?").fill("Is this libel?")
    max_.press("Enter")
    expect(max_.said).to_have_text("Escalated: Ada.")

    expect(mia.page.locator("nav [data-queue='escalated'] b")).to_have_text("1")
    mia.press("6")
    mia.waiting(1, "escalated")
    expect(mia.page.locator(".escalation")).to_contain_text("Escalated by Max")
    expect(mia.page.locator(".escalation")).to_contain_text("Is this libel?")
    found = Axe().run(mia.page)
    assert found.violations_count == 0, found.generate_report()
    mia.press("c")
    expect(mia.page.locator(".tag.mine")).to_have_count(1)
    mia.press("a")
    mia.waiting(0, "escalated")
    assert settled(lambda: newsroom.statuses(theirs)["The mayor took money."] == "approved")
    mia.press("u")
    mia.waiting(1, "escalated")

"""Where a site's rules are made: written, checked while one writes, tried on what was written, saved."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from web.console_room import Newsroom, sit_down
from web.hostile_texts import TEXTS
from web.visiting import Operated, Visitor

pytestmark = pytest.mark.browser

Come = Callable[..., Visitor]
SPINS = 'rule "Spins" when text.body contains "free spins" then reject'


@pytest.fixture
def newsroom(operated: Operated) -> Newsroom:
    room = Newsroom.opened(operated)
    operated.call("PUT", f"/v1/sites/{room.site}/policy", {"mode": "post"}, admin=True)
    return room


def administrator(room: Newsroom, role: str = "admin") -> str:
    wanted = {"name": "Ada", "role": role}
    return str(room.operated.call("POST", f"/v1/sites/{room.site}/tokens", wanted, admin=True)["token"])


def rules_of(room: Newsroom) -> str:
    return str(room.operated.call("GET", f"/v1/sites/{room.site}/policy", admin=True)["rules"])


def bench(visitor: Visitor, room: Newsroom, token: str, language: str = "en") -> Page:
    page = visitor.blank()
    page.goto(f"{room.operated.url}/console/rules?site={room.site}&language={language}")
    signs_in(page, token)
    return page


def signs_in(page: Page, token: str) -> None:
    page.locator("#token").fill(token)
    page.keyboard.press("Enter")
    page.locator("main.bench").wait_for()


def test_rules_are_written_checked_tried_and_saved(visitor: Come, newsroom: Newsroom) -> None:
    newsroom.receives("Free spins for all!", "Good game.", "f r e e  s p i n s")
    page = bench(visitor(), newsroom, administrator(newsroom))
    area = page.locator("#rules")
    expect(page.get_by_role("button", name="Save")).to_be_disabled()

    area.fill("# 👍 Ours.\n" + SPINS.replace("text.body", "text.boddy"))

    mistake = page.locator(".mistakes li")
    expect(mistake).to_have_text("Line 2, column 19: There is no field text.boddy. Did you mean text.body?")
    expect(page.locator(".wrong-line")).to_have_text("2")
    mistake.get_by_role("button").click()
    assert area.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)") == "text.boddy"

    page.keyboard.type("text.body")
    expect(page.get_by_text("One rule, at")).to_be_visible()
    expect(mistake).to_have_count(0)

    page.get_by_role("button", name="Try").click()
    expect(page.locator(".sum")).to_have_text("3 comments were looked at. 2 would have come to something else.")
    expect(page.locator("article.card")).to_have_count(2)
    expect(page.locator("article.card").last).to_contain_text("The rule “Spins” rejects it: text.body is “Free spins”.")
    assert rules_of(newsroom) == ""

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved. The rules act from now on.")
    assert rules_of(newsroom) == f"# 👍 Ours.\n{SPINS}"
    [answer] = newsroom.receives("Free spins once more.")
    assert answer["comment"]["status"] == "rejected"
    page.reload()
    expect(page.locator("#rules")).to_have_value(f"# 👍 Ours.\n{SPINS}")


def test_rules_to_begin_with_are_added_and_fields_are_written_by_a_click(visitor: Come, newsroom: Newsroom) -> None:
    page = bench(visitor(), newsroom, administrator(newsroom))

    page.locator("#starter").select_option("spam")
    page.locator("#starter").select_option("heated")

    expect(page.get_by_text("7 rules, at")).to_be_visible()
    assert "zone" not in page.locator("#rules").input_value()
    page.locator("#rules").fill("")
    page.get_by_text("What rules can ask").click()
    page.get_by_role("button", name="links.count").click()
    assert page.locator("#rules").input_value() == "links.count"
    page.locator("#rules").fill("")
    expect(page.get_by_role("button", name="Save")).to_be_disabled()


def test_administrators_come_here_from_the_console(visitor: Come, newsroom: Newsroom) -> None:
    ada = sit_down(visitor(), newsroom, administrator(newsroom))
    max_ = sit_down(visitor(), newsroom, newsroom.moderator("Max"))
    expect(max_.page.get_by_role("link", name="Rules")).to_have_count(0)

    ada.page.get_by_role("link", name="Rules").click()

    expect(ada.page.locator("#rules")).to_have_value("")
    ada.page.get_by_role("link", name="To the queues").click()
    ada.page.locator("nav [data-queue='pending']").wait_for()


def test_nobodys_change_is_overwritten_unseen(visitor: Come, newsroom: Newsroom) -> None:
    page = bench(visitor(), newsroom, administrator(newsroom))
    page.locator("#rules").fill(SPINS)
    path = f"/v1/sites/{newsroom.site}/policy"
    newsroom.operated.call("PUT", path, {"rules": 'rule "Theirs" when reply then flag'}, admin=True)

    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("status")).to_contain_text("Somebody else has changed the policy meanwhile.")
    assert rules_of(newsroom) == 'rule "Theirs" when reply then flag'
    expect(page.locator("#rules")).to_have_value(SPINS)
    page.locator("#rules").fill("")


def signed_out_by_time(page: Page) -> None:
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    page.locator("#token").wait_for()


def test_whoever_was_signed_out_by_time_finds_their_rules_again(visitor: Come, newsroom: Newsroom) -> None:
    ada, token = visitor(), administrator(newsroom)
    page = bench(ada, newsroom, token)
    page.locator("#rules").fill(SPINS)
    signed_out_by_time(page)
    expect(page.get_by_role("alert")).to_contain_text("What you typed and have not saved comes back then.")
    with page.expect_event("dialog"):
        page.evaluate("location.reload()")
    assert ada.troubles == ["dialog: "], "it can still be lost"
    ada.troubles.clear()

    signs_in(page, token)
    expect(page.locator("#rules")).to_have_value(SPINS)
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved. The rules act from now on.")).to_be_visible()
    assert rules_of(newsroom) == SPINS


def test_rules_that_come_back_overwrite_no_change_of_a_colleague(visitor: Come, newsroom: Newsroom) -> None:
    token = administrator(newsroom)
    page = bench(visitor(), newsroom, token)
    page.locator("#rules").fill(SPINS)
    signed_out_by_time(page)
    theirs = SPINS.replace("reject", "hold")
    newsroom.operated.call("PUT", f"/v1/sites/{newsroom.site}/policy", {"rules": theirs}, admin=True)

    signs_in(page, token)
    expect(page.locator("#rules")).to_have_value(SPINS)
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("status")).to_contain_text("Somebody else has changed the policy meanwhile.")
    assert rules_of(newsroom) == theirs


def test_whoever_else_signs_in_finds_the_rules_that_are_saved(visitor: Come, newsroom: Newsroom) -> None:
    page = bench(visitor(), newsroom, administrator(newsroom))
    page.locator("#rules").fill(SPINS)
    signed_out_by_time(page)

    signs_in(page, administrator(newsroom))

    expect(page.locator("#rules")).to_have_value("")
    expect(page.get_by_role("button", name="Save")).to_be_disabled()


def test_who_may_not_change_rules_is_told_so(visitor: Come, newsroom: Newsroom) -> None:
    page = bench(visitor(), newsroom, administrator(newsroom, "moderator"))

    expect(page.get_by_role("status")).to_have_text(
        "Only administrators of this site change its rules. Sign in as one."
    )


def test_nothing_that_a_stranger_wrote_runs(visitor: Come, newsroom: Newsroom) -> None:
    for number, text in enumerate(TEXTS):
        newsroom.receives(f"{number} {text}", by=text[:40])
    page = bench(visitor(), newsroom, administrator(newsroom))
    page.locator("#rules").fill('rule "<img src=x onerror=hit(0)>" when text.length > 0 then hold')

    page.get_by_role("button", name="Try").click()

    page.locator("article.card").nth(3).wait_for()
    assert page.locator(".found :is(script, img, svg, iframe)").count() == 0
    page.locator("#rules").fill("")


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_to_mend(visitor: Come, newsroom: Newsroom, width: int, scheme: str, language: str) -> None:
    newsroom.receives("Free spins for all!", "w" * 300)
    who = visitor(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    page = bench(who, newsroom, administrator(newsroom), language)
    area = page.locator("#rules")
    area.fill(SPINS + '\ntry rule "Long" when text.length > 200 then hold')
    page.locator(".tools button").first.click()
    page.locator("article.card").first.wait_for()
    page.locator("summary").click()
    _clean(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    area.fill("rule nonsense " * 9)
    page.locator(".mistakes li").first.wait_for()
    _clean(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    area.fill("")


def _clean(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()

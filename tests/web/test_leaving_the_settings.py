"""What was typed on the settings page and is not saved is not lost unasked: neither by leaving nor by having to sign in
anew."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from web.console_room import Newsroom
from web.test_policy_form import opened, policy_of, save, sets
from web.test_settings_page import administrator, office, part
from web.visiting import Visitor

pytestmark = pytest.mark.browser

Come = Callable[..., Visitor]


def commenting(page: Page) -> Locator:
    return page.locator("#policy details", has=page.locator("summary", has_text="Commenting"))


def goes(page: Page, by: Visitor) -> bool:
    """Whether the browser lets them go to the queues without a question; if it asks, they stay."""
    page.get_by_role("link", name="To the queues").click()
    if by.troubles:
        assert by.troubles == ["dialog: "], "the browser asks in its own words"
        by.troubles.clear()
        return False
    page.locator("nav [data-queue='pending']").wait_for()
    page.go_back()
    page.locator("#policy details").first.wait_for()
    return True


def signed_out_by_time(page: Page, while_saving: Locator) -> None:
    page.context.clear_cookies()
    save(while_saving)
    page.locator("#token").wait_for()


def signs_in(page: Page, token: str) -> None:
    page.locator("#token").fill(token)
    page.keyboard.press("Enter")
    page.locator("#policy details").first.wait_for()


def test_the_browser_asks_only_while_something_is_not_saved(visitor: Come, newsroom: Newsroom) -> None:
    ada = visitor()
    page = office(ada, newsroom, administrator(newsroom))
    assert goes(page, ada), "nothing was typed"

    most = opened(page, "Commenting").get_by_label("Most characters")
    most.fill("300")
    assert not goes(page, ada)
    expect(most).to_have_value("300")
    most.fill("5000")
    assert goes(page, ada), "it is what it was"

    most = opened(page, "Commenting").get_by_label("Most characters")
    most.fill("300")
    save(commenting(page))
    expect(commenting(page).get_by_role("status")).to_have_text("Saved. It applies from now on.")
    people = part(page, "People and tokens")
    people.get_by_role("button", name="Set a password: Ada").click()
    people.get_by_label("New password").fill("a fine long")
    assert not goes(page, ada)
    people.get_by_role("button", name="Leave it").click()
    people.get_by_text("Add somebody", exact=True).click()
    people.get_by_label("Name", exact=True).fill("Mia")
    assert not goes(page, ada)
    people.get_by_role("button", name="Create").click()
    expect(people.get_by_role("textbox", name="Token of Mia")).to_be_visible()
    assert not goes(page, ada), "nobody has kept the token"
    people.get_by_role("button", name="I have kept it").click()
    assert goes(page, ada), "everything is saved, kept or given up"


def test_secrets_stay_until_they_are_kept_or_copied(visitor: Come, newsroom: Newsroom) -> None:
    ada = visitor()
    page = office(ada, newsroom, administrator(newsroom))
    people = part(page, "People and tokens")
    for name in ("Mia", "Max"):
        people.get_by_text("Add somebody", exact=True).click()
        people.get_by_label("Name", exact=True).fill(name)
        people.get_by_role("button", name="Create").click()
        expect(people.get_by_role("textbox", name=f"Token of {name}")).to_be_visible()

    people.get_by_role("group", name="Token of Mia").get_by_role("button", name="I have kept it").click()
    expect(people.get_by_role("textbox", name="Token of Mia")).to_have_count(0)
    assert not goes(page, ada), "the other is still there"
    people.get_by_role("textbox", name="Token of Max").focus()
    page.keyboard.press("Control+c")
    assert goes(page, ada)


def test_what_is_typed_below_a_name_is_not_replaced_unasked(visitor: Come, newsroom: Newsroom) -> None:
    page = office(visitor(), newsroom, administrator(newsroom))
    people = part(page, "People and tokens")
    password = people.get_by_label("New password")
    email = people.get_by_label("E-mail address at your organisation")
    people.get_by_role("button", name="Set a password: Ada").click()
    password.fill("a fine long")

    people.get_by_role("button", name="Set the address: Ada").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("Below Ada there is something that you have not saved or kept.")
    page.keyboard.press("Escape")
    expect(password).to_have_value("a fine long")
    expect(email).to_have_count(0)

    people.get_by_role("button", name="Set the address: Ada").click()
    question.get_by_role("button", name="Go on without it").click()
    expect(email).to_be_focused()
    expect(password).to_have_count(0)
    people.get_by_role("button", name="Set a password: Ada").click()
    expect(password).to_have_value(""), "nothing was typed, so nothing is asked"


def test_a_new_secret_is_not_replaced_unasked(visitor: Come, newsroom: Newsroom) -> None:
    page = office(visitor(), newsroom, administrator(newsroom))
    hooks = part(page, "Webhooks")
    hooks.get_by_text("Add a webhook", exact=True).click()
    hooks.get_by_label("Address", exact=True).fill("https://news.example.org/hook")
    hooks.get_by_label("Called").fill("Desk")
    hooks.get_by_role("button", name="Create").click()
    hooks.get_by_role("button", name="I have kept it").click()
    hooks.get_by_role("button", name="New secret: Desk").click()
    question = page.get_by_role("dialog")
    question.get_by_role("button", name="New secret").click()
    shown = hooks.get_by_role("textbox", name="Secret of Desk")
    secret = shown.input_value()

    for other in ("Deliveries", "Change", "New secret"):
        hooks.get_by_role("button", name=f"{other}: Desk").click()
        expect(question).to_contain_text("Below Desk there is something that you have not saved or kept.")
        page.keyboard.press("Escape")
        expect(shown).to_have_value(secret)

    hooks.get_by_role("button", name="I have kept it").click()
    hooks.get_by_role("button", name="Change: Desk").click()
    expect(hooks.get_by_label("Called").first).to_have_value("Desk")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "What you typed and have not saved comes back then."),
        ("de", "Was Sie eingegeben und nicht gespeichert haben, ist dann wieder da."),
        ("ar", "وما كتبته ولم تحفظه يعود عندئذ."),
    ],
)
def test_whoever_was_signed_out_by_time_finds_what_they_typed(
    visitor: Come, newsroom: Newsroom, language: str, told: str
) -> None:
    ada, token = visitor(), administrator(newsroom)
    page = office(ada, newsroom, token, language)
    group = page.locator("#policy details", has=page.locator("[name='body_max']"))
    group.locator("summary").click()
    group.locator("[name='body_max']").fill("300")
    group.locator("[name='edit_window_seconds']").fill("60")
    group.locator("[name='guests']").uncheck()

    page.context.clear_cookies()
    group.locator(".primary").click()
    page.locator("#token").wait_for()
    expect(page.get_by_role("alert")).to_contain_text(told)
    with page.expect_event("dialog"):
        page.evaluate("location.reload()")
    assert ada.troubles == ["dialog: "], "it can still be lost"
    ada.troubles.clear()
    sets(newsroom, edit_window_seconds=120)
    signs_in(page, token)

    expect(group.locator("[name='body_max']")).to_be_visible()
    expect(group.locator("[name='body_max']")).to_have_value("300")
    expect(group.locator("[name='guests']")).not_to_be_checked()
    expect(group.locator("[name='edit_window_seconds']")).to_have_value("120"), "a colleague has changed it since"
    group.locator(".primary").click()
    expect(group.get_by_role("status")).not_to_be_empty()
    kept = policy_of(newsroom)
    assert (kept["body_max"], kept["guests"], kept["edit_window_seconds"]) == (300, False, 120)


def test_whoever_else_signs_in_there_finds_nothing_of_it(visitor: Come, newsroom: Newsroom) -> None:
    ada = visitor()
    page = office(ada, newsroom, administrator(newsroom))
    opened(page, "Commenting").get_by_label("Most characters").fill("300")
    signed_out_by_time(page, commenting(page))

    signs_in(page, administrator(newsroom, "Abe"))

    expect(commenting(page).locator("[name='body_max']")).to_have_value("5000")
    expect(commenting(page).locator("[name='body_max']")).to_be_hidden()
    assert goes(page, ada)

"""Who signs in, and which programs are told and asked: settled in the browser."""

import json
import re
import urllib.error
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from web.console_room import Newsroom, settled, sit_down
from web.hostile_texts import TEXTS
from web.visiting import Visitor

pytestmark = pytest.mark.browser

Come = Callable[..., Visitor]
PASSWORD = "a fine long sentence"


@dataclass
class Receiver:
    """Another program on this machine, and what it was told or asked."""

    url: str
    heard: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    told = Receiver(f"http://127.0.0.1:{server.server_port}/hook")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


def administrator(room: Newsroom, name: str = "Ada") -> str:
    wanted = {"name": name, "role": "admin"}
    return str(room.operated.call("POST", f"/v1/sites/{room.site}/tokens", wanted, admin=True)["token"])


def office(visitor: Visitor, room: Newsroom, token: str, language: str = "en") -> Page:
    page = visitor.blank()
    page.goto(f"{room.operated.url}/console/settings?site={room.site}&language={language}")
    page.locator("#token").fill(token)
    page.keyboard.press("Enter")
    page.locator("#sessions .things").wait_for()
    return page


def part(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def test_a_moderator_finds_and_ends_the_other_browsers(visitor: Come, newsroom: Newsroom) -> None:
    token = newsroom.moderator("Max")
    lost = sit_down(visitor(), newsroom, token)
    page = office(visitor(), newsroom, token)
    mine = part(page, "Where I am signed in")
    expect(mine.locator("li")).to_have_count(2)
    expect(mine.locator("li", has_text="this one").get_by_role("button")).to_have_count(0)
    expect(page.locator(".panel")).to_have_count(2)

    mine.get_by_role("button", name="Sign out:").click()

    expect(mine.get_by_role("status")).to_have_text("Signed out there.")
    expect(mine.locator("li")).to_have_count(1)
    lost.press("c")
    lost.page.locator("#token").wait_for()


def test_a_password_is_given_by_an_administrator_and_changed_by_its_holder(visitor: Come, newsroom: Newsroom) -> None:
    admin, token = administrator(newsroom), newsroom.moderator("Max")
    max_ = office(visitor(), newsroom, token)
    expect(part(max_, "My password")).to_contain_text("You have none. An administrator can give you one.")
    ada = office(visitor(), newsroom, admin)
    people = part(ada, "People and tokens")

    people.get_by_role("button", name="Set a password: Max").click()
    people.get_by_label("New password").fill("short")
    people.get_by_role("button", name="Save").click()
    wrong = people.get_by_label("New password")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_be_focused()
    expect(people.get_by_text("The length must be from 12 to 1,024.")).to_be_visible()
    wrong.fill(PASSWORD)
    people.get_by_role("button", name="Save").click()
    expect(people.get_by_role("status")).to_contain_text("Max signs in with the new password")
    expect(people.locator("li", has_text="Max")).to_contain_text("password, as max")

    max_.reload()
    max_.get_by_role("button", name="Sign in with a name and a password").click()
    max_.locator("#name").fill("Max")
    max_.locator("#password").fill(PASSWORD)
    max_.keyboard.press("Enter")
    own = part(max_, "My password")
    own.locator("form").wait_for()
    expect(own).to_contain_text("You sign in as max")
    own.get_by_label("Present password").fill("not it at all")
    own.get_by_label("New password").fill("another fine long sentence")
    own.get_by_role("button", name="Change it").click()
    expect(own.get_by_text("This is not your present password")).to_be_visible()
    own.get_by_label("Present password").fill(PASSWORD)
    own.get_by_role("button", name="Change it").click()
    expect(own.get_by_role("status")).to_have_text("Changed. You are signed out everywhere else.")


def test_a_token_is_made_shown_once_and_revoked(visitor: Come, newsroom: Newsroom) -> None:
    page = office(visitor(), newsroom, administrator(newsroom))
    people = part(page, "People and tokens")

    people.get_by_text("Add somebody", exact=True).click()
    people.get_by_role("button", name="Create").click()
    expect(people.get_by_label("Name", exact=True)).to_have_attribute("aria-invalid", "true")
    people.get_by_label("Name", exact=True).fill("Mia")
    people.get_by_role("button", name="Create").click()

    shown = people.get_by_role("textbox", name="Token of Mia")
    expect(people.locator("li", has_text="Mia")).to_contain_text("Moderator")
    assert newsroom.as_moderator(shown.input_value(), "GET", "queues")["queues"]
    token = shown.input_value()
    people.get_by_role("button", name="I have kept it").click()
    assert token not in page.content()

    people.get_by_role("button", name="Revoke: Mia").click()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(people.locator("li", has_text="Mia")).to_have_count(1)
    people.get_by_role("button", name="Revoke: Mia").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(people.get_by_role("status")).to_have_text("The token of Mia is revoked.")
    with pytest.raises(urllib.error.HTTPError, match="401"):
        newsroom.as_moderator(token, "GET", "queues")


def test_a_webhook_is_added_tried_paused_read_and_replayed(
    visitor: Come, newsroom: Newsroom, receiver: Receiver
) -> None:
    page = office(visitor(), newsroom, administrator(newsroom))
    hooks = part(page, "Webhooks")
    hooks.get_by_text("Add a webhook").click()
    hooks.get_by_label("Address").fill("ftp://news.example")
    hooks.get_by_role("button", name="Create").click()
    expect(hooks.get_by_text("Must be an http or https address.")).to_be_visible()
    hooks.get_by_label("Address").fill(receiver.url)
    hooks.get_by_label("Called").fill("Newsroom")
    hooks.get_by_label("*", exact=True).uncheck()
    hooks.get_by_label("comment.posted").check()
    hooks.get_by_label("Held").check()
    hooks.get_by_role("button", name="Create").click()
    expect(hooks.get_by_role("textbox", name="Secret of Newsroom")).to_have_value(re.compile("^whsec_"))
    hooks.get_by_role("button", name="I have kept it").click()
    row = hooks.locator("li", has_text="Newsroom")
    expect(row).to_contain_text("Active")
    (kept,) = newsroom.operated.call("GET", f"/v1/sites/{newsroom.site}/webhooks", admin=True)["items"]
    assert (kept["events"], kept["queues"], kept["url"]) == (["comment.posted"], ["pending"], receiver.url)

    row.get_by_role("button", name="Try: Newsroom").click()
    expect(row.get_by_role("status")).to_contain_text("It answered 204")
    newsroom.receives("Good game.")
    assert settled(lambda: [each["type"] for each in receiver.heard] == ["ping", "comment.posted"])
    row.get_by_role("button", name="Deliveries: Newsroom").click()
    entry = row.locator("tbody tr")
    expect(entry).to_contain_text("delivered")
    entry.locator("summary").click()
    expect(entry.locator("li")).to_contain_text("204")
    row.get_by_role("button", name="Deliver again: comment.posted").click()
    expect(row.get_by_role("status")).to_have_text("Delivered again: comment.posted.")
    assert settled(lambda: len(receiver.heard) == 3)

    row.get_by_role("button", name="Pause: Newsroom").click()
    expect(hooks.locator("> [role='status']")).to_have_text("Paused: Newsroom.")
    expect(row).to_contain_text("Paused")
    row.get_by_role("button", name="Resume: Newsroom").click()
    expect(row).to_contain_text("Active")
    row.get_by_role("button", name="Change: Newsroom").click()
    row.get_by_label("Called").fill("Front desk")
    row.get_by_role("button", name="Save").click()
    row = hooks.locator("li", has_text="Front desk")
    expect(row).to_have_count(1)
    row.get_by_role("button", name="New secret: Front desk").click()
    page.get_by_role("dialog").get_by_role("button", name="New secret").click()
    expect(row.get_by_role("textbox", name="Secret of Front desk")).to_have_value(re.compile("^whsec_"))
    row.get_by_role("button", name="Delete: Front desk").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(hooks).to_contain_text("No program is told.")


def test_an_external_phase_is_added_asked_and_left_out(visitor: Come, newsroom: Newsroom, receiver: Receiver) -> None:
    page = office(visitor(), newsroom, administrator(newsroom))
    phases = part(page, "External phases")
    phases.get_by_text("Add an external phase").click()
    phases.get_by_label("Address").fill(receiver.url)
    phases.get_by_label("Called").fill("House style")
    phases.get_by_label("Milliseconds it has to answer").fill("5")
    phases.get_by_role("button", name="Create").click()
    deadline = phases.get_by_label("Milliseconds it has to answer")
    expect(deadline).to_be_focused()
    expect(deadline).to_have_attribute("aria-invalid", "true")
    deadline.fill("2000")
    phases.get_by_label("If it says nothing in time").select_option("hold")
    phases.get_by_role("button", name="Create").click()
    expect(phases.get_by_role("textbox", name="Secret of House style")).to_have_value(re.compile(".{20}"))

    row = phases.locator("li", has_text="House style")
    expect(row).to_contain_text("within 2,000 ms · Hold the comment")
    row.get_by_role("button", name="Try: House style").click()
    row.get_by_label("A text to ask it about").fill("Good game.")
    row.get_by_role("button", name="Ask it").click()
    expect(row.get_by_role("status")).to_contain_text("It answered 204")
    assert receiver.heard[0]["comment"]["body"] == "Good game."
    row.get_by_role("button", name="Pause: House style").click()
    expect(row).to_contain_text("Paused")
    row.get_by_role("button", name="Delete: House style").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(phases).to_contain_text("No program is asked.")


def test_an_administrator_signs_somebody_out(visitor: Come, newsroom: Newsroom) -> None:
    max_ = sit_down(visitor(), newsroom, newsroom.moderator("Max"))
    page = office(visitor(), newsroom, administrator(newsroom))

    part(page, "Who is signed in").get_by_role("button", name="Sign out: Max").click()

    expect(part(page, "Who is signed in").locator("li")).to_have_count(1)
    max_.press("c")
    max_.page.locator("#token").wait_for()


def test_whoever_is_signed_in_no_more_is_led_to_the_door(visitor: Come, newsroom: Newsroom) -> None:
    page = office(visitor(), newsroom, administrator(newsroom))
    page.context.clear_cookies()

    page.get_by_role("button", name="Revoke: Ada").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()

    page.locator("#token").wait_for()
    expect(page.get_by_role("alert")).to_contain_text("You are signed in no more.")


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "ar"), ("light", "de")])
def test_it_fits_a_telephone_is_read_aloud_and_runs_nothing(
    visitor: Come, newsroom: Newsroom, width: int, scheme: str, language: str
) -> None:
    site = f"/v1/sites/{newsroom.site}"
    for text in (*TEXTS[:3], "w" * 90):
        newsroom.operated.call("POST", f"{site}/tokens", {"name": text[:90], "role": "moderator"}, admin=True)
    hook = {"url": f"https://news.example/{'w' * 200}", "title": TEXTS[0][:90]}
    newsroom.operated.call("POST", f"{site}/webhooks", hook, admin=True)
    newsroom.operated.call("POST", f"{site}/phases", hook, admin=True)
    who = visitor(viewport={"width": width, "height": 700}, color_scheme=scheme, reduced_motion="reduce")
    page = office(who, newsroom, administrator(newsroom), language)
    page.locator("#phases li").wait_for()

    _clean(page, width)
    for summary in page.locator("details > summary").all():
        summary.click()
    page.locator("#webhooks form .primary").click()
    expect(page.locator("#webhooks [aria-invalid='true']").first).to_be_focused()
    page.locator("#people li button").first.click()
    _clean(page, width)
    page.locator("#webhooks li button").last.click()
    page.locator("dialog").wait_for()
    _clean(page, width)


def _clean(page: Page, width: int) -> None:
    assert page.locator("main :is(script, img, svg, iframe)").count() == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width

"""Storage goes away while somebody moderates, and comes back: what is said of it, and what stays to be read."""

import json
from collections.abc import Callable, Iterator

import pytest
from benchmarks.service import Service
from playwright.sync_api import expect
from valkey_nodes import ValkeyNode
from web.console_room import Newsroom, settled, sit_down
from web.visiting import Operated, Visitor

from moderation.web import assets

pytestmark = pytest.mark.browser

Come = Callable[..., Visitor]


@pytest.fixture(scope="module")
def storage() -> Iterator[ValkeyNode]:
    """A server that knows after a crash what it knew before."""
    node = ValkeyNode(options=["appendonly yes"]).start()
    yield node
    node.remove()


@pytest.fixture(scope="module")
def operated(storage: ValkeyNode) -> Iterator[Operated]:
    service = Service({"redis_url": storage.url, "sse_heartbeat_seconds": 1}).start()
    try:
        yield Operated(service, service.new_token("admin", "tests"))
    finally:
        service.remove()


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_the_notice_goes_once_storage_is_back_and_what_was_not_decided_stays(
    visitor: Come, newsroom: Newsroom, storage: ValkeyNode, language: str
) -> None:
    say = json.loads(assets.ASSETS[f"console/{language}.json"].body)
    newsroom.receives("First.", "Second.")
    who, token = visitor(), newsroom.moderator("Max")
    desk = sit_down(who, newsroom, token, language)
    desk.sort("oldest")
    desk.waiting(2)
    live = desk.page.locator(".live")
    expect(live).to_have_text(say["live"])
    notices = desk.trouble.locator(".trouble")
    not_approved = say["failed.approve"].format(name="Ada", sentence=say["problem.storage-unavailable"])

    storage.kill()
    desk.press("c")
    expect(notices.locator("p")).to_have_text([say["problem.storage-unavailable"]])
    desk.press("a")
    expect(notices.locator("p")).to_have_text([say["problem.storage-unavailable"], not_approved])
    expect(live).to_have_text(say["not-live"])
    storage.start()

    expect(desk.said).to_have_text(say["answers-again"])
    expect(notices.locator("p")).to_have_text([not_approved])
    expect(live).to_have_text(say["live"])
    desk.waiting(2)
    expect(desk.text).to_have_text("Second.")
    desk.press("a")
    desk.waiting(1)
    expect(notices).to_have_count(1)
    assert settled(lambda: newsroom.statuses(token) == {"First.": "pending", "Second.": "approved"})
    who.troubles.clear()  # the browser tells of every 503


def test_whoever_does_nothing_meanwhile_is_told_only_that_it_is_not_live(
    visitor: Come, newsroom: Newsroom, storage: ValkeyNode
) -> None:
    newsroom.receives("Waits.")
    who = visitor()
    desk = sit_down(who, newsroom, newsroom.moderator("Max"))
    desk.waiting(1)
    live = desk.page.locator(".live")
    expect(live).to_have_text("Live")
    desk.page.locator(".around .here").wait_for()  # everything is read

    storage.kill()
    expect(live).to_have_text("Connecting …")
    expect(desk.trouble.locator(".trouble")).to_have_count(0)
    storage.start()

    expect(live).to_have_text("Live")
    newsroom.receives("Comes afterwards.")
    desk.waiting(2)
    expect(desk.trouble.locator(".trouble")).to_have_count(0)
    who.troubles.clear()  # the browser tells of every 503

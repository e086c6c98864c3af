"""The people of the console's tests: a site whose comments wait for moderators, and the desks they sit at."""

import json
import time
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect
from web.visiting import Operated, Visitor


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A site of its own on which every comment waits for a moderator."""

    operated: Operated
    site: str

    @classmethod
    def opened(cls, operated: Operated) -> "Newsroom":
        room = cls(operated, f"room-{uuid.uuid4().hex[:8]}")
        operated.call("POST", "/v1/sites", {"id": room.site}, admin=True)
        policy = {"mode": "pre", "comments_per_minute": 0, "hold_repeats": False}
        operated.call("PUT", f"/v1/sites/{room.site}/policy", policy, admin=True)
        return room

    def moderator(self, name: str) -> str:
        """The token of a new moderator."""
        wanted = {"name": name, "role": "moderator"}
        made = self.operated.call("POST", f"/v1/sites/{self.site}/tokens", wanted, admin=True)
        return str(made["token"])

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        """One request to this site and its JSON answer."""
        sent = {"Content-Type": "application/json", "X-Site": self.site} | headers
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.operated.url}{path}", data, sent, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")

    def receives(self, *bodies: str, by: str = "Ada", article: str = "ferry", address: str = "192.0.2.1") -> list[Any]:
        """Comments of a guest, from the address that our proxy saw; the answers, with the guest's edit token."""
        path, seen = f"/v1/articles/{article}/comments", {"X-Forwarded-For": address}
        return [self.call("POST", path, {"body": body, "author": {"name": by}}, **seen) for body in bodies]

    def as_moderator(self, token: str, method: str, path: str, body: object = None) -> Any:
        return self.call(method, f"/v1/moderation/{path}", body, Authorization=f"Bearer {token}")

    def decides(self, token: str, comment_id: str, action: str) -> None:
        decisions = [{"comment_id": comment_id, "action": action}]
        answer = self.as_moderator(token, "POST", "decisions", {"decisions": decisions})
        assert "problem" not in answer["results"][0], answer

    def statuses(self, token: str) -> dict[str, str]:
        """What became of every comment, by its text."""
        found = self.as_moderator(token, "GET", "comments?limit=100")
        return {one["body"]: one["status"] for one in found["items"]}


def settled(fact: Callable[[], bool], within: float = 15.0) -> bool:
    """Whether it comes true: what the page shows at once, the service is told behind the moderator's back."""
    ends = time.monotonic() + within
    while not (true := fact()) and time.monotonic() < ends:
        time.sleep(0.1)
    return true


@dataclass(frozen=True, slots=True)
class Desk:
    """A moderator's window."""

    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def sort(self, order: str) -> None:
        self.page.locator("#sort").select_option(order)
        self.page.locator("#sort").evaluate("one => one.blur()")

    @property
    def rows(self) -> Locator:
        return self.page.locator(".rows li")

    @property
    def current(self) -> Locator:
        return self.page.locator(".rows [aria-current]")

    @property
    def text(self) -> Locator:
        return self.page.locator("article .body")

    @property
    def said(self) -> Locator:
        return self.page.get_by_role("status")

    @property
    def trouble(self) -> Locator:
        return self.page.get_by_role("alert")

    def waiting(self, number: int, queue: str = "pending") -> None:
        """So many wait, and all of them are listed."""
        expect(self.page.locator(f"nav [data-queue='{queue}'] b")).to_have_text(str(number))
        expect(self.rows).to_have_count(number)


def sit_down(visitor: Visitor, room: Newsroom, token: str, language: str = "en") -> Desk:
    """Sign in with a token."""
    page = visitor.blank()
    page.goto(f"{room.operated.url}/console/?site={room.site}&language={language}")
    page.locator("#token").wait_for()
    page.keyboard.type(token)
    page.keyboard.press("Enter")
    page.locator("nav [data-queue='pending']").wait_for()
    return Desk(page)

"""The people of these tests: an operator with a running service, and visitors who each have a browser of their own."""

import json
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from benchmarks.service import Service
from playwright.sync_api import BrowserContext, Dialog, Locator, Page, expect


@dataclass
class Operated:
    """The service with an administrator's token."""

    service: Service
    token: str

    @property
    def url(self) -> str:
        return self.service.url

    def call(self, method: str, path: str, body: object = None, *, admin: bool = False) -> Any:
        """One request and its JSON answer; urllib's HTTPError for a refusal."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.token}"} if admin else {})
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")

    def post(self, article: str, body: str, *, by: str = "Ada", to: str | None = None) -> Any:
        """A comment of a guest, as another program posts it."""
        draft = {"body": body, "author": {"name": by}} | ({"parent_id": to} if to else {})
        return self.call("POST", f"/v1/articles/{quote(article, safe='')}/comments", draft)["comment"]

    def decide(self, comment_id: str, action: str) -> None:
        decisions = [{"comment_id": comment_id, "action": action}]
        answer = self.call("POST", "/v1/moderation/decisions", {"decisions": decisions}, admin=True)
        assert "problem" not in answer["results"][0], answer

    def policy(self, **changes: object) -> None:
        self.call("PUT", "/v1/sites/default/policy", changes, admin=True)


@dataclass
class Visitor:
    """One reader with a browser profile of their own."""

    context: BrowserContext
    operated: Operated
    troubles: list[str] = field(default_factory=list)

    def open(self, article: str, language: str = "en", fragment: str = "") -> Page:
        """The demonstration page of an article, with its discussion loaded."""
        page = self.blank()
        page.goto(f"{self.operated.url}/demo/{quote(article, safe='')}?language={language}{fragment}")
        page.locator("moderation-discussion h2", has_text=": ").wait_for()
        return page

    def blank(self) -> Page:
        """A page on which nothing is loaded yet."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("dialog", self._asked)
        return page

    def _asked(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def stopped(self) -> list[str]:
        """What the pages' security policies had to stop, and scripts that ran although nobody meant them to."""
        return [
            str(one)
            for page in self.context.pages
            for one in page.evaluate("[...(window.violations ?? []), ...(window.hits ?? [])]")
        ]


def click_twice(button: Locator) -> None:
    """A double click before anything is answered: a pointer's second one may fall on what the answer has put there, and
    take the focus from it."""
    expect(button).to_be_enabled()
    button.evaluate("one => { one.click(); one.click(); }")

"""A publisher who signs readers in, and a newsroom whose moderators decide about what they write."""

import base64
import hmac
import json
import time
import urllib.request
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page
from web.visiting import Operated, Visitor

SECRET = "a secret of at least thirty-two bytes"


@dataclass
class Publisher:
    """A site of its own whose readers are signed in by tokens (JWT, HS256), with two moderators."""

    operated: Operated
    site: str
    moderators: dict[str, str]

    @classmethod
    def of(cls, operated: Operated, site: str, **policy: object) -> "Publisher":
        operated.call("POST", "/v1/sites", {"id": site, "title": "Signed in"}, admin=True)
        wanted = {
            "jwt_secret": SECRET,
            "comments_per_minute": 0,
            "hold_repeats": False,
            "hold_history_rate": 0,
        } | policy
        operated.call("PUT", f"/v1/sites/{site}/policy", wanted, admin=True)
        made = {
            name: operated.call("POST", f"/v1/sites/{site}/tokens", {"name": name, "role": "moderator"}, admin=True)
            for name in ("Max", "Mia")
        }
        return cls(operated, site, {name: answer["token"] for name, answer in made.items()})

    def token(self, sub: str, name: str, *, lasts: int = 600) -> str:
        """What the publisher's server gives a reader who is signed in there."""
        claims = {"sub": sub, "name": name, "exp": int(time.time()) + lasts}
        head = f"{_packed({'alg': 'HS256', 'typ': 'JWT'})}.{_packed(claims)}"
        return f"{head}.{_base64(hmac.digest(SECRET.encode(), head.encode(), 'sha256'))}"

    def open(self, visitor: Visitor, article: str, token: str = "", language: str = "en") -> Page:
        """The article's page, with the reader signed in if there is a token."""
        page = visitor.blank()
        page.goto(f"{self.operated.url}/demo/{article}?site={self.site}&language={language}")
        page.locator("moderation-discussion h2", has_text=": ").first.wait_for()
        if token:
            sign_in(page, token)
        return page

    def call(self, method: str, path: str, body: object = None, token: str = "") -> Any:
        """One request to this site and its JSON answer; urllib's HTTPError for a refusal."""
        headers = {"Content-Type": "application/json", "X-Site": self.site}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.operated.url}{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")

    def as_moderator(self, name: str, method: str, path: str, body: object = None) -> Any:
        return self.call(method, f"/v1/moderation/{path}", body, self.moderators[name])

    def posts(self, article: str, text: str, token: str = "", by: str = "Ada") -> Any:
        """A comment that another program posts for a reader, or for a guest."""
        draft = {"body": text} | ({} if token else {"author": {"name": by}})
        return self.call("POST", f"/v1/articles/{article}/comments", draft, token)["comment"]

    def rejects(self, comment_id: str, by: str = "Max", **why: object) -> None:
        decision = {"comment_id": comment_id, "action": "reject", "reason": "offensive"} | why
        answer = self.as_moderator(by, "POST", "decisions", {"decisions": [decision]})
        assert "problem" not in answer["results"][0], answer

    def approves(self, comment_id: str, by: str = "Max") -> None:
        decision = {"comment_id": comment_id, "action": "approve"}
        answer = self.as_moderator(by, "POST", "decisions", {"decisions": [decision]})
        assert "problem" not in answer["results"][0], answer

    def warns(self, author: str, message: str) -> Any:
        body = {"message": message, "reason": "For colleagues alone."}
        return self.as_moderator("Max", "POST", f"authors/{author}/warnings", body)

    def restricts(self, author: str, standing: str, until: str | None = None, message: str | None = None) -> None:
        body = {"standing": standing, "until": until, "reason": "For the log alone.", "message": message}
        self.as_moderator("Max", "PUT", f"authors/{author}/standing", body)


def sign_in(page: Page, token: str) -> None:
    page.locator("moderation-discussion").evaluate("(one, token) => { one.token = token }", token)


def _packed(document: object) -> str:
    return _base64(json.dumps(document).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")

"""Who uses the service in a story: readers, guests, signed-in authors, moderators; and what they are answered."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from aiohttp import ClientResponse, ClientSession
from yarl import URL


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        return orjson.loads(self.body)

    def problem(self, status: int, slug: str) -> Any:
        """The document of exactly this problem, with everything that every problem has."""
        assert self.headers["Content-Type"].partition(";")[0] == "application/problem+json", self.body
        document = self.document
        assert self.status == status, document
        assert document.keys() >= {"type", "title", "status", "detail", "request_id"}
        assert (document["type"], document["status"]) == (f"/problems/{slug}", status), document
        assert document["request_id"] == self.headers["X-Request-ID"]
        assert document["title"]
        assert document["detail"].endswith("."), document["detail"]
        return document


@dataclass(frozen=True)
class Event:
    name: str
    id: str
    document: Any


class Stream:
    """Server-Sent Events as they come in."""

    def __init__(self, response: ClientResponse) -> None:
        self.headers = response.headers
        self._response = response

    async def next(self, *names: str) -> Event:
        """The next event, or the next of one of these names; heartbeats are passed over."""
        while True:
            async with asyncio.timeout(10):
                block = (await self._response.content.readuntil(b"\n\n")).decode()
            lines = dict(line.split(": ", 1) for line in block.strip().split("\n") if not line.startswith(":"))
            if "event" in lines and (not names or lines["event"] in names):
                return Event(lines["event"], lines["id"], orjson.loads(lines["data"]))

    async def ends(self) -> None:
        """Whatever comes until the service ends the stream."""
        async with asyncio.timeout(10):
            while await self._response.content.readany():
                pass

    async def heartbeat(self) -> None:
        async with asyncio.timeout(10):
            while not (await self._response.content.readuntil(b"\n\n")).startswith(b":"):
                pass


class Caller:
    """Somebody with a network address and perhaps a token, who calls one site of the service."""

    def __init__(self, session: ClientSession, url: str, site: str, address: str, headers: Mapping[str, str]) -> None:
        self._session = session
        self._url = url
        self.site = site
        self.headers = {"X-Forwarded-For": address} | dict(headers)
        if site != "default":
            self.headers["X-Site"] = site

    def of_site(self, site: str) -> "Caller":
        """The same credentials, tried on another site."""
        headers = {name: value for name, value in self.headers.items() if name not in ("X-Site", "X-Forwarded-For")}
        return Caller(self._session, self._url, site, self.headers["X-Forwarded-For"], headers)

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """`path` is sent as it stands; `body` becomes JSON, `data` is sent as it is."""
        sent = self.headers | dict(headers or {})
        if body is not None:
            data = orjson.dumps(body)
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        async with self._session.request(
            method, URL(self._url + path, encoded=True), data=data, headers=sent, allow_redirects=False
        ) as response:
            return Answer(response.status, response.headers.copy(), await response.read())

    async def get(self, path: str, **more: Any) -> Answer:
        return await self.call("GET", path, **more)

    async def post(self, path: str, body: Any = None, **more: Any) -> Answer:
        return await self.call("POST", path, body, **more)

    async def put(self, path: str, body: Any = None, **more: Any) -> Answer:
        return await self.call("PUT", path, body, **more)

    async def patch(self, path: str, body: Any = None, **more: Any) -> Answer:
        return await self.call("PATCH", path, body, **more)

    async def delete(self, path: str, **more: Any) -> Answer:
        return await self.call("DELETE", path, **more)

    @asynccontextmanager
    async def listening(self, path: str, *, after: str | None = None) -> AsyncIterator[Stream]:
        """An open event stream; `after` is the last id that was seen before."""
        headers = self.headers if after is None else self.headers | {"Last-Event-ID": after}
        async with self._session.get(URL(self._url + path, encoded=True), headers=headers) as response:
            assert response.status == 200, await response.read()
            yield Stream(response)

    # What readers see

    async def thread(self, article: str = "news", **query: Any) -> Any:
        """A page of a thread."""
        answer = await self.get(f"{article_path(article)}/comments?{urlencode(query)}")
        assert answer.status == 200, answer.body
        return answer.document

    async def whole_thread(self, article: str = "news", **query: Any) -> list[Any]:
        """Every top-level comment, page by page."""
        comments, cursor = [], None
        while True:
            page = await self.thread(article, **query, **({} if cursor is None else {"cursor": cursor}))
            comments += page["comments"]
            cursor = page["next_cursor"]
            if cursor is None:
                return comments

    async def count(self, article: str = "news") -> int:
        answer = await self.get(f"/v1/counts?{urlencode({'article': article})}")
        assert answer.status == 200, answer.body
        return int(answer.document["counts"][article])

    # What readers do

    async def report(self, comment_id: str, reason: str = "offensive", detail: str | None = None) -> Answer:
        return await self.post(f"/v1/comments/{comment_id}/reports", {"reason": reason, "detail": detail})

    async def own_reports(self) -> list[Any]:
        answer = await self.get("/v1/me/reports")
        assert answer.status == 200, answer.body
        return list(answer.document["items"])

    async def like(self, comment_id: str) -> Answer:
        return await self.put(f"/v1/comments/{comment_id}/reactions/like")


@dataclass(frozen=True)
class Said:
    """A comment that was taken, as its author was answered."""

    answer: Answer
    comment: Any = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "comment", self.answer.document["comment"])

    @property
    def id(self) -> str:
        return str(self.comment["id"])

    @property
    def visible(self) -> bool:
        return self.answer.status == 201

    @property
    def reasons(self) -> list[str]:
        """Their codes."""
        return [reason["code"] for reason in self.answer.document.get("reasons", [])]

    @property
    def proof(self) -> dict[str, str]:
        """The header by which a guest shows to have written this."""
        return {"X-Edit-Token": self.answer.document["edit_token"]}


class Author(Caller):
    """Somebody who comments: a guest by name, or a reader whom the publisher vouches for by token."""

    def __init__(self, *called: Any, guest_name: str | None = None) -> None:
        super().__init__(*called)
        self._guest_name = guest_name

    async def tries_to_say(
        self, text: str, on: str = "news", *, under: "Said | str | None" = None, key: str | None = None, **more: Any
    ) -> Answer:
        body: dict[str, Any] = {"body": text, **more}
        if self._guest_name is not None:
            body.setdefault("author", {"name": self._guest_name})
        if under is not None:
            body["parent_id"] = under.id if isinstance(under, Said) else under
        return await self.post(
            f"{article_path(on)}/comments", body, headers={} if key is None else {"Idempotency-Key": key}
        )

    async def says(self, text: str, on: str = "news", **more: Any) -> Said:
        answer = await self.tries_to_say(text, on, **more)
        assert answer.status in (201, 202), answer.body
        return Said(answer)

    async def changes(self, said: Said, text: str) -> Answer:
        proof = said.proof if self._guest_name is not None else {}
        return await self.patch(f"/v1/comments/{said.id}", {"body": text}, headers=proof)

    async def takes_back(self, said: Said) -> Answer:
        proof = said.proof if self._guest_name is not None else {}
        return await self.delete(f"/v1/comments/{said.id}", headers=proof)

    async def appeals(self, said: "Said | str", statement: str = "I meant no harm.") -> Answer:
        proof = said.proof if isinstance(said, Said) and self._guest_name is not None else {}
        comment_id = said.id if isinstance(said, Said) else said
        return await self.post(f"/v1/comments/{comment_id}/appeals", {"statement": statement}, headers=proof)

    async def own_comment(self, said: "Said") -> Answer:
        proof = said.proof if self._guest_name is not None else {}
        return await self.get(f"/v1/me/comments/{said.id}", headers=proof)

    async def own_comments(self) -> list[Any]:
        answer = await self.get("/v1/me/comments")
        assert answer.status == 200, answer.body
        return list(answer.document["items"])


class Moderator(Caller):
    """Somebody who holds an API token of a role that reviews."""

    async def queue(self, name: str, **query: Any) -> list[Any]:
        answer = await self.get(f"/v1/moderation/queues/{name}?{urlencode(query)}")
        assert answer.status == 200, answer.body
        return list(answer.document["items"])

    async def queued(self, name: str) -> list[str]:
        """Ids of a queue's comments."""
        return [entry["comment"]["id"] for entry in await self.queue(name)]

    async def queue_lengths(self) -> dict[str, int]:
        answer = await self.get("/v1/moderation/queues")
        assert answer.status == 200, answer.body
        return {row["queue"]: row["count"] for row in answer.document["queues"]}

    async def claims(self, queue: str, limit: int = 10, lease_seconds: int = 300) -> list[Any]:
        answer = await self.post(
            f"/v1/moderation/queues/{queue}/claims", {"limit": limit, "lease_seconds": lease_seconds}
        )
        assert answer.status == 201, answer.body
        return list(answer.document["items"])

    async def decides(self, action: str, comment_id: str, **more: Any) -> Any:
        """The one row of the answer."""
        answer = await self.post(
            "/v1/moderation/decisions", {"decisions": [{"comment_id": comment_id, "action": action, **more}]}
        )
        assert answer.status == 200, answer.body
        return answer.document["results"][0]

    async def approves(self, comment_id: str, **more: Any) -> Any:
        return await self.decides("approve", comment_id, **more)

    async def rejects(self, comment_id: str, **more: Any) -> Any:
        return await self.decides("reject", comment_id, **more)

    async def undoes(self, decision_id: str) -> Answer:
        return await self.post(f"/v1/moderation/decisions/{decision_id}/undo")

    async def decides_at_once(self, action: str, *comment_ids: str, **more: Any) -> Any:
        """Many comments as one act: the whole answer."""
        rows = [{"comment_id": comment_id, "action": action, **more} for comment_id in comment_ids]
        answer = await self.post("/v1/moderation/decisions", {"decisions": rows, "bulk": True})
        assert answer.status == 200, answer.body
        return answer.document

    async def undoes_all_of(self, bulk_id: str) -> Any:
        answer = await self.post(f"/v1/moderation/bulk/{bulk_id}/undo")
        assert answer.status == 200, answer.body
        return answer.document

    async def open_appeals(self) -> list[Any]:
        answer = await self.get("/v1/moderation/appeals")
        assert answer.status == 200, answer.body
        return list(answer.document["items"])

    async def hears(self, appeal_id: str, outcome: str, **more: Any) -> Answer:
        return await self.post(f"/v1/moderation/appeals/{appeal_id}/outcome", {"outcome": outcome, **more})

    async def dossier(self, comment_id: str) -> Any:
        answer = await self.get(f"/v1/moderation/comments/{comment_id}")
        assert answer.status == 200, answer.body
        return answer.document

    async def context(self, comment_id: str) -> Any:
        answer = await self.get(f"/v1/moderation/comments/{comment_id}/context")
        assert answer.status == 200, answer.body
        return answer.document

    async def sets_standing(self, author_id: str, standing: str, *, until: str | None = None, **more: Any) -> Any:
        answer = await self.put(
            f"/v1/moderation/authors/{quote(author_id, safe='')}/standing",
            {"standing": standing, "until": until, "reason": "because of this story", **more},
        )
        assert answer.status == 200, answer.body
        return answer.document

    async def warns(self, author_id: str, message: str, **more: Any) -> Answer:
        path = f"/v1/moderation/authors/{quote(author_id, safe='')}/warnings"
        return await self.post(path, {"message": message, **more})

    async def author(self, author_id: str) -> Any:
        answer = await self.get(f"/v1/moderation/authors/{quote(author_id, safe='')}")
        assert answer.status == 200, answer.body
        return answer.document

    async def takes_back_measure(self, author_id: str, number: int) -> Answer:
        return await self.post(f"/v1/moderation/authors/{quote(author_id, safe='')}/measures/{number}/undo")

    async def audit(self, *actions: str) -> list[Any]:
        """Entries of the audit log, newest first; of these actions only, if any are named."""
        entries, cursor = [], ""
        while True:
            answer = await self.get(f"/v1/moderation/audit?limit=100{cursor}")
            assert answer.status == 200, answer.body
            entries += answer.document["items"]
            if answer.document["next_cursor"] is None:
                return [entry for entry in entries if not actions or entry["action"] in actions]
            cursor = f"&cursor={answer.document['next_cursor']}"

    async def sets_policy(self, **changes: Any) -> Any:
        """As an administrator: change the policy of one's site."""
        answer = await self.put(f"/v1/sites/{self.site}/policy", changes)
        assert answer.status == 200, answer.body
        return answer.document


class Browser(Moderator):
    """A moderator at a page of the console: shows a cookie and says the CSRF token that the page was told."""

    cookie: str = ""
    csrf: str | None = None

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        own = {"Cookie": self.cookie} if self.cookie else {}
        if self.csrf is not None and method not in ("GET", "HEAD"):
            own["X-CSRF-Token"] = self.csrf
        answer = await super().call(method, path, body, **more | {"headers": own | dict(more.get("headers") or {})})
        if "Set-Cookie" in answer.headers:
            self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        return answer

    async def signs_in(self, **credentials: Any) -> Answer:
        """With `token`, or with `name` and `password`."""
        answer = await self.post("/console/session", credentials)
        if answer.status == 200:
            self.csrf = answer.document["csrf"]
        return answer


def article_path(article: str) -> str:
    return f"/v1/articles/{quote(article, safe='')}"

"""People who comment and answer each other, and now and then press the button twice."""

import asyncio
import base64
import hashlib
import hmac
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import aiohttp
from benchmarks.crowd.caller import Answer, Caller, GaveUp
from benchmarks.crowd.record import VISIBLE, Record

SECRET = "the replay's own secret, thirty-two bytes or more"
DEEPEST = 5
PARENT_GONE = (403, 404, 409, 422)


@dataclass(frozen=True, slots=True)
class Task:
    """One comment to be written."""

    key: str
    article: str
    body: str


def plan_tasks(texts: list[str], articles: int, *, prefix: str, seed: int) -> list[Task]:
    """Spread the texts over the articles: a few get very many, most get some, and every article at least one."""
    rng = random.Random(seed)
    names = [f"https://paper.example/{2000 + n % 30}/story-{n}" if n % 3 else f"story-{n}" for n in range(articles)]
    drawn = rng.choices(names, weights=[1 / (n + 3) for n in range(articles)], k=max(0, len(texts) - articles))
    order = [*names[: len(texts)], *drawn]
    rng.shuffle(order)
    return [Task(f"{prefix}-{n}", article, body) for n, (article, body) in enumerate(zip(order, texts, strict=True))]


def signed_in_as(subject: str, name: str, *, secret: str = SECRET) -> str:
    """A publisher's HS256 token (RFC 7519), valid for a day."""

    def part(raw: bytes) -> bytes:
        return base64.urlsafe_b64encode(raw).rstrip(b"=")

    claims = {"sub": subject, "name": name, "exp": int(time.time()) + 86_400}
    signed = part(b'{"alg":"HS256","typ":"JWT"}') + b"." + part(json.dumps(claims).encode())
    return (signed + b"." + part(hmac.digest(secret.encode(), signed, hashlib.sha256))).decode()


class Commenter:
    """Every second one is signed in; the others are guests, each from an address of their own."""

    def __init__(self, number: int, caller: Caller, record: Record, *, seed: int) -> None:
        self._rng = random.Random(seed * 1000 + number)
        self._record = record
        self._caller = caller
        self._guest = number % 2 == 1
        self.name = f"Commenter {number}"
        caller.headers["X-Forwarded-For"] = f"10.20.{number // 250}.{number % 250 + 1}"
        if not self._guest:
            caller.headers["Authorization"] = f"Bearer {signed_in_as(f'reader-{number}', self.name)}"

    async def write(self, tasks: Iterator[Task]) -> None:
        """Take comments from the common pile until it is empty."""
        for task in tasks:
            try:
                await self._comment(task)
            except GaveUp:
                self._record.unanswered.append(task.key)

    async def _comment(self, task: Task) -> None:
        parent = None
        if self._rng.random() < 0.6:
            parent = self._record.somebody_to_answer(task.article, self._rng, DEEPEST)
        key = task.key
        answer = await self._post(key, task, parent)
        if parent and answer.status in PARENT_GONE:
            # Removed meanwhile, or too deep: the author writes it below the article instead.
            parent, key = None, f"{task.key}-again"
            answer = await self._post(key, task, None)
        if answer.status not in (201, 202):
            self._record.refused.append(f"{answer.status} {(answer.document or {}).get('type')}")
            return
        post = self._record.posted(key, task.article, task.body, answer.document, answer.received)
        if (answer.status == 201) != (post.status in VISIBLE):
            self._record.violations.append(f"{post.id} was answered {answer.status} with status {post.status}")
        whim = self._rng.random()
        if whim < 0.02:
            await self._press_again(task, key, parent, answer)
        elif whim < 0.06 and answer.status == 201 and parent is None:
            await self._look_for(task.article, post.id)

    async def _post(self, key: str, task: Task, parent: str | None) -> Answer:
        body: dict[str, object] = {"body": task.body}
        if parent:
            body["parent_id"] = parent
        if self._guest:
            body["author"] = {"name": self.name}
        path = f"/v1/articles/{quote(task.article, safe='')}/comments"
        return await self._caller.call(
            "post reply" if parent else "post", "POST", path, body=body, headers={"Idempotency-Key": key}
        )

    async def _press_again(self, task: Task, key: str, parent: str | None, first: Answer) -> None:
        """The same key and body must give the same answer; with another body it is a mistake."""
        again = await self._post(key, task, parent)
        if (again.status, again.document) != (first.status, first.document):
            self._record.violations.append(
                f"the key {key} repeated got another answer: {first.status}, then {again.status}; "
                f"{differences(first.document, again.document)}"
            )
        other = await self._post(key, Task(key, task.article, f"{task.body} - or not"), parent)
        if other.status != 422:
            self._record.violations.append(f"the key {key} with another body was answered {other.status}, not 422")

    async def _look_for(self, article: str, comment: str) -> None:
        """A commenter sees their own comment at once, unless a moderator was faster or newer ones pushed it off.

        While storage is away a page is the last that was known; then the commenter looks again when it is back.
        """
        for _ in range(5):
            if await self._shown(article, comment):
                return
            if await self._is_ready():
                break
            await asyncio.sleep(3.0)
        self._record.violations.append(f"{comment} was not in {article} right after its author was told 201")

    async def _is_ready(self) -> bool:
        try:
            return (await self._caller.once("readyz", "GET", "/readyz")).status == 200
        except (aiohttp.ClientError, TimeoutError, ConnectionError):
            return False

    async def _shown(self, article: str, comment: str) -> bool:
        path = f"/v1/articles/{quote(article, safe='')}/comments?sort=newest&limit=100"
        page = (await self._caller.call("page, own", "GET", path)).document
        ids = [shown["id"] for shown in page["comments"]]
        pushed_off = page["next_cursor"] is not None and (not ids or min(ids) > comment)
        return comment in ids or comment in self._record.hidden or pushed_off


def differences(first: Any, again: Any, path: str = "") -> str:
    """Where two documents differ, as `path: this, not that`."""
    if isinstance(first, dict) and isinstance(again, dict):
        found = (differences(first.get(name), again.get(name), f"{path}.{name}") for name in {**first, **again})
        return "; ".join(filter(None, found))
    return "" if first == again else f"{path}: {again!r:.80}, not {first!r:.80}"

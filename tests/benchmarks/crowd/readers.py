"""People who read: they page through threads, and their pages follow comments and counts as they change."""

import asyncio
import random
import re
from urllib.parse import quote, urlencode

import aiohttp
from benchmarks.crowd.caller import Caller, GaveUp
from benchmarks.crowd.record import VISIBLE, Pass, Record
from benchmarks.crowd.stream import Received, Stream
from benchmarks.crowd.threads import LastKnownPage, read_thread, visible

EVENT_ID = re.compile(r"(\d+)-(\d+)(?:\.(\d+))?")
Position = tuple[int, ...]
LAST = 1 << 30  # what happened is told in parts `id.1`, `id.2` ... and `id` itself at the end


class Pager:
    """Goes through threads by cursor while people post, and looks at counts as an index page does."""

    def __init__(self, caller: Caller, record: Record, articles: list[str], *, seed: str) -> None:
        self._caller = caller
        self._record = record
        self._articles = articles
        self._rng = random.Random(seed)

    async def read(self, over: asyncio.Event) -> None:
        while not over.is_set():
            article = self._articles[min(int(self._rng.expovariate(0.05)), len(self._articles) - 1)]
            try:
                await self._go_through(article)
                await self._look_again(article)
                await self._look_at_counts()
            except GaveUp:
                continue
            await asyncio.sleep(self._rng.uniform(0.0, 0.2))

    async def _go_through(self, article: str) -> None:
        sort = self._rng.choice(("newest", "oldest"))
        began = asyncio.get_running_loop().time()
        _, rows = await read_thread(self._caller, article, sort=sort, limit=self._rng.choice((5, 20, 50)), replies=2)
        ids = tuple(row["id"] for row in rows)
        if len(set(ids)) != len(ids):
            twice = sorted({one for one in ids if ids.count(one) > 1})
            self._record.violations.append(f"a reader of {article} ({sort}) was shown {twice[:3]} twice")
        for row in rows:
            if row["status"] not in VISIBLE and (row["body"], row["html"], row["author"]) != (None, None, None):
                self._record.violations.append(f"a reader was shown the text of {row['id']}, which is {row['status']}")
        self._record.passes.append(Pass(article, sort, began, ids))

    async def _look_again(self, article: str) -> None:
        """Load, then load with the ETag: 304 without a body, or a newer page."""
        path = f"/v1/articles/{quote(article, safe='')}/comments"
        first = await self._caller.call("page", "GET", path)
        tag = first.headers.get("ETag", "")
        again = await self._caller.call("page, etag", "GET", path, headers={"If-None-Match": tag})
        if again.status not in (200, 304) or not tag:
            self._record.violations.append(f"{path} with If-None-Match {tag!r} was answered {again.status}")

    async def _look_at_counts(self) -> None:
        some = self._rng.sample(self._articles, min(50, len(self._articles)))
        answer = await self._caller.call("counts", "GET", f"/v1/counts?{urlencode([('article', one) for one in some])}")
        if set(answer.document["counts"]) != set(some):
            self._record.violations.append("an answer to /v1/counts did not have the articles that were asked for")


class ThreadFollower:
    """Keeps a thread's comments and count up to date from events alone after the first load."""

    def __init__(
        self, caller: Caller, session: aiohttp.ClientSession, record: Record, article: str, *, restless: float
    ) -> None:
        self.article = article
        self.shown: set[str] = set()
        self.count: int | None = None
        self._caller = caller
        self._record = record
        self._latest: Position = ()
        url = f"{caller.url}/v1/articles/{quote(article, safe='')}/events"
        self.stream = Stream(session, url, caller.tally, name="thread events", restless=restless)

    async def follow(self) -> None:
        async for event in self.stream.follow():
            if event is None or event.kind == "reset":
                await self._load()
            else:
                self._check_order(event)
                self._apply(event)

    async def _load(self) -> None:
        """What the events from now on build upon; they may repeat some of it, which changes nothing."""
        for _ in range(300):
            try:
                document, rows = await read_thread(self._caller, self.article, kind="page")
                break
            except LastKnownPage:
                await asyncio.sleep(0.2)
            except GaveUp:
                return
        else:
            return
        self.shown = visible(rows)
        self.count = document["count"]

    def _apply(self, event: Received) -> None:
        if event.kind == "count":
            self.count = event.data["count"]
        elif event.kind == "removed":
            self.shown.discard(event.data["id"])
        elif event.kind in ("comment", "updated"):
            if event.data["status"] in VISIBLE:
                self.shown.add(event.data["id"])
            else:
                self.shown.discard(event.data["id"])

    def _check_order(self, event: Received) -> None:
        """Ids grow as long as the store is the same; a `count` is then never followed by an older one."""
        found = EVENT_ID.fullmatch(event.id)
        if found is None:
            self._record.violations.append(f"a reader of {self.article} got an event with the id {event.id!r}")
            return
        position = tuple(int(part or LAST) for part in found.groups())
        if position < self._latest:
            self._record.violations.append(f"a reader of {self.article} got event {event.id} after {self._latest}")
        self._latest = max(self._latest, position)

    def lacks(self, rows: set[str], count: int) -> str | None:
        """What this reader's page shows wrongly, if anything."""
        if self.count != count:
            return f"a live reader of {self.article} shows the count {self.count}, not {count}"
        if self.shown != rows:
            return (
                f"a live reader of {self.article} ({self.stream.connections} connections) lacks "
                f"{sorted(rows - self.shown)[:3]} and still shows {sorted(self.shown - rows)[:3]}"
            )
        return None


class CountsFollower:
    """An index page: the counts of many articles on one connection."""

    def __init__(
        self, caller: Caller, session: aiohttp.ClientSession, record: Record, articles: list[str], *, restless: float
    ) -> None:
        self.articles = articles
        self.counts: dict[str, int] = {}
        self._latest: dict[str, Position] = {}
        self._caller = caller
        self._record = record
        query = urlencode([("article", one) for one in articles])
        url = f"{caller.url}/v1/events/counts?{query}"
        self._query = query
        self.stream = Stream(session, url, caller.tally, name="count events", restless=restless)

    async def follow(self) -> None:
        async for event in self.stream.follow():
            if event is None:
                await self._load()
            elif event.kind == "count":
                self._apply(event)

    async def _load(self) -> None:
        try:
            answer = await self._caller.call("counts", "GET", f"/v1/counts?{self._query}")
        except GaveUp:
            return
        self.counts = dict(answer.document["counts"])

    def _apply(self, event: Received) -> None:
        article = event.data["article"]
        found = EVENT_ID.fullmatch(event.id)
        if article not in self.articles or found is None:
            self._record.violations.append(f"an index page was sent {event.data} as {event.id!r}, not asked for")
            return
        position = tuple(int(part or LAST) for part in found.groups())
        if position < self._latest.get(article, ()):
            self._record.violations.append(f"an index page got {event.id} of {article} after {self._latest[article]}")
        self._latest[article] = position
        self.counts[article] = event.data["count"]

    def lacks(self, counts: dict[str, int]) -> str | None:
        wrong = {
            one: (self.counts.get(one), counts[one]) for one in self.articles if self.counts.get(one) != counts[one]
        }
        return f"an index page shows wrong counts (shown, true): {dict(list(wrong.items())[:3])}" if wrong else None

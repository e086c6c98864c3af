"""Threads: which article lives where, its pages and its count."""

from collections.abc import Mapping, Sequence
from typing import Any

from moderation.domain.audit import digest
from moderation.domain.comment import Comment
from moderation.domain.ids import PARTITIONS, Place
from moderation.domain.thread import Node, Thread, ThreadPage, ThreadSort
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.codec import decode_revision, decode_state
from moderation.storage.replies import sound

REPLY_LEVELS = 3
MOST_ROWS = 1000
_FIELDS = ("name", "title", "url", "open", "mode", "count", "first")


class Threads:
    """The threads of all sites. Places never change, so they are remembered (bounded)."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._places: dict[tuple[str, str], Place] = {}
        self._names: dict[tuple[str, Place], str] = {}

    def _remember(self, site: str, article: str, place: Place) -> Place:
        if len(self._places) > 100_000:
            self._places.clear()
            self._names.clear()
        self._places[site, article] = place
        self._names[site, place] = article
        return place

    async def place(self, site: str, article: str) -> Place | None:
        """Where the thread of an article lives; None if nobody has commented on it or described it."""
        if (known := self._places.get((site, article))) is not None:
            return known
        partition = keys.partition_of_article(article)
        key = keys.partition(site, partition).articles
        number = await self._store.command(key, "HGET", key, article)
        return None if number is None else self._remember(site, article, Place(partition, int(number)))

    async def settle(self, site: str, article: str) -> Place:
        """Like `place`, and gives the article a place if it has none."""
        if (known := self._places.get((site, article))) is not None:
            return known
        partition = keys.partition_of_article(article)
        shared = keys.partition(site, partition)
        number = await self._store.run("name_article", [shared.head, shared.articles], [article], resend=True)
        return self._remember(site, article, Place(partition, int(number)))

    async def any_article(self, site: str) -> bool:
        """Whether anything has been asked about any article of a site."""
        listed = [keys.partition(site, number).articles for number in range(PARTITIONS)]
        return any(sound(await self._store.commands([(key, ("EXISTS", key)) for key in listed])))

    async def name(self, site: str, place: Place) -> str | None:
        """What the publisher calls the article that lives at a place."""
        if (known := self._names.get((site, place))) is not None:
            return known
        key = keys.article(site, place)
        name = await self._store.command(key, "HGET", key, "name")
        if name is None:
            return None
        self._remember(site, name.decode(), place)
        return str(name.decode())

    async def thread(self, site: str, article: str) -> Thread:
        """What is known of an article; an empty, open thread for an unknown one."""
        place = await self.place(site, article)
        if place is None:
            return Thread(article)
        key = keys.article(site, place)
        return thread_of(article, place, await self._store.command(key, "HMGET", key, *_FIELDS))

    async def thread_at(self, site: str, place: Place) -> Thread | None:
        """The thread that lives at a place."""
        key = keys.article(site, place)
        fields = await self._store.command(key, "HMGET", key, *_FIELDS)
        return None if fields[0] is None else thread_of(fields[0].decode(), place, fields)

    async def counts(self, site: str, articles: Sequence[str]) -> dict[str, int]:
        """The number of comments a reader can page through, per article; 0 for unknown ones."""
        partitions: dict[int, list[str]] = {}
        for article in articles:
            if (site, article) not in self._places:
                partitions.setdefault(keys.partition_of_article(article), []).append(article)
        asked = [(keys.partition(site, number).articles, names) for number, names in partitions.items()]
        replies = sound(await self._store.commands([(key, ("HMGET", key, *names)) for key, names in asked]))
        for (number, names), found in zip(partitions.items(), replies, strict=True):
            for article, place in zip(names, found, strict=True):
                if place is not None:
                    self._remember(site, article, Place(number, int(place)))
        known = [(article, place) for article in articles if (place := self._places.get((site, article)))]
        places = [keys.article(site, place) for _, place in known]
        counted = sound(await self._store.commands([(key, ("HGET", key, "count")) for key in places]))
        found_counts = {article: int(count or 0) for (article, _), count in zip(known, counted, strict=True)}
        return {article: found_counts.get(article, 0) for article in articles}

    async def page(
        self, site: str, article: str, sort: ThreadSort, limit: int, replies: int, cursor: bytes, parent: bytes
    ) -> ThreadPage:
        """One page of a thread; `cursor` and `parent` are empty for the first page of the top level."""
        place = await self.place(site, article)
        if place is None:
            return ThreadPage(Thread(article), (), None)
        names = [keys.article, keys.states, keys.texts, keys.roots, keys.replies, keys.liked]
        about, rows, following = await self._store.run(
            "read_page",
            [name(site, place) for name in names],
            [str(sort), limit, replies, REPLY_LEVELS, cursor, parent, MOST_ROWS],
        )
        return ThreadPage(thread_of(article, place, about), _forest(rows), following.hex() or None)

    async def describe(self, site: str, article: str, changes: Mapping[str, str], detail: bytes) -> None:
        """Set any of title, url, open (`0`/`1`) and mode of an article; an empty value takes it back."""
        place = await self.settle(site, article)
        pairs = [part for pair in changes.items() for part in pair]
        await self._store.run(
            "describe_article", keys.thread_keys(site, place), [article, detail, digest(detail), *pairs], resend=True
        )


def thread_of(article: str, place: Place, fields: Sequence[bytes | None]) -> Thread:
    _, title, url, is_open, mode, count, first = (field.decode() if field is not None else None for field in fields)
    return Thread(
        article=article,
        place=place,
        title=title,
        url=url,
        open=is_open != "0",
        mode=mode,
        count=int(count or 0),
        first_at=int(first) if first else None,
    )


def _forest(rows: Sequence[Sequence[Any]]) -> tuple[Node, ...]:
    """Rows come parents first, each with its level; the last row of a level is the parent of the next level's."""
    roots: list[Node] = []
    open_rows: list[tuple[int, Comment, str | None, list[Node]]] = []

    def close(level: int) -> None:
        while open_rows and open_rows[-1][0] >= level:
            _, comment, more, children = open_rows.pop()
            node = Node(comment, tuple(children), more)
            (open_rows[-1][3] if open_rows else roots).append(node)

    for raw_id, level, state, text, more in rows:
        close(level)
        comment = Comment(raw_id, decode_state(state), decode_revision(text) if text else None)
        cursor = None if not more else ("start" if more == b"start" else more.hex())
        open_rows.append((level, comment, cursor, []))
    close(0)
    return tuple(roots)

"""Encoded answers kept in the process, and when they stop being true.

An entry is dropped from use by the event that changes what it shows. A load that raced such an event is told by its
`seen` tick and never kept, so that a stale page cannot stay behind. What went stale is kept for a while longer, to
answer readers while storage is away.
"""

import time
from collections import OrderedDict
from collections.abc import Hashable, Iterable

from moderation.services.documents import Encoded

LONGEST_SECONDS = 10.0
"""An entry is loaded again after this long whatever the events say; so a lost event cannot do lasting harm."""
OVERHEAD = 600
"""Bytes an entry costs beside its body, roughly."""

Thread = tuple[str, int, int]
"""Site, partition and number of an article; number 0 stands for articles without a place."""


class Entry:
    __slots__ = ("aliases", "encoded", "fresh", "key", "loaded_at", "threads")

    def __init__(self, key: Hashable, threads: tuple[Thread, ...]) -> None:
        self.key = key
        self.threads = threads
        self.aliases: list[tuple[str, str]] = []
        self.encoded: Encoded
        self.fresh = True
        self.loaded_at = time.monotonic()


class PageCache:
    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._aliases: dict[tuple[str, str], Entry] = {}
        self._dependents: dict[Thread, set[Entry]] = {}
        self._changed: dict[Thread, int] = {}
        self._flushed = 0
        self.tick = 0
        """Grows with every change; a load notes it before it asks storage."""

    def changed(self, thread: Thread) -> None:
        """Something a reader of this thread sees is different now."""
        self.tick += 1
        site, partition, _ = thread
        for each in (thread, (site, partition, 0)):
            self._changed[each] = self.tick
            for entry in self._dependents.pop(each, ()):
                entry.fresh = False
        if len(self._changed) > 50_000:
            self._changed.clear()
            self._flushed = self.tick

    def current(self, threads: Iterable[Thread], seen: int) -> bool:
        """Whether nothing has changed since `seen`."""
        return seen >= self._flushed and all(self._changed.get(thread, 0) <= seen for thread in threads)

    def by_alias(self, site: str, alias: str) -> Encoded | None:
        """The answer to a request that was seen before, if it still holds."""
        entry = self._aliases.get((site, alias))
        if entry is None or not entry.fresh or time.monotonic() - entry.loaded_at > LONGEST_SECONDS:
            return None
        self._entries.move_to_end(entry.key)
        return entry.encoded

    def get(self, key: Hashable) -> Encoded | None:
        entry = self._entries.get(key)
        if entry is None or not entry.fresh or time.monotonic() - entry.loaded_at > LONGEST_SECONDS:
            return None
        self._entries.move_to_end(key)
        return entry.encoded

    def stale(self, key: Hashable) -> Encoded | None:
        """The last known answer, true or not: for when storage is away."""
        entry = self._entries.get(key)
        return None if entry is None else entry.encoded

    def put(self, key: Hashable, threads: tuple[Thread, ...], encoded: Encoded, seen: int) -> Encoded:
        """Keep an answer loaded at tick `seen`; the same answer, with its entry if it was kept."""
        self._drop(key)
        entry = Entry(key, threads)
        entry.encoded = Encoded(encoded.body, encoded.etag, entry)
        entry.fresh = self.current(threads, seen)
        self._entries[key] = entry
        self._bytes += len(encoded.body) + OVERHEAD
        if entry.fresh:
            for thread in threads:
                self._dependents.setdefault(thread, set()).add(entry)
        while self._bytes > self._most_bytes and len(self._entries) > 1:
            self._drop(next(iter(self._entries)))
        return entry.encoded

    def alias(self, site: str, alias: str, encoded: Encoded) -> None:
        """Let a request's own words lead to the answer it was given."""
        entry = encoded.entry
        if isinstance(entry, Entry) and self._entries.get(entry.key) is entry and len(entry.aliases) < 8:
            self._aliases[site, alias] = entry
            entry.aliases.append((site, alias))

    def _drop(self, key: Hashable) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self._bytes -= len(entry.encoded.body) + OVERHEAD
        for alias in entry.aliases:
            if self._aliases.get(alias) is entry:
                del self._aliases[alias]
        for thread in entry.threads:
            dependents = self._dependents.get(thread)
            if dependents is not None:
                dependents.discard(entry)
                if not dependents:
                    del self._dependents[thread]

"""What a site has learned: its promoted models, the attempts to make better ones, labels other programs suggested."""

import struct
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from moderation.domain.clock import DAY_MS
from moderation.domain.learning import Label, Learned, document_of, learned_of
from moderation.storage import model_keys
from moderation.storage.client import Store
from moderation.storage.documents import read_document, save_document
from moderation.storage.replies import fields, sound

MOST_ATTEMPTS: Final = 50
MOST_A_DAY: Final = 5000
"""Suggestions a day from one source that are kept."""
MOST_KEPT: Final = 5000
"""The newest suggestions of one source that are kept."""
MOST_SOURCES: Final = 16
LONGEST_MS: Final = 180 * DAY_MS
"""Labels older than this are forgotten."""
_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Suggester:
    """How many suggestions of a source there were ever, and of them how many are kept."""

    source: str
    made: int
    kept: int


class Learning:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def learned(self, site: str) -> tuple[int, Learned]:
        """(version of the document, what was learned)."""
        version, document = await read_document(self._store, model_keys.site_learning(site))
        return version, Learned() if document is None else learned_of(document)

    async def save(self, site: str, version: int, learned: Learned, detail: bytes) -> int | None:
        """The new version, told to every process; None if somebody else saved one after `version`."""
        key = model_keys.site_learning(site)
        return await save_document(self._store, site, key, "learning", version, document_of(learned), detail)

    async def keep_artifact(self, site: str, sha256: str, artifact: bytes) -> None:
        """Before the document names it, so that no process looks for it in vain."""
        key = model_keys.site_artifacts(site)
        await self._store.command(key, "HSET", key, sha256, artifact)

    async def artifact(self, site: str, sha256: str) -> bytes | None:
        key = model_keys.site_artifacts(site)
        found: bytes | None = await self._store.command(key, "HGET", key, sha256)
        return found

    async def artifacts(self, site: str) -> dict[str, bytes]:
        key = model_keys.site_artifacts(site)
        return fields(await self._store.command(key, "HGETALL", key))

    async def drop_artifacts(self, site: str, names: Sequence[str]) -> None:
        """Those of models that nobody can roll back to any more."""
        if names:
            key = model_keys.site_artifacts(site)
            await self._store.command(key, "HDEL", key, *names)

    async def note_attempt(self, site: str, attempt: Mapping[str, Any]) -> None:
        key = model_keys.site_lessons(site)
        await self._store.command(key, "LPUSH", key, orjson.dumps(attempt))
        await self._store.command(key, "LTRIM", key, 0, MOST_ATTEMPTS - 1)

    async def restore_attempts(self, site: str, attempts: Sequence[Mapping[str, Any]]) -> None:
        """Those of an export, newest first, behind what is there."""
        key = model_keys.site_lessons(site)
        if attempts:
            await self._store.command(key, "RPUSH", key, *(orjson.dumps(attempt) for attempt in attempts))

    async def attempts(self, site: str, number: int = MOST_ATTEMPTS) -> list[dict[str, Any]]:
        """The latest attempts, newest first."""
        key = model_keys.site_lessons(site)
        return [orjson.loads(entry) for entry in await self._store.command(key, "LRANGE", key, 0, number - 1)]

    async def suggest(self, site: str, text_digest: bytes, label: Label) -> str:
        """Keep a suggestion: `noted`; `enough` (the source's share of the day is spent), `strangers` (too many
        sources) if it is not."""
        features = struct.pack(f"<{len(label.features)}H", *label.features)
        reply = await self._store.run(
            "note_suggestion",
            [model_keys.suggesters(site), model_keys.suggestions(site, label.source)],
            [
                label.source,
                text_digest,
                int(label.rejected),
                features,
                orjson.dumps({name: round(score, 4) for name, score in label.scores.items()}),
                MOST_A_DAY,
                MOST_KEPT,
                LONGEST_MS,
                MOST_SOURCES,
            ],
        )
        return str(reply.decode())

    async def suggesters(self, site: str) -> list[Suggester]:
        key = model_keys.suggesters(site)
        known = fields(await self._store.command(key, "HGETALL", key))
        names = sorted(known)
        lengths = sound(
            await self._store.commands(
                [(stream, ("XLEN", stream)) for stream in (model_keys.suggestions(site, name) for name in names)]
            )
        )
        return [
            Suggester(name, int(known[name].split(b"|")[0]), int(length))
            for name, length in zip(names, lengths, strict=True)
        ]

    async def suggested(self, site: str) -> AsyncIterator[Label]:
        """Every suggestion that is kept, source by source, oldest first."""
        for suggester in await self.suggesters(site):
            async for stream_id, stored in self._entries(site, suggester.source):
                yield _label(suggester.source, stream_id, stored)

    async def forget_texts(self, site: str, digests: frozenset[bytes]) -> int:
        """Remove the suggestions about texts with these digests; how many went. Reads all that are kept."""
        gone = 0
        for suggester in await self.suggesters(site):
            found = [
                stream_id async for stream_id, stored in self._entries(site, suggester.source) if stored["d"] in digests
            ]
            for start in range(0, len(found), _PAGE):
                key = model_keys.suggestions(site, suggester.source)
                gone += int(await self._store.command(key, "XDEL", key, *found[start : start + _PAGE]))
        return gone

    async def delete(self, site: str) -> None:
        """Forget all of it."""
        sources = [each.source for each in await self.suggesters(site)]
        names = [
            model_keys.site_learning(site),
            model_keys.site_artifacts(site),
            model_keys.site_lessons(site),
            model_keys.suggesters(site),
            *(model_keys.suggestions(site, source) for source in sources),
        ]
        sound(await self._store.commands([(key, ("UNLINK", key)) for key in names]))

    async def _entries(self, site: str, source: str) -> AsyncIterator[tuple[bytes, dict[str, bytes]]]:
        key, after = model_keys.suggestions(site, source), "-"
        while True:
            reply = await self._store.command(key, "XRANGE", key, after, "+", "COUNT", _PAGE)
            for stream_id, raw in reply:
                yield stream_id, fields(raw)
            if len(reply) < _PAGE:
                return
            after = "(" + reply[-1][0].decode()


def _label(source: str, stream_id: bytes, stored: Mapping[str, bytes]) -> Label:
    features = struct.unpack(f"<{len(stored['f']) // 2}H", stored["f"])
    at = int(stream_id.partition(b"-")[0])
    return Label(stored["r"] == b"1", source, True, at, orjson.loads(stored["s"]), None, features)

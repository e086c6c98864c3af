"""Signed-in browsers. Of what a cookie holds, storage has nothing but SHA-256."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from moderation.domain.session import LONGEST_MS, MOST_PER_TOKEN, Means, Session
from moderation.storage import door_keys
from moderation.storage.client import Store
from moderation.storage.replies import fields, sound


@dataclass(frozen=True, slots=True)
class Kept:
    """A session with the digests (hexadecimal SHA-256) of its present secret and of the one before."""

    session: Session
    secret: str
    before: str
    confirmed_at: int
    """When the present secret was first seen; 0 while it was not."""
    given_at: int


class Sessions:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def begin(self, session: Session, secret_digest: str, idle_ms: int) -> None:
        """Keep a session that ends after `idle_ms` without use."""
        record = orjson.dumps(
            {
                "token": session.token_id,
                "digest": session.token_digest,
                "means": str(session.means),
                "browser": session.browser,
            }
        )
        reply = await self._store.run(
            "begin_session",
            [door_keys.session(session.site, session.id), door_keys.sessions(session.site)],
            [_member(session), session.token_id, MOST_PER_TOKEN, secret_digest, record, idle_ms, LONGEST_MS],
        )
        await self._unlink(session.site, [member.decode().partition("|")[2] for member in reply[1:]])

    async def find(self, site: str, session_id: str) -> Kept | None:
        key = door_keys.session(site, session_id)
        return kept_of(site, session_id, fields(await self._store.command(key, "HGETALL", key)))

    async def now(self, site: str) -> int:
        """By the clock that the times of a session are of."""
        return await self._store.server_time_ms(door_keys.sessions(site))

    async def renew(
        self, session: Session, presented: str, following: str, *, idle_ms: int, rotate_ms: int, grace_ms: int
    ) -> str:
        """Note that it was used with the secret of digest `presented`. `rotated` if `following` is its secret now, as
        that one had been out for `rotate_ms`, or for `grace_ms` without being seen; `kept` if not, `gone` if it has
        ended."""
        reply = await self._store.run(
            "renew_session",
            [door_keys.session(session.site, session.id), door_keys.sessions(session.site)],
            [_member(session), presented, following, rotate_ms, grace_ms, idle_ms, LONGEST_MS],
        )
        return str(reply.decode())

    async def end(self, session: Session) -> None:
        key = door_keys.sessions(session.site)
        await self._unlink(session.site, [session.id])
        await self._store.command(key, "ZREM", key, _member(session))

    async def end_all(self, site: str, token_id: str, keep: str | None = None) -> None:
        """End every session of a token, but the one of id `keep`."""
        for session in await self.all(site):
            if session.token_id == token_id and session.id != keep:
                await self.end(session)

    async def all(self, site: str) -> list[Session]:
        """Those that have not ended, the latest to end first."""
        found = await self._ids(site)
        names = [(key, ("HGETALL", key)) for key in (door_keys.session(site, each) for each in found)]
        replies = sound(await self._store.commands(names))
        kept = [kept_of(site, each, fields(reply)) for each, reply in zip(found, replies, strict=True)]
        return [each.session for each in reversed(kept) if each is not None]

    async def delete(self, site: str) -> None:
        """Forget every session of a site."""
        await self._unlink(site, await self._ids(site))
        key = door_keys.sessions(site)
        await self._store.command(key, "UNLINK", key)

    async def _ids(self, site: str) -> list[str]:
        key = door_keys.sessions(site)
        members = await self._store.command(key, "ZRANGE", key, 0, -1)
        return [member.decode().partition("|")[2] for member in members]

    async def _unlink(self, site: str, session_ids: Sequence[str]) -> None:
        names = [door_keys.session(site, each) for each in session_ids]
        sound(await self._store.commands([(key, ("UNLINK", key)) for key in names]))


def _member(session: Session) -> str:
    return f"{session.token_id}|{session.id}"


def kept_of(site: str, session_id: str, stored: dict[str, bytes]) -> Kept | None:
    """A session as its hash says; None if there is none."""
    if "record" not in stored:
        return None
    record = orjson.loads(stored["record"])
    session = Session(
        id=session_id,
        site=site,
        token_id=record["token"],
        token_digest=record["digest"],
        means=Means(record["means"]),
        browser=record["browser"],
        started_at=int(stored["started"]),
        seen_at=int(stored["seen"]),
    )
    return Kept(
        session,
        stored["secret"].decode(),
        stored["before"].decode(),
        int(stored["confirmed"]),
        int(stored["given"]),
    )

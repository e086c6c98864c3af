"""Moderators in browsers: a cookie stands for an API token, for as long as that token is good.

A cookie is `site.handle.secret`. The handle stays for the whole session: its SHA-256 names the session in storage, and
the CSRF token is derived from it. The secret changes while the session is used. Storage has SHA-256 of both, so what is
read there opens nothing.
"""

import contextlib
import hashlib
import hmac
import re
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

import orjson

from moderation.domain import actors
from moderation.domain.clock import rfc3339
from moderation.domain.errors import CsrfMissing, NotAllowed, NotFound, NotSignedIn, StorageUnavailable
from moderation.domain.moderator import Permission, Token
from moderation.domain.session import GRACE_MS, ROTATE_MS, Means, Session
from moderation.domain.site import valid_site_id
from moderation.services.access import Access, token_digest
from moderation.storage.records import Records
from moderation.storage.sessions import Kept

SEEN_MS = 60 * 1000
"""How exact the time of the last use is, so that not every request writes."""
_COOKIE = re.compile(r"([a-z0-9-]{1,64})\.([A-Za-z0-9_-]{32})\.([A-Za-z0-9_-]{43})")
_ID = re.compile(r"[0-9a-f]{32}")
_BROWSER_MOST = 200


@dataclass(frozen=True, slots=True)
class Presented:
    """A session that a request showed a good cookie of."""

    session: Session
    handle: str
    secret_digest: str
    renewal_due: bool

    @property
    def csrf(self) -> str:
        """What a page of ours must say besides, as cookies are sent by whichever page asks."""
        mark = hmac.new(self.handle.encode(), b"csrf", hashlib.sha256).digest()
        return urlsafe_b64encode(mark).rstrip(b"=").decode()

    def check_csrf(self, said: str | None) -> None:
        """CsrfMissing unless this session's token was said."""
        if said is None:
            raise CsrfMissing("Send the header X-CSRF-Token: sign-in and GET /console/session tell its value.")
        if not hmac.compare_digest(said.encode("utf-8", "surrogateescape"), self.csrf.encode()):
            raise CsrfMissing("This X-CSRF-Token is not the one of this session; GET /console/session tells it.")


class Sessions:
    def __init__(
        self,
        records: Records,
        access: Access,
        idle_minutes: int,
        *,
        rotate_ms: int = ROTATE_MS,
        grace_ms: int = GRACE_MS,
    ) -> None:
        self._records = records
        self._access = access
        self._idle_ms = idle_minutes * 60_000
        self._rotate_ms = rotate_ms
        self._grace_ms = grace_ms

    async def sign_in(self, secret: str, browser: str, before: str | None) -> tuple[Token, Presented, str]:
        """Begin a session for whoever shows an API token: who it is, the session, its cookie. The session of the
        cookie `before`, if it is one, ends. NotSignedIn for an unknown token, NotAllowed for one that reviews nothing.
        """
        token = await self._access.holder(secret)
        if token is None:
            raise NotSignedIn("This API token is not known here; it may have been revoked.")
        return await self.begin(token, token_digest(secret), Means.TOKEN, browser, before)

    async def begin(
        self, token: Token, digest: str, means: Means, browser: str, before: str | None
    ) -> tuple[Token, Presented, str]:
        """The same for whoever has shown otherwise that a token, of this SHA-256, is theirs."""
        if not token.may(Permission.REVIEW):
            raise NotAllowed(f"A token of role {token.role} cannot sign in at the console.")
        handle, secret = secrets.token_urlsafe(24), secrets.token_urlsafe(32)
        session = Session(
            id=_id_of(handle),
            site=token.site,
            token_id=token.id,
            token_digest=digest,
            means=means,
            browser=browser[:_BROWSER_MOST],
            started_at=0,
            seen_at=0,
        )
        await self._records.sessions.begin(session, _digest(secret), self._idle_ms)
        detail = {"action": "sign_in", "actor": actors.moderator(token.id), "session": session.id, "means": str(means)}
        await self._records.sites.note(token.site, "session", orjson.dumps(detail))
        with contextlib.suppress(NotSignedIn):
            if before is not None:
                await self._records.sessions.end((await self.of_cookie(before)).session)
        presented = Presented(session, handle, _digest(secret), renewal_due=False)
        return token, presented, f"{token.site}.{handle}.{secret}"

    async def of_cookie(self, cookie: str) -> Presented:
        """NotSignedIn for a cookie that is none of ours, or whose session has ended.

        A secret that has had a successor in use for longer than a minute is a copy in other hands, or the browser's
        own is one: nobody can tell which, so that session ends for both.
        """
        found = _COOKIE.fullmatch(cookie)
        if found is None or not valid_site_id(found[1]):
            raise NotSignedIn("This is no cookie of the console; sign in again.")
        handle, digest = found[2], _digest(found[3])
        kept = await self._records.sessions.find(found[1], _id_of(handle))
        if kept is None:
            raise NotSignedIn("This session has ended; sign in again.")
        now = int(time.time() * 1000)
        present = hmac.compare_digest(digest, kept.secret)
        if not present and not (kept.before and hmac.compare_digest(digest, kept.before)):
            raise NotSignedIn("This session has ended; sign in again.")
        if not present and kept.confirmed_at and await self._replaced_long_ago(kept):
            await self._records.sessions.end(kept.session)
            raise NotSignedIn("This cookie was replaced long ago, so its session has been ended; sign in again.")
        out = now - kept.given_at
        due = (
            now - kept.session.seen_at >= SEEN_MS
            or (present and (not kept.confirmed_at or out >= self._rotate_ms))
            or (not present and not kept.confirmed_at and out >= self._grace_ms)
        )
        return Presented(kept.session, handle, digest, due)

    async def _replaced_long_ago(self, kept: Kept) -> bool:
        return await self._records.sessions.now(kept.session.site) > kept.confirmed_at + self._grace_ms

    async def token(self, presented: Presented, site_id: str) -> Token:
        """Whom the session stands for at a site; NotSignedIn where their token does not hold, or no longer."""
        token = await self._access.token(site_id, presented.session.token_digest)
        if token is None:
            raise NotSignedIn("This session's token has been revoked or belongs to another site; sign in again.")
        return token

    async def renew(self, presented: Presented) -> str | None:
        """Note that the session was used. The new cookie, where it is time for one; while storage is away, none."""
        if not presented.renewal_due:
            return None
        secret = secrets.token_urlsafe(32)
        session = presented.session
        try:
            done = await self._records.sessions.renew(
                session,
                presented.secret_digest,
                _digest(secret),
                idle_ms=self._idle_ms,
                rotate_ms=self._rotate_ms,
                grace_ms=self._grace_ms,
            )
        except StorageUnavailable:
            return None
        return f"{session.site}.{presented.handle}.{secret}" if done == "rotated" else None

    async def sign_out(self, presented: Presented) -> None:
        await self._records.sessions.end(presented.session)

    async def still_open(self, presented: Presented, site_id: str) -> bool:
        """Whether neither the session nor its token has ended since it was shown."""
        session = presented.session
        if await self._records.sessions.find(session.site, session.id) is None:
            return False
        return await self._access.token(site_id, session.token_digest) is not None

    async def of_site(
        self, site_id: str, *, token_id: str | None = None, present: str | None = None
    ) -> list[dict[str, Any]]:
        """The open sessions of a site, or of one of its tokens; `present` is the id of the one that asks."""
        await self._access.site(site_id)
        tokens = await self._records.sites.tokens(site_id)
        return [
            session_document(session, tokens[session.token_digest], present)
            for session in await self._records.sessions.all(site_id)
            if session.token_digest in tokens and token_id in (None, session.token_id)
        ]

    async def end(self, site_id: str, session_id: str, actor: str, *, token_id: str | None = None) -> None:
        """End a session of a site, or of one of its tokens. NotFound if there is none of this id."""
        await self._access.site(site_id)
        kept = await self._records.sessions.find(site_id, session_id) if _ID.fullmatch(session_id) else None
        if kept is None or token_id not in (None, kept.session.token_id):
            raise NotFound("There is no such session; it may have ended by itself.")
        await self._records.sessions.end(kept.session)
        who = actors.moderator(kept.session.token_id)
        detail = {"action": "end_session", "actor": actor, "session": session_id, "moderator": who}
        await self._records.sites.note(site_id, "session", orjson.dumps(detail))


def site_of_cookie(cookie: str) -> str | None:
    """The site that a cookie says it is of; whether that is true is another question."""
    found = _COOKIE.fullmatch(cookie)
    return found[1] if found is not None and valid_site_id(found[1]) else None


def session_document(session: Session, token: Token, present: str | None) -> dict[str, Any]:
    return {
        "id": session.id,
        "moderator": moderator_document(token),
        "means": str(session.means),
        "browser": session.browser,
        "started_at": rfc3339(session.started_at),
        "seen_at": rfc3339(session.seen_at),
        "present": session.id == present,
    }


def moderator_document(token: Token) -> dict[str, Any]:
    return {"id": token.id, "name": token.name, "role": str(token.role), "site": token.site}


def _id_of(handle: str) -> str:
    return hashlib.sha256(handle.encode()).hexdigest()[:32]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

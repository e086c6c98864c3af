"""Signing in with a name and a password, each of which stands for an API token."""

import asyncio
import hashlib
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar

import orjson
import structlog
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from moderation.domain.errors import AlreadyExists, Invalid, NotAllowed, NotFound, NotSignedIn, TooFast, WrongPassword
from moderation.domain.moderator import Permission, Token
from moderation.services.access import Access
from moderation.services.site_secret import address_hash
from moderation.services.tokens import Tokens
from moderation.storage.passwords import Password
from moderation.storage.records import Records

LEAST, MOST = 12, 1024
"""Characters of a password (NIST SP 800-63B, 3.1.1: length matters, rules about kinds of characters do not)."""
_LEAST_DIFFERENT = 5
_ADDRESSES = 8
_AT_ONCE = 2
"""Hashes computed at the same time; each takes 46 MiB and about a tenth of a second of a processor."""
_WAITING = 16

log = structlog.get_logger()
T = TypeVar("T")

HASHER: Final = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
"""argon2id with the memory that OWASP's cheat sheet asks for, and twice its passes."""


class Passwords:
    """Hashes are computed in threads of their own, a few at once, so that whoever guesses slows nobody but guessers."""

    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access
        self._tokens = Tokens(records, access)
        self._threads = ThreadPoolExecutor(_AT_ONCE, "passwords")
        self._waiting = 0
        self._nobodys = ""

    async def set(
        self, site_id: str, token_id: str, name: str | None, password: str, actor: str, keep: str | None = None
    ) -> str:
        """Let a token's holder sign in as `name` (None: the token's own). The name as it has to be typed; sessions that
        the token has end, but the one of id `keep`. NotFound for an unknown token, AlreadyExists for another token's
        name, Invalid for a password that is easily guessed."""
        digest, token = await self._tokens.of_id(site_id, token_id)
        if not token.may(Permission.REVIEW):
            raise NotAllowed(f"A token of role {token.role} cannot sign in at the console.")
        typed = _folded(name if name is not None else token.name)
        if not 1 <= len(typed) <= 100:
            raise Invalid("A name has 1 to 100 characters.", {"name": ["Must have 1 to 100 characters."]})
        password = _checked(password, typed)
        held = await self._records.passwords.find(site_id, typed)
        if held is not None and held.token_id != token_id:
            sentence = f"Somebody else signs in as {typed!r} here; choose another name."
            raise AlreadyExists(sentence, {"name": [sentence]})
        hashed = await self._in_thread(partial(HASHER.hash, password))
        await self._records.passwords.remove(site_id, token_id)
        await self._records.passwords.save(site_id, typed, Password(token_id, digest, hashed))
        await self._note(site_id, "set_password", actor, token)
        await self._records.sessions.end_all(site_id, token_id, keep)
        return typed

    async def change(
        self, token: Token, current: str, password: str, address: str, actor: str, keep: str | None
    ) -> None:
        """Let somebody who has a password choose another, as `set` does. NotFound if they have none, WrongPassword if
        `current` is not it, TooFast when that was tried too often."""
        held = await self._records.passwords.all(token.site)
        name = next((name for name, kept in held.items() if kept.token_id == token.id), None)
        if name is None:
            raise NotFound("You have no password here; an administrator can give you one.")
        try:
            await self.holder(token.site, name, current, address)
        except NotSignedIn:
            sentence = "This is not your present password; an administrator can give you a new one."
            raise WrongPassword(sentence, {"current": [sentence]}) from None
        await self.set(token.site, token.id, name, password, actor, keep)

    async def names(self, site_id: str) -> dict[str, str]:
        """What is typed to sign in, by the id of the token that it stands for."""
        await self._access.site(site_id)
        return {kept.token_id: name for name, kept in (await self._records.passwords.all(site_id)).items()}

    async def remove(self, site_id: str, token_id: str, actor: str) -> None:
        """Take a token's password away, and end its sessions. NotFound if it has none."""
        _, token = await self._tokens.of_id(site_id, token_id)
        if not await self._records.passwords.remove(site_id, token_id):
            raise NotFound(f"Token {token_id[:64]!r} has no password.")
        await self._records.sessions.end_all(site_id, token_id)
        await self._note(site_id, "remove_password", actor, token)

    async def holder(self, site_id: str, name: str, password: str, address: str) -> tuple[Token, str]:
        """The token that a name and a password stand for, with its SHA-256. NotSignedIn if they do not fit; TooFast
        when a name or an address was tried too often.

        Unknown names cost as much time as known ones. An address from which the holder has signed in before is counted
        apart, so that who guesses elsewhere cannot keep the holder out.
        """
        site = await self._access.site(site_id)
        typed, door = _folded(name), address_hash(site, address)
        kept = await self._records.passwords.find(site_id, typed)
        doors = await self._records.passwords.doors(site_id, typed)
        subject = hashlib.sha256(typed.encode()).hexdigest()[:32]
        if door in doors:
            subject = f"{subject}:{door}"
        wait = await self._records.passwords.wait_for_address(site_id, door)
        wait = wait or await self._records.passwords.wait_for_name(site_id, subject)
        if wait:
            log.warning("signing in was tried too often", site=site_id, address=door)
            raise TooFast("Signing in was tried too often; wait, or use a token.", wait / 1000)
        fits = await self._in_thread(partial(self._fits, kept, unicodedata.normalize("NFKC", password)))
        token = None if kept is None else await self._access.token(site_id, kept.token_digest)
        if not fits or kept is None or token is None:
            log.warning("a sign-in was refused", site=site_id, address=door)
            raise NotSignedIn("This name and this password do not fit.")
        await self._records.passwords.forgive(site_id, subject)
        if doors[:1] != [door]:
            latest = [door, *(each for each in doors if each != door)]
            await self._records.passwords.save_doors(site_id, typed, latest[:_ADDRESSES])
        return token, kept.token_digest

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _fits(self, kept: Password | None, password: str) -> bool:
        if not self._nobodys:
            self._nobodys = HASHER.hash("nobody's")
        try:
            return HASHER.verify(self._nobodys if kept is None else kept.hashed, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._waiting >= _WAITING:
            raise TooFast("Too many people are signing in at this moment; try again in a few seconds.", 3.0)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1

    async def _note(self, site_id: str, action: str, actor: str, token: Token) -> None:
        detail = {"action": action, "actor": actor, "token": token.id, "name": token.name}
        await self._records.sites.note(site_id, "password", orjson.dumps(detail))


def _folded(name: str) -> str:
    """A name as it is compared: without regard to case, to how letters are encoded, or to spaces around it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def _checked(password: str, name: str) -> str:
    plain = unicodedata.normalize("NFKC", password)
    sentences = []
    if not LEAST <= len(plain) <= MOST:
        sentences.append(f"Must have {LEAST} to {MOST} characters.")
    if len(set(plain)) < _LEAST_DIFFERENT:
        sentences.append(f"Must have at least {_LEAST_DIFFERENT} different characters.")
    if len(name) >= _LEAST_DIFFERENT and name in plain.casefold():
        sentences.append("Must not contain the name.")
    if sentences:
        raise Invalid("This password is too easily guessed.", {"password": sentences})
    return plain

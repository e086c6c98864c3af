"""What a reader sends to be posted, and what follows from it before anything is looked up."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from moderation.domain import ids
from moderation.domain.author import Reader
from moderation.domain.errors import GuestsNotAllowed, Invalid, NotFound
from moderation.domain.policy import Policy
from moderation.domain.site import Site
from moderation.services.authorship import guest_id
from moderation.services.outcomes import refused
from moderation.storage.comments import Retry
from moderation.text.names import clean_name


@dataclass(frozen=True, slots=True)
class Draft:
    article: str
    body: str
    parent_id: str | None = None
    author_name: str | None = None
    nudge: bool = False
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, as the comment will name them."""

    id: str
    name: str
    guest: bool
    badges: Sequence[str]


def writer_of(site: Site, policy: Policy, reader: Reader, name: str | None) -> Writer:
    """The signed-in reader, or a guest under a name; GuestsNotAllowed, or Invalid for a name that will not do."""
    if reader.author_id is not None:
        return Writer(reader.author_id, reader.name or reader.author_id, False, tuple(reader.roles))
    if not policy.guests:
        raise GuestsNotAllowed("This site takes comments from signed-in readers only.")
    shown = clean_name(name or "")
    if not 1 <= len(shown) <= 60:
        sentence = "A guest needs a name of 1 to 60 visible characters."
        raise Invalid(sentence, {"author.name": [sentence]})
    return Writer(guest_id(site, reader.address, shown), shown, True, ())


def parent_of(parent_id: str) -> bytes:
    """The id of the comment replied to; Invalid if it can be none."""
    try:
        return ids.to_bytes(parent_id)
    except NotFound:
        raise refused("no-parent") from None


def retry_of(reader: Reader, draft: Draft, key: str) -> Retry:
    """What storage keeps of an Idempotency-Key: whose it is, and a digest of what was asked with it."""
    asked = orjson.dumps(
        [draft.article, draft.body, draft.parent_id, draft.author_name, draft.title, draft.url],
        option=orjson.OPT_SORT_KEYS,
    )
    named = hashlib.blake2b(f"{reader.subject}|{key}".encode(), digest_size=16).hexdigest()
    return Retry(named, hashlib.blake2b(asked, digest_size=32).digest(), b"")

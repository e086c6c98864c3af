"""A publisher whose readers comment: everything else belongs to exactly one site."""

import re
from dataclasses import dataclass

DEFAULT_SITE = "default"
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Site:
    id: str
    title: str
    secret: bytes
    """Keys the hashes of addresses and the proofs of authorship of this site. Never shown."""
    created_at: int


def valid_site_id(text: str) -> bool:
    """1 to 64 of a-z, 0-9 and -, not at the ends; so that a site id can stand in a storage key as it is."""
    return _NAME.fullmatch(text) is not None

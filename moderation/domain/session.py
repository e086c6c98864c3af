"""A moderator who signed in with a browser."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from moderation.domain.clock import DAY_MS

LONGEST_MS: Final = 7 * DAY_MS
"""A session ends this long after the sign-in, however busy it is."""
ROTATE_MS: Final = 15 * 60 * 1000
"""A cookie that is older gets a new secret with the next answer."""
GRACE_MS: Final = 60 * 1000
"""How long the secret before still opens the session once the new one was seen: for requests that were under way."""
MOST_PER_TOKEN: Final = 20
"""Sessions of one token; the one that would end first makes room."""


class Means(StrEnum):
    """What somebody signed in with."""

    TOKEN = auto()
    PASSWORD = auto()
    PROVIDER = auto()  # an OpenID Connect provider vouched for them


@dataclass(frozen=True, slots=True)
class Session:
    """What is kept of a signed-in browser. Its secrets are not here, and storage has no more than their SHA-256."""

    id: str
    site: str
    """Where the token that stands behind it belongs."""
    token_id: str
    token_digest: str
    """SHA-256 of that token (hexadecimal): the session is worth what the token is worth now."""
    means: Means
    browser: str
    """What the browser calls itself."""
    started_at: int
    seen_at: int
    """Milliseconds since 1970, as all times; when it was last used, to the minute."""

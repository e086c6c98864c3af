"""Secrets that other programs and we share: the present one, and the one before it while it is being replaced."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Secret:
    """`until`: milliseconds since 1970 after which nothing is signed with it any more; None for the present one."""

    text: str
    created_at: int
    until: int | None = None


def valid_texts(secrets: Sequence[Secret], now: int) -> list[str]:
    """What to sign with, the present one first."""
    return [secret.text for secret in secrets if secret.until is None or secret.until > now]


def rotated(secrets: Sequence[Secret], fresh: Secret, overlap_ms: int) -> tuple[Secret, ...]:
    """With a new present one; the one before goes on for `overlap_ms`, and those before that end."""
    if not overlap_ms:
        return (fresh,)
    return fresh, replace(secrets[0], until=fresh.created_at + overlap_ms)

"""Who works on the service's inside, and what each role may do."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    MODERATOR = "moderator"
    ADMIN = "admin"
    SERVICE = "service"  # another program that asks for scores


class Permission(StrEnum):
    PUBLIC = "public"  # anybody, signed in or not
    SIGN_IN = "sign_in"  # who it is, is what the body says
    REVIEW = "review"
    ADMINISTER = "administer"
    SCORE = "score"
    SIGNED = "signed"  # another program that signs what it sends with a secret of the site's policy
    OPERATE = "operate"  # health, metrics, documentation: no identity is asked


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.MODERATOR: frozenset({Permission.REVIEW}),
    Role.ADMIN: frozenset({Permission.REVIEW, Permission.ADMINISTER, Permission.SCORE}),
    Role.SERVICE: frozenset({Permission.SCORE}),
}


MOST_QUOTA = 1_000_000


@dataclass(frozen=True, slots=True)
class Token:
    """An API token as it is kept: never the token itself, only the SHA-256 of it."""

    id: str
    name: str
    role: Role
    site: str
    created_at: int
    quota: int | None = None
    """Scores its holder may ask for in a minute, 0 meaning any number; None leaves it to the settings."""

    def may(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[self.role]

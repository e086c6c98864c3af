"""Other programs that are called, as administrators see them: their addresses, and the secrets shared with them."""

from collections.abc import Sequence
from typing import Final

from yarl import URL

from moderation.domain.clock import rfc3339
from moderation.domain.errors import Invalid
from moderation.domain.secret import Secret, rotated
from moderation.outbound.guard import AddressRefused, Guard
from moderation.services.documents import Document

HOUR_MS: Final = 3_600_000


def check_address(guard: Guard, url: str) -> None:
    """Invalid for one that may not be called."""
    refused = ""
    try:
        guard.check_url(URL(url))
    except AddressRefused as why:
        refused = str(why)
    except ValueError:
        refused = "Must be an http or https address."
    if refused:
        raise Invalid("This address cannot be called.", {"url": [refused]})


def host_of(url: str) -> str:
    """What the audit log says of an address: moderators read it, and what follows the host may be a secret."""
    address = URL(url)
    return f"{address.scheme}://{address.host}"


def renewed(secrets: Sequence[Secret], fresh: Secret, overlap_hours: int) -> tuple[Secret, ...]:
    """With a new secret; the present one goes on being valid beside it for so many hours."""
    return rotated(secrets, fresh, overlap_hours * HOUR_MS)


def secret_documents(secrets: Sequence[Secret]) -> list[Document]:
    """Since when each is valid and until when, without itself."""
    return [
        {"created_at": rfc3339(each.created_at), "until": None if each.until is None else rfc3339(each.until)}
        for each in secrets
    ]

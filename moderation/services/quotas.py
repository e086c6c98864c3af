"""How many scores a key may ask for."""

import structlog

from moderation.domain.errors import StorageUnavailable, TooFast
from moderation.domain.moderator import Token
from moderation.storage.records import Records

log = structlog.get_logger()


class Quotas:
    """Calls per minute and key, all processes together; a minute's worth may come at once."""

    def __init__(self, records: Records, per_minute: int) -> None:
        self._records = records
        self._per_minute = per_minute

    async def spend(self, token: Token) -> None:
        """Count one call; TooFast when the quota is spent. A key without a quota costs no round trip, and while storage
        is away every call is granted, as scores need none."""
        limit = self._per_minute if token.quota is None else token.quota
        if not limit:
            return
        subject = f"key:{token.id}"
        try:
            spent = await self._records.authors.spend(token.site, subject, subject, limit, "", "")
        except StorageUnavailable as error:
            log.warning("a quota was not counted", key=token.id, reason=error.reason)
            return
        if not spent.granted:
            raise TooFast(f"This key may ask {limit} times a minute.", spent.wait_ms / 1000, limit=limit, key=token.id)

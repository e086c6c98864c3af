"""Documents among a site's settings, each kept whole with its version: `version|JSON`.

Whoever saves one says which version they read, so that nobody's change is overwritten unseen. Every process hears of
it.
"""

from typing import Any

import orjson

from moderation.domain.audit import digest
from moderation.storage import keys
from moderation.storage.client import Store


async def read_document(store: Store, key: str) -> tuple[int, Any]:
    """(version, the document); 0 and None if it was never saved."""
    stored = await store.command(key, "GET", key)
    if stored is None:
        return 0, None
    version, _, document = stored.partition(b"|")
    return int(version), orjson.loads(document)


async def save_document(
    store: Store, site: str, key: str, what: str, version: int, document: Any, detail: bytes
) -> int | None:
    """The new version, with its audit entry; None if somebody else saved one after `version`. `what` is how the audit
    log and the other processes call it."""
    reply = await store.run(
        "save_document",
        [keys.site_head(site), key, keys.site_audit(site), keys.site_bell(site)],
        [what, version, orjson.dumps(document), detail, digest(detail)],
    )
    return None if reply == b"stale" else int(reply)

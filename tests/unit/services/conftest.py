"""What several tests of services begin with."""

import asyncio

import orjson
import pytest
from builders import a_comment

from moderation.domain.comment import Status
from moderation.services.access import Access
from moderation.services.auditing import Auditing, Wanted
from moderation.storage.client import Store
from moderation.storage.records import Records

SITE = "default"


@pytest.fixture
async def lines(store: Store) -> list[bytes]:
    """An exported audit log: a new site, and then four rejected comments."""
    records = Records(store)
    await records.sites.create(SITE, "Default", b'{"action":"create_site","actor":"test"}')
    await asyncio.sleep(0.01)  # entries of one millisecond are in the order of their chains, and this one is the oldest
    for _ in range(4):
        await a_comment(records, status=Status.REJECTED)
    return [orjson.dumps(each) async for each in Auditing(records, Access(records)).exported(SITE, Wanted())]

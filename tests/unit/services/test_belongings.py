"""A site's settings on their way into a store where somebody else changes them at the same moment."""

import asyncio
from collections.abc import Callable

import pytest

from moderation.domain.external_phase import BodyFormat, ExternalPhase
from moderation.domain.policy import OnFailure
from moderation.domain.secret import Secret
from moderation.domain.site import DEFAULT_SITE
from moderation.domain.webhook import Format, Webhook
from moderation.importers.record import PhaseRecord, SettingRecord, WebhookRecord
from moderation.services.belongings import Belongings, settings_of
from moderation.services.transfer_report import Report
from moderation.storage.client import Store
from moderation.storage.records import Records

SECRETS = (Secret("whsec_bm90IHJlYWxseSBvbmU=", 0),)


def webhook(name: str) -> WebhookRecord:
    url = f"https://{name}.example/told"
    return WebhookRecord(Webhook(name, url, ("*",), (), next(iter(Format)), name, True, SECRETS, 0))


def phase(name: str) -> PhaseRecord:
    url, body = f"https://{name}.example/asked", next(iter(BodyFormat))
    return PhaseRecord(ExternalPhase(name, url, name, body, 500, OnFailure.PUBLISH, False, True, SECRETS, 0))


@pytest.mark.parametrize("record", [webhook, phase])
async def test_what_is_taken_in_at_the_same_moment_is_all_there(
    store: Store, record: Callable[[str], SettingRecord]
) -> None:
    records = Records(store)
    await records.sites.create(DEFAULT_SITE, "Default", b"{}")
    belongings = Belongings(records, DEFAULT_SITE, "importer", Report(), True)

    await asyncio.gather(*(belongings.take_in(record(name)) for name in ("one", "two", "three")))

    kept = [each async for each in settings_of(records, DEFAULT_SITE, secrets=True)]
    assert sorted(each.title for each in map(called, kept) if each is not None) == ["one", "three", "two"]
    assert belongings.report.warnings == []


def called(record: SettingRecord) -> Webhook | ExternalPhase | None:
    match record:
        case WebhookRecord():
            return record.webhook
        case PhaseRecord():
            return record.phase
    return None

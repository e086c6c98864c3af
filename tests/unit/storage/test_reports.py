"""Reports are counted by the month in which they came."""

import random
from datetime import UTC, datetime, timedelta
from importlib import resources

from builders import a_comment
from valkey_nodes import ValkeyNode

from moderation.domain.report import Notice, Reason
from moderation.storage.client import Store
from moderation.storage.records import Records
from moderation.storage.reports import NOTICE

MONTH = resources.files("moderation.storage").joinpath("lua", "include", "month.lua").read_text()


def test_a_month_begins_and_ends_where_the_calendar_says(valkey_node: ValkeyNode) -> None:
    first = datetime(1970, 1, 1, tzinfo=UTC)
    choice = random.Random(4)
    moments = [first + timedelta(seconds=choice.randrange(200_000 * 86_400)) for _ in range(400)]
    for year in (1970, 1999, 2000, 2024, 2026, 2100):
        for month in range(1, 13):
            begins = datetime(year, month, 1, tzinfo=UTC)
            moments += [begins, begins - timedelta(milliseconds=1) if begins > first else begins]
    with valkey_node.client() as client:
        told = [
            client.eval(f"{MONTH}\nreturn month(tonumber(ARGV[1]))", 0, (moment - first) // timedelta(milliseconds=1))
            for moment in moments
        ]
    assert [each.decode() for each in told] == [f"{moment:%Y-%m}" for moment in moments]


async def test_a_report_counts_when_it_comes_whatever_becomes_of_it(store: Store) -> None:
    records = Records(store)
    await records.sites.create("default", "Default", b'{"action":"test","actor":"test"}')
    comment = await a_comment(records)
    await records.reports.file("default", comment, "zoe", Reason.SPAM, None)
    await records.reports.file("default", comment, "zoe", Reason.SPAM, None)
    await records.reports.file("default", comment, "joe", Reason.SPAM, None)
    await records.reports.file("default", comment, "joe", Reason.ILLEGAL, "why", Notice(category="VIOLENCE"))
    month = f"{datetime.now(UTC):%Y-%m}"
    assert await records.reports.received("default", [month]) == {"spam": 2, NOTICE: 1}
    assert await records.reports.received("default", ["2020-01"]) == {}
    [entry] = [each for each in await records.audit.newest("default", 10, None) if each.detail["action"] == "notice"]
    assert entry.detail["category"] == "VIOLENCE"
    assert b"joe" not in entry.raw_detail

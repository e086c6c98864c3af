"""Reports and the lists of who filed them lead to each other; verification notices when one of them does not."""

import pytest
from builders import a_comment

from moderation.domain.report import Reason
from moderation.storage import author_keys, reporter_verification
from moderation.storage.client import Store
from moderation.storage.records import Records
from moderation.storage.verification import Verification

SITE = "default"
ZOES = author_keys.reported(SITE, "zoe")


@pytest.fixture
async def comments(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Two comments that `zoe` reported, one of them also by a guest."""
    monkeypatch.setattr(reporter_verification, "MOMENT", 0.001)
    records = Records(store)
    await records.sites.create(SITE, "Default", b'{"action":"create_site","actor":"test"}')
    found = [await a_comment(records), await a_comment(records, "sport", by="ben")]
    for comment in found:
        await records.reports.file(SITE, comment, "zoe", Reason.SPAM, None)
        await records.reporters.note(SITE, "zoe", comment, 5)
    await records.reports.file(SITE, found[0], "address:0011223344556677", Reason.SPAM, None)
    return found


async def findings(store: Store, *, repair: bool = False) -> list[str]:
    return [finding.what async for finding in Verification(store, SITE, repair=repair).findings()]


async def test_nothing_is_wrong_with_what_is_sound(store: Store, comments: list[bytes]) -> None:
    assert await findings(store) == []


async def test_a_report_that_its_reader_would_not_find_is_told_and_listed(store: Store, comments: list[bytes]) -> None:
    await store.command(ZOES, "ZREM", ZOES, comments[1])
    for repair in (False, True):
        (sentence,) = await findings(store, repair=repair)
        assert "is missing from the reader's list" in sentence
    assert await findings(store) == []
    assert {made.comment_id for made in await Records(store).reporters.made(SITE, "zoe", 9)} == set(comments)


async def test_what_a_reader_never_reported_is_told_and_dropped(store: Store, comments: list[bytes]) -> None:
    other = await a_comment(Records(store), "weather", by="cat")
    await store.command(ZOES, "ZADD", ZOES, 7, other, 8, "nonsense")
    for repair in (False, True):
        assert sum("who has not reported it" in each for each in await findings(store, repair=repair)) == 2
    assert await findings(store) == []


async def test_what_is_left_of_a_reader_who_was_forgotten_is_told_and_dropped(
    store: Store, comments: list[bytes]
) -> None:
    records = Records(store)
    await records.reporters.forget(SITE, "zoe", comments[:1], b'{"action":"erase_report","actor":"admin"}')
    assert await findings(store) == []
    await records.reporters.note(SITE, "zoe", comments[0], 5)
    for repair in (False, True):
        (sentence,) = await findings(store, repair=repair)
        assert "who has not reported it" in sentence
    assert await findings(store) == []

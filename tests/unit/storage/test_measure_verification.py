"""The audit log, the list of measures and an author's record agree; verification notices when one of them does not."""

from collections.abc import Sequence

import orjson
import pytest

from moderation.domain.author import AuthorRecord, Standing
from moderation.domain.measure import Measure
from moderation.storage import author_keys
from moderation.storage.authors import Authors
from moderation.storage.client import Store
from moderation.storage.measure_verification import MeasureVerification
from moderation.storage.measures import Measures
from moderation.storage.verification import Verification

SITE, ANN = "default", "ann"
RECORD, DONE = author_keys.record(SITE, ANN), author_keys.measures(SITE, ANN)


def detail(action: str, **rest: object) -> bytes:
    return orjson.dumps({"action": action, "actor": "moderator|1", "author": ANN, **rest})


async def suspend(store: Store, version: int, before: Standing = Standing.NEW) -> None:
    until = "2030-01-01T00:00:00.000Z"
    kept = detail("set_standing", before=str(before), after="suspended", until=until, reason="spam")
    measures = Measures(store)
    await measures.set_standing(SITE, ANN, Standing.SUSPENDED, 1_893_456_000_000, "spam", kept, version)


async def warn(store: Store, message: str) -> int:
    kept = detail("warn", before="new", after="new", message=message)
    number = await Measures(store).warn(SITE, ANN, message, kept, (await Authors(store).record(SITE, ANN)).version)
    assert number is not None
    return number


async def undo(store: Store, number: int) -> None:
    kept = detail("undo_standing", measure=number)
    assert isinstance(await Measures(store).undo(SITE, ANN, number, "moderator|1", kept), int)


@pytest.fixture
async def done(store: Store) -> Store:
    """Suspended (1), warned and acknowledged (2), banned and forgiven (3, 4), warned (5)."""
    await suspend(store, 0)
    number = await warn(store, "Be kind.")
    await Measures(store).acknowledge(SITE, ANN, number, detail("acknowledge", measure=number))
    kept = detail(
        "set_standing",
        before="suspended",
        after="banned",
        before_until_ms="1893456000000",
        before_reason="spam",
    )
    await Measures(store).set_standing(SITE, ANN, Standing.BANNED, None, "again", kept, 2)
    await undo(store, 3)
    assert await warn(store, "Be | kind!") == 5
    return store


async def found(store: Store, *, repair: bool = False) -> list[tuple[str, bool]]:
    verification = MeasureVerification(store, SITE, repair)
    return [(finding.what, finding.repairable) async for finding in verification.findings()]


async def known(store: Store) -> tuple[AuthorRecord, Sequence[Measure]]:
    return await Authors(store).record(SITE, ANN), await Measures(store).of_author(SITE, ANN)


async def test_nothing_is_wrong_with_what_is_sound(done: Store) -> None:
    assert await found(done) == []
    await undo(done, 5)
    await undo(done, 1)
    assert (await known(done))[0].standing is Standing.NEW
    assert await found(done) == []


BROKEN = {
    "a measure that is lost": (("HDEL", DONE, "2"), "measure 2 is in the audit log and not in the list"),
    "a measure that was invented": (
        ("HSET", DONE, "4", b'1|0||0|{"action":"warn","actor":"x","message":"?"}'),
        "measure 4 is in the list and not in the audit log",
    ),
    "a measure that was changed": (
        ("HSET", DONE, "1", b'1|0||0|{"action":"set_standing","actor":"x","after":"trusted"}'),
        "measure 1 is not what the audit log says",
    ),
    "a measure that was taken back by nobody": (
        ("HSET", DONE, "5", b'1|2|x|0|{"action":"warn","actor":"x","message":"Be | kind!"}'),
        "measure 5 is not what the audit log says",
    ),
    "a standing that nobody set": (
        ("HSET", RECORD, "standing", "trusted"),
        "the standing is trusted; by what was done about the author it is suspended",
    ),
    "an end that nobody set": (
        ("HDEL", RECORD, "until"),
        "the standing is suspended; by what was done about the author it is suspended",
    ),
    "a warning that does not wait": (
        ("HDEL", RECORD, "warning"),
        "warning 5 should wait to be acknowledged, and another or none does",
    ),
    "a warning with other words": (
        ("HSET", RECORD, "warning", "5|Be silent."),
        "warning 5 should wait to be acknowledged, and another or none does",
    ),
    "a version that was set back": (
        ("HSET", RECORD, "version", "1"),
        "the record is at version 1; the audit log ends at 5",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_what_was_broken_by_hand_is_found_and_mended(done: Store, name: str) -> None:
    words, sentence = BROKEN[name]
    before = await known(done)
    await done.command(words[1], *words)
    assert await known(done) != before

    assert (sentence, True) in await found(done)
    assert (sentence, True) in await found(done, repair=True)
    assert await found(done) == []
    assert await known(done) == before
    assert [finding.what async for finding in Verification(done, SITE).findings() if "chain" in finding.where] == []


async def test_what_cannot_be_read_is_told(done: Store) -> None:
    await done.command(DONE, "HSET", DONE, "9", "nonsense")
    assert ("measure 9 is in the list and not in the audit log", True) in await found(done)
    await done.command(DONE, "HSET", DONE, "ninth", "nonsense")
    ((sentence, repairable),) = await found(done, repair=True)
    assert sentence.startswith("what was done about the author cannot be read")
    assert not repairable


async def test_an_erased_author_who_comes_back_begins_anew(done: Store) -> None:
    await Authors(done).erase(SITE, ANN, detail("erase_author"))
    assert await found(done) == []
    await suspend(done, 0)
    assert await found(done) == []
    await done.command(DONE, "DEL", DONE)
    assert [sentence for sentence, _ in await found(done, repair=True)] == [
        "measure 1 is in the audit log and not in the list"
    ]
    ((record, measures),) = [await known(done)]
    assert (record.standing, len(measures)) == (Standing.SUSPENDED, 1)


async def test_what_came_in_is_believed_and_what_follows_is_held_against_the_log(done: Store) -> None:
    record, _ = await known(done)
    stored = await Measures(done).stored(SITE, ANN)
    await done.command("{sites}:all", "FLUSHALL")
    assert await Measures(done).restore(SITE, record, stored, detail("import_standing", after="suspended"))
    assert await found(done) == []
    number = await warn(done, "Here as well.")
    await done.command(DONE, "HDEL", DONE, str(number))
    assert (f"measure {number} is in the audit log and not in the list", True) in await found(done, repair=True)
    assert await found(done) == []
    assert len(await Measures(done).stored(SITE, ANN)) == len(stored) + 1

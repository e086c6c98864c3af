"""What is done about an author, against a plain model: what is taken back leaves what stood before."""

import asyncio
import itertools
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from moderation.domain.author import Standing
from moderation.domain.clock import rfc3339
from moderation.domain.measure import undoable
from moderation.storage.client import Store
from moderation.storage.measures import NotTakenBack
from moderation.storage.records import Records
from moderation.storage.verification import Verification

_numbers = itertools.count()
AUTHOR = "ann|with a bar"
ENDS = st.sampled_from([None, 4_000_000_000_000, 5_000_000_000_000])


@dataclass(frozen=True)
class Stood:
    """What stands of an author at one time."""

    standing: Standing = Standing.NEW
    until: int | None = None
    reason: str | None = None


@dataclass
class Done:
    number: int
    before: Stood
    warning: bool
    under: "Done | None" = None
    """Of a warning: the one that waited when it was given."""
    undone: bool = False
    acknowledged: bool = False


class Measuring(RuleBasedStateMachine):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.site = f"measures-{next(_numbers)}"
        self.records = Records(self.do(Store.connect(url)))
        self.do(self.records.sites.create(self.site, "Measures", b"{}"))
        self.present = Stood()
        self.version = 0
        self.done: list[Done] = []
        self.waiting: Done | None = None

    def do(self, work: Any) -> Any:
        return self.runner.run(work)

    def teardown(self) -> None:
        async def verified() -> list[object]:
            return [finding async for finding in Verification(self.records.store, self.site).findings()]

        findings = self.do(verified())
        self.do(self.records.store.close())
        self.runner.close()
        assert findings == []

    @rule(standing=st.sampled_from(Standing), until=ENDS, reason=st.sampled_from(["a|b", "ä"]), late=st.booleans())
    def a_standing_is_set(self, standing: Standing, until: int | None, reason: str, late: bool) -> None:
        before = self.present
        detail = {
            "action": "set_standing",
            "actor": "moderator:m",
            "author": AUTHOR,
            "before": before.standing,
            "before_until_ms": None if before.until is None else str(before.until),
            "before_reason": before.reason,
            "after": standing,
            "until": None if until is None else rfc3339(until),
        }
        kept = orjson.dumps({name: value for name, value in detail.items() if value is not None})
        seen = self.version + (1 if late else 0)
        result = self.do(self.records.measures.set_standing(self.site, AUTHOR, standing, until, reason, kept, seen))
        if late:
            assert result is None
            return
        self.version += 1
        assert result == self.version
        self.done.append(Done(self.version, before, warning=False))
        self.present = Stood(standing, until, reason)

    @rule(late=st.booleans())
    def the_author_is_warned(self, late: bool) -> None:
        detail = b'{"action":"warn","actor":"moderator:m","message":"Be | kind."}'
        seen = self.version + (1 if late else 0)
        result = self.do(self.records.measures.warn(self.site, AUTHOR, "Be | kind.", detail, seen))
        if late:
            assert result is None
            return
        self.version += 1
        assert result == self.version
        self.waiting = Done(self.version, self.present, warning=True, under=self.waiting)
        self.done.append(self.waiting)

    @rule(number=st.integers(1, 8))
    def the_author_acknowledges(self, number: int) -> None:
        detail = orjson.dumps({"action": "acknowledge", "measure": number})
        word = self.do(self.records.measures.acknowledge(self.site, AUTHOR, number, detail))
        if self.waiting is not None and self.waiting.number == number:
            assert word == "acknowledged"
            self.waiting.acknowledged, self.waiting = True, None
        elif self.waiting is not None:
            assert word == "other"
        else:
            known = any(each.number == number and each.acknowledged for each in self.done)
            assert word == ("acknowledged" if known else "none")

    @rule(number=st.integers(1, 8))
    def a_moderator_takes_something_back(self, number: int) -> None:
        detail = orjson.dumps({"action": "undo_standing", "actor": "moderator|m", "measure": number})
        result = self.do(self.records.measures.undo(self.site, AUTHOR, number, "moderator|m", detail))
        found = next((each for each in self.done if each.number == number), None)
        if found is None:
            assert result == NotTakenBack("gone")
        elif found.undone:
            assert result == NotTakenBack("undone-before")
        elif not found.warning and any(
            each.number > number and not each.undone and not each.warning for each in self.done
        ):
            assert result == NotTakenBack("stale")
        else:
            self.version += 1
            assert result == self.version
            found.undone = True
            if not found.warning:
                self.present = found.before
            if found is self.waiting:
                self.waiting = found.under
                while self.waiting is not None and self.waiting.undone:
                    self.waiting = self.waiting.under

    @invariant()
    def what_stands_is_what_the_model_says(self) -> None:
        record = self.do(self.records.authors.record(self.site, AUTHOR))
        assert Stood(record.standing, record.until, record.reason) == self.present
        assert (record.warning.number if record.warning else None) == (self.waiting.number if self.waiting else None)
        measures = self.do(self.records.measures.of_author(self.site, AUTHOR))
        told = [(each.number, each.undone_at is not None, each.acknowledged_at is not None) for each in measures]
        assert told == [(each.number, each.undone, each.acknowledged) for each in reversed(self.done)]
        free = {each.number for each in measures if undoable(each, measures)}
        newest = [each.number for each in self.done if not each.warning and not each.undone][-1:]
        assert free == {*newest, *(each.number for each in self.done if each.warning and not each.undone)}


@pytest.mark.long
def test_taking_back_restores_what_stood_before(valkey_url: str) -> None:
    run_state_machine_as_test(
        lambda: Measuring(valkey_url),
        settings=settings(max_examples=15, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )

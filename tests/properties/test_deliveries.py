"""Deliveries against a plain model: none is lost, none is made twice at once, whatever receivers and operators do."""

import asyncio
import itertools
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from moderation.domain.secret import Secret
from moderation.domain.webhook import Delivery, Format, Outcome, Webhook
from moderation.storage.client import Store
from moderation.storage.webhook_verification import webhook_findings
from moderation.storage.webhooks import Webhooks

_numbers = itertools.count()
LONG_MS, DAY_MS = 600_000, 86_400_000
HOOK = "one"


class Deliveries(RuleBasedStateMachine):
    """`due`, `leased` and `later` are ids of deliveries still to be made; `over` those that are made or given up."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.site = f"deliveries-{next(_numbers)}"
        self.due: set[str] = set()
        self.leased: set[str] = set()
        self.later: set[str] = set()
        self.over: set[str] = set()
        self.failures = 0
        self.disabled = False
        self.store = self.do(Store.connect(url))
        self.webhooks = Webhooks(self.store)
        webhook = Webhook(HOOK, "https://a.example/", ("*",), (), Format.JSON, "", True, (Secret("s", 0),), 0)
        self.do(self.webhooks.save(self.site, 0, [webhook], b"{}"))

    def do(self, work: Any) -> Any:
        return self.runner.run(work)

    def teardown(self) -> None:
        self.do(self.store.close())
        self.runner.close()

    @rule(numbers=st.sets(st.integers(0, 12), max_size=6))
    def events_are_queued_perhaps_again(self, numbers: set[int]) -> None:
        ids = {f"id-{number:02d}" for number in numbers}
        fresh = ids - self.due - self.leased - self.later - self.over
        queued = self.do(self.webhooks.queue(self.site, HOOK, [Delivery(each, "ping", 0) for each in sorted(ids)]))
        assert queued == len(fresh)
        self.due |= fresh

    @rule(limit=st.integers(1, 5))
    def a_process_takes_some(self, limit: int) -> None:
        taken = {each.id for each in self.do(self.webhooks.claim(self.site, HOOK, limit, LONG_MS))}
        wanted = 0 if self.disabled else min(len(self.due), 1 if self.failures else limit)
        assert len(taken) == wanted
        assert taken <= self.due, "what another process holds, or what waits, is not handed out"
        self.due -= taken
        self.leased |= taken

    @precondition(lambda self: self.leased)
    @rule(data=st.data(), how=st.sampled_from(["taken", "failed", "given up", "gone"]))
    def an_attempt_ends(self, data: st.DataObject, how: str) -> None:
        self._ended(data.draw(st.sampled_from(sorted(self.leased))), how)

    @rule(times=st.integers(2, 4))
    def the_receiver_is_away_for_a_while(self, times: int) -> None:
        for _ in range(times):
            self.a_process_takes_some(1)
            if self.leased:
                self._ended(min(self.leased), "failed")

    def _ended(self, one: str, how: str) -> None:
        outcome = {"taken": Outcome.DELIVERED, "given up": Outcome.FAILED}.get(how, Outcome.WAITING)
        word = self.do(
            self.webhooks.note_attempt(
                self.site,
                HOOK,
                Delivery(one, "ping", 0, outcome=outcome),
                problem="" if how == "taken" else "No.",
                again_in_ms=LONG_MS if outcome is Outcome.WAITING else None,
                rest_ms=0,
                least_rest_ms=0,
                longest_rest_ms=0,
                longest_failing_ms=DAY_MS,
                least_failures=1000,
                at_once=how == "gone",
                detail=b'{"action":"disable_webhook"}',
            )
        )
        assert word == ("disabled" if how == "gone" and not self.disabled else "noted")
        self.leased.remove(one)
        (self.later if outcome is Outcome.WAITING else self.over).add(one)
        if how == "taken":
            if self.failures >= 3:
                self._everything_is_due()
            self.failures = 0
        else:
            self.failures += 1
            self.disabled = self.disabled or how == "gone"

    @rule()
    def the_operator_takes_it_up_again(self) -> None:
        self.do(self.webhooks.enable(self.site, HOOK))
        self._everything_is_due()
        self.failures, self.disabled = 0, False

    @precondition(lambda self: self.over)
    @rule(data=st.data())
    def the_operator_replays_one(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(sorted(self.over)))
        assert self.do(self.webhooks.queue(self.site, HOOK, [Delivery(one, "ping", 0)], again=True)) == 1
        self.over.remove(one)
        self.due.add(one)

    def _everything_is_due(self) -> None:
        self.due |= self.leased | self.later
        self.leased, self.later = set(), set()

    @invariant()
    def nothing_is_lost(self) -> None:
        kept = self.do(self.webhooks.deliveries(self.site, HOOK, 100, None))
        ahead = {each.id for each in kept if each.outcome is Outcome.WAITING}
        assert ahead == self.due | self.leased | self.later
        assert {each.id for each in kept} - ahead == self.over
        (condition,) = self.do(self.webhooks.conditions(self.site, [HOOK]))
        assert (condition.waiting, condition.failures) == (len(ahead), self.failures)
        assert (condition.disabled_at is not None) == self.disabled

    @invariant()
    def verification_finds_nothing(self) -> None:
        assert self.do(_findings(self.store, self.site)) == []


async def _findings(store: Store, site: str) -> list[str]:
    return [finding.what async for finding in webhook_findings(store, site, False)]


def test_no_delivery_is_lost_whatever_happens(valkey_url: str) -> None:
    run_state_machine_as_test(
        lambda: Deliveries(valkey_url),
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

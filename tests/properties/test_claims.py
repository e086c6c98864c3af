"""Claims against a plain model: whoever asks, whenever, no entry is ever leased to two moderators at once."""

import asyncio
import itertools
from typing import Any

from builders import a_comment
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from moderation.domain.decision import Action
from moderation.domain.queue import Queue, Sort
from moderation.storage.client import Store
from moderation.storage.decisions import Done, NotDone, Ordered
from moderation.storage.records import Records

_numbers = itertools.count()
MODERATORS = st.sampled_from(["mona", "max", "mia"])
LONG_MS = 600_000
INSTANT_MS = 1


class Claims(RuleBasedStateMachine):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.site = f"claims-{next(_numbers)}"
        self.queued: dict[bytes, int] = {}
        self.held: dict[bytes, str] = {}
        self.records = Records(self.do(Store.connect(url)))

    def do(self, work: Any) -> Any:
        return self.runner.run(work)

    def comment(self, priority: int, article: str = "news") -> None:
        """A queued comment, in a millisecond of its own: the example must have the same order when it is repeated."""
        self.queued[self.do(a_comment(self.records, article, site=self.site, priority=priority))] = priority
        self.do(asyncio.sleep(0.002))

    def teardown(self) -> None:
        self.do(self.records.store.close())
        self.runner.close()

    @initialize(priorities=st.lists(st.integers(20, 1000), min_size=3, max_size=10))
    def comments_wait(self, priorities: list[int]) -> None:
        for number, priority in enumerate(priorities):
            self.comment(priority, f"article-{number % 4}")

    @rule(priority=st.integers(20, 1000))
    def another_comment_arrives(self, priority: int) -> None:
        self.comment(priority)

    @rule(moderator=MODERATORS, limit=st.integers(1, 5))
    def a_moderator_claims(self, moderator: str, limit: int) -> None:
        _, leased = self.do(self.claim(moderator, limit))
        free = [comment for comment in self.queued if comment not in self.held]
        wanted = sorted(free, key=lambda comment: (-self.queued[comment], comment))[:limit]
        assert leased == wanted, "the most urgent entries nobody holds, in order"
        self.held |= dict.fromkeys(leased, moderator)

    @rule(limits=st.lists(st.integers(1, 4), min_size=2, max_size=3))
    def moderators_claim_at_the_same_moment(self, limits: list[int]) -> None:
        names = ["mona", "max", "mia"][: len(limits)]

        async def together() -> list[tuple[int, list[bytes]]]:
            return await asyncio.gather(*(self.claim(name, limit) for name, limit in zip(names, limits, strict=True)))

        free = {comment for comment in self.queued if comment not in self.held}
        taken: list[bytes] = []
        for name, (_, leased) in zip(names, self.do(together()), strict=True):
            self.held |= dict.fromkeys(leased, name)
            taken += leased
        assert len(taken) == len(set(taken)), "an entry was leased twice"
        assert set(taken) <= free
        assert len(taken) == min(len(free), sum(limits)), "somebody went away with less than there was"

    @rule(moderator=MODERATORS)
    def a_lease_of_an_instant_is_over_at_once(self, moderator: str) -> None:
        async def briefly() -> tuple[int, list[bytes]]:
            claimed = await self.records.queues.claim(self.site, Queue.UNREVIEWED, moderator, 2, INSTANT_MS)
            await asyncio.sleep(0.005)
            return claimed

        _, leased = self.do(briefly())
        assert not set(leased) & set(self.held)

    @rule(moderator=MODERATORS)
    def a_moderator_releases(self, moderator: str) -> None:
        self.do(self.records.queues.reap(self.site))
        mine = [comment for comment, holder in self.held.items() if holder == moderator]
        assert self.do(self.records.queues.release(self.site, moderator)) == len(mine)
        for comment in mine:
            del self.held[comment]

    @rule(moderator=MODERATORS)
    def a_moderator_renews(self, moderator: str) -> None:
        _, renewed = self.do(self.records.queues.renew(self.site, moderator, LONG_MS))
        assert renewed == sum(holder == moderator for holder in self.held.values())

    @rule(moderator=MODERATORS, choice=st.randoms(use_true_random=False))
    def a_moderator_decides(self, moderator: str, choice: Any) -> None:
        if not self.queued:
            return
        comment = choice.choice(list(self.queued))
        order = Ordered(comment, Action.APPROVE, None, b'{"action":"approve","actor":"m"}')
        [result] = self.do(self.records.decisions.decide(self.site, moderator, [order]))
        holder = self.held.get(comment)
        if holder is not None and holder != moderator:
            assert isinstance(result, NotDone)
            assert (result.word, result.holder) == ("claimed", holder)
            return
        assert isinstance(result, Done)
        del self.queued[comment]
        self.held.pop(comment, None)

    @rule()
    def claims_that_are_over_are_reaped(self) -> None:
        self.do(self.records.queues.reap(self.site))

    @invariant()
    def everybody_sees_who_holds_what(self) -> None:
        ids = list(self.queued)
        now = self.do(self.records.store.server_time_ms())
        claims = self.do(self.records.queues.claims(self.site, ids, now)) if ids else []
        seen = {comment: claim.moderator for comment, claim in zip(ids, claims, strict=True) if claim is not None}
        assert {comment: holder for comment, holder in seen.items() if comment in self.held} == self.held

    @invariant()
    def the_order_of_the_queue_is_by_worth_then_age(self) -> None:
        listed = self.do(self.records.queues.listed(self.site, Queue.UNREVIEWED, Sort.PRIORITY, 100, None))
        assert [position.id for position in listed] == sorted(
            self.queued, key=lambda comment: (-self.queued[comment], comment)
        )

    async def claim(self, moderator: str, limit: int) -> tuple[int, list[bytes]]:
        return await self.records.queues.claim(self.site, Queue.UNREVIEWED, moderator, limit, LONG_MS)


def test_claims_follow_the_model(valkey_url: str) -> None:
    run_state_machine_as_test(
        lambda: Claims(valkey_url),
        settings=settings(max_examples=15, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )

"""The crowd of the replay while storage, service or wire fail; each is also a program for larger figures."""

import asyncio

import pytest
from benchmarks.replay import Plan
from faults import killed_at_random, master_killed
from faults.storage_stopped import WAYS, storage_stopped

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


def test_a_master_killed_in_the_middle_loses_nothing_that_was_acknowledged():
    plan = Plan(comments=600, articles=40, commenters=16, moderators=4, readers=8)
    assert master_killed.run(plan).violations == []


def test_kills_at_random_moments_lose_nothing_and_the_next_start_needs_no_help():
    plan = Plan(comments=600, articles=40, commenters=16, moderators=4, readers=8)
    assert killed_at_random.run(plan, kills=3).violations == []


@pytest.mark.parametrize("how", WAYS)
def test_a_storage_that_is_away_for_ten_seconds_is_lived_through(how):
    plan = Plan(comments=900, articles=40, commenters=16, moderators=4, readers=8)
    assert asyncio.run(storage_stopped(plan, how, 10.0)).violations == []

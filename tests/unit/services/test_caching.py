"""Encoded answers in the process: true while they are used, bounded, and kept for when storage is away."""

from typing import Any

import pytest

from moderation.services import caching
from moderation.services.caching import LONGEST_SECONDS, OVERHEAD, PageCache
from moderation.services.documents import Encoded

NEWS = ("default", 3, 1)
SPORT = ("default", 3, 2)
UNKNOWN = ("default", 3, 0)


def an_answer(text: str = "page") -> Encoded:
    return Encoded(text.encode(), f"tag of {text}")


@pytest.fixture
def cache() -> PageCache:
    return PageCache(1 << 20)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(caching, "time", clock)
    return clock


def test_an_answer_is_given_again_until_its_thread_changes(cache: PageCache) -> None:
    cache.put("page", (NEWS,), an_answer(), cache.tick)
    assert cache.get("page") == an_answer()

    cache.changed(SPORT)
    assert cache.get("page") == an_answer()

    cache.changed(NEWS)
    assert cache.get("page") is None


def test_a_load_that_raced_a_change_is_answered_and_not_kept(cache: PageCache) -> None:
    seen = cache.tick
    cache.changed(NEWS)

    answered = cache.put("page", (NEWS,), an_answer("old"), seen)

    assert answered == an_answer("old"), "whoever asked before the change may have it"
    assert cache.get("page") is None
    assert cache.stale("page") == an_answer("old")


def test_a_load_that_raced_a_change_elsewhere_is_kept(cache: PageCache) -> None:
    seen = cache.tick
    cache.changed(SPORT)

    cache.put("page", (NEWS,), an_answer(), seen)

    assert cache.get("page") == an_answer()


def test_an_article_without_a_place_changes_with_every_new_one_of_its_partition(cache: PageCache) -> None:
    cache.put("empty", (UNKNOWN,), an_answer(), cache.tick)
    cache.put("elsewhere", (("default", 4, 0),), an_answer(), cache.tick)
    cache.put("another site", (("daily", 3, 0),), an_answer(), cache.tick)

    cache.changed(NEWS)

    assert cache.get("empty") is None
    assert cache.get("elsewhere") is not None
    assert cache.get("another site") is not None


def test_an_answer_about_many_threads_ends_with_the_first_change(cache: PageCache) -> None:
    cache.put("counts", (NEWS, SPORT), an_answer(), cache.tick)

    cache.changed(SPORT)

    assert cache.get("counts") is None


def test_what_went_stale_is_still_there_for_when_storage_is_away(cache: PageCache) -> None:
    cache.put("page", (NEWS,), an_answer(), cache.tick)
    cache.changed(NEWS)

    assert cache.stale("page") == an_answer()
    assert cache.stale("never seen") is None


def test_an_answer_is_loaded_again_after_a_while_whatever_the_events_say(cache: PageCache, clock: Clock) -> None:
    answer = cache.put("page", (NEWS,), an_answer(), cache.tick)
    cache.alias("default", "/page", answer)
    clock.now += LONGEST_SECONDS
    assert cache.get("page") is not None
    assert cache.by_alias("default", "/page") is not None

    clock.now += 0.001

    assert cache.get("page") is None
    assert cache.by_alias("default", "/page") is None
    assert cache.stale("page") is not None


def test_the_least_recently_used_goes_when_the_bytes_run_out() -> None:
    size = 1000
    cache = PageCache(3 * (size + OVERHEAD))
    for name in "abc":
        cache.put(name, (NEWS,), an_answer(name * size), cache.tick)
    cache.get("a")

    cache.put("d", (NEWS,), an_answer("d" * size), cache.tick)

    assert [name for name in "abcd" if cache.stale(name) is not None] == ["a", "c", "d"]


def test_an_answer_larger_than_everything_is_kept_alone() -> None:
    cache = PageCache(100)
    cache.put("small", (NEWS,), an_answer(), cache.tick)

    cache.put("large", (NEWS,), an_answer("x" * 5000), cache.tick)

    assert cache.get("large") is not None
    assert cache.stale("small") is None


def test_a_replaced_answer_frees_its_bytes() -> None:
    cache = PageCache(2 * (100 + OVERHEAD))
    for _ in range(50):
        cache.put("page", (NEWS,), an_answer("x" * 100), cache.tick)
    cache.put("other", (NEWS,), an_answer("y" * 100), cache.tick)

    assert cache.get("page") is not None
    assert cache.get("other") is not None


def test_the_words_of_a_request_lead_to_its_answer_at_its_own_site_only(cache: PageCache) -> None:
    answer = cache.put("page", (NEWS,), an_answer(), cache.tick)
    cache.alias("default", "/page?limit=1", answer)

    assert cache.by_alias("default", "/page?limit=1") is answer
    assert cache.by_alias("daily", "/page?limit=1") is None
    assert cache.by_alias("default", "/page") is None
    cache.changed(NEWS)
    assert cache.by_alias("default", "/page?limit=1") is None


def test_a_new_answer_is_not_reached_by_the_words_that_led_to_the_old_one(cache: PageCache) -> None:
    old = cache.put("page", (NEWS,), an_answer("old"), cache.tick)
    cache.alias("default", "/page", old)
    new = cache.put("page", (NEWS,), an_answer("new"), cache.tick)

    assert cache.by_alias("default", "/page") is None
    cache.alias("default", "/page", old)
    assert cache.by_alias("default", "/page") is None, "what was replaced meanwhile is not remembered"
    cache.alias("default", "/page", new)
    assert cache.by_alias("default", "/page") is new


def test_one_answer_is_not_remembered_under_endlessly_many_words(cache: PageCache) -> None:
    answer = cache.put("page", (NEWS,), an_answer(), cache.tick)
    for number in range(100):
        cache.alias("default", f"/page?x={number}", answer)

    remembered = [n for n in range(100) if cache.by_alias("default", f"/page?x={n}") is not None]

    assert remembered == list(range(8))


def test_an_answer_that_was_never_kept_leads_nowhere(cache: PageCache) -> None:
    cache.alias("default", "/page", an_answer())

    assert cache.by_alias("default", "/page") is None


def test_what_is_remembered_of_changes_is_bounded(cache: PageCache) -> None:
    seen = cache.tick
    for number in range(1, 60_000):
        cache.changed(("default", 3, number))

    assert not cache.current((("default", 4, 1),), seen), "rather once too often than ever stale"
    assert cache.current((("default", 4, 1),), cache.tick)
    kept: Any = cache.put("page", (NEWS,), an_answer(), cache.tick)
    assert cache.get("page") is kept

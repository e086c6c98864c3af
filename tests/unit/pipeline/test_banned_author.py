"""Banned and suspended authors are turned away and told; shadowed authors are neither."""

import pytest
from unit.pipeline.builders import NOW, said, some_facts

from moderation.domain.author import Standing
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases import banned_author

HOUR = 3_600_000


@pytest.mark.parametrize("standing", [Standing.NEW, Standing.TRUSTED, Standing.PREMODERATED])
def test_says_nothing_of_an_author_who_may_write(standing):
    assert said(banned_author.opinions, some_facts(author={"standing": standing})) == []


def test_refuses_a_banned_author():
    assert said(banned_author.opinions, some_facts(author={"standing": Standing.BANNED})) == [
        (Effect.REFUSE, "banned_author")
    ]


def test_refuses_a_suspended_author_and_says_until_when():
    (opinion,) = banned_author.opinions(some_facts(author={"standing": Standing.SUSPENDED, "until": NOW + HOUR}))

    assert (opinion.effect, opinion.reason) == (Effect.REFUSE, "suspended_author")
    assert opinion.detail == {"until": NOW + HOUR}
    assert opinion.author_sentence == "You may not comment here until 2026-09-21T15:13:20.000Z."


def test_a_suspension_without_an_end_has_no_date_in_its_sentence():
    (opinion,) = banned_author.opinions(some_facts(author={"standing": Standing.SUSPENDED}))

    assert opinion.author_sentence == "You may not comment here for now."


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.BANNED, Standing.SHADOWED])
def test_a_standing_is_over_when_its_time_has_come(standing):
    assert said(banned_author.opinions, some_facts(author={"standing": standing, "until": NOW})) == []


def test_a_shadowed_author_is_told_nothing():
    (opinion,) = banned_author.opinions(some_facts(author={"standing": Standing.SHADOWED}))

    assert (opinion.effect, opinion.author_sentence) == (Effect.SHADOW, None)

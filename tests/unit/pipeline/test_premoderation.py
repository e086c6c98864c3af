"""Look first, publish then: for a site, an article, an author."""

import pytest
from unit.pipeline.builders import NOW, said, some_facts

from moderation.domain.author import Standing
from moderation.domain.policy import Mode, Policy
from moderation.domain.thread import Thread
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases import premoderation


@pytest.mark.parametrize(
    ("site", "article", "held"),
    [
        (Mode.POST, None, False),
        (Mode.PRE, None, True),
        (Mode.POST, "pre", True),
        (Mode.PRE, "post", False),
    ],
)
def test_an_article_overrides_its_site(site, article, held):
    facts = some_facts(policy=Policy(mode=site), thread=Thread("walks", mode=article))

    assert said(premoderation.opinions, facts) == ([(Effect.HOLD, "premoderation")] if held else [])


def test_a_premoderated_author_is_held_everywhere():
    facts = some_facts(author={"standing": Standing.PREMODERATED}, thread=Thread("walks", mode="post"))

    assert said(premoderation.opinions, facts) == [(Effect.HOLD, "premoderated_author")]


def test_premoderation_of_an_author_ends():
    facts = some_facts(author={"standing": Standing.PREMODERATED, "until": NOW})

    assert said(premoderation.opinions, facts) == []


def test_premoderation_is_no_doubt_that_trust_could_answer():
    assert not any(opinion.waivable for opinion in premoderation.opinions(some_facts(policy=Policy(mode=Mode.PRE))))

"""Trust is given by moderators, and ends when they said it would."""

from unit.pipeline.builders import NOW, said, some_facts

from moderation.domain.author import Standing
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases import trusted_author


def test_a_trusted_author_is_trusted():
    facts = some_facts(author={"standing": Standing.TRUSTED})

    assert said(trusted_author.opinions, facts) == [(Effect.TRUST, "trusted_author")]


def test_nobody_else_is():
    assert said(trusted_author.opinions, some_facts(author={"approved": 900})) == []


def test_trust_ends():
    assert said(trusted_author.opinions, some_facts(author={"standing": Standing.TRUSTED, "until": NOW - 1})) == []

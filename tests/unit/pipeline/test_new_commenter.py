"""A site may look at everybody's first comments."""

from unit.pipeline.builders import said, some_facts

from moderation.domain.policy import Policy
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases import new_commenter

THREE = Policy(hold_new_commenters=3)


def test_the_first_comments_are_held():
    facts = some_facts(policy=THREE, author={"approved": 2})

    assert said(new_commenter.opinions, facts) == [(Effect.HOLD, "new_commenter")]


def test_who_has_enough_approved_comments_is_new_no_more():
    assert said(new_commenter.opinions, some_facts(policy=THREE, author={"approved": 3})) == []


def test_comments_that_nobody_looked_at_do_not_count():
    facts = some_facts(policy=THREE, author={"posted": 50, "visible": 50})

    assert said(new_commenter.opinions, facts) == [(Effect.HOLD, "new_commenter")]


def test_a_site_that_looks_at_no_first_comments_holds_none():
    assert said(new_commenter.opinions, some_facts(policy=Policy(hold_new_commenters=0))) == []

"""Nothing is said in a closed discussion."""

from unit.pipeline.builders import said, some_facts

from moderation.domain.thread import Thread
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases import closed_thread


def test_says_nothing_of_an_open_thread():
    assert said(closed_thread.opinions, some_facts(thread=Thread("walks", open=True))) == []


def test_refuses_in_a_closed_thread():
    facts = some_facts(thread=Thread("walks", open=False))

    assert said(closed_thread.opinions, facts) == [(Effect.REFUSE, "closed_thread")]


def test_refuses_a_new_revision_in_a_closed_thread_too():
    facts = some_facts(thread=Thread("walks", open=False), edit=True)

    assert said(closed_thread.opinions, facts) == [(Effect.REFUSE, "closed_thread")]

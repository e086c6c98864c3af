"""Banned words reject, suspect words ask for a look."""

from unit.pipeline.builders import said, some_facts

from moderation.domain.comment import Span
from moderation.domain.policy import Policy
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases import word_list

POLICY = Policy(banned_words=["blockhead"], suspect_words=["nincompoop"])


def test_says_nothing_of_other_words():
    assert said(word_list.opinions, some_facts("What a fine day.", policy=POLICY)) == []


def test_a_banned_word_rejects_and_shows_where_it_stands():
    (opinion,) = word_list.opinions(some_facts("You blockhead, you!", policy=POLICY))

    assert (opinion.effect, opinion.reason) == (Effect.REJECT, "banned_word")
    assert opinion.sentence == "Contains “blockhead”, banned on this site."
    assert opinion.spans == (Span("BANNED_WORD", 4, 13, 1.0),)
    assert not opinion.waivable


def test_the_author_is_not_told_the_list():
    (opinion,) = word_list.opinions(some_facts("You blockhead!", policy=POLICY))

    assert "blockhead" not in (opinion.author_sentence or "")


def test_a_suspect_word_holds():
    facts = some_facts("You nincompoop!", policy=POLICY)

    assert said(word_list.opinions, facts) == [(Effect.HOLD, "suspect_word")]


def test_a_site_may_publish_suspect_words_and_have_them_looked_at():
    policy = Policy(suspect_words=["nincompoop"], hold_suspect_words=False)

    assert said(word_list.opinions, some_facts("You nincompoop!", policy=policy)) == [(Effect.REPORT, "suspect_word")]


def test_both_lists_are_heard():
    facts = some_facts("You nincompoop, you blockhead!", policy=POLICY)

    assert said(word_list.opinions, facts) == [(Effect.REJECT, "banned_word"), (Effect.HOLD, "suspect_word")]


def test_a_word_that_comes_twice_is_named_once_and_shown_twice():
    (opinion,) = word_list.opinions(some_facts("blockhead blockhead", policy=POLICY))

    assert opinion.detail["words"] == ["blockhead"]
    assert [(span.start, span.end) for span in opinion.spans] == [(0, 9), (10, 19)]


def test_a_sentence_with_many_words_stays_a_sentence():
    words = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"]

    (opinion,) = word_list.opinions(some_facts(" ".join(words), policy=Policy(banned_words=words)))

    assert opinion.sentence == "Contains “alpha”, “bravo”, “charlie”, “delta”, “echo” and more, banned on this site."
    assert opinion.detail["words"] == words


def test_one_word_over_and_over_does_not_fill_the_store():
    (opinion,) = word_list.opinions(some_facts("blockhead " * 90, policy=POLICY))

    assert (len(opinion.spans), opinion.detail["found"]) == (word_list.SHOWN, 90)


def test_a_word_of_two_lists_is_shown_once():
    policy = Policy(suspect_words=["shit"], word_lists=["en"])

    (opinion,) = word_list.opinions(some_facts("this is shit", policy=policy))

    assert opinion.spans == (Span("SUSPECT_WORD", 8, 12, 1.0),)

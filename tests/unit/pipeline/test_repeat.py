"""Pasting the same comment again and again is noticed; saying thank you twice is not."""

from unit.pipeline.builders import said, some_facts

from moderation.domain.policy import Policy
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases import repeat
from moderation.text.fingerprint import fingerprint

ADVERT = (
    "I made four thousand a week from home with this one simple trick that the banks do not want anybody to know, "
    "write to me and I will show you how it is done, no experience is needed and the first lesson is free"
)
OTHER = (
    "The council has had eleven years to repair that bridge, and every spring they send two people with a bucket of "
    "paint, so forgive me if I do not hold my breath this time"
)
HELD = [(Effect.HOLD, "repeat")]


def after(*earlier: str, saying: str, **more: object) -> list[tuple[Effect, str]]:
    marks = [fingerprint(text) for text in earlier]
    return said(repeat.opinions, some_facts(saying, fingerprint=fingerprint(saying), recent=marks, **more))


def test_a_first_comment_repeats_nothing():
    assert after(saying=ADVERT) == []


def test_another_comment_repeats_nothing():
    assert after(OTHER, saying=ADVERT) == []


def test_the_same_long_text_is_a_repeat_the_second_time():
    assert after(OTHER, ADVERT, saying=ADVERT) == HELD


def test_a_text_with_a_small_change_is_a_repeat():
    assert after(ADVERT, saying=ADVERT + " :-)") == HELD


def test_short_courtesies_may_be_said_again():
    assert after("Thank you!", "Thank you!", saying="Thank you!") == []


def test_even_short_texts_are_repeats_when_they_are_said_over_and_over():
    assert after(*["First place!"] * 3, saying="First place!") == HELD


def test_a_new_revision_is_no_repeat_of_the_one_before():
    assert after(ADVERT, saying=ADVERT, edit=True) == []


def test_a_site_may_allow_repeats():
    assert after(ADVERT, saying=ADVERT, policy=Policy(hold_repeats=False)) == []


def test_decorating_a_short_text_does_not_make_it_long():
    assert after("Thank you!", saying="Thank you!" + "!" * 60) == []


def test_applause_is_never_a_repeat():
    assert after(*["👏👏"] * 9, saying="👏👏") == []


def test_without_a_fingerprint_nothing_is_compared():
    assert said(repeat.opinions, some_facts(ADVERT, recent=[fingerprint(ADVERT)])) == []


def test_a_trusted_author_may_repeat():
    mark = fingerprint(ADVERT)

    (opinion,) = repeat.opinions(some_facts(ADVERT, fingerprint=mark, recent=[mark]))

    assert opinion.waivable

"""What is known of a comment when it is judged, as rules see it and as it is kept."""

from unit.pipeline.builders import NOW, some_facts

from moderation.domain.author import Reader, Standing
from moderation.domain.comment import Circumstances
from moderation.domain.thread import Thread
from moderation.pipeline.cases import case_of, circumstances_of
from moderation.pipeline.facts import Scores, Unavailable, Unread
from moderation.pipeline.judge import judge, judgement

MINUTE, DAY = 60_000, 86_400_000
RECORD = {"posted": 9, "visible": 7, "approved": 5, "rejected": 2, "first_at": NOW - 3 * DAY}


def test_everything_that_is_known_is_kept_in_whole_minutes_and_seconds():
    facts = some_facts(
        author=RECORD | {"standing": Standing.TRUSTED},
        thread=Thread("walks", count=12, first_at=NOW - 90 * MINUTE),
        scoring=Scores({"THREAT": 0.1}, language="de"),
        pause=61_999,
    )

    known = circumstances_of(facts)

    assert known == Circumstances(
        minute=NOW // MINUTE,
        language="de",
        standing=Standing.TRUSTED,
        posted=9,
        visible=7,
        approved=5,
        rejected=2,
        author_minutes=3 * 1440,
        pause=61,
        comments=12,
        article_minutes=90,
    )
    assert judgement(facts, judge(facts)).circumstances == known


def test_a_first_comment_has_no_past():
    known = circumstances_of(some_facts(thread=Thread("walks")))

    assert (known.author_minutes, known.article_minutes, known.pause, known.comments) == (None, None, None, 0)


def test_a_standing_that_is_over_does_not_count():
    over = some_facts(author={"standing": Standing.PREMODERATED, "until": NOW})

    assert circumstances_of(over).standing is Standing.NEW


def test_a_language_is_known_without_scores_and_neither_is_known_while_the_classifier_is_away():
    unread, away = some_facts(scoring=Unread("fr")), some_facts(scoring=Unavailable("timed out"))

    assert (case_of(unread).scores, circumstances_of(unread).language) == ({}, "fr")
    assert (case_of(away).scores, circumstances_of(away).language) == ({}, "")


def test_a_clock_that_went_back_makes_nobody_younger_than_nothing():
    assert circumstances_of(some_facts(author={"first_at": NOW + DAY})).author_minutes == 0


def test_the_case_names_author_and_article():
    facts = some_facts(
        reader=Reader("4f2a"),
        author_name="Ann",
        badges=("staff",),
        reply=True,
        thread=Thread("walks", title="Walks", url="https://news.example/walks"),
    )

    case = case_of(facts)

    assert (case.author_id, case.author_name, case.guest, case.badges, case.reply) == (
        "ada",
        "Ann",
        True,
        ("staff",),
        True,
    )
    assert (case.article, case.title, case.url) == ("walks", "Walks", "https://news.example/walks")

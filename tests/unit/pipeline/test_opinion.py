"""Opinions are stored with the comment and come back as they were."""

import json

from hypothesis import given
from unit.pipeline.builders import an_opinion, any_opinion

from moderation.domain.comment import Span
from moderation.pipeline.opinion import Effect, from_document, to_document


@given(any_opinion())
def test_an_opinion_survives_being_stored_as_json(opinion):
    assert from_document(json.loads(json.dumps(to_document(opinion)))) == opinion


def test_spans_are_written_as_moderators_programs_read_them():
    opinion = an_opinion(Effect.HOLD, spans=(Span("INSULT", 0, 4, 0.9),))

    assert to_document(opinion)["spans"] == [{"attribute": "INSULT", "start": 0, "end": 4, "value": 0.9}]


def test_what_is_empty_takes_no_room():
    assert set(to_document(an_opinion(Effect.NOTE))) == {"phase", "effect", "reason", "sentence"}


def test_effects_are_listed_strongest_first():
    assert [effect.value for effect in Effect] == [
        "refuse",
        "reject",
        "shadow",
        "hold",
        "report",
        "approve",
        "trust",
        "note",
    ]

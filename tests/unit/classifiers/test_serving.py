"""The released classifier gives the trained pipeline's scores, for any string, whatever it has seen before."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import classifiers
from classifiers import Classifier
from classifiers.serving import lexicon
from classifiers.serving.artifact import read
from classifiers.serving.explain import Span, utf16_spans

COMMENTS = [
    "",
    "!!! ???",
    "idiot",
    "What a pathetic moron, the mayor should shut up.",
    "The mayor is no idiot, the mayor is no fool, the mayor is no idiot.",
    "I thi\u200bnk th3 c0uncil did a c a r e f u l job, you сlown, and I would like to read much more of it.",
    "fool " * 40,
]


def test_scores_are_those_of_the_scikit_learn_pipeline(trained) -> None:
    texts = COMMENTS + [example.text for example in trained.examples]
    scores = trained.classifier.score(texts)
    served = np.array([list(each.values()) for each in scores])
    assert served.shape == (len(texts), 2)
    np.testing.assert_allclose(served, trained.pipeline.predict(texts), atol=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "\ud800 \udfff",
        "a" * 10_000,
        "a " * 100_000,
        "👍🏽" * 3000,
        "\u0301" * 10_000,
        "f*" * 20_000,
        "1!" * 20_000,
        " . " * 20_000,
    ],
)
def test_any_string_has_scores(text: str) -> None:
    (reading,) = _shipped().read([text])
    assert tuple(reading.scores) == _shipped().attributes
    assert all(0 <= score <= 1 for score in reading.scores.values())


@settings(deadline=None)
@given(st.lists(st.text(), max_size=5))
def test_a_comment_scores_the_same_in_any_company(texts: list[str]) -> None:
    model = _shipped()
    together = model.read(texts)
    assert together == [model.read([text])[0] for text in texts]
    assert [reading.scores for reading in together] == model.score(texts)
    for text, reading in zip(texts, together, strict=True):
        assert all(0 <= span.start < span.end <= len(text) and 0 < span.value <= 1 for span in reading.spans)


def test_forgetting_words_bounds_memory_and_changes_no_score(trained, monkeypatch: pytest.MonkeyPatch) -> None:
    before = trained.classifier.score(COMMENTS)
    monkeypatch.setattr(lexicon, "MOST_ROWS", 50)
    small = Classifier(read(trained.folder))
    for number in range(2000):
        small.score([f"word{number} other{number}"])
    assert len(small._lexicon) <= 52
    assert small.score(COMMENTS) == before


def test_a_span_is_where_the_insult_was_typed() -> None:
    text = "The weather was fine and the bus came on time. You st\u200bupid іdiot! Otherwise all went well, thank you."
    (reading,) = _shipped().read([text])
    assert reading.scores["INSULT"] > 0.5
    found = {text[span.start : span.end] for span in reading.spans if span.attribute == "INSULT"}
    assert "st\u200bupid іdiot" in found


def test_spans_are_counted_in_utf_16_for_browsers() -> None:
    text = "😀 You 𝓲diot 😀😀, shut up"
    spans = (Span("INSULT", 2, 11, 0.5), Span("INSULT", 16, 23, 0.2))
    units = text.encode("utf-16-le")
    assert [units[2 * span.start : 2 * span.end].decode("utf-16-le") for span in utf16_spans(text, spans)] == [
        "You 𝓲diot",
        "shut up",
    ]
    assert utf16_spans("plain", spans[:1]) == spans[:1]


@given(st.text(), st.data())
def test_a_span_in_utf_16_cuts_out_the_same_characters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    (span,) = utf16_spans(text, [Span("INSULT", start, end, 1.0)])
    assert text.encode("utf-16-le")[2 * span.start : 2 * span.end].decode("utf-16-le") == text[start:end]


def test_a_civil_comment_has_no_spans() -> None:
    (reading,) = _shipped().read(["Thank you, the second paragraph explains the budget clearly."])
    assert reading.spans == ()


def test_rude_comments_score_above_civil_ones_and_disguise_does_not_help() -> None:
    civil, rude, disguised = _shipped().score(
        [
            "Thank you for the careful report.",
            "You are a stupid idiot, shut up.",
            "You are a st\u200bup1d іdi0t, shut uuuup.",
        ]
    )
    assert civil["TOXICITY"] < 0.1
    assert rude["TOXICITY"] > 0.9
    assert disguised["TOXICITY"] > 0.9


def test_one_insult_counts_in_a_long_civil_comment() -> None:
    civil = "The council has published its budget and most of the numbers look reasonable to me. " * 4
    plain, spoiled = _shipped().score([civil, civil + "You are a stupid idiot. " + civil])
    assert plain["TOXICITY"] < 0.1
    assert spoiled["TOXICITY"] > 5 * plain["TOXICITY"]


def test_serving_needs_numpy_alone() -> None:
    program = (
        "import sys, classifiers; classifiers.load().read(['You idiot']);"
        "print([name for name in ('sklearn', 'scipy', 'moderation') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def _shipped() -> Classifier:
    if not _LOADED:
        _LOADED.append(classifiers.load())
    return _LOADED[0]


_LOADED: list[Classifier] = []

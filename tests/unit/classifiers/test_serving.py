"""The released classifier gives the trained pipeline's scores, for any string, whatever it has seen before."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import classifiers
from classifiers import Classifier
from classifiers.serving import hashing, lexicon
from classifiers.serving.artifact import read
from classifiers.serving.classifier import SENTENCE_ALLOWANCE
from classifiers.serving.explain import Span, utf16_spans
from classifiers.training.estimators import Pipeline

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


# What people write and what they hide behind, in any order.
PIECES = st.sampled_from(
    [
        "idiot",
        "You",
        "the mayor",
        "f o o l",
        "f.o.o.l",
        "id1ot",
        "с",
        "😀",
        "\u200b",
        ".",
        "!",
        "\n",
        " ",
        "e.g.",
        "#youfool",
    ]
)
WRITTEN = st.text() | st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=30).map("".join)


@settings(max_examples=150)
@given(st.lists(WRITTEN, max_size=4))
def test_any_text_scores_as_in_the_scikit_learn_pipeline(trained, texts: list[str]) -> None:
    served = np.array([list(each.values()) for each in trained.classifier.score(texts)]).reshape(len(texts), 2)
    if texts:
        np.testing.assert_allclose(served, trained.pipeline.predict(texts), atol=1e-6)


def test_the_released_model_is_the_fast_form_of_a_pipeline(trained) -> None:
    artifact = read(classifiers.model_folder())
    texts = COMMENTS + [example.text for example in trained.examples]
    served = np.array([list(each.values()) for each in _shipped().score(texts)])
    np.testing.assert_allclose(served, Pipeline.of(artifact, trained.recipe).predict(texts), atol=1e-6)


@given(st.lists(WRITTEN, max_size=5))
def test_a_comment_scores_the_same_in_any_company(texts: list[str]) -> None:
    model = _shipped()
    together = model.read(texts)
    assert together == [model.read([text])[0] for text in texts]
    assert [reading.scores for reading in together] == model.score(texts)
    for text, reading in zip(texts, together, strict=True):
        assert all(0 <= span.start < span.end <= len(text) and 0 < span.value <= 1 for span in reading.spans)


@given(st.lists(st.text(min_size=1), min_size=1, max_size=6))
def test_runs_of_many_words_are_hashed_as_those_of_each(words: list[str]) -> None:
    words = [word.encode("utf-8", "ignore").decode() or "x" for word in words]
    runs = hashing.Runs(words)
    ends = [*runs.starts[1:].tolist(), None]
    together = [
        (place, int(value)) for hashes, inside in runs for place, value in enumerate(hashes.tolist()) if inside[place]
    ]
    for word, start, end in zip(words, runs.starts.tolist(), ends, strict=True):
        of_word = [value for place, value in together if start <= place and (end is None or place < end)]
        assert of_word == hashing.run_hashes(word)
    own = [hashing.word_hash(word) for word in words]
    halves = hashing.pair_halves(np.array(own, dtype=np.uint64))
    assert halves.tolist() == [
        [each * 0x9E3779B185EBCA87 % 2**64, (each * 0xC2B2AE3D27D4EB4F + 0x165667B19E3779F9) % 2**64] for each in own
    ]


def test_forgetting_words_bounds_memory_and_changes_no_score(trained, monkeypatch: pytest.MonkeyPatch) -> None:
    before = trained.classifier.score(COMMENTS)
    monkeypatch.setattr(lexicon, "MOST_ROWS", 50)
    small = Classifier(read(trained.folder))
    for number in range(2000):
        small.score([f"word{number} other{number}"])
    assert len(small._lexicon) <= 52
    assert small.score(COMMENTS) == before


def test_words_that_come_up_again_outlive_those_that_do_not(trained, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "MOST_ROWS", 50)
    weights = read(trained.folder).weights
    kept = lexicon.Lexicon(weights)
    for number in range(200):
        kept.make_room()
        (idiot,), _ = kept.look_up("idiot")
        kept.look_up(f"word{number} other{number}.")
        kept.work_out()
        fresh = lexicon.Lexicon(weights)
        fresh.look_up("an idiot.")
        fresh.work_out()
        assert kept.rows[idiot].tolist() == fresh.rows[1].tolist()
        assert kept.halves[idiot].tolist() == fresh.halves[1].tolist()
    assert "idiot" in kept


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


def test_a_span_covers_whole_letters_of_a_disguised_word() -> None:
    disguised = "Thank you. But you are a s\u0301t\u0302u\u0303p\u0304i\u0305d\u0306 i😀d😀i😀o😀t, and f u c k you"
    (reading,) = _shipped().read([disguised])
    found = [disguised[span.start : span.end] for span in reading.spans if span.attribute == "TOXICITY"]
    assert any("s\u0301t\u0302u\u0303p\u0304i\u0305d\u0306 i😀d😀i😀o😀t" in span for span in found)
    assert any("f u c k" in span for span in found)


@given(WRITTEN)
def test_no_span_begins_or_ends_inside_a_letter_and_its_marks(text: str) -> None:
    (reading,) = _shipped().read([f"You idiot {text} fool\u0301\u0302"])
    (again,) = _shipped().read([f"You idiot {text} fool\u0301\u0302"])
    assert reading == again
    whole = f"You idiot {text} fool\u0301\u0302"
    for span in reading.spans:
        for place in (span.start, span.end):
            assert place == len(whole) or whole[place] not in "\u0301\u0302\u200b\u200d\ufe0f"


def test_kind_sentences_around_a_threat_do_not_hide_it() -> None:
    threat = "You are a stupid idiot."
    kind = "The photographs are lovely and the writing is clear. " * 20
    alone, before, after, among = (
        reading.scores["TOXICITY"]
        for reading in _shipped().read([threat, kind + threat, f"{threat} {kind}", f"{kind}{threat} {kind}"])
    )
    assert min(before, after, among) >= alone - SENTENCE_ALLOWANCE
    for between in ("\n", " - ", "; ", " 😀 "):
        (hidden,) = _shipped().score(
            [between.join(["The photographs are lovely", threat.rstrip("."), "Thank you"] * 5)]
        )
        assert hidden["TOXICITY"] >= alone - SENTENCE_ALLOWANCE, between
    spans = _shipped().read([kind + threat])[0].spans
    strongest = max((span for span in spans if span.attribute == "INSULT"), key=lambda span: span.value)
    assert (kind + threat)[strongest.start : strongest.end] == "stupid idiot"


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

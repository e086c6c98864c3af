"""Whatever is sent to be scored: no exception, no more time than its length asks for, and spans inside it."""

import time

import pytest

import classifiers
from classifiers import text as canonical_text
from classifiers.serving.sentences import sentences

SIZE = 50_000
HOSTILE = {
    "one letter": "a" * SIZE,
    "letters apart": "a " * (SIZE // 2),
    "letters and dots": "a." * (SIZE // 2),
    "letters and stars": "f*" * (SIZE // 2),
    "letters and signs": "a@!" * (SIZE // 3),
    "digits and signs": "1!" * (SIZE // 2),
    "one sign": "!" * SIZE + "a",
    "openings": "([{<" * (SIZE // 4),
    "full stops": " . " * (SIZE // 3),
    "quotes": '."' * (SIZE // 2),
    "underscores": "_" * SIZE,
    "emoji": "👍🏽" * (SIZE // 2),
    "emoji in families": "👩\u200d👩\u200d👧" * (SIZE // 5),
    "flags": "🇺🇸" * (SIZE // 2),
    "a flag too many": "🇮" * (SIZE - 1),
    "combining marks": "\u0301" * SIZE,
    "marks on a letter": "e" + "\u0301\u0323" * (SIZE // 2),
    "nothing visible": "\u200b\u2060\u00ad" * (SIZE // 3),
    "turned around": "\u202e\u2066a" * (SIZE // 3),
    "halves of characters": "\ud800\udfff\udc00" * (SIZE // 3),
    "nulls": "\x00" * SIZE,
    "nulls in words": "id\x00iot " * (SIZE // 7),
    "new lines": "\n" * SIZE,
    "lines of a letter": "a\n" * (SIZE // 2),
    "blanks": " " * SIZE,
    "ligatures that unfold": "\ufdfa" * (SIZE // 18),
    "mixed alphabets": "iдiοt" * (SIZE // 5),
    "words run together": "youstupididiot" * (SIZE // 14),
    "known words": "stupid idiot " * (SIZE // 13),
    "different words": " ".join(map(str, range(SIZE // 6))),
    "abbreviations": "e.g. " * (SIZE // 5),
}


@pytest.fixture(scope="module")
def model() -> classifiers.Classifier:
    return classifiers.load()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_read_like_any_other(name: str, model: classifiers.Classifier) -> None:
    text = HOSTILE[name]
    (reading,) = model.read([text])
    assert all(0 <= score <= 1 for score in reading.scores.values())
    assert all(0 <= span.start < span.end <= len(text) for span in reading.spans)
    assert model.score([text]) == [reading.scores]
    assert all(start < end for start, end in sentences(text))


@pytest.mark.parametrize("name", HOSTILE)
def test_four_times_the_text_takes_about_four_times_the_time(name: str) -> None:
    # Processor time, which a busy machine stretches now and then: what grows with the square takes sixteen times as
    # long, however often it is tried. A thousandth of a second is not measured well.
    text = HOSTILE[name]
    assert any(_seconds(text) < 8 * _seconds(text[: len(text) // 4]) + 0.02 for _ in range(5))


def _seconds(text: str) -> float:
    began = time.thread_time()
    canonical_text.fold(text)
    canonical_text.word_places(text)
    canonical_text.sentence_words(text)
    sentences(text)
    return time.thread_time() - began

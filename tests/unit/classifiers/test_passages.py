"""Comments laid one behind the other keep their words, windows, sentences and repetitions apart."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from classifiers.serving.passages import Layout
from classifiers.training.features import windows

COMMENTS = st.lists(st.tuples(st.lists(st.integers(0, 4), max_size=40), st.sets(st.integers(0, 40))), max_size=5)


@given(COMMENTS)
def test_every_comment_finds_its_own(comments: list[tuple[list[int], set[int]]]) -> None:
    layout = Layout(window=5, step=2)
    for words, ends in comments:
        layout.add(words, sorted(end for end in ends if end <= len(words)))
    for number, (words, ends) in enumerate(comments):
        start, end = layout.limits[number : number + 2]
        assert layout.words[start:end] == words
        assert _texts(layout, layout.windows(number)) == windows(words, 5, 2)
        sentences = _texts(layout, layout.sentences(number))
        assert [word for sentence in sentences for word in sentence] == words
        assert all(sentences) or words == []
        assert len(sentences) == max(1, len({end for end in ends if 0 < end < len(words)} | {len(words)}))


@given(COMMENTS)
def test_what_a_comment_said_before_is_told_apart_from_what_others_said(
    comments: list[tuple[list[int], set[int]]],
) -> None:
    layout = Layout(window=5, step=2)
    for words, _ in comments:
        layout.add(words, [])
    for number, (words, _) in enumerate(comments):
        start = layout.limits[number]
        pairs = list(pairwise(words))
        assert _own(layout.again, layout.again_first, number, start) == _repeated(words)
        assert _own(layout.pairs_again, layout.pairs_again_first, number, start) == _repeated(pairs)


def _texts(layout: Layout, which: slice) -> list[list[int]]:
    passages = [layout.passage(number) for number in range(which.start, which.stop)]
    return [layout.words[start:end] for start, end in passages]


def _own(places: list[int], first: list[int], number: int, start: int) -> list[int]:
    nothing, *found = places[first[number] : [*first, len(places)][number + 1]]
    assert nothing == -1
    return [place - start for place in found]


def _repeated(items: list[object]) -> list[int]:
    return [place for place, item in enumerate(items) if item in items[:place]]

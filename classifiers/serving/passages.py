"""Where comments, their windows and their sentences begin and end in one long row of words, so that many comments are
added up at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(slots=True)
class Passages:
    """Stretches of words, `starts` to `ends` (exclusive). Those of comment n begin with number `first[n]`; each comment
    has at least one, if only an empty one.
    """

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)

    def of_comment(self, number: int) -> tuple[int, int]:
        """The numbers of the comment's first passage and of the one after its last."""
        after = self.first[number + 1] if number + 1 < len(self.first) else len(self.starts)
        return self.first[number], after


@dataclass(slots=True)
class Layout:
    """Comments one behind the other, their words as numbers of rows.

    Comment n has the words `limits[n]` to `limits[n + 1]`. `once` are the places of each comment's different words and
    `pairs_once` of its different pairs, from `once_first[n]` and `pairs_once_first[n]` on, in no order. Both begin with
    -1, the place of nothing, so that no comment is without.
    """

    window: int
    step: int
    words: list[int] = field(default_factory=list)
    limits: list[int] = field(default_factory=lambda: [0])
    once: list[int] = field(default_factory=list)
    once_first: list[int] = field(default_factory=list)
    pairs_once: list[int] = field(default_factory=list)
    pairs_once_first: list[int] = field(default_factory=list)
    sentences: Passages = field(default_factory=Passages)
    windows: Passages = field(default_factory=Passages)

    def add(self, words: Sequence[int], sentence_ends: Sequence[int]) -> None:
        """Put a comment behind the others: its words, and the places in it where sentences end."""
        start, count = self.limits[-1], len(words)
        end = start + count
        self.words += words
        self.limits.append(end)
        # Backwards, so that of equal words the first one's place stands.
        self.once_first.append(len(self.once))
        self.once.append(-1)
        self.once += dict(zip(reversed(words), range(end - 1, start - 1, -1), strict=True)).values()
        self.pairs_once_first.append(len(self.pairs_once))
        self.pairs_once.append(-1)
        pairs = list(pairwise(words))
        self.pairs_once += dict(zip(reversed(pairs), range(end - 2, start - 1, -1), strict=True)).values()
        self._add_sentences(start, end, sentence_ends)
        self._add_windows(start, end)

    def _add_sentences(self, start: int, end: int, sentence_ends: Sequence[int]) -> None:
        sentences = self.sentences
        sentences.first.append(len(sentences.starts))
        begun = start
        for place in (*sentence_ends, end - start):
            if start + place > begun or begun == end == start:
                sentences.starts.append(begun)
                sentences.ends.append(start + place)
                begun = start + place
            if begun == end:
                break

    def _add_windows(self, start: int, end: int) -> None:
        windows = self.windows
        windows.first.append(len(windows.starts))
        last = max(end - self.window, start)
        starts = [*range(start, last, self.step), last]
        windows.starts += starts
        size = min(self.window, end - start)
        windows.ends += [place + size for place in starts]

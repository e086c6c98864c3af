"""Where comments, their windows and their sentences begin and end in one long row of words, so that many comments are
added up at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(slots=True)
class Layout:
    """Comments one behind the other, their words as numbers of rows.

    Comment n has the words `limits[n]` to `limits[n + 1]`. `once` are the places of each comment's different words and
    `pairs_once` of its different pairs, from `once_first[n]` and `pairs_once_first[n]` on, in no order. Both begin with
    -1, the place of nothing, so that no comment is without.

    Passages are stretches of words, `starts` to `ends` (exclusive): for each comment its windows, from
    `windows_first[n]` on, then its sentences, from `sentences_first[n]` on; at least one of each, if only an empty one.
    """

    window: int
    step: int
    words: list[int] = field(default_factory=list)
    limits: list[int] = field(default_factory=lambda: [0])
    once: list[int] = field(default_factory=list)
    once_first: list[int] = field(default_factory=list)
    pairs_once: list[int] = field(default_factory=list)
    pairs_once_first: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    windows_first: list[int] = field(default_factory=list)
    sentences_first: list[int] = field(default_factory=list)

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
        self._add_windows(start, end)
        self._add_sentences(start, end, sentence_ends)

    def windows(self, number: int) -> slice:
        """Which passages are the comment's windows."""
        return slice(self.windows_first[number], self.sentences_first[number])

    def sentences(self, number: int) -> slice:
        """Which passages are the comment's sentences."""
        return slice(self.sentences_first[number], [*self.windows_first, len(self.starts)][number + 1])

    def passage(self, number: int) -> tuple[int, int]:
        """The words of a passage: the first, and the one after its last."""
        return self.starts[number], self.ends[number]

    def _add_windows(self, start: int, end: int) -> None:
        self.windows_first.append(len(self.starts))
        last = max(end - self.window, start)
        starts = [*range(start, last, self.step), last]
        size = min(self.window, end - start)
        self.starts += starts
        self.ends += [place + size for place in starts]

    def _add_sentences(self, start: int, end: int, sentence_ends: Sequence[int]) -> None:
        self.sentences_first.append(len(self.starts))
        begun = start
        for place in (*sentence_ends, end - start):
            if start + place > begun or start == end:
                self.starts.append(begun)
                self.ends.append(start + place)
                begun = start + place
            if begun == end:
                return

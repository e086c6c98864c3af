"""Where comments, their windows and their sentences begin and end in one long row of words, so that many comments are
added up at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

# So many pairs are looked for one by one.
_FEW: Final = 12


@dataclass(slots=True)
class Layout:
    """Comments one behind the other, their words as numbers of rows.

    Comment n has the words `limits[n]` to `limits[n + 1]`. `again` are the places of words that the comment had before
    and `pairs_again` of such pairs, from `again_first[n]` and `pairs_again_first[n]` on. Both begin with -1, the place
    of nothing, so that no comment is without.

    Passages are stretches of words, `starts` to `ends` (exclusive): for each comment its windows, from
    `windows_first[n]` on, then its sentences, from `sentences_first[n]` on; at least one of each, if only an empty one.
    """

    window: int
    step: int
    words: list[int] = field(default_factory=list)
    limits: list[int] = field(default_factory=lambda: [0])
    again: list[int] = field(default_factory=list)
    again_first: list[int] = field(default_factory=list)
    pairs_again: list[int] = field(default_factory=list)
    pairs_again_first: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    windows_first: list[int] = field(default_factory=list)
    sentences_first: list[int] = field(default_factory=list)

    def add(self, words: list[int], sentence_ends: Sequence[int]) -> None:
        """Put a comment behind the others: its words, and the places in it where sentences end."""
        start, count = self.limits[-1], len(words)
        end = start + count
        self.words += words
        self.limits.append(end)
        # Backwards, so that of equal words the first one's place stands.
        first = dict(zip(reversed(words), range(count - 1, -1, -1), strict=True))
        again = [place for place, word in enumerate(words) if first[word] != place] if len(first) < count else []
        self.again_first.append(len(self.again))
        self.again.append(-1)
        self.again += [start + place for place in again]
        self.pairs_again_first.append(len(self.pairs_again))
        self.pairs_again.append(-1)
        self.pairs_again += [start + place for place in _pairs_again(words, again)]
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


def _pairs_again(words: list[int], again: Sequence[int]) -> list[int]:
    """The places of pairs that were there before; their words both were."""
    candidates = [place for place, after in pairwise(again) if after == place + 1]
    if len(candidates) > _FEW:
        pairs = list(pairwise(words))
        first = dict(zip(reversed(pairs), range(len(pairs) - 1, -1, -1), strict=True))
        return [place for place in candidates if first[pairs[place]] != place]
    return [place for place in candidates if _was_before(words, place)]


def _was_before(words: list[int], place: int) -> bool:
    word, after = words[place], words[place + 1]
    earlier = words.index(word)
    while earlier < place:
        if words[earlier + 1] == after:
            return True
        earlier = words.index(word, earlier + 1)
    return False

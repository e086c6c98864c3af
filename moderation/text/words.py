"""Word lists: which listed words a comment contains, and where, however they are disguised."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from moderation.text.glyphs import (
    ALPHABET,
    DIGIT,
    HANGUL,
    KATAKANA,
    LATIN,
    LEET,
    MASK,
    SPACED,
    UNSPACED,
    Clusters,
    clusters,
    visible_end,
    visible_start,
)
from moderation.text.letters import collapse, has_leet, search_keys, stream
from moderation.text.spelling import Form, spelt

_LETTER_KINDS = frozenset((LATIN, ALPHABET, SPACED, KATAKANA, HANGUL, UNSPACED, DIGIT))
MOST_MATCHES = 200

_LONGEST_WORD = 120
_MASKED = re.compile(r"(?<![LFDS])[LFDS]+(?:[M-]{1,2}[LFDS]*[LFD]){1,2}(?![LFD])")
_REVERSED = re.compile("\u202e([^\u202c\u2069\n]+)")


@dataclass(frozen=True, slots=True, order=True)
class WordMatch:
    """A listed word found in a text: ``text[start:end]`` is how it is written there."""

    start: int
    end: int
    word: str


class WordList:
    """Listed words and phrases of any script, compiled once. ``innocent`` phrases shield what lies inside them."""

    def __init__(self, words: Iterable[str], innocent: Iterable[str] = ()) -> None:
        self.words = tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
        forms = [form for word in self.words for form in _forms(word)]
        self._listed = _Compiled(forms, [word for word in self.words if not _letters(clusters(word))])
        shields = [form for word in innocent for form in _forms(word.strip())]
        self._shields = bool(shields)
        self._innocent = _Compiled(shields, [])

    def find(self, text: str) -> list[WordMatch]:
        """Every occurrence, ascending and not overlapping: of overlapping ones the first, then the longest.

        Never fails. Time is linear in the length of the text. After ``MOST_MATCHES`` the search may stop: the
        judgement of such a text no longer depends on the next one.
        """
        if not self.words:
            return []
        cut = clusters(text)
        found = self._listed.find(cut, _Found((), MOST_MATCHES))
        if found and self._shields:
            shields = _disjoint(self._innocent.find(cut, _Found((), len(text))))
            found = self._listed.find(cut, _Found([(shield.start, shield.end) for shield in shields], MOST_MATCHES))
        return _disjoint(found)


def _disjoint(found: set[WordMatch]) -> list[WordMatch]:
    chosen: list[WordMatch] = []
    for match in sorted(found, key=lambda match: (match.start, -match.end, match.word)):
        if not chosen or match.start >= chosen[-1].end:
            chosen.append(match)
    return chosen


class _Found(set[WordMatch]):
    """Matches so far, without those that lie inside a shield (spans, ascending and disjoint)."""

    def __init__(self, shields: Sequence[tuple[int, int]], most: int) -> None:
        super().__init__()
        self._shields = shields
        self._most = most
        self._starts = [start for start, _ in shields]

    def note(self, start: int, end: int, word: str) -> None:
        shield = bisect_right(self._starts, start) - 1
        if shield < 0 or end > self._shields[shield][1]:
            self.add(WordMatch(start, end, word))

    def enough(self) -> bool:
        return len(self) >= self._most


class _Compiled:
    def __init__(self, forms: Iterable[Form], signs: list[str]) -> None:
        self._by_key: dict[str, list[Form]] = {}
        self._masked: dict[tuple[int, str, str], list[Form]] = {}
        for form in forms:
            key = "".join([form.keys[start] for start, _ in form.runs])
            self._by_key.setdefault(key, []).append(form)
            if len(form.keys) >= 4 and not form.joints:
                self._masked.setdefault((len(form.keys), form.keys[0], form.keys[-1]), []).append(form)
        self._patterns = list(self._by_key.values())
        self._search = AhoCorasick(self._by_key) if self._by_key else None
        self._signs = re.compile("|".join(map(re.escape, signs))) if signs else None

    def find(self, cut: Clusters, found: _Found) -> _Found:
        self._spelt_out(cut, found)
        if self._masked and (MASK in cut.kinds or "-" in cut.text):
            self._masked_words(cut, found)
        if self._signs:
            for sign in self._signs.finditer(cut.text):
                found.note(*sign.span(), sign.group())
        for turned in _REVERSED.finditer(cut.text):  # shown right to left, so typed backwards
            start, end = turned.span(1)
            inside = _Found((), MOST_MATCHES)
            self._spelt_out(clusters(cut.text[start:end][::-1]), inside)
            for match in inside:
                found.note(end - match.end, end - match.start, match.word)
        return found

    def _spelt_out(self, cut: Clusters, found: _Found) -> None:
        for signs_are_letters in (False, True) if has_leet(cut) else (False,):
            keys = search_keys(cut, signs_are_letters)
            candidates = self._search.find_matches_as_indexes(collapse(keys), overlapping=True) if self._search else ()
            if not candidates:
                continue
            letters = stream(cut, keys)
            for pattern, first, last in candidates:
                for form in self._patterns[pattern]:
                    place = spelt(letters, form, first, last)
                    if place:
                        owners = letters.owner[place[0]], letters.owner[place[1] - 1]
                        found.note(visible_start(cut, owners[0]), visible_end(cut, owners[1]), form.word)
                if found.enough():
                    return

    def _masked_words(self, cut: Clusters, found: _Found) -> None:
        """Words with one or two inner letters hidden, as f*ck is; the mask shows how many."""
        for token in _MASKED.finditer(cut.kinds):
            start, end = token.span()
            signs = {cut.glyphs[i].own for i in range(start, end) if cut.kinds[i] == "-"}
            if end - start > _LONGEST_WORD or not signs <= {"-"}:
                continue
            keys = ["*" if glyph.kind in (MASK, "-") else glyph.twin_key for glyph in cut.glyphs[start:end]]
            if keys.count("*") > 2 or len(keys) < 4:
                continue
            for form in self._masked.get((len(keys), keys[0], keys[-1]), ()):
                if all(key in ("*", wanted) for key, wanted in zip(keys, form.keys, strict=True)):
                    found.note(visible_start(cut, start), visible_end(cut, end - 1), form.word)
            if found.enough():
                return


def _letters(cut: Clusters) -> list[int]:
    return [i for i, glyph in enumerate(cut.glyphs) if glyph.key and glyph.kind in (*_LETTER_KINDS, LEET)]


def _forms(word: str) -> list[Form]:
    """The spellings to look for: as listed, in Latin look-alikes, and the simple plurals of a Latin word."""
    cut = clusters(word)
    members = _letters(cut)
    if not members:
        return []
    letters: list[tuple[str, str, str]] = []
    twins: list[tuple[str, str, str]] = []
    joints: set[int] = set()
    for position, i in enumerate(members):
        glyph = cut.glyphs[i]
        if position and i - members[position - 1] > 1:
            joints.add(len(letters))
        own, twin = (glyph.key, glyph.key) if glyph.kind == LEET else (glyph.own, glyph.twin)
        letters += [(letter, glyph.marks, key) for letter, key in zip(own, glyph.key, strict=True)]
        twins += [(letter, glyph.marks, key) for letter, key in zip(twin, glyph.twin_key, strict=True)]
    if len(letters) > _LONGEST_WORD:
        return []
    spellings = [letters, *_plurals(letters)] if cut.kinds[members[-1]] == LATIN else [letters]
    forms = [_form(word, spelling, joints, twin=False) for spelling in spellings]
    if twins != letters:
        forms.append(_form(word, twins, joints, twin=True))
    return forms


def _plurals(letters: list[tuple[str, str, str]]) -> list[list[tuple[str, str, str]]]:
    if len(letters) < 3 or letters[-1][0].isdigit():
        return []
    s, z, e, i = ("s", "", "s"), ("z", "", "z"), ("e", "", "e"), ("i", "", "i")
    ending = "".join([letter for letter, _, _ in letters[-2:]])
    if ending[-1] in "sxz" or ending in ("ch", "sh"):
        return [[*letters, e, s]]
    plurals = [[*letters, s], [*letters, z]]
    if ending[-1] == "y" and ending[0] not in "aeiou":
        plurals.append([*letters[:-1], i, e, s])
    return plurals


def _form(word: str, letters: list[tuple[str, str, str]], joints: set[int], twin: bool) -> Form:
    keys = "".join([key for _, _, key in letters])
    starts = [i for i, key in enumerate(keys) if i == 0 or keys[i - 1] != key]
    runs = tuple((a, b - a) for a, b in zip(starts, [*starts[1:], len(keys)], strict=True))
    text = "".join([letter for letter, _, _ in letters])
    return Form(word, text, tuple(mark for _, mark, _ in letters), keys, runs, frozenset(joints), twin)


def load_wordlist(name: str) -> WordList:
    """A starter list that ships with the service: ``en``, ``de`` ... Raises ``KeyError`` for an unknown name."""
    words: list[str] = []
    innocent: list[str] = []
    for line in _wordlist_path(name).read_text(encoding="utf-8").splitlines():
        entry = line.split("#", 1)[0].strip()
        if entry.startswith("-"):
            innocent.append(entry[1:].strip())
        elif entry:
            words.append(entry)
    return WordList(words, innocent)


def wordlist_names() -> list[str]:
    """The names of the starter lists, sorted."""
    return sorted(path.stem for path in (Path(__file__).parent / "wordlists").glob("*.txt"))


def _wordlist_path(name: str) -> Path:
    if name not in wordlist_names():
        raise KeyError(name)
    return Path(__file__).parent / "wordlists" / f"{name}.txt"

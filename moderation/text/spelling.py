"""Whether some letters of a text spell a listed word: stretched, spaced out, in leetspeak or disguise, but that word.

Searching is generous (letters only, repeats collapsed, look-alikes merged); everything that keeps an innocent word
from being hit is here. Each rule is a trade between evasion and innocents, and is stated where it is made.
"""

from dataclasses import dataclass
from itertools import groupby

from moderation.text.glyphs import ALPHABET, DIGIT, HANGUL, JOINER, KATAKANA, LEET, MASK, SPACE, UNSPACED, WORD_KINDS
from moderation.text.letters import Stream

# Accents that people leave out in haste; a listed cabrón is meant by cabron. An umlaut or a horn is not left out.
_OMITTED = frozenset("\u0300\u0301\u0302\u0327\u0308")
_KEEPS_UMLAUT = frozenset("aou")
# Doubling these is no ordinary spelling, so two are already a stretch; rapper and Shiite show why not p or i.
_NEVER_DOUBLED = frozenset("uhjqvwxy")
_VOWELS = frozenset("aeiou")
_STRETCH_READ = 64
_PARTICLES = (
    " 은 는 이 가 을 를 의 에 에게 도 만 과 와 로 으로 아 야 들 들아 들이 들은 들의 님 네 임 이다 이네 이냐 입니다 "
    "같은 같이 놈 놈아 놈들 년 년아 새끼 새끼야 새끼들 것 한테 라고 이라고 "
)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a listed word, ready to be compared. ``runs`` are (first letter, how many) of equal keys;
    ``joints`` are the letters before which a new word of a phrase starts."""

    word: str
    letters: str
    marks: tuple[str, ...]
    keys: str
    runs: tuple[tuple[int, int], ...]
    joints: frozenset[int]
    twin: bool  # spelt in the Latin letters that a word of another alphabet passes for


def spelt(text: Stream, form: Form, first: int, last: int) -> tuple[int, int] | None:
    """The letters (start, end) among the runs ``first`` to ``last`` (exclusive) that spell the form, if they do."""
    counts = form.runs[0][1], form.runs[-1][1]
    for a in _places(text, text.runs[first], text.runs[first + 1], -counts[0]):
        left = _open(text, a, -1)
        if not left:
            continue
        for b in _places(text, text.runs[last - 1], text.runs[last], counts[1]):
            right = b > a and _open(text, b, 1)
            if right and _agree(text, form, a, b, first, last, digits=max(left, right) == 1):
                return a, b
    return None


def _places(text: Stream, start: int, end: int, count: int) -> list[int]:
    """Where in a run the word may begin (``count`` < 0) or end: the whole run, as many letters as it needs, or the
    part that a gap cuts off ("class shit": the word's s is the one after the space)."""
    whole, exact = (start, end + count) if count < 0 else (end, start + count)
    if end - start == abs(count):
        return [whole]
    places = [whole]
    if start < exact < end:
        places.append(exact)
    if count < 0:
        inner = range(end - 1, max(start, end - _STRETCH_READ), -1)
    else:
        inner = range(start + 1, min(end, start + _STRETCH_READ))
    for place in inner:
        if text.owner[place] - text.owner[place - 1] > 1:
            if place not in places:
                places.append(place)
            break
    return places


def _open(text: Stream, place: int, side: int) -> int:
    """Whether a word may begin (``side`` -1) or end (1) before letter ``place``: 0 no, 1 yes, 2 if without digits.

    Words of spaced scripts end where no letter follows; katakana words where no katakana follows (バカ is not in
    バカンス); Korean words may carry a particle; Han, kana and Thai words stand anywhere in running text.
    """
    owner, kinds = text.owner, text.cut.kinds
    inside = owner[place] if side < 0 else owner[place - 1]
    if 0 < place < len(owner) and owner[place - 1] == owner[place]:
        return 0  # in the middle of one written character
    kind = kinds[inside]
    if kind == UNSPACED:
        return 1
    beside = inside + side
    if not 0 <= beside < len(kinds):
        return 1
    neighbour = kinds[beside]
    if kind == KATAKANA:
        return int(neighbour != KATAKANA)
    if kind == HANGUL:
        if neighbour != HANGUL:
            return 1
        return int(side > 0 and _particle(text, beside))
    if neighbour in WORD_KINDS:
        return 0
    if neighbour == DIGIT:
        return 2 if kind not in (DIGIT, LEET) else 0
    return 1


def _particle(text: Stream, start: int) -> bool:
    end = start
    while end < len(text.cut.kinds) and end - start < 5 and text.cut.kinds[end] == HANGUL:
        end += 1
    suffix = "".join([glyph.own for glyph in text.cut.glyphs[start:end]])
    return f" {suffix} " in _PARTICLES


def _agree(text: Stream, form: Form, a: int, b: int, first: int, last: int, digits: bool) -> bool:
    kinds = text.cut.kinds
    owner = text.owner
    span = kinds[owner[a] : owner[b - 1] + 1]
    if form.twin and ALPHABET not in span and text.mostly_latin:
        return False  # a Latin word in a Latin text is not a Cyrillic word in disguise
    if not digits and DIGIT in span:
        return False
    leet = _Leet(len(form.letters))
    gaps: list[tuple[int, int, int]] = []
    for index in range(first, last):
        wanted, count = form.runs[index - first]
        start, end = max(text.runs[index], a), min(text.runs[index + 1], b)
        given = end - start
        if given != count:
            if owner[end - 1] - owner[start] >= given or not _stretched(text, start, end, form, wanted, count, leet):
                return False
        elif not all(_same(text, start + j, form, wanted + j, leet) for j in range(count)):
            return False
        for j in range(count if given == count else 1):
            i = start + j
            if i > a and owner[i] - owner[i - 1] > 1:
                gaps.append((wanted + j, owner[i - 1] + 1, owner[i]))
    return leet.plausible(text, a, b) and (not gaps or _gaps_allowed(text, form, a, b, gaps))


class _Leet:
    """Counts the digits and signs standing for letters in one comparison."""

    __slots__ = ("digits", "letters", "signs", "stretched")

    def __init__(self, letters: int) -> None:
        self.letters = letters
        self.digits = 0
        self.signs = 0
        self.stretched = False

    def plausible(self, text: Stream, a: int, b: int) -> bool:
        """sh1t, 5h17, a$$ are words; a55, 1st, 4th, 90s are not."""
        if not self.digits and not self.signs:
            return True
        if self.letters <= 2 or (self.letters == 3 and self.stretched):
            return False
        if self.letters == 3:
            edges = text.cut.kinds[text.owner[a]] + text.cut.kinds[text.owner[b - 1]]
            return self.digits <= 1 and DIGIT not in edges and self.digits + self.signs <= 2
        if self.stretched:
            return True
        return self.digits <= self.letters - 2 and self.digits + self.signs < self.letters


def _stretched(text: Stream, start: int, end: int, form: Form, wanted: int, count: int, leet: _Leet) -> bool:
    """baaad is bad and fuuck is what it seems; but loose is not lose, rapper not raper, and Niger lacks a letter."""
    given = min(end, start + _STRETCH_READ)
    letters = form.letters[wanted : wanted + count]
    leet.stretched = True
    if len(set(letters)) > 1:  # i and l are searched as one: each of them by itself
        groups = [(letter, len(list(group))) for letter, group in groupby(text.letters[start:given])]
        listed = [(letter, len(list(group))) for letter, group in groupby(letters)]
        return [letter for letter, _ in groups] == [letter for letter, _ in listed] and all(
            n == m or (n >= 3 and n > m) for (_, n), (_, m) in zip(groups, listed, strict=True)
        )
    if end - start < count or letters[0].isdigit():
        return False
    if end - start < 3 and (len(form.letters) < 4 or letters[0] not in _NEVER_DOUBLED):
        return False
    return all(_same(text, i, form, wanted, leet) for i in range(start, given))


def _same(text: Stream, i: int, form: Form, j: int, leet: _Leet) -> bool:
    """Whether letter ``i`` of the text may stand for letter ``j`` of the form; their keys are already equal."""
    wanted, given = form.letters[j], text.letters[i]
    glyph = text.cut.glyphs[text.owner[i]]
    if glyph.kind == DIGIT or wanted.isdigit():
        leet.digits += given != wanted
        return given == wanted or (glyph.kind == DIGIT and not wanted.isdigit())
    if glyph.kind == LEET:
        leet.signs += 1
        return True
    if given == wanted:
        return _marks_agree(wanted, form.marks[j], glyph.marks)
    if wanted == "l" and given == "i":
        return glyph.capital  # I and l are the same stroke
    if len(form.letters) < 4:
        return False
    if wanted == "u" and given == "v":
        return True
    if wanted == "i" and given == "l":  # dlck, but fall is not fail
        around = form.letters[max(j - 1, 0) : j] + form.letters[j + 1 : j + 2]
        return len(around) == 2 and not _VOWELS.intersection(around)
    return False


def _marks_agree(letter: str, wanted: str, given: str) -> bool:
    """A word listed without accents is hit with any; one listed with accents needs them, or may lack the light ones."""
    if not wanted or wanted == given:
        return True
    umlaut = "\u0308" in wanted and letter in _KEEPS_UMLAUT
    return not given and _OMITTED.issuperset(wanted) and not umlaut


def _gaps_allowed(text: Stream, form: Form, a: int, b: int, gaps: list[tuple[int, int, int]]) -> bool:
    """b a d w o r d, b.a.d, b-adword and bad*word are one word; pass it, as shown, pen-is and A. S. Smith are not."""
    kinds = text.cut.kinds
    if any(end - start > 5 for j, start, end in gaps if j in form.joints):
        return False
    inner = [(j, kinds[start:end]) for j, start, end in gaps if j not in form.joints]
    if not inner:
        return True
    between = "".join([gap for _, gap in inner])
    widest = max(len(gap) for _, gap in inner)
    count = len(form.letters)
    before, after = text.owner[a], text.owner[b - 1]
    if kinds[before] in (UNSPACED, KATAKANA, HANGUL):
        if SPACE in between:  # "好坏 蛋糕" ends one word and begins another
            outside = kinds[max(before - 1, 0) : before] + kinds[after + 1 : after + 2]
            return widest == 1 and not set(outside) & {UNSPACED, KATAKANA, HANGUL}
        return widest <= 2 and set(between) <= {JOINER, MASK}
    if count >= 3 and widest <= 3 and len(inner) == count - 1 - len(form.joints) and b - a == count:
        return _spaced_out(text, a, b, count, between, widest)
    if count < 4 or widest > 2 or not set(between) <= {JOINER, MASK}:
        return False
    if MASK in between or len(inner) >= 2:
        return True
    place, start, _ = next(gap for gap in gaps if gap[0] == inner[0][0])
    new_sentence = text.cut.text[text.cut.starts[start]] == "." and text.cut.glyphs[gaps[0][2]].capital
    return place in (1, count - 1) and not new_sentence


def _spaced_out(text: Stream, a: int, b: int, count: int, between: str, widest: int) -> bool:
    """Single letters with gaps: they must be the whole row of single letters, an "a", "i", "u" or "r" before it aside,
    and three of them may not be initials."""
    owner, kinds = text.owner, text.cut.kinds
    if count == 3:
        capitals = all(text.cut.glyphs[owner[i]].capital for i in range(a, b))
        if capitals or widest > 1 or not set(between) <= {SPACE, JOINER, MASK}:
            return False

    def linked(i: int, alone: bool) -> bool:
        gap = kinds[owner[i - 1] + 1 : owner[i]]
        return alone and 0 < len(gap) <= widest and (SPACE in between or SPACE not in gap)

    if a and linked(a, a < 2 or owner[a - 1] - owner[a - 2] > 1):
        own_word = count >= 4 and text.letters[a - 1] in "aiur"
        if not own_word and kinds[owner[a - 1]] != DIGIT:
            return False
    return b == len(owner) or not linked(b, b + 1 == len(owner) or owner[b + 1] - owner[b] > 1)

"""Laws of word-list matching, for any text at all."""

from hypothesis import given
from hypothesis import strategies as st

from moderation.text.words import WordList

LISTED = ["badword", "ass", "shit", "kill yourself", "cabrón", "1488", "🖕"]
LISTED += ["сука", "хуй", "坏蛋", "राम", "كلب", "시발", "バカ", "ควาย"]
WORDS = WordList(LISTED, innocent=["bad words of wisdom"])
NOISE = "abdwors1!$@*-_. 'ku\u0430\u0441\u0301\u200b\u202e\u202c\ud800坏蛋रामكـ시발バ\u0e04"
ANY = st.text(st.characters(exclude_categories=())) | st.text(NOISE, max_size=60)
HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u2066\u2069\ufe0f\U000e0061\u034f"


@given(ANY)
def test_spans_lie_in_the_text_ascend_and_do_not_overlap(text: str) -> None:
    matches = WORDS.find(text)
    edges = [place for match in matches for place in (match.start, match.end)]
    assert edges == sorted(edges)
    assert all(0 <= match.start < match.end <= len(text) for match in matches)
    assert all(match.word in LISTED for match in matches)


@given(st.lists(ANY, max_size=8), ANY)
def test_any_list_of_words_compiles_and_searches_any_text(words: list[str], text: str) -> None:
    WordList(words, innocent=words[:1]).find(text)


@given(st.sampled_from(LISTED), st.lists(st.tuples(st.integers(0, 20), st.sampled_from(HIDDEN)), max_size=12))
def test_invisible_characters_never_hide_a_listed_word(word: str, hidden: list[tuple[int, str]]) -> None:
    disguised = word
    for number, character in hidden:
        place = number % (len(disguised) + 1)
        disguised = disguised[:place] + character + disguised[place:]
    assert [match.word for match in WORDS.find(f"well, {disguised} then")] == [word]


@given(st.text(NOISE, max_size=40), st.integers(0, 40), st.sampled_from("\u200b\u200d\u2060\u00ad"))
def test_an_invisible_character_anywhere_changes_no_verdict(text: str, place: int, hidden: str) -> None:
    there = text[:place] + hidden + text[place:]
    if "\u202e" not in text:
        assert [match.word for match in WORDS.find(there)] == [match.word for match in WORDS.find(text)]


@given(st.sampled_from(LISTED), st.sampled_from([str.upper, str.title, str.swapcase]))
def test_case_hides_nothing(word: str, change: object) -> None:
    assert callable(change)
    assert [match.word for match in WORDS.find(change(word))] == [word]

"""Disguises come off, innocent text stays, and every word can be found again where it was typed."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.disguise import plain_core
from classifiers.text import fold, sentence_words, token_words, tokens, word_places, words

WORD = re.compile(r"[^\W_]+(?:['*]+[^\W_]+)+|[^\W_]\*{2,}|[^\W_]+")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("IDIOT", ["idiot"]),
        ("ｉｄｉｏｔ 𝓲𝓭𝓲𝓸𝓽", ["idiot", "idiot"]),
        ("İDİOT ïdíöt i\u0308diot", ["idiot", "idiot", "idiot"]),
        ("id\u200bi\u00ado\u2060t \u202eidiot\u202c", ["idiot", "idiot"]),
        ("i d i o t", ["idiot"]),
        ("such an i.d.i.o.t.", ["such", "an", "idiot"]),
        ("іdіоt iԁiοt", ["idiot", "idiot"]),
        ("1diot id1ot 1d10t y0u 4r3", ["idiot", "idiot", "idiot", "you", "are"]),
        ("🅸🅳🅸🅾🆃 ⓘⓓⓘⓞⓣ 🇮🇩🇮🇴🇹 ɪᴅɪᴏᴛ", ["idiot", "idiot", "idiot", "idiot"]),
        ("i😀d😀i😀o😀t id😀iot", ["idiot", "idiot"]),
        ("f*u*c*k f u c k f.u.c.k f - u - c - k", ["fuck", "fuck", "fuck", "fuck"]),
        ("y o u a r e s t u p i d", ["you", "are", "stupid"]),
        ("#youstupididiot", ["you", "stupid", "idiot"]),
        ("st.up.id b-i-t-c-h a_s_s", ["stupid", "bitch", "ass"]),
        ("a$$ @ss cr@p sh!t", ["ass", "ass", "crap", "shit"]),
        ("idiiiiot cooool killlll", ["idiot", "cool", "kill"]),
        ("stuuupid looooser moooron", ["stupid", "loser", "moron"]),
        ("f*ck f*** f**k s#it b*tch a**hole", ["fuck", "fuck", "fuck", "shit", "bitch", "asshole"]),
        ("phuck fcuk btch", ["fuck", "fuck", "bitch"]),
        ("don’t don't", ["don't", "don't"]),
    ],
)
def test_disguises_come_off(typed: str, expected: list[str]) -> None:
    assert words(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Stop! It costs $300 at 5pm.", ["stop", "it", "costs", "300", "at", "5pm"]),
        ("the 4th of 2026", ["the", "4th", "of", "2026"]),
        ("@anna wrote", ["anna", "wrote"]),
        ("привет, мир", ["привет", "мир"]),
        ("I am a fan", ["i", "am", "a", "fan"]),
        ("हिन्दी में", ["ह", "न", "द", "म"]),
        ("東京です", ["東京です"]),
        ("нет, вот мой кот", ["нет", "вот", "мой", "кот"]),
        ("το νερό", ["το", "νερό"]),
        ("A 5-star hotel, 1080p, C++, h2o, 10t", ["a", "5", "star", "hotel", "1080p", "c", "h2o", "10t"]),
        ("Scunthorpe therapist assassin overkill", ["scunthorpe", "therapist", "assassin", "overkill"]),
        ("analysis classic cocktail looser", ["analysis", "classic", "cocktail", "looser"]),
        ("a, b, c and x + y = z", ["a", "b", "c", "and", "x", "y", "z"]),
        ("b.c. e.g. liar's idiot's", ["b", "c", "e", "g", "liar's", "idiot's"]),
        ("Go team🇺🇸🇺🇸", ["go", "team"]),
        ("call 555-1234 (and ask)", ["call", "555", "1234", "and", "ask"]),
    ],
)
def test_innocent_text_stays_what_it_was(typed: str, expected: list[str]) -> None:
    assert words(typed) == expected


def test_a_word_is_placed_on_the_characters_that_made_it() -> None:
    typed = "You, \u202ei\u200bd1ooot\u202c\u00a0f.o.o.l ﷺ!"
    found = [typed[start:end] for start, end in word_places(typed)]
    assert list(zip(words(typed), found, strict=True)) == [
        ("you", "You"),
        ("idiot", "i\u200bd1ooot"),
        ("fool", "f.o.o.l"),
        ("صلى", "ﷺ"),
        ("الله", "ﷺ"),
        ("عليه", "ﷺ"),
        ("وسلم", "ﷺ"),
    ]


def test_sentences_end_where_another_could_begin() -> None:
    text = "Dear Mr. Smith, no. You! Well (etc.) - so: I do think 😀 that's\nit; e.g. J. R. & co 😀 a 🔥 b 😀 c"
    assert [" ".join(sentence) for sentence in sentence_words(text)] == [
        "dear mr smith no",
        "you",
        "well etc",
        "so i do think",
        "that's",
        "it e g j r co",
        "a b c",
    ]


# Letters that our steps treat specially, so that they meet each other often.
DISGUISED = st.text(alphabet="aeсоaаss$@!130 .-_*'\n😀🇮\u200b\u0301\ud800İ", max_size=40)


@given(st.text() | DISGUISED)
def test_the_ways_to_the_words_agree_on_any_text(text: str) -> None:
    found = words(text)
    assert found == [word for token in tokens(text) for word in token_words(token)]
    assert found == [word for sentence in sentence_words(text) for word in sentence]
    assert found == [word for token in fold(text).split() for word in WORD.findall(token)]
    assert len(found) == len(word_places(text))


# Plain words with doubled and stretched letters, some of them known, and what stands around words.
PUNCTUATED = st.builds(
    "{}{}{}".format,
    st.text(alphabet="\"'([", max_size=2),
    st.text(alphabet="abdefilos", max_size=12)
    | st.sampled_from(("ass", "asshole", "fuck", "fuuck", "dummb", "bitchh")),
    st.text(alphabet=".,;:?)]\"'\n", max_size=3),
)


@given(st.text() | DISGUISED | PUNCTUATED)
def test_punctuation_around_a_plain_word_says_nothing(token: str) -> None:
    if core := plain_core(token):
        assert core in token
        assert token_words(core) == token_words(token)


@given(st.text() | DISGUISED)
def test_places_are_inside_the_text_and_in_order(text: str) -> None:
    places = word_places(text)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert [start for start, _ in places] == sorted(start for start, _ in places)
    assert all(any(character.isalnum() for character in fold(text[start:end])) for start, end in places)


@given(st.text())
def test_nothing_invisible_and_no_capitals_are_left(text: str) -> None:
    folded = fold(text)
    assert not any(
        unicodedata.category(character) in {"Cf", "Cs", "Lu"} and character.lower() != character for character in folded
    )
    assert folded.encode().decode() == folded

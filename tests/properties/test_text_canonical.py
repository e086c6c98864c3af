"""Laws of the canonical form, for any text at all."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from moderation.text.canonical import canonical, canonical_text

TRICKY = "aа́ñйがﾞ발ㅂㅏ㈀㎛ǅßاًـराम\u200b\u202e\u0301\ud800 1$@"
ANY = st.text(st.characters(exclude_categories=())) | st.text(TRICKY, max_size=30)


@given(ANY)
def test_any_text_has_a_canonical_form_that_maps_back_into_it(text: str) -> None:
    found = canonical(text)
    assert found.text == canonical_text(text)
    assert len(found.text) == len(found.starts) == len(found.ends)
    assert list(found.starts) == sorted(found.starts)
    assert all(0 <= a < b <= len(text) for a, b in zip(found.starts, found.ends, strict=True))


@given(ANY)
def test_the_canonical_form_of_a_canonical_form_is_itself(text: str) -> None:
    once = canonical_text(text)
    assert canonical_text(once) == once


@given(st.text())
def test_composed_and_decomposed_spellings_agree(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert canonical_text(composed) == canonical_text(unicodedata.normalize("NFD", composed))


@given(st.text(), st.data())
def test_a_zero_width_character_anywhere_changes_nothing(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    hidden = data.draw(st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e\u2066\ufe0f"))
    assert canonical_text(text[:place] + hidden + text[place:]) == canonical_text(text)

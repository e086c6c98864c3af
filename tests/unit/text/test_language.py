"""Which language a comment is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.text.language import LANGUAGES, detect, likeliest, name_of, plain_code, plainly_english

KNOWN = [
    ("en", "The council should reconsider the plan for the new bridge."),
    ("de", "Der Stadtrat sollte den Plan für die neue Brücke noch einmal überdenken."),
    ("es", "El ayuntamiento debería reconsiderar el plan del nuevo puente."),
    ("fr", "Le conseil municipal devrait reconsidérer le projet du nouveau pont."),
    ("ru", "Городской совет должен пересмотреть план строительства нового моста."),
    ("ar", "يجب على المجلس إعادة النظر في خطة الجسر الجديد."),
    ("hi", "परिषद को नए पुल की योजना पर पुनर्विचार करना चाहिए।"),
    ("ja", "市議会は新しい橋の計画を見直すべきだと思います。"),
    ("ko", "시의회는 새 다리 계획을 재고해야 합니다."),
    ("zh", "市议会应该重新考虑新桥的计划。"),
]


@pytest.mark.parametrize(("language", "text"), KNOWN)
def test_a_sentence_is_recognised(language: str, text: str) -> None:
    found, probability = detect(text)
    assert found == language
    assert 0.5 < probability <= 1.0


@pytest.mark.parametrize(
    "text", ["", "ok", "lol", "+1 !!!", "12345678901234567890", "😀😀😀😀😀😀😀😀", "Ja, genau so"]
)
def test_too_short_a_text_is_undetermined(text: str) -> None:
    assert detect(text) == ("und", 0.0)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_gets_an_answer(text: str) -> None:
    language, probability = detect(text)
    assert language
    assert 0.0 <= probability <= 1.0001


@pytest.mark.parametrize(("language", "text"), KNOWN)
def test_what_is_called_english_at_a_glance_is_english(language: str, text: str) -> None:
    assert not plainly_english(text) or language == "en"


def test_most_english_is_known_at_a_glance() -> None:
    assert plainly_english("I think you are wrong about this, and the people who wrote that should know it.")
    assert not plainly_english(
        "the and you that: Das ist ein schöner Tag und morgen wird es wieder regnen, sagt man so."
    )
    assert not plainly_english("you the and")


@given(st.text(st.characters(exclude_categories=())), st.permutations(["en", "de", "fr"]))
def test_the_likeliest_is_one_of_those_asked_for(text: str, among: list[str]) -> None:
    assert likeliest(text, among) in among


@pytest.mark.parametrize(
    ("tag", "code"), [("en-US", "en"), ("EN", "en"), (" de_AT ", "de"), ("zh-Hant-TW", "zh"), ("", "")]
)
def test_a_tag_means_its_language(tag: str, code: str) -> None:
    assert plain_code(tag) == code


def test_languages_have_names() -> None:
    assert (name_of("fr"), name_of("qqq")) == ("French", "the language with the code qqq")
    assert {"en", "de", "ar", "zh"} <= LANGUAGES.keys()

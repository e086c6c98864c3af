"""Which language a comment is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.text.language import detect

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

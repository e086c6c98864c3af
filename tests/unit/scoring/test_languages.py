"""Which language's model reads a text. English in any dress is English; French is not."""

import pytest

from moderation.scoring.languages import Spoken, asked_for, told_from
from moderation.scoring.scorer import LanguageNotSupported

ENGLISH = "You people have no idea what you are talking about, this is the worst idea in years."
FRENCH = "Je pense que le gouvernement devrait faire quelque chose pour les gens qui habitent ici depuis longtemps."
GERMAN = "Der Stadtrat sollte den Plan für die neue Brücke noch einmal überdenken."

DISGUISES = {
    "capitals": ENGLISH.upper(),
    "leetspeak": ENGLISH.translate(str.maketrans("aeiost", "4310$+")),
    "spaced out": " ".join(ENGLISH),
    "invisible characters": "\u200b".join(ENGLISH),
    "Cyrillic look-alikes": ENGLISH.translate(str.maketrans("aeopcxy", "аеорсху")),
    "stretched": ENGLISH.replace("o", "ooooo").replace("e", "eee"),
    "emoji for spaces": ENGLISH.replace(" ", "😀"),
    "slang": "lol u aint even kno wat ur talkin bout smh bruh fr fr no cap",
    "dialect": "He be workin all day an y'all still be talkin bout how he don't do nothin.",
    "not yet fluent": "I am agree with this peoples because is very good for all the country and the childrens.",
}


@pytest.mark.parametrize("dress", DISGUISES)
def test_english_is_english_in_any_dress(dress: str) -> None:
    assert told_from(DISGUISES[dress], ["en"], {"en"}).language == "en"


@pytest.mark.parametrize(
    "text", ["", "ok", "Bravo !", "👍👍👍", "12345", "Très bien", "https://news.example/a/b/c/d?e=f"]
)
def test_what_is_too_short_to_tell_is_what_the_site_expects(text: str) -> None:
    assert told_from(text, ["en"], {"en"}).language == "en"


def test_a_text_in_another_language_is_not_supported() -> None:
    with pytest.raises(LanguageNotSupported) as refused:
        told_from(FRENCH, ["en"], {"en"})

    assert (refused.value.detected, refused.value.requested) == (("fr",), ())


@pytest.mark.parametrize(
    "mixed",
    [
        f"{FRENCH} You are a fucking idiot and everybody hates you. {FRENCH}",
        f"You are a fucking idiot and everybody hates you {FRENCH} {FRENCH}",
        f"{GERMAN * 3} i will find out where you live and kill you",
    ],
)
def test_a_paragraph_in_another_language_hides_no_insult(mixed: str) -> None:
    assert told_from(mixed, ["en"], {"en"}).language == "en"


def test_a_text_goes_to_the_model_of_its_language() -> None:
    assert told_from(GERMAN, ["en"], {"en", "de"}) == Spoken("de", ("de",))
    assert told_from(ENGLISH, ["de"], {"en", "de"}) == Spoken("en", ("en",))


def test_of_several_expected_languages_a_short_text_is_in_the_likeliest() -> None:
    assert told_from("Du bist doof", ["en", "de"], {"en", "de"}).language == "de"
    assert told_from("fuck you", ["de", "en"], {"en", "de"}).language == "en"
    assert told_from("👍", ["de", "en"], {"en", "de"}).language == "de"


def test_where_the_site_expects_what_no_model_reads_a_short_text_is_that() -> None:
    with pytest.raises(LanguageNotSupported) as refused:
        told_from("Bravo !", ["fr"], {"en"})

    assert refused.value.detected == ("fr",)


def test_whoever_names_the_language_is_believed() -> None:
    assert asked_for(["en-US"], GERMAN, {"en", "de"}) == Spoken("en")
    assert asked_for(["fr", "de"], GERMAN, {"en", "de"}) == Spoken("de")


def test_a_named_language_that_no_model_reads_is_not_supported() -> None:
    with pytest.raises(LanguageNotSupported) as refused:
        asked_for(["om"], ENGLISH, {"en"})

    assert (refused.value.detected, refused.value.requested) == ((), ("om",))

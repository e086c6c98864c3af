"""The careful reader: what it is asked, what it answers, and that a damaged one is refused."""

import hashlib
import json
import shutil
from functools import cache
from pathlib import Path

import pytest

import classifiers
from classifiers.serving.artifact import MANIFEST
from classifiers.serving.careful import MOST_WINDOWS, Careful
from classifiers.serving.careful_artifact import PACKED, is_careful, read_careful, write_careful
from classifiers.serving.classifier import Reading
from classifiers.serving.panel import Panel
from classifiers.serving.wordpiece import FIRST, LAST, PAD, UNKNOWN, WordPieces
from classifiers.training.recipe import RecipeError
from classifiers.training.recipe import read_careful as read_recipe

RECIPES = Path(classifiers.__file__).parent / "recipes" / "careful"


@cache
def _careful() -> Careful:
    found = classifiers.load_careful("en")
    assert found is not None, "the test extra installs what the careful reader needs"
    return found


@cache
def _fast() -> classifiers.Classifier:
    return classifiers.load()


def _folder() -> Path:
    return classifiers.MODELS / classifiers.CAREFUL["en"]


def test_words_are_cut_into_the_longest_pieces_and_letters_at_worst() -> None:
    vocabulary = [PAD, UNKNOWN, FIRST, LAST, "un", "##kind", "##k", "k", "i", "##i", "!", "kind"]
    pieces = WordPieces(vocabulary)
    found = [vocabulary[number] for number in pieces.pieces("Unkind kind ki! kq")]
    assert found == ["un", "##kind", "kind", "k", "##i", "!", UNKNOWN]


def test_a_disguise_undone_for_one_reader_is_undone_for_the_other() -> None:
    pieces = WordPieces(_careful()._artifact.vocabulary)
    assert pieces.pieces("You f\u200bool, y\u043eu i d i o t") == pieces.pieces("you fool, you idiot")


def test_it_is_asked_when_the_fast_reader_is_unsure_or_people_are_named() -> None:
    sure = dict.fromkeys(_careful().attributes, 0.0001)
    assert not _careful().doubtful("Thank you for the article.", sure)
    assert _careful().doubtful("Thank you for the article.", sure | {"THREAT": 0.4})
    assert _careful().doubtful("My neighbours are Muslims.", sure)


def test_the_answer_says_which_reader_spoke() -> None:
    texts = ["The bridge opens on Monday.", "I don't hate queer people."]
    readings = Panel(_fast(), _careful()).read(texts)
    assert [reading.reader for reading in readings] == ["fast", "careful"]
    assert all(0 <= score <= 1 for reading in readings for score in reading.scores.values())
    assert readings[1].scores.keys() == _fast().read(texts)[1].scores.keys()


def test_without_a_careful_reader_the_fast_one_stands() -> None:
    texts = ["I don't hate queer people."]
    assert Panel(_fast(), None).read(texts) == _fast().read(texts)


def test_meaning_counts_and_not_only_words() -> None:
    panel = Panel(_fast(), _careful())
    for attack, civil in (
        ("Muslims are vermin.", 'He said "Muslims are vermin" and was rightly fined for it.'),
        ("I will kill you.", "The murderer said he would kill again."),
        ("Immigrants do not belong here.", "Immigrants do belong here."),
    ):
        bad, good = panel.read([attack, civil])
        assert bad.scores["TOXICITY"] > good.scores["TOXICITY"]


def test_spans_keep_their_share_of_a_changed_score() -> None:
    text = "All gays are disgusting vermin."
    before = _fast().read([text])[0]
    after = _careful().reread([text], [before])[0]
    for old, new in zip(before.spans, after.spans, strict=True):
        share = old.value / before.scores[old.attribute]
        assert new.value == pytest.approx(share * after.scores[new.attribute], abs=1e-3)


def test_a_text_of_many_windows_is_read_whole_and_one_of_too_many_left_to_the_fast_reader() -> None:
    civil = "The council met on Tuesday and talked about the bridge. "
    assert _careful().logits(civil * 20) is not None
    assert _careful().logits(civil * 60 * MOST_WINDOWS) is None
    reading = _fast().read([civil * 60 * MOST_WINDOWS])[0]
    assert _careful().reread([civil * 60 * MOST_WINDOWS], [reading]) == [reading]


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "🙂" * 300, "a" * 3000, "\u0301" * 500, "ꙮ"])
def test_any_string_can_be_reread(text: str) -> None:
    (reading,) = _careful().reread([text], _fast().read([text]))
    assert all(0 <= score <= 1 for score in reading.scores.values())


def test_every_released_careful_reader_is_that_of_its_recipe() -> None:
    made = {each.name: each for each in map(read_recipe, RECIPES.glob("*.toml"))}
    for name in classifiers.CAREFUL.values():
        artifact = read_careful(classifiers.MODELS / name)
        assert artifact.attributes == tuple(made[artifact.name].attributes)
        assert artifact.about["recipe_sha256"] == hashlib.sha256(made[name].source.encode()).hexdigest()
        assert artifact.name not in classifiers.names()


def test_what_is_written_is_read_back_and_the_same_reader_makes_the_same_bytes(tmp_path: Path) -> None:
    artifact = read_careful(_folder())
    write_careful(artifact, tmp_path)
    assert read_careful(tmp_path) == artifact
    assert is_careful(tmp_path)
    assert (tmp_path / PACKED).read_bytes() == (_folder() / PACKED).read_bytes()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("format", 99, "no careful reader of format"),
        ("kind", "fast", "no careful reader of format"),
        ("reader_sha256", "0" * 64, "SHA-256 differs"),
        ("longest", 4, "windows of 4 pieces"),
        ("blend", {}, "incomplete"),
        ("doubt", [0.5], "incomplete"),
    ],
)
def test_a_reader_whose_manifest_is_wrong_is_refused(tmp_path: Path, field: str, value: object, message: str) -> None:
    shutil.copytree(_folder(), tmp_path / "reader")
    manifest = tmp_path / "reader" / MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {field: value}))
    with pytest.raises(classifiers.ModelError, match=message):
        read_careful(tmp_path / "reader")


def test_a_reader_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(classifiers.ModelError, match="no careful reader"):
        read_careful(tmp_path)


def test_a_careful_recipe_that_lacks_something_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text((RECIPES / "careful-en.toml").read_text().replace("longest", "shortest"))
    with pytest.raises(RecipeError, match="longest"):
        read_recipe(path)


def test_it_speaks_of_its_own_attributes_alone_and_adds_none() -> None:
    text = "Those people are animals."
    before = Reading({"TOXICITY": 0.3, "SPAM": 0.2}, ())
    (after,) = _careful().reread([text], [before])
    assert after.scores.keys() == before.scores.keys()
    assert after.scores["SPAM"] == before.scores["SPAM"]
    assert after.scores["TOXICITY"] != before.scores["TOXICITY"]

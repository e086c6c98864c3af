"""What an operator types about models."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from small_models import a_model

import classifiers

Command = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of models with one that is good and one that is damaged."""
    a_model(tmp_path / "stern", name="stern", bias=9.0)
    weights = a_model(tmp_path / "damaged", name="damaged") / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    (tmp_path / "notes.txt").write_text("no model")
    monkeypatch.setenv("MODERATION_MODELS_DIR", str(tmp_path))
    return tmp_path


def line_of(result: Result, name: str) -> str:
    (line,) = [line for line in result.stdout.splitlines() if line.split()[:1] == [name]]
    return line


def test_a_model_is_tried_promoted_and_rolled_back(moderation: Command, folder: Path) -> None:
    assert line_of(moderation("model", "list"), classifiers.DEFAULT).endswith("acting default")

    assert "stern is tried beside it" in moderation("model", "shadow", "stern").stderr
    assert line_of(moderation("model", "list"), "stern").endswith("shadow")
    assert "0 comments compared" in moderation("model", "disagreements").stderr

    assert moderation("model", "promote").stderr == "en: stern acts.\n"
    assert line_of(moderation("model", "list"), "stern").endswith("acting pinned")

    assert moderation("model", "rollback").stderr == f"en: {classifiers.DEFAULT} acts.\n"
    assert moderation("model", "rollback").exit_code == 2


def test_a_model_is_pinned_and_the_default_one_again(moderation: Command, folder: Path) -> None:
    assert moderation("model", "pin", "stern").stderr == "en: stern acts.\n"
    assert moderation("model", "pin").stderr == f"en: {classifiers.DEFAULT} acts.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pin", "nonesuch"), "there are"),
        (("pin", "damaged"), "SHA-256 differs"),
        (("shadow", "damaged"), "Nothing was changed"),
        (("pin", "stern", "--language", "de"), "reads 'en'"),
        (("promote",), "No model is tried"),
        (("rollback",), "No other model"),
        (("list", "--site", "none"), "no site"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    moderation: Command, folder: Path, words: tuple[str, ...], said: str
) -> None:
    result = moderation("model", *words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_that_is_not_there_is_named(moderation: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODERATION_MODELS_DIR", "/nowhere/at/all")

    result = moderation("model", "list")

    assert result.exit_code == 2
    assert "MODERATION_MODELS_DIR must be a folder that exists" in result.stderr

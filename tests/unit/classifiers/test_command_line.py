"""`python -m classifiers`: scores line by line, and answers bad input with a sentence and exit status 2."""

import io
import json
from pathlib import Path

import pytest

from classifiers.__main__ import main
from classifiers.evaluation.card import CARD, METRICS, PLOTS
from classifiers.serving.artifact import MANIFEST, WEIGHTS


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    def say(content: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))

    return say


def test_score_prints_one_object_a_line(typed, capsys: pytest.CaptureFixture[str]) -> None:
    typed(b"Thank you.\n\nYou stupid idiot\r\n")
    assert main(["score"]) == 0
    scores = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(scores) == 3
    assert scores[0]["TOXICITY"] < 0.2
    assert scores[2]["TOXICITY"] > 0.8


def test_score_reads_json_lines_and_shows_spans(typed, capsys: pytest.CaptureFixture[str]) -> None:
    typed(b'{"text": "hm\\n\\ud800 you idiot", "id": 7}\n')
    assert main(["score", "--jsonl", "--spans"]) == 0
    reading = json.loads(capsys.readouterr().out)
    assert {key: reading["spans"][1][key] for key in ("attribute", "start", "end")} == {
        "attribute": "INSULT",
        "start": 9,
        "end": 14,
    }


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"text": "fine"}\nnot json\n', "Line 2 is not JSON"),
        (b"[]\n", "Line 1 is not a JSON object with a field text"),
        (b'{"body": "hm"}\n', "Line 1 is not a JSON object with a field text"),
        (b'{"text": 3}\n', "The text on line 1 is not a string"),
        (b'{"text": "\xff"}\n', "Line 1 is not UTF-8"),
    ],
)
def test_bad_lines_are_named(typed, capsys: pytest.CaptureFixture[str], content: bytes, message: str) -> None:
    typed(content)
    assert main(["score", "--jsonl"]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["score", "--model", "nonesuch"], "There is no model nonesuch"),
        (["card", "--model", "nonesuch"], "There is no model nonesuch"),
        (["train", "nonesuch", "--data", "."], "There is no recipe nonesuch"),
        (["train", "sample"], "Say where the labelled data sets are"),
        (["train", "sample", "--data", "nowhere"], "nowhere is not a folder"),
        (["train", "toxicity-en", "--data", "."], "does not exist"),
    ],
)
def test_bad_requests_are_answered_with_a_sentence(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.delenv("CLASSIFIERS_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error


@pytest.mark.parametrize("arguments", [[], ["guess"], ["score", "--loud"]])
def test_unknown_commands_exit_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)


@pytest.mark.parametrize("command", [[], ["score"], ["train"], ["evaluate"], ["agreement"], ["card"]])
def test_every_command_has_help(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([*command, "--help"])
    assert "usage: python -m classifiers" in capsys.readouterr().out


def test_train_evaluate_and_card_from_the_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "sample"
    assert main(["train", "sample", "--data", str(tmp_path), "--out", str(folder)]) == 0
    assert {each.name for each in folder.iterdir()} == {MANIFEST, WEIGHTS, METRICS, CARD, PLOTS}
    capsys.readouterr()
    evaluate = ["evaluate", "sample", "--data", str(tmp_path), "--model", str(folder)]
    assert main([*evaluate, "--json"]) == 0
    assert capsys.readouterr().out == (folder / METRICS).read_text(encoding="utf-8")
    assert main(evaluate) == 0
    assert capsys.readouterr().out == (folder / CARD).read_text(encoding="utf-8")
    assert main(["card", "--model", str(folder)]) == 0
    assert capsys.readouterr().out == (folder / CARD).read_text(encoding="utf-8")

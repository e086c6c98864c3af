"""A site that moves from another system's scores learns what its thresholds become, and which comments change sides."""

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from classifiers.__main__ import main
from classifiers.evaluation.agreement import agreement, spearman

KIND = [
    "Thank you for the article, it was well written.",
    "I walked past the bridge on Tuesday and it was open.",
    "The library closes at six on Saturdays.",
    "What a lovely photo of the harbour.",
    "My bus was late again this morning.",
    "Could you name the source of these figures?",
]
RUDE = [
    "You are a stupid idiot.",
    "Shut up, you pathetic moron.",
    "What a fucking asshole you are.",
    "Go to hell, idiot.",
]


def _comments() -> list[tuple[str, float]]:
    kind = [(f"{text} ({number})", 0.02 + 0.01 * number) for number, text in enumerate(KIND * 5)]
    return kind + [(f"{text} ({number})", 0.7 + 0.01 * number) for number, text in enumerate(RUDE * 5)]


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    path = tmp_path / "old.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "perspective_toxicity"])
        writer.writerows(_comments())
    return path


def test_rank_correlation_knows_order_and_ties() -> None:
    assert spearman(np.array([1.0, 2.0, 3.0]), np.array([0.1, 0.2, 0.9])) == pytest.approx(1)
    assert spearman(np.array([1.0, 2.0, 3.0]), np.array([9.0, 5.0, 1.0])) == pytest.approx(-1)
    assert spearman(np.array([1.0, 1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0, 4.0])) == pytest.approx(0.9486833)
    assert spearman(np.array([1.0, 1.0]), np.array([1.0, 2.0])) is None


def test_a_threshold_is_mapped_to_the_one_that_holds_as_many() -> None:
    theirs = np.random.default_rng(1).permutation(np.linspace(0, 1, 1001))
    ours = theirs**2
    found = agreement(ours, theirs, mapped=(0.5, 0.8, 1.0))
    assert [row["ours"] for row in found["thresholds"]] == [pytest.approx(0.25), pytest.approx(0.64), None]
    low, high = found["thresholds"][1]["ours_interval"]
    assert 0.63 < low <= high < 0.65  # the same order leaves no doubt
    assert found["spearman"] == 1.0
    assert found["roc_auc"][0]["roc_auc"] == 1.0


def test_the_report_tells_agreement_and_thresholds(scored: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "report.json"
    assert main(["agreement", str(scored), "--out", str(out)]) == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    assert report["comments"] == 50
    assert report["spearman"] > 0.5
    assert report["bad_rows"] == {"count": 0, "first": []}
    half = report["thresholds"][0]
    assert (half["theirs"], half["above"], half["held"]) == (0.5, 20, 0.4)
    assert 0.2 < half["ours"] < 1
    assert report["roc_auc"][0]["roc_auc"] == 1.0
    said = capsys.readouterr().out
    assert "50 comments compared, 0 rows left out." in said
    assert "| 0.5 | 20 | 40.0 % |" in said


def test_comments_that_change_sides_are_listed_both_ways(tmp_path: Path, capsys) -> None:
    path = tmp_path / "old.jsonl"
    rows = [{"text": text, "perspective_toxicity": score} for text, score in _comments()]
    rows.append({"text": "You are a stupid idiot, you know.", "perspective_toxicity": 0.0})
    rows.append({"text": "The library opens at nine.", "perspective_toxicity": 0.99})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out = tmp_path / "report.json"
    assert main(["agreement", str(path), "--out", str(out)]) == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    assert report["ours_higher"][0]["row"] == 51
    assert report["ours_lower"][0]["row"] == 52
    assert report["ours_lower"][0]["text"] == "The library opens at nine."
    assert "row 52" in capsys.readouterr().out


def test_answers_of_the_perspective_api_are_read_as_they_were_stored(tmp_path: Path, capsys) -> None:
    path = tmp_path / "answers.ndjson.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for text, score in _comments():
            stored = {"attributeScores": {"TOXICITY": {"summaryScore": {"value": score, "type": "PROBABILITY"}}}}
            file.write(json.dumps({"comment": {"text": text}, **stored}) + "\n")
    fields = ["--text-field", "comment.text", "--score-field", "attributeScores.TOXICITY.summaryScore.value"]
    assert main(["agreement", str(path), *fields]) == 0
    assert "50 comments compared" in capsys.readouterr().out


def test_bad_rows_are_counted_and_named_and_the_others_compared(tmp_path: Path, capsys) -> None:
    path = tmp_path / "old.jsonl"
    lines = [json.dumps({"text": text, "perspective_toxicity": score}) for text, score in _comments()]
    lines[3:3] = [
        "not json",
        "[1, 2]",
        '{"text": "no score"}',
        '{"text": " ", "perspective_toxicity": 0.2}',
        '{"text": "too much", "perspective_toxicity": 4}',
        '{"text": "a word", "perspective_toxicity": "high"}',
        '{"text": "true", "perspective_toxicity": true}',
        '{"text": "nothing", "perspective_toxicity": NaN}',
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main(["agreement", str(path)]) == 0
    said = capsys.readouterr().out
    assert "50 comments compared, 8 rows left out." in said
    assert "- row 4: not JSON" in said
    assert "- row 5: not a JSON object" in said
    assert "- row 7: no text in text" in said
    assert "- row 8: perspective_toxicity is not between 0 and 1: 4" in said
    assert "- row 9: perspective_toxicity is not a number: 'high'" in said


@pytest.mark.parametrize(
    ("name", "content", "arguments", "message"),
    [
        ("old.csv", b"comment,score\nhm,0.2\n", [], "has no column text, perspective_toxicity; it has comment, score"),
        ("old.csv", b"", [], "has no column"),
        ("old.csv", b"text,perspective_toxicity\nhm,0.2\n", [], "has 1 comments with a score"),
        ("old.csv", b"text,perspective_toxicity\nhm,?\n", [], "The first bad row is 1"),
        ("old.xlsx", b"", [], "should end in .csv or .jsonl"),
        ("old.csv.gz", b"no gzip", [], "cannot be read"),
        ("old.csv", b"text,perspective_toxicity\n", ["--attribute", "NICENESS"], "has no NICENESS"),
        ("old.csv", b"text,perspective_toxicity\n", ["--out", "/nowhere/at/all.json"], "is not a folder"),
    ],
)
def test_a_file_that_cannot_be_used_is_answered_with_a_sentence(
    tmp_path: Path, capsys, name: str, content: bytes, arguments: list[str], message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["agreement", str(path), *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_missing_file_is_named(tmp_path: Path, capsys) -> None:
    assert main(["agreement", str(tmp_path / "none.csv")]) == 2
    assert "There is no file" in capsys.readouterr().err

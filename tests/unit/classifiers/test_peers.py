"""Peers are asked in their own interpreter, on the same comments, and one that is not there is said not to be."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from classifiers.attributes import Attribute
from classifiers.evaluation import peer_process
from classifiers.evaluation.comparison import compare
from classifiers.evaluation.parts import Part
from classifiers.evaluation.peers import PEERS, Peer, PeerUnavailable, ask
from classifiers.evaluation.readers import FastReader

WORDS = Peer("better-profanity", "word list")
BESIDE = {
    # What the interpreter finds beside it: a peer of the same interface, installed like any package.
    "better_profanity.py": (
        "class profanity:\n"
        "    def load_censor_words(): print('loading')\n"
        "    def contains_profanity(text):\n"
        "        if text == 'break': raise ValueError('broken')\n"
        "        return 'stupid' in text\n"
    ),
    "better_profanity-9.9.dist-info/METADATA": "Metadata-Version: 2.1\nName: better-profanity\nVersion: 9.9\n",
}


@pytest.fixture
def python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, content in BESIDE.items():
        file = tmp_path / "packages" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.fspath(tmp_path / "packages"))
    return Path(sys.executable)


def test_a_peer_scores_every_text_in_order(python: Path) -> None:
    texts = [f"you are {'stupid' if number % 3 == 0 else 'kind'} {number} \ud800" for number in range(1200)]
    answers = ask(python, WORDS, texts, lambda _: None)
    assert answers.version == "9.9"
    assert answers.scores.tolist() == [float(number % 3 == 0) for number in range(1200)]


@pytest.mark.parametrize(
    ("name", "texts", "message"),
    [
        ("nothing-of-the-sort", ["hm"], "not installed"),
        ("better-profanity", ["fine", "break"], "fails on a comment: ValueError"),
    ],
)
def test_a_peer_that_cannot_be_asked_says_why(python: Path, name: str, texts: list[str], message: str) -> None:
    with pytest.raises(PeerUnavailable, match=message):
        ask(python, Peer(name, "word list"), texts, lambda _: None)


def test_an_interpreter_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PeerUnavailable, match="cannot be started"):
        ask(tmp_path / "python", WORDS, ["hm"], lambda _: None)


def test_readers_and_peers_are_compared_on_the_same_comments(python: Path, trained) -> None:
    texts = [f"You are a stupid idiot, number {number}." for number in range(30)]
    texts += [f"Thank you for the article, number {number}." for number in range(30)]
    labels = [{Attribute.TOXICITY: "idiot" in text} for text in texts]
    part = Part("davidson", True, tuple(texts), tuple(labels), np.arange(60))
    away = Peer("nothing-of-the-sort", "ghost", ("davidson",))
    found = compare([FastReader(trained.classifier)], [part], python, lambda _: None, (WORDS, away))
    row = found["corpora"]["davidson"]
    assert (row["comments"], row["positives"], row["attribute"]) == (60, 30, "TOXICITY")
    assert row["peers"]["better-profanity"]["roc_auc"] == 1.0
    assert row["ours"]["fast"]["roc_auc"] > 0.9
    assert row["peers"]["better-profanity"]["lead_interval"]["fast"][1] <= 0
    assert found["peers"]["nothing-of-the-sort"]["unavailable"] == "not installed"
    assert "nothing-of-the-sort" not in row["peers"]


def test_every_peer_that_is_named_can_be_asked() -> None:
    assert {peer.name for peer in PEERS} == set(peer_process.PEERS)

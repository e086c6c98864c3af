"""Other programs of the same kind, scoring the same comments in an interpreter of their own, so that this project needs
none of them.

    python -m venv peers && peers/bin/pip install alt-profanity-check better-profanity ...
    python -m classifiers evaluate --peers-python peers/bin/python

A peer that is not installed there is reported as such. `classifiers/README.md` names those that cannot be had without
weights from elsewhere.
"""

import asyncio
import json
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
Say = Callable[[str], None]

_PROCESS: Final = Path(__file__).with_name("peer_process.py")
_BATCH: Final = 500
# What a peer is shown of a comment: as much as readers read, and some peers take minutes for megabytes.
_LONGEST: Final = 5000
_LONGEST_ANSWER: Final = 1_000_000

_WIKIPEDIA: Final = ("wikipedia", "wikipedia_six", "wikipedia_lower")


@dataclass(frozen=True, slots=True)
class Peer:
    """A program, what kind it is, and the corpora it was trained on itself (its figures there are flattered), by its
    documentation or, where that says nothing, by the labels it answers with.
    """

    name: str
    kind: str
    trained_on: tuple[str, ...] = ()


PEERS: Final = (
    Peer("alt-profanity-check", "linear model of words", (*_WIKIPEDIA, "davidson", "paradetox")),
    Peer("toxic-comment-classifier", "recurrent network", (*_WIKIPEDIA, "paradetox")),
    Peer("best-profanity", "linear model of words", (*_WIKIPEDIA, "davidson", "paradetox")),
    Peer("valx", "decision tree of words", ("davidson",)),
    Peer("better-profanity", "word list"),
    Peer("glin-profanity", "word list"),
)


class PeerUnavailable(Exception):
    """A peer cannot be asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a peer said: its version, a score per text (0..1; a word list says 0 or 1), and seconds it took."""

    version: str
    scores: Doubles
    seconds: float


def ask(python: Path, peer: Peer, texts: Sequence[str], say: Say) -> Answers:
    """The peer's score of each text. Raises PeerUnavailable."""
    return asyncio.run(_ask(python, peer, texts, say))


async def _ask(python: Path, peer: Peer, texts: Sequence[str], say: Say) -> Answers:
    try:
        process = await asyncio.create_subprocess_exec(
            python, _PROCESS, peer.name, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=_LONGEST_ANSWER
        )
    except OSError as error:
        raise PeerUnavailable(f"{python} cannot be started: {error.strerror}") from error
    try:
        version = str((await _answer(process))["version"])
        scores: list[float] = []
        seconds = 0.0
        for start in range(0, len(texts), _BATCH):
            answer = await _answer(process, [_sendable(text) for text in texts[start : start + _BATCH]])
            scores += answer["scores"]
            seconds += answer["seconds"]
            if start // _BATCH % 20 == 19:
                say(f"{peer.name}: {len(scores)} of {len(texts)} comments")
        return Answers(version, np.array(scores, dtype=np.float64), seconds)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _answer(process: Process, texts: Sequence[str] | None = None) -> dict[str, Any]:
    if process.stdin is None or process.stdout is None:
        raise PeerUnavailable("it has no pipes")
    try:
        if texts is not None:
            process.stdin.write(json.dumps({"texts": texts}).encode() + b"\n")
            await process.stdin.drain()
        line = await process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": "it ended early"}
    except (OSError, ValueError) as error:
        raise PeerUnavailable(f"it ended early: {error}") from error
    if "error" in answer:
        raise PeerUnavailable(str(answer["error"]))
    return answer


def _sendable(text: str) -> str:
    return text[:_LONGEST].encode("utf-8", "replace").decode("utf-8")

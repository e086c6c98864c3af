"""Our readers and their peers on the same comments in the same run."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from classifiers.attributes import Attribute
from classifiers.evaluation.parts import Part
from classifiers.evaluation.peers import PEERS, Answers, Peer, PeerUnavailable, ask
from classifiers.evaluation.quality import Doubles, Truths, roc_auc, roc_aucs, rounded
from classifiers.evaluation.readers import Reader
from classifiers.evaluation.resampling import draws, interval

Say = Callable[[str], None]

# Some peers take hundredths of a second a comment; so many of a corpus, the same for everybody, are enough.
MOST: Final = 1200
_AT_ONCE: Final = 2
# What peers mean by their one score: the first of these that a corpus has labels for.
COMPARED: Final = (Attribute.TOXICITY, Attribute.IDENTITY_ATTACK)


def compare(
    readers: Sequence[Reader], parts: Sequence[Part], python: Path, say: Say, peers: Sequence[Peer] = PEERS
) -> dict[str, Any]:
    """Per corpus, ROC AUC of our readers and of each peer, and how far ours lead; per peer what it is, whether it could
    be asked, and milliseconds per comment.
    """
    rows = [row for part in parts if (row := _chosen(part)) is not None]
    texts = list(dict.fromkeys(text for _, _, chosen, _, _ in rows for text in chosen))
    answers: dict[str, Answers] = {}
    about: dict[str, Any] = {}
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        replies = threads.map(lambda peer: _asked(python, peer, texts, say), peers)
        for peer, reply in zip(peers, replies, strict=True):
            about[peer.name] = {"kind": peer.kind, "trained_on": list(peer.trained_on)}
            if isinstance(reply, PeerUnavailable):
                about[peer.name]["unavailable"] = str(reply)
                continue
            answers[peer.name] = reply
            about[peer.name] |= {
                "version": reply.version,
                "milliseconds": round(reply.seconds * 1000 / len(texts), 3),
            }
    said = {name: dict(zip(texts, answer.scores.tolist(), strict=True)) for name, answer in answers.items()}
    return {"peers": about, "corpora": {part.corpus: _compared(row, readers, said) for part, *row in rows}}


def _asked(python: Path, peer: Peer, texts: Sequence[str], say: Say) -> Answers | PeerUnavailable:
    say(f"asking {peer.name}")
    try:
        answers = ask(python, peer, texts, say)
    except PeerUnavailable as error:
        say(f"{peer.name} is not available: {error}")
        return error
    say(f"{peer.name} took {answers.seconds:.0f} s for {len(texts)} comments")
    return answers


def _chosen(part: Part) -> tuple[Part, Attribute, list[str], Truths, Any] | None:
    for attribute in COMPARED:
        numbers, labels = part.known(attribute)
        if len(numbers) and labels.any() and not labels.all():
            kept = np.sort(np.concatenate((_evenly(np.flatnonzero(labels)), _evenly(np.flatnonzero(~labels)))))
            texts = [part.texts[number] for number in numbers[kept].tolist()]
            return part, attribute, texts, labels[kept], part.groups[numbers[kept]]
    return None


def _evenly(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """At most half of `MOST` of the numbers, evenly over them: bad comments are rare in some corpora, and ROC AUC does
    not ask how rare.
    """
    return numbers[np.unique(np.linspace(0, len(numbers) - 1, min(MOST // 2, len(numbers))).astype(np.int64))]


def _compared(row: Sequence[Any], readers: Sequence[Reader], said: dict[str, dict[str, float]]) -> dict[str, Any]:
    attribute, texts, labels, groups = row
    repeats = draws(groups).of_comments()
    ours = {
        reader.name: reader.scores(texts)[:, reader.attributes.index(attribute.value)]
        for reader in readers
        if attribute.value in reader.attributes
    }
    theirs = {name: np.array([scores[text] for text in texts]) for name, scores in said.items()}
    drawn = {name: roc_aucs(scores, labels, repeats) for name, scores in (ours | theirs).items()}
    table: dict[str, Any] = {
        "attribute": attribute.value,
        "comments": len(texts),
        "positives": int(labels.sum()),
        "ours": {name: _figures(scores, labels, drawn[name]) for name, scores in ours.items()},
        "peers": {},
    }
    for name, scores in theirs.items():
        table["peers"][name] = _figures(scores, labels, drawn[name]) | {
            "lead_interval": {own: interval(drawn[own] - drawn[name]) for own in ours}
        }
    found: dict[str, Any] = rounded(table)
    return found


def _figures(scores: Doubles, labels: Truths, drawn: Doubles) -> dict[str, Any]:
    return {
        "roc_auc": roc_auc(scores, labels),
        "roc_auc_interval": interval(drawn),
    }

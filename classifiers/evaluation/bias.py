"""Whether a reader takes people for what they are: false alarms on plain sentences that mention a term, misses on
attacks, and the three areas under the curve of Borkan et al. (2019), on sentences written for it and on comments.

Of a term, the subgroup AUC tells its attacks from its plain sentences; BPSN tells the attacks on all others from its
plain sentences (low: the term alone raises scores); BNSP its attacks from the plain sentences of all others (low: the
term alone lowers them).
"""

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from classifiers.attributes import Attribute
from classifiers.evaluation.identity_sentences import TERMS, Sentence, sentences
from classifiers.evaluation.parts import Part
from classifiers.evaluation.quality import roc_auc, rounded
from classifiers.evaluation.readers import Reader
from classifiers.evaluation.varieties import varieties

Doubles = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

ALARM: Final = 0.5
# Fewer comments than this on either side say nothing about a term.
ENOUGH: Final = 15
_WORST: Final = 10


def fairness(reader: Reader, parts: Sequence[Part]) -> dict[str, Any]:
    """All of it for a reader: `templates` per attribute, `comments` per attribute, `varieties` of English."""
    offered = [name for name in (Attribute.TOXICITY, Attribute.IDENTITY_ATTACK) if name.value in reader.attributes]
    written = sentences()
    scores = reader.scores([sentence.text for sentence in written])
    found: dict[str, Any] = {
        "templates": {
            name.value: templates(written, scores[:, reader.attributes.index(name.value)]) for name in offered
        },
        "comments": {name.value: comments(reader, parts, name) for name in offered},
        "varieties": varieties(reader, ALARM) if Attribute.TOXICITY in offered else {},
    }
    return found


def templates(written: Sequence[Sentence], scores: Doubles) -> dict[str, Any]:
    """False alarms, misses, the three areas and the gaps over the terms, from the score of each sentence."""
    terms = np.array([sentence.term for sentence in written])
    attacks = np.array([sentence.attack for sentence in written])
    return _by_term({term: terms == term for term in dict.fromkeys(terms.tolist())}, attacks, scores)


def comments(reader: Reader, parts: Sequence[Part], attribute: Attribute) -> dict[str, Any]:
    """The same on comments that training has not seen; a term needs enough good and bad ones that mention it."""
    texts: list[str] = []
    labels: list[bool] = []
    for part in parts:
        numbers, known = part.known(attribute)
        texts += [part.texts[number] for number in numbers.tolist()]
        labels += known.tolist()
    if not texts:
        return {}
    bad = np.array(labels, dtype=np.bool_)
    mentioning = {term: _mentioning(term, texts) for term in TERMS}
    chosen = {
        term: there
        for term, there in mentioning.items()
        if (there & bad).sum() >= ENOUGH and (there & ~bad).sum() >= ENOUGH
    }
    scores = reader.scores(texts)[:, reader.attributes.index(attribute.value)]
    return _by_term(chosen, bad, scores) if chosen else {}


def _mentioning(term: str, texts: Sequence[str]) -> Truths:
    pattern = re.compile(rf"\b{re.escape(term)}s?\b", re.IGNORECASE)
    return np.array([pattern.search(text) is not None for text in texts])


def _by_term(terms: dict[str, Truths], bad: Truths, scores: Doubles) -> dict[str, Any]:
    rows = {term: _row(there, bad, scores) for term, there in terms.items()}
    alarms = [row["false_alarms"] for row in rows.values()]
    misses = [row["misses"] for row in rows.values()]
    inside = np.logical_or.reduce(list(terms.values()))
    table = {
        "sentences": int(inside.sum()),
        "false_alarms": float((scores[inside & ~bad] >= ALARM).mean()),
        "misses": float((scores[inside & bad] < ALARM).mean()),
        "roc_auc": roc_auc(scores[inside], bad[inside]),
        "worst": [
            {"term": term, "false_alarms": row["false_alarms"]}
            for term, row in sorted(rows.items(), key=lambda item: (-item[1]["false_alarms"], item[0]))[:_WORST]
        ],
        "false_alarm_gap": max(alarms) - min(alarms),
        "miss_gap": max(misses) - min(misses),
        "terms": rows,
    }
    found: dict[str, Any] = rounded(table)
    return found


def _row(there: Truths, bad: Truths, scores: Doubles) -> dict[str, Any]:
    return {
        "neutral": int((there & ~bad).sum()),
        "attacks": int((there & bad).sum()),
        "false_alarms": float((scores[there & ~bad] >= ALARM).mean()),
        "misses": float((scores[there & bad] < ALARM).mean()),
        "subgroup_auc": roc_auc(scores[there], bad[there]),
        "bpsn_auc": _area(there, ~there, bad, scores),
        "bnsp_auc": _area(~there, there, bad, scores),
    }


def _area(of_good: Truths, of_bad: Truths, bad: Truths, scores: Doubles) -> float | None:
    """How well the bad ones of one set are told from the good ones of another."""
    chosen = (of_good & ~bad) | (of_bad & bad)
    labels = bad[chosen]
    return None if labels.all() or not labels.any() else roc_auc(scores[chosen], labels)

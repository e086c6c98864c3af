"""What a reader can do and what it cannot, function by function: a report, never a yardstick to choose a model by."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from classifiers.attributes import Attribute
from classifiers.evaluation.functional_sentences import FUNCTIONS, Function
from classifiers.evaluation.quality import roc_auc, rounded
from classifiers.evaluation.readers import Reader

Doubles = npt.NDArray[np.float64]

AT: Final = 0.5
REPORTED: Final = (Attribute.TOXICITY, Attribute.IDENTITY_ATTACK)


def functional(reader: Reader, functions: Sequence[Function] = FUNCTIONS) -> dict[str, Any]:
    """Per attribute, ROC AUC over all sentences whose truth it settles, and per function the share taken rightly at
    0.5 and the ROC AUC against all sentences of the other truth.
    """
    found = {}
    for attribute in REPORTED:
        if attribute.value in reader.attributes:
            settled = [each for each in functions if attribute in each.labels]
            column = reader.attributes.index(attribute.value)
            scores = [reader.scores(each.sentences())[:, column] for each in settled]
            found[attribute.value] = _table(settled, scores, attribute)
    return found


def _table(functions: Sequence[Function], scores: Sequence[Doubles], attribute: Attribute) -> dict[str, Any]:
    truths = [each.labels[attribute] for each in functions]
    of = {truth: np.concatenate([row for row, is_so in zip(scores, truths, strict=True) if is_so == truth])
          for truth in set(truths)}  # fmt: skip
    rows: dict[str, dict[str, Any]] = {}
    for each, truth, own in zip(functions, truths, scores, strict=True):
        others = of.get(not truth)
        rows[each.name] = {
            "sentences": len(own),
            "truth": truth,
            "right": float(((own >= AT) == truth).mean()),
            "mean_score": float(own.mean()),
            "roc_auc": None if others is None else _told_apart(own, others, own_is_bad=truth),
        }
    whole = _told_apart(of[True], of[False], own_is_bad=True) if len(of) == 2 else None
    table = {
        "sentences": sum(map(len, scores)),
        "right": float(
            np.average([row["right"] for row in rows.values()], weights=[row["sentences"] for row in rows.values()])
        ),
        "roc_auc": whole,
        "functions": rows,
    }
    found: dict[str, Any] = rounded(table)
    return found


def _told_apart(own: Doubles, others: Doubles, *, own_is_bad: bool) -> float:
    labels = np.arange(len(own) + len(others)) < len(own)
    return roc_auc(np.concatenate((own, others)), labels if own_is_bad else ~labels)

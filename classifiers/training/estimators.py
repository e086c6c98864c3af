"""The trained pipeline in scikit-learn's terms: hashed text, one logistic regression per attribute, a calibration on
top.

`Pipeline.predict` computes probabilities through scikit-learn and sparse matrices; the released classifier must give
the same ones, and a test holds it to that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from classifiers import text as canonical_text
from classifiers.attributes import Attribute
from classifiers.serving.artifact import Artifact, Weights, quantised
from classifiers.serving.classifier import least
from classifiers.training.features import HashedText, canonical_words, windows
from classifiers.training.recipe import Recipe

Doubles = npt.NDArray[np.float64]

# Added to a column's share, in parts of the average column's.
_SMOOTHING: Final = 0.1
# No column is silenced, and none shouts.
_LEAN: Final = (0.2, 3.0)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A model before release. `calibration` has a row (whole, window, constant) per attribute."""

    recipe: Recipe
    text: HashedText
    estimators: dict[Attribute, LogisticRegression]
    calibration: Doubles

    @classmethod
    def of(cls, artifact: Artifact, recipe: Recipe) -> Self:
        """The pipeline that a model of this recipe was folded from, its numbers as the artifact keeps them."""
        run_rarity, word_rarity = (
            np.sqrt(table[:, -1].astype(np.float64))
            for table in (artifact.weights.run_weights, artifact.weights.word_weights)
        )
        text = HashedText(run_rarity, word_rarity, artifact.length_power)
        table = np.vstack((artifact.weights.run_weights, artifact.weights.word_weights)).astype(np.float64)
        estimators = {}
        for number, name in enumerate(artifact.attributes):
            estimator = LogisticRegression()
            estimator.coef_ = (table[:, number] / np.concatenate((run_rarity, word_rarity))).reshape(1, -1)
            estimator.intercept_ = artifact.weights.bias[number : number + 1].astype(np.float64)
            estimator.classes_ = np.array([False, True])
            estimator.n_features_in_ = len(table)
            estimators[Attribute(name)] = estimator
        folded = replace(recipe, window=artifact.window, step=artifact.step)
        return cls(folded, text, estimators, artifact.weights.calibration.astype(np.float64))

    def predict(self, texts: Sequence[str]) -> Doubles:
        """Probabilities, comments x attributes."""
        words = canonical_words(texts)
        whole = self._margins(self.text.transform(words))
        window = self._highest([windows(row, self.recipe.window, self.recipe.step) for row in words])
        sentence = self._highest([canonical_text.sentence_words(text) or [[]] for text in texts])
        alone = self._calibrated(sentence, np.maximum(window, sentence))
        probabilities: Doubles = np.maximum(self._calibrated(whole, window), least(alone))
        return probabilities

    def _calibrated(self, whole: Doubles, window: Doubles) -> Doubles:
        logits = self.calibration[:, 0] * whole + self.calibration[:, 1] * window + self.calibration[:, 2]
        probabilities: Doubles = 1 / (1 + np.exp(-logits))
        return probabilities

    def _highest(self, passages: Sequence[Sequence[Sequence[str]]]) -> Doubles:
        """The highest margin among the passages of each comment, in which repeated words count again."""
        repeated = replace(self.text, distinct=False)
        each = self._margins(repeated.transform([passage for part in passages for passage in part]))
        limits = np.cumsum([0] + [len(part) for part in passages])
        return np.array([each[first:last].max(axis=0) for first, last in pairwise(limits)])

    def _margins(self, matrix: Any) -> Doubles:
        return np.column_stack([estimator.decision_function(matrix) for estimator in self.estimators.values()])

    def artifact(self, about: dict[str, Any]) -> Artifact:
        """The model as it is released."""
        coefficients = np.column_stack([estimator.coef_[0] for estimator in self.estimators.values()])
        rarity = np.concatenate((self.text.run_rarity, self.text.word_rarity))
        table = quantised(np.column_stack((coefficients * rarity[:, None], rarity**2)))
        return Artifact(
            name=self.recipe.name,
            attributes=tuple(attribute.value for attribute in self.estimators),
            length_power=self.recipe.length_power,
            window=self.recipe.window,
            step=self.recipe.step,
            weights=Weights(
                run_weights=table[: self.recipe.run_buckets],
                word_weights=table[self.recipe.run_buckets :],
                bias=np.array([estimator.intercept_[0] for estimator in self.estimators.values()], dtype=np.float32),
                calibration=self.calibration.astype(np.float32),
            ),
            about=about,
        )


def fit(
    matrix: Any, labels: npt.NDArray[np.bool_], weights: Doubles, strength: float, rarity: Doubles
) -> LogisticRegression:
    """A logistic regression with an L2 penalty of 1 / strength, its coefficients rounded to what the artifact keeps.

    Columns of the matrix beyond those of `rarity` tell where a comment comes from. They explain why one corpus has
    more positives than another, so that words need not, and are dropped; calibration makes up for them. The others
    are first scaled by how differently they are spread over positives and negatives (`leanings`).
    """
    scale = np.ones(matrix.shape[1])
    scale[: len(rarity)] = leanings(matrix[:, : len(rarity)], labels, weights)
    estimator = LogisticRegression(C=strength, solver="liblinear", tol=0.01, max_iter=200)
    estimator.fit(matrix @ sparse.diags(scale), labels, sample_weight=weights)
    kept = quantised(estimator.coef_[0, : len(rarity)] * scale[: len(rarity)] * rarity).astype(np.float64)
    estimator.coef_ = (kept / rarity).reshape(1, -1)
    estimator.intercept_ = estimator.intercept_.astype(np.float32).astype(np.float64)
    estimator.n_features_in_ = len(rarity)
    return estimator


def leanings(matrix: Any, labels: npt.NDArray[np.bool_], weights: Doubles) -> Doubles:
    """How strongly each column leans to one side: the absolute log ratio of its shares in positives and in negatives,
    as in a naive Bayes classifier (Wang & Manning, 2012). A penalty on scaled columns lets telling words speak and
    keeps quiet those that occur everywhere.
    """
    smooth = _SMOOTHING / matrix.shape[1]
    shares = [matrix.T @ (weights * side) for side in (labels, ~labels)]
    positive, negative = (share / share.sum() + smooth for share in shares)
    lean: Doubles = np.clip(np.abs(np.log(positive / negative)), *_LEAN)
    return lean

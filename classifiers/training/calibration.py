"""From margins to probabilities that mean what they say on comments as they come.

Margins come from models that did not see the comment. Corpora are enriched in toxic comments, so comments are
weighted until the share of positives is the natural one; then a logistic regression on the two margins is Platt's
calibration, fitted by maximum likelihood.
"""

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

Doubles = npt.NDArray[np.float64]


def natural_weights(labels: npt.NDArray[np.bool_], natural: float) -> Doubles:
    """Weights of mean 1 that make the share of positives `natural`."""
    share = labels.mean()
    weights: Doubles = np.where(labels, natural / share, (1 - natural) / (1 - share))
    return weights


def calibrate(margins: Doubles, labels: npt.NDArray[np.bool_], natural: float) -> Doubles:
    """(whole, window, constant) for margins of shape comments x 2. A margin that would count against the attribute is
    left out.
    """
    weights = natural_weights(labels, natural)
    found = _fit(margins, labels, weights)
    if found[0] < 0 or found[1] < 0:
        kept = int(found[1] > found[0])
        single = _fit(margins[:, [kept]], labels, weights)
        found = np.array([0.0, 0.0, single[1]])
        found[kept] = single[0]
    return found


def _fit(margins: Doubles, labels: npt.NDArray[np.bool_], weights: Doubles) -> Doubles:
    estimator = LogisticRegression(C=1e4, solver="lbfgs", max_iter=1000).fit(margins, labels, sample_weight=weights)
    # 32 bits is what the artifact keeps.
    return np.append(estimator.coef_[0], estimator.intercept_[0]).astype(np.float32).astype(np.float64)

"""How sure a figure is: the same figure on comments drawn again from those that were measured, many times.

Near-copies of a comment say the same thing twice, so whole groups are drawn (the bootstrap of Efron, 1979, by
cluster). The seed is fixed: the same comments always give the same interval.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]

DRAWS: Final = 200
_SEED: Final = 20261124
# An interval needs a figure in most of the draws; a set with two bad comments has none.
_ENOUGH: Final = 0.9


@dataclass(frozen=True, slots=True)
class Draws:
    """How often each group came up in each draw, and which group each comment is of."""

    counts: Doubles  # draws x groups
    group: npt.NDArray[np.int64]

    def of_comments(self) -> Doubles:
        """How often each comment came up: draws x comments."""
        return self.counts[:, self.group]

    def totals(self, columns: Doubles) -> Doubles:
        """The sum of each column (comments x columns) in each draw: draws x columns."""
        by_group = np.zeros((self.counts.shape[1], columns.shape[1]))
        np.add.at(by_group, self.group, columns)
        found: Doubles = self.counts @ by_group
        return found


def draws(groups: npt.NDArray[np.int64]) -> Draws:
    """Draws of as many groups as there are, with putting back."""
    names, group = np.unique(groups, return_inverse=True)
    return Draws(_counts(len(names)), group.astype(np.int64))


@lru_cache(maxsize=8)
def _counts(groups: int) -> Doubles:
    generator = np.random.default_rng(_SEED)
    drawn = [np.bincount(generator.integers(0, groups, groups), minlength=groups) for _ in range(DRAWS)]
    return np.array(drawn, dtype=np.float64)


def interval(figures: Doubles) -> tuple[float, float] | None:
    """The middle 95 % of a figure's values in the draws; None if too many draws have none."""
    there = figures[np.isfinite(figures)]
    if len(there) < _ENOUGH * len(figures):
        return None
    low, high = np.percentile(there, (2.5, 97.5))
    return float(low), float(high)

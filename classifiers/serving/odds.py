"""Probabilities as log odds, in which what readers say can be added up."""

import math


def logit(probability: float, least: float) -> float:
    """The log odds of a probability (0 to 1), which is kept `least` away from 0 and from 1."""
    kept = min(max(probability, least), 1.0 - least)
    return math.log(kept / (1.0 - kept))


def probability_of(logit: float, most: float) -> float:
    """The probability of log odds, which count as at most `most` either way."""
    return 1.0 / (1.0 + math.exp(-min(max(logit, -most), most)))

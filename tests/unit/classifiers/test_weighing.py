"""Both readers' words are weighed by how right they were, and the result means what it says."""

import numpy as np

from classifiers.attributes import Attribute
from classifiers.training.weighing import weigh

NATURAL = {Attribute.TOXICITY: 0.2, Attribute.THREAT: 0.01}


def test_the_reader_that_is_right_counts_more() -> None:
    chance = np.random.default_rng(3)
    labels = chance.random(2000) < 0.2
    noise = chance.normal(size=(2000, 2))
    logits = np.where(labels, 2.0, -2.0)[:, None] * (0.0, 1.0) + noise
    ((fast, careful, constant),) = weigh({Attribute.TOXICITY: logits}, {Attribute.TOXICITY: labels}, NATURAL)
    assert careful > 3 * fast
    probability = 1 / (1 + np.exp(-(fast * logits[:, 0] + careful * logits[:, 1] + constant)))
    assert abs(probability.mean() - 0.2) < 0.02


def test_an_attribute_with_few_positives_takes_the_balance_from_toxicity() -> None:
    chance = np.random.default_rng(4)
    labels = {Attribute.TOXICITY: chance.random(1000) < 0.3, Attribute.THREAT: chance.random(1000) < 0.01}
    logits = {attribute: chance.normal(size=(1000, 2)) + known[:, None] for attribute, known in labels.items()}
    toxicity, threat = weigh(logits, labels, NATURAL)
    assert threat[:2] == toxicity[:2]
    assert threat[2] != toxicity[2]

"""What a score can be about: the attributes a moderator sees, and what each of them means.

The names and their meaning follow the field's vocabulary, so that thresholds and habits carry over. How a data set's
own labels map to an attribute is said where the data set is read (`classifiers.corpora`), in the terms of this
module.
"""

from enum import StrEnum


class Attribute(StrEnum):
    """A property of a comment that gets a probability of its own."""

    TOXICITY = "TOXICITY"
    SEVERE_TOXICITY = "SEVERE_TOXICITY"
    IDENTITY_ATTACK = "IDENTITY_ATTACK"
    INSULT = "INSULT"
    PROFANITY = "PROFANITY"
    THREAT = "THREAT"
    SPAM = "SPAM"


MEANING: dict[Attribute, str] = {
    Attribute.TOXICITY: "rude, disrespectful or unreasonable, likely to make people leave the discussion",
    Attribute.SEVERE_TOXICITY: "very hateful or aggressive; much less sensitive to mild swearing than TOXICITY",
    Attribute.IDENTITY_ATTACK: "negative or hateful about people because of who they are",
    Attribute.INSULT: "insulting or inflammatory towards a person or a group",
    Attribute.PROFANITY: "swear words and other obscene language, whoever they are aimed at",
    Attribute.THREAT: "says or wishes that someone should be hurt or killed",
    Attribute.SPAM: "advertises something that has nothing to do with the discussion",
}

# Data sets that ask several raters give shares; a majority makes the label.
MAJORITY = 0.5


def majority(share: float) -> bool:
    """Whether at least half of the raters (share in 0..1) saw the attribute."""
    return share >= MAJORITY

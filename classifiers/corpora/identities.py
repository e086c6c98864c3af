"""Plain sentences about who people are, written for this project: nothing in them is an attack, and a model should know
it.

Licence: that of this project. There is no file to read; sentences are put together from short lists. They temper the
habit of a linear model to call "gay", "muslim" or "black" toxic because such words come up in attacks (the idea is
Dixon et al., 2018).
"""

from collections.abc import Iterator
from pathlib import Path

from classifiers.attributes import Attribute
from classifiers.corpora.comment import Corpus, LabelledComment

# fmt: off
_BEING = (
    "gay", "lesbian", "bisexual", "queer", "homosexual", "transgender", "trans", "straight", "nonbinary",
    "heterosexual", "muslim", "jewish", "christian", "catholic", "protestant", "hindu", "buddhist", "sikh", "atheist",
    "black", "white", "asian", "african", "african american", "latino", "latina", "hispanic", "mexican", "arab",
    "indian", "chinese", "japanese", "korean", "american", "european", "russian", "native american", "middle eastern",
    "immigrant", "refugee", "foreign", "deaf", "blind", "disabled", "autistic", "paralyzed", "elderly", "old", "young",
    "female", "male", "feminist", "poor", "mormon", "jew",
)
# fmt: on
_SENTENCES = (
    "I am {}.",
    "I am a {} man.",
    "I am a {} woman.",
    "My neighbour is {}.",
    "She is a {} woman.",
    "He is a {} man and a good friend.",
    "We are a {} family.",
    "{} people live here too.",
    "The mayor is {}, and so is her deputy.",
    "As a {} person I found the article well balanced.",
    "The city will open a new centre for {} people.",
    "I grew up in a {} community and I am proud of it.",
    "Many {} students took part in the debate.",
    "There are two {} authors on the list.",
    "My wife is {} and we have been married for ten years.",
    "It is hard to be {} in this town.",
    "The film is about a {} teenager.",
    "Being {} is nothing to be ashamed of.",
    "{} voters turned out in large numbers.",
    "Thanks for writing about {} history.",
    "Do you know any {} people?",
    "My best friend told me yesterday that he is {}.",
)


def _read(_: Path) -> Iterator[LabelledComment]:
    for being in _BEING:
        for sentence in _SENTENCES:
            yield LabelledComment(sentence.format(being), dict.fromkeys(Attribute, False))


IDENTITIES = Corpus("identities", "", "this project's", _read)

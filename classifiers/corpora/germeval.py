"""German tweets, offensive or not (GermEval 2018): profane, insulting, or abusive of people for what they are.

Licence: CC BY 4.0. Offensive is TOXICITY, abuse is IDENTITY_ATTACK, insult is INSULT, profanity is PROFANITY. Each
tweet has one fine label, so an insulting tweet says nothing about the other two.
"""

from collections.abc import Iterator
from pathlib import Path

from classifiers.attributes import Attribute
from classifiers.corpora.comment import Corpus, LabelledComment, rows

_FINE = {"INSULT": Attribute.INSULT, "ABUSE": Attribute.IDENTITY_ATTACK, "PROFANITY": Attribute.PROFANITY}


def _read(path: Path) -> Iterator[LabelledComment]:
    for row in rows(path, "text", "coarse", "fine"):
        if row["coarse"] == "OTHER":
            labels = dict.fromkeys((Attribute.TOXICITY, *_FINE.values()), False)
        else:
            labels = {Attribute.TOXICITY: True, _FINE[row["fine"]]: True}
        yield LabelledComment(row["text"], labels)


GERMEVAL = Corpus("germeval", "germeval2018_training.csv.gz", "CC-BY-4.0", _read)

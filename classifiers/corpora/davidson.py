"""Tweets found by slur and swear words, called hateful, offensive or neither by three raters (Davidson et al., 2017).

Licence: MIT. Hateful and offensive are TOXICITY, hateful is IDENTITY_ATTACK. The selection by word list makes a tweet
look toxic for the dialect it is written in; recipes give it a small weight.
"""

from collections.abc import Iterator
from pathlib import Path

from classifiers.attributes import Attribute
from classifiers.corpora.comment import Corpus, LabelledComment, rows

_HATEFUL, _NEITHER = "0", "2"


def _read(path: Path) -> Iterator[LabelledComment]:
    for row in rows(path, "text", "class"):
        labels = {Attribute.TOXICITY: row["class"] != _NEITHER, Attribute.IDENTITY_ATTACK: row["class"] == _HATEFUL}
        if row["class"] == _NEITHER:
            labels |= dict.fromkeys((Attribute.SEVERE_TOXICITY, Attribute.INSULT, Attribute.THREAT), False)
        yield LabelledComment(row["text"], labels)


DAVIDSON = Corpus("davidson", "davidson_train.csv.gz", "MIT", _read)

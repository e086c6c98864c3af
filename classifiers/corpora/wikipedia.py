"""Comments from Wikipedia talk pages, the Jigsaw toxic comment data: ten raters, majority labels.

Licence: labels CC0, text CC BY-SA 3.0. Three extracts that overlap: one as it was posted (a natural mix, about 10 %
toxic, TOXICITY only), one with all six labels (enriched in toxic comments, most of it lower-cased), one lower-cased.
A comment that is not toxic is taken to be free of the five narrower attributes too, which the six-label extract shows
to be wrong for about 2 in 100.
"""

from collections.abc import Iterator
from pathlib import Path

from classifiers.attributes import Attribute
from classifiers.corpora.comment import Corpus, LabelledComment, rows

_COLUMNS = {
    "toxic": Attribute.TOXICITY,
    "severe_toxic": Attribute.SEVERE_TOXICITY,
    "identity_hate": Attribute.IDENTITY_ATTACK,
    "insult": Attribute.INSULT,
    "obscene": Attribute.PROFANITY,
    "threat": Attribute.THREAT,
}


def _read_toxic(path: Path) -> Iterator[LabelledComment]:
    for row in rows(path, "text", "toxic"):
        toxic = row["toxic"] == "1"
        yield LabelledComment(row["text"], {Attribute.TOXICITY: True} if toxic else dict.fromkeys(Attribute, False))


def _read_six(path: Path) -> Iterator[LabelledComment]:
    for row in rows(path, "text", *_COLUMNS):
        yield LabelledComment(row["text"], {attribute: row[column] == "1" for column, attribute in _COLUMNS.items()})


_LICENCE = "labels CC0-1.0, text CC-BY-SA-3.0"
NATURAL = Corpus("wikipedia", "jigsaw_train_head16k.csv.gz", _LICENCE, _read_toxic)
SIX_LABELS = Corpus("wikipedia_six", "jigsaw_multilabel_6labels.csv.gz", _LICENCE, _read_six)
LOWER_CASED = Corpus("wikipedia_lower", "jigsaw_ak5k_lowercased.csv.gz", _LICENCE, _read_toxic)

"""Comments on news sites, from the Civil Comments platform: shares of raters; a majority makes the label.

Licence: CC0. This extract is 71 % toxic, the rest chosen to be hard, so it teaches and is no measure of how often
things happen. Its raters called "obscene" what is sexual or crude rather than swearing, and few comments reach a
majority there, so it says nothing about PROFANITY when they did not.
"""

from collections.abc import Iterator
from pathlib import Path

from classifiers.attributes import Attribute, majority
from classifiers.corpora.comment import Corpus, LabelledComment, rows

_COLUMNS = {
    "toxicity": Attribute.TOXICITY,
    "identity_attack": Attribute.IDENTITY_ATTACK,
    "insult": Attribute.INSULT,
    "obscene": Attribute.PROFANITY,
    "threat": Attribute.THREAT,
}


def _read(path: Path) -> Iterator[LabelledComment]:
    for row in rows(path, "text", *_COLUMNS):
        degrees = {attribute: float(row[column]) for column, attribute in _COLUMNS.items()}
        yield LabelledComment(
            row["text"], {attribute: majority(degree) for attribute, degree in degrees.items()}, degrees
        )


CIVIL_COMMENTS = Corpus("civil_comments", "civil_spans_train.csv.gz", "CC0-1.0", _read)

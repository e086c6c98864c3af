"""Sentences about thirteen groups of people, written by people, neutral and hateful: the seeds of ToxiGen (Hartvigsen
et al., 2022).

Licence: MIT. Hateful is IDENTITY_ATTACK; neutral is free of every attribute, which is what it is here to teach.
"""

from collections.abc import Iterator
from pathlib import Path

from classifiers.attributes import Attribute
from classifiers.corpora.comment import Corpus, LabelledComment, rows


def _read(path: Path) -> Iterator[LabelledComment]:
    for row in rows(path, "text", "hate"):
        hateful = row["hate"] == "1"
        yield LabelledComment(
            row["text"], {Attribute.IDENTITY_ATTACK: True} if hateful else dict.fromkeys(Attribute, False)
        )


TOXIGEN = Corpus("toxigen_seeds", "toxigen_seed_sentences.csv.gz", "MIT", _read)

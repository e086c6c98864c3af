"""Sentences from a white-supremacist forum, hateful or plain talk of the same people (de Gibert et al., 2018).
IDENTITY_ATTACK only.

Licence: CC BY-SA 3.0.
"""

from collections.abc import Iterator
from pathlib import Path

from classifiers.attributes import Attribute
from classifiers.corpora.comment import Corpus, LabelledComment, rows


def _read(path: Path) -> Iterator[LabelledComment]:
    for row in rows(path, "text", "hate"):
        yield LabelledComment(row["text"], {Attribute.IDENTITY_ATTACK: row["hate"] == "1"})


STORMFRONT = Corpus("stormfront", "stormfront_sentences.csv.gz", "CC-BY-SA-3.0", _read)

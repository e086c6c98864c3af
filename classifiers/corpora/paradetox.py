"""Rude sentences and the same said civilly (ParaDetox, Logacheva et al., 2022): pairs that differ in little but
TOXICITY.

Licence: CC0.
"""

from collections.abc import Iterator
from pathlib import Path

from classifiers.attributes import Attribute
from classifiers.corpora.comment import Corpus, LabelledComment, rows


def _read(path: Path) -> Iterator[LabelledComment]:
    for row in rows(path, "text", "neutral"):
        yield LabelledComment(row["text"], {Attribute.TOXICITY: True})
        yield LabelledComment(row["neutral"], dict.fromkeys(Attribute, False))


PARADETOX = Corpus("paradetox", "paradetox.csv.gz", "CC0-1.0", _read)

"""Posts from Reddit and Gab, sexist or not (EDOS, SemEval 2023 task 10). Sexist is IDENTITY_ATTACK, and nothing else:
much of it is politely worded.

Licence: CC0. Threats and plans to harm (its category 1) are THREAT; posts that are not sexist say nothing about
threats.
"""

from collections.abc import Iterator
from pathlib import Path

from classifiers.attributes import Attribute
from classifiers.corpora.comment import Corpus, LabelledComment, rows


def _read(path: Path) -> Iterator[LabelledComment]:
    for row in rows(path, "text", "label_sexist", "label_category"):
        labels = {Attribute.IDENTITY_ATTACK: row["label_sexist"] == "sexist"}
        if row["label_category"].startswith("1."):
            labels[Attribute.THREAT] = True
        yield LabelledComment(row["text"], labels)


EDOS = Corpus("edos", "edos.csv.gz", "CC0-1.0", _read)

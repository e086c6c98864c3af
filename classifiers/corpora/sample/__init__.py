"""A few dozen comments written for this project, to try training end to end in seconds. Far too few to learn anything
from.

Licence: that of this project. The insults are mild on purpose.
"""

from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

from classifiers.attributes import Attribute
from classifiers.corpora.comment import Corpus, LabelledComment, rows


def _read(_: Path) -> Iterator[LabelledComment]:
    with as_file(files(__name__) / "comments.csv") as path:
        for row in rows(path, "text", "toxic", "insult"):
            yield LabelledComment(
                row["text"], {Attribute.TOXICITY: row["toxic"] == "1", Attribute.INSULT: row["insult"] == "1"}
            )


SAMPLE = Corpus("sample", "", "this project's", _read)

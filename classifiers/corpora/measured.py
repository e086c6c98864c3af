"""Data sets that models are measured with and never trained on: their licence is unclear or forbids it.

`insults` (forum comments, Kaggle 2012, licence unclear), `olid` (tweets, OffensEval 2019, licence unclear), `ucc`
(Globe and Mail comments, CC BY-NC-SA 4.0; hostile is TOXICITY), `tweeteval_hate` (tweets about women and migrants,
HatEval 2019, licence unclear; hateful is IDENTITY_ATTACK), and `wikipedia_conversations` (talk pages, Apache-2.0,
whose labels mark personal attacks in the course of a conversation).
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from classifiers.attributes import Attribute
from classifiers.corpora.comment import Corpus, LabelledComment, rows


def _one_label(column: str, attribute: Attribute) -> Callable[[Path], Iterator[LabelledComment]]:
    def read(path: Path) -> Iterator[LabelledComment]:
        for row in rows(path, "text", column):
            yield LabelledComment(row["text"], {attribute: row[column] == "1"})

    return read


INSULTS = Corpus("insults", "insults_train.csv.gz", "unclear", _one_label("toxic", Attribute.TOXICITY), may_train=False)
OLID = Corpus("olid", "olid_train.csv.gz", "unclear", _one_label("toxic", Attribute.TOXICITY), may_train=False)
UCC = Corpus("ucc", "ucc_val.csv.gz", "CC-BY-NC-SA-4.0", _one_label("hostile", Attribute.TOXICITY), may_train=False)
TWEETEVAL_HATE = Corpus(
    "tweeteval_hate", "tweeteval_hate.csv.gz", "unclear", _one_label("hate", Attribute.IDENTITY_ATTACK), may_train=False
)
WIKIPEDIA_CONVERSATIONS = Corpus(
    "wikipedia_conversations",
    "wiki_perspective_gn.csv.gz",
    "Apache-2.0",
    _one_label("toxic", Attribute.TOXICITY),
    may_train=False,
)

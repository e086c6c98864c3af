"""Comments that people have labelled: one reader per data set, its licence in the reader's docstring.

The data sets are not part of this project. Where they are is said by `--data` or by `CLASSIFIERS_DATA`; only the
small samples this project wrote itself come along.
"""

from classifiers.corpora import (
    civil_comments,
    contrasts,
    davidson,
    edos,
    germeval,
    identities,
    identities_german,
    measured,
    paradetox,
    sample,
    spam,
    stormfront,
    toxigen,
    wikipedia,
)
from classifiers.corpora.comment import Corpus, CorpusError, LabelledComment

CORPORA: dict[str, Corpus] = {
    corpus.name: corpus
    for corpus in (
        wikipedia.NATURAL,
        wikipedia.SIX_LABELS,
        wikipedia.LOWER_CASED,
        civil_comments.CIVIL_COMMENTS,
        davidson.DAVIDSON,
        edos.EDOS,
        paradetox.PARADETOX,
        stormfront.STORMFRONT,
        toxigen.TOXIGEN,
        identities.IDENTITIES,
        contrasts.CONTRASTS,
        spam.YOUTUBE_SPAM,
        spam.ADVERTS,
        germeval.GERMEVAL,
        identities_german.IDENTITIES_GERMAN,
        sample.SAMPLE,
        measured.INSULTS,
        measured.OLID,
        measured.UCC,
        measured.TWEETEVAL_HATE,
        measured.WIKIPEDIA_CONVERSATIONS,
    )
}

__all__ = ["CORPORA", "Corpus", "CorpusError", "LabelledComment"]

"""A comment with what people said about it: what every corpus reader yields."""

import csv
import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from classifiers.attributes import Attribute


class CorpusError(Exception):
    """A data set cannot be read; the message is a sentence for the person who started the training."""


@dataclass(frozen=True, slots=True)
class LabelledComment:
    """`labels` holds only attributes that raters were asked about, or that follow from what they said; `degrees` the
    share of raters (0..1) behind a label, where a corpus tells.
    """

    text: str
    labels: dict[Attribute, bool]
    degrees: dict[Attribute, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Corpus:
    """A data set: the file it is in, on what terms, and how to read it. A corpus with `may_train=False` is for
    measuring only.
    """

    name: str
    file: str
    licence: str
    read: Callable[[Path], Iterator[LabelledComment]]
    may_train: bool = True


def rows(path: Path, *needed: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file with a header, gzip or plain, UTF-8. Raises CorpusError if it is missing or lacks a needed
    column.
    """
    csv.field_size_limit(10_000_000)
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8", newline="")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8", newline="") as lines
        ):
            reader = csv.DictReader(lines)
            missing = [column for column in needed if column not in (reader.fieldnames or ())]
            if missing:
                raise CorpusError(f"{path} has no column {', '.join(missing)}.")
            yield from reader
    except FileNotFoundError:
        raise CorpusError(
            f"{path} does not exist. Say where the data sets are with --data or CLASSIFIERS_DATA."
        ) from None
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise CorpusError(f"{path} cannot be read: {error}.") from error

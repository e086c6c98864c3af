"""Files of comments with the scores another system gave them: read line by line, bad rows named and passed over."""

import csv
import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

# So many bad rows are told with their reason; the rest are counted.
NAMED: Final = 20
_CSV: Final = ".csv"
_JSON_LINES: Final = frozenset((".jsonl", ".ndjson", ".json"))


class ScoresError(Exception):
    """A file of scores cannot be used; the message is a sentence for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A comment, the score it had, and its row: the number of the CSV record or of the line, the first being 1."""

    row: int
    text: str
    score: float


@dataclass(slots=True)
class BadRows:
    """Rows that could not be read: how many, and the first of them with the reason."""

    count: int = 0
    first: list[dict[str, Any]] = field(default_factory=list)

    def add(self, row: int, reason: str) -> None:
        """Note one."""
        self.count += 1
        if len(self.first) < NAMED:
            self.first.append({"row": row, "reason": reason})


def read(path: Path, text_field: str, score_field: str, bad: BadRows) -> Iterator[Scored]:
    """The comments of a CSV file with a header or of JSON lines, plain or gzip, UTF-8, as its name says. In JSON lines
    a field may be a path with dots (`attributeScores.TOXICITY.summaryScore.value`). Raises ScoresError.
    """
    kind = Path(path.name.removesuffix(".gz")).suffix
    if kind != _CSV and kind not in _JSON_LINES:
        raise ScoresError(f"{path} should end in .csv or .jsonl, or in one of them and .gz.")
    try:
        with _opened(path) as lines:
            rows = _csv_rows(path, lines, text_field, score_field) if kind == _CSV else _json_rows(lines, bad)
            for number, row in rows:
                scored = _scored(number, row, text_field, score_field, bad)
                if scored is not None:
                    yield scored
    except FileNotFoundError as error:
        raise ScoresError(f"There is no file {path}.") from error
    except (OSError, EOFError, csv.Error) as error:
        raise ScoresError(f"{path} cannot be read: {error}.") from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    # Bytes that are no UTF-8 spoil a comment, not the file.
    with (
        gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline="")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8-sig", errors="replace", newline="")
    ) as lines:
        yield lines


def _csv_rows(path: Path, lines: IO[str], *needed: str) -> Iterator[tuple[int, dict[str, Any]]]:
    csv.field_size_limit(10_000_000)
    reader = csv.DictReader(lines)
    there = reader.fieldnames or ()
    missing = [name for name in needed if name not in there]
    if missing:
        raise ScoresError(f"{path} has no column {', '.join(missing)}; it has {', '.join(there) or 'none'}.")
    yield from enumerate(reader, start=1)


def _json_rows(lines: IO[str], bad: BadRows) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            bad.add(number, f"not JSON: {error}")
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            bad.add(number, "not a JSON object")


def _scored(number: int, row: dict[str, Any], text_field: str, score_field: str, bad: BadRows) -> Scored | None:
    text, score = _field(row, text_field), _field(row, score_field)
    if not isinstance(text, str) or not text.strip():
        bad.add(number, f"no text in {text_field}")
        return None
    try:
        value = float(score)
    except (TypeError, ValueError):
        bad.add(number, f"{score_field} is not a number: {str(score)[:40]!r}")
        return None
    if isinstance(score, bool) or not 0 <= value <= 1:
        bad.add(number, f"{score_field} is not between 0 and 1: {str(score)[:40]}")
        return None
    return Scored(number, text, value)


def _field(row: dict[str, Any], name: str) -> Any:
    if name in row:
        return row[name]
    value: Any = row
    for step in name.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value

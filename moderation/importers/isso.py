"""Isso: its database, `comments.db` (SQLite)."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from moderation.domain.comment import Status
from moderation.importers import times
from moderation.importers.elsewhere import Found, System, TheirAuthor, TheirComment, TheirThread
from moderation.importers.record import Remark, Unusable
from moderation.importers.source import CutOff, Progress, unpacked

_MODES: Final[Mapping[object, Status]] = {1: Status.APPROVED, 2: Status.PENDING, 4: Status.DELETED}
_CAREFULLY: Final = ("PRAGMA trusted_schema = OFF", "PRAGMA query_only = ON", "PRAGMA cell_size_check = ON")
_THREADS: Final = "SELECT id, uri, title FROM threads ORDER BY id"
_COMMENTS: Final = (
    "SELECT id, tid, parent, created, modified, mode, text, author, email, likes, dislikes FROM comments ORDER BY id"
)


def recognises(start: bytes) -> bool:
    """Whether a file that begins like this is one, or any other SQLite database."""
    return start.startswith(b"SQLite format 3\x00")


def found(path: Path, progress: Progress) -> Iterator[Found]:
    """Threads and comments."""
    nothing = True
    try:
        with unpacked(path, progress) as plain, closing(_opened(plain)) as database:
            whole = max(1, database.execute("SELECT count(*) FROM comments").fetchone()[0])
            for row in database.execute(_THREADS):
                nothing = False
                yield _thread(*row)
            for number, row in enumerate(database.execute(_COMMENTS), 1):
                nothing = False
                yield _comment(*row)
                progress("rows", number, whole)
    except (sqlite3.Error, CutOff) as why:
        if nothing:
            raise Unusable(f"{path} cannot be read as a database of Isso: {why}.") from None
        yield "", Remark(f"The file cannot be read to its end: {why}. What stands after that was not taken in.")


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    for setting in _CAREFULLY:
        database.execute(setting)
    return database


def _thread(key: object, uri: object, title: object) -> Found:
    return f"thread {key}", TheirThread(str(key), _text(uri), title=_text(title))


def _comment(
    key: Any,
    thread: Any,
    parent: Any,
    created: Any,
    modified: Any,
    mode: Any,
    text: Any,
    author: Any,
    email: Any,
    likes: Any,
    dislikes: Any,
) -> Found:
    return f"comment {key}", TheirComment(
        str(key),
        thread=str(thread),
        parent="" if parent is None else str(parent),
        author=TheirAuthor(_text(author), email=_text(email)),
        at=times.of_seconds(created),
        body=_text(text),
        status=_MODES.get(mode, Status.PENDING),
        likes=_number(likes),
        against=_number(dislikes),
        edited_at=times.of_seconds(modified),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int:
    return max(0, value) if isinstance(value, int) else 0


ISSO: Final = System("isso", "Isso", recognises, found)

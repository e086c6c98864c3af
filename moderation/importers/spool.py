"""What another system's file says, on disk until all of it is known: parents may come after their replies, and names of
authors after both.

The file on disk is one that SQLite makes in the folder for temporary files (`SQLITE_TMPDIR`, `TMPDIR`) and that has no
name there: when the process ends, however it ends, it is gone.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from moderation.domain.comment import MAX_DEPTH, Status
from moderation.importers.elsewhere import TheirAuthor, TheirComment, TheirName, TheirThread
from moderation.importers.record import Unreadable

_TABLES: Final = """
CREATE TABLE thread (key TEXT PRIMARY KEY, place TEXT, article TEXT, title TEXT, url TEXT, open INT, lost TEXT)
    WITHOUT ROWID;
CREATE TABLE account (key TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE TABLE comment (
    number INTEGER PRIMARY KEY, key TEXT UNIQUE, mark BLOB, place TEXT, thread TEXT, parent TEXT, name TEXT, account
    TEXT, email TEXT, at INT, body TEXT, status TEXT, likes INT, edited INT, level INT, depth INT
);
CREATE INDEX answering ON comment (parent);
CREATE INDEX standing ON comment (level, number);
CREATE INDEX marked ON comment (mark);
CREATE INDEX timeless ON comment (thread) WHERE at IS NULL;
CREATE TABLE guess (number INTEGER PRIMARY KEY, at INT);
"""
_SETTINGS: Final = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -32768")
_NO_THREAD: Final = "it names a discussion that is not in the file"
_EXAMPLES: Final = 3
_LONGEST_EXAMPLE: Final = 100
_TWICE: Final = "the file has another of this id before it"


_ASTRAY: Final = """level IS NULL AND parent != '' AND NOT EXISTS (
    SELECT 1 FROM comment p JOIN thread theirs ON theirs.key = p.thread JOIN thread ours ON ours.key = comment.thread
    WHERE p.key = comment.parent AND p.level IS NULL AND theirs.article = ours.article)"""

# The newest that stands before it in its discussion or that it answers; else what is older than all that have a time;
# else the present. A millisecond apart, so that they stand in the order of the file.
_GUESS: Final = """INSERT INTO guess SELECT number, max(0, unknown + CASE
    WHEN newest IS NULL AND answered IS NULL THEN coalesce(oldest, :now) - everything
    ELSE max(coalesce(newest, answered), coalesce(answered, newest)) END)
    FROM (SELECT c.number, c.at, max(c.at) OVER before AS newest, sum(c.at IS NULL) OVER before AS unknown,
        min(c.at) OVER discussion AS oldest, count(*) OVER discussion AS everything,
        (SELECT p.at FROM comment p WHERE p.key = c.parent) AS answered
        FROM comment c WHERE c.level >= 0 AND c.thread IN (SELECT thread FROM comment WHERE at IS NULL)
        WINDOW before AS (PARTITION BY c.thread ORDER BY c.number), discussion AS (PARTITION BY c.thread))
    WHERE at IS NULL"""

_BESIDE: Final = "depth = depth - 1, parent = (SELECT p.parent FROM comment p WHERE p.key = comment.parent)"


@dataclass(frozen=True, slots=True)
class Spooled:
    """A comment as it comes out again: under its id here, with its parent's and its article."""

    place: str
    article: str
    id: bytes
    parent: bytes | None
    comment: TheirComment


class Spool:
    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        for setting in _SETTINGS:
            self._db.execute(f"PRAGMA {setting}")
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")
        self.lost: list[tuple[str, Unreadable]] = []
        self._told: dict[str, list[str]] = {}
        self._count: dict[str, int] = {}

    def close(self) -> None:
        self._db.close()

    def count(self, kind: str) -> int:
        """How many threads or comments are to be taken in, or (before they are arranged) were found."""
        condition = "lost = ''" if kind == "thread" else "level IS NULL OR level >= 0"
        return int(self._db.execute(f"SELECT count(*) FROM {kind} WHERE {condition}").fetchone()[0])  # noqa: S608

    def add_thread(self, place: str, thread: TheirThread, article: str) -> None:
        """Keep a thread, which is called `article` here."""
        row = (thread.key, place, article, thread.title, thread.address, thread.open, thread.lost)
        if not self._kept("thread", row):
            if thread.implied:
                self._db.execute("UPDATE thread SET title = ? WHERE key = ? AND title = ''", (thread.title, thread.key))
                return
            self.lost.append((place, Unreadable("threads", thread.key, _TWICE)))
        elif thread.lost:
            self.lost.append((place, Unreadable("threads", thread.key, thread.lost)))

    def add_comment(self, place: str, comment: TheirComment, mark: bytes) -> None:
        """Keep a comment, whose id ends in `mark` (ten bytes) after its time."""
        row = (
            *(None, comment.key, mark, place, comment.thread, comment.parent),
            *(comment.author.name, comment.author.account, comment.author.email),
            *(comment.at, comment.body, str(comment.status), comment.likes, comment.edited_at, None, None),
        )
        if not self._kept("comment", row):
            self.lost.append((place, Unreadable("comments", comment.key, _TWICE)))

    def add_name(self, name: TheirName) -> None:
        """Keep the name of an account."""
        self._kept("account", (name.account, name.name))

    def _kept(self, table: str, row: tuple[object, ...]) -> bool:
        slots = ", ".join("?" * len(row))
        return self._db.execute(f"INSERT OR IGNORE INTO {table} VALUES ({slots})", row).rowcount == 1  # noqa: S608

    def tell(self, what: str, keys: list[str], number: int = 1) -> None:
        """Note that something was decided about comments, of which these are some."""
        if number:
            self._count[what] = self._count.get(what, 0) + number
            self._told.setdefault(what, []).extend(keys)
            del self._told[what][_EXAMPLES:]

    def told(self) -> Iterator[str]:
        """A sentence for everything that was noted."""
        for what, number in self._count.items():
            examples = ", ".join(key[:_LONGEST_EXAMPLE] for key in self._told[what])
            more = ", ..." if number > _EXAMPLES else ""
            yield f"{what}: {number:,} {'comment' if number == 1 else 'comments'} ({examples}{more})."

    def arrange(self, now: int) -> None:
        """Find out who answers whom, once everything is there, and about when what has no time was written. `now`:
        milliseconds since 1970."""
        lost = self._db.execute(
            "SELECT c.place, c.key, t.lost FROM comment c LEFT JOIN thread t ON t.key = c.thread"
            " WHERE t.key IS NULL OR t.lost != '' ORDER BY c.number"
        )
        self.lost += [(place, Unreadable("comments", key, why or _NO_THREAD)) for place, key, why in lost]
        self._db.execute(
            "UPDATE comment SET level = -1 WHERE NOT EXISTS"
            " (SELECT 1 FROM thread t WHERE t.key = comment.thread AND t.lost = '')"
        )
        self._change("What they answer is not in the file, so they stand at the top", _ASTRAY, "parent = ''")
        self._db.execute("UPDATE comment SET level = 0, depth = 0 WHERE level IS NULL AND parent = ''")
        level = self._arrange_below(0)
        while row := self._db.execute("SELECT number, key FROM comment WHERE level IS NULL LIMIT 1").fetchone():
            self.tell("Among their own replies is what they answer, so they stand at the top", [row[1]])
            self._db.execute("UPDATE comment SET parent = '', level = ?, depth = 0 WHERE number = ?", (level, row[0]))
            level = self._arrange_below(level)
        self._db.execute(_GUESS, {"now": now})
        self._db.execute(
            "UPDATE comment SET at = (SELECT at FROM guess g WHERE g.number = comment.number)"
            " WHERE at IS NULL AND level >= 0"
        )

    def _arrange_below(self, level: int) -> int:
        """Give every reply below the comments of `level` its own; the first level that nothing stands on."""
        while True:
            level += 1
            found = self._db.execute(
                "UPDATE comment SET level = ?, depth = 1 + (SELECT p.depth FROM comment p WHERE p.key = comment.parent)"
                # The sign keeps to the index of parents: by that of levels, each looks at all that are left.
                " WHERE +level IS NULL AND parent IN (SELECT key FROM comment WHERE level = ?)",
                (level, level - 1),
            )
            if found.rowcount == 0:
                return level
            self._change(
                f"They stand deeper than {MAX_DEPTH} replies, so they stand beside what they answer",
                f"level = {level} AND depth > {MAX_DEPTH}",
                _BESIDE,
            )

    def _change(self, what: str, condition: str, change: str) -> None:
        where = f"FROM comment WHERE {condition}"
        number = self._db.execute(f"SELECT count(*) {where}").fetchone()[0]
        if number:
            examples = self._db.execute(f"SELECT key {where} ORDER BY number LIMIT {_EXAMPLES}")
            self.tell(what, [key for (key,) in examples], number)
            self._db.execute(f"UPDATE comment SET {change} WHERE {condition}")  # noqa: S608

    def articles(self) -> Iterator[str]:
        """What is to be taken in is about these."""
        for (article,) in self._db.execute("SELECT DISTINCT article FROM thread WHERE lost = '' ORDER BY article"):
            yield article

    def otherwise(self, article: str, at: int, mark: bytes) -> str | None:
        """The key of the comment under an article that has this mark, if it is of another time here."""
        found = self._db.execute(
            "SELECT c.key FROM comment c JOIN thread t ON t.key = c.thread"
            " WHERE c.mark = ? AND c.level >= 0 AND c.at != ? AND t.article = ?",
            (mark, at, article),
        ).fetchone()
        return None if found is None else str(found[0])

    def date(self, key: str, at: int) -> None:
        """Give a comment another time."""
        self._db.execute(
            "UPDATE comment SET at = :at, edited = CASE WHEN edited > :at THEN edited END WHERE key = :key",
            {"key": key, "at": at},
        )

    def threads(self) -> Iterator[tuple[str, str, TheirThread]]:
        """(where, article, thread) of each that is not lost."""
        rows = self._db.execute(
            "SELECT place, article, key, url, title, open FROM thread WHERE lost = '' ORDER BY article"
        )
        for place, article, key, url, title, is_open in rows:
            yield place, article, TheirThread(key, url, title=title, open=bool(is_open))

    def arranged(self) -> Iterator[Spooled]:
        """Each comment that is not lost, parents before their replies."""
        rows = self._db.execute(
            "SELECT c.place, t.article, c.mark, p.mark, p.at, c.key, c.thread, c.parent,"
            " coalesce(nullif(a.name, ''), c.name), c.account, c.email, c.at, c.body, c.status, c.likes, c.edited"
            " FROM comment c JOIN thread t ON t.key = c.thread"
            " LEFT JOIN account a ON a.key = c.account AND c.account != '' LEFT JOIN comment p ON p.key = c.parent"
            " WHERE c.level >= 0 ORDER BY c.level, c.number"
        )
        for (
            place,
            article,
            mark,
            above,
            above_at,
            key,
            thread,
            parent,
            name,
            account,
            email,
            at,
            body,
            status,
            likes,
            edited,
        ) in rows:
            author = TheirAuthor(name, account, email)
            comment = TheirComment(key, thread, parent, author, at, body, Status(status), likes, edited_at=edited)
            parent_id = None if above is None else _id(above_at, above)
            yield Spooled(place, article, _id(at, mark), parent_id, comment)


def _id(at: int, mark: bytes) -> bytes:
    return int(at).to_bytes(6, "big") + mark

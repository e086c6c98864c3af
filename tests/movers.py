"""Publishers who move here: the same few comments in the file of each system, and files taken in as a command does."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from service_client import Service

from moderation.importers.moving import Moving, Naming
from moderation.importers.systems import checked
from moderation.services.transfer import Transfer
from moderation.services.transfer_report import Report
from moderation.storage.records import Records

VISIBLE, HELD, SPAM, DELETED = "visible", "held", "spam", "deleted"
EMAIL, ADDRESS = "ann.private@mail.example", "203.0.113.77"
"""What no record may tell."""


@dataclass(frozen=True)
class Said:
    """A comment of another system; `under`: the key of what it answers."""

    key: str
    under: str = ""
    words: str = "A calm remark."
    status: str = VISIBLE
    path: str = "/walks/"
    name: str = "Ann"
    at: str = "2020-01-02T03:04:05"
    """UTC."""

    @property
    def page(self) -> str:
        return f"https://paper.example{self.path}"


def unseen(_what: str, _done: int, _whole: int) -> None:
    pass


@contextmanager
def moving(system: str, path: Path, naming: Naming = Naming.IDENTIFIER) -> Iterator[Moving]:
    """The file, which was not read yet."""
    with closing(Moving(checked(system, path), path, naming, int(time.time() * 1000))) as found:
        yield found


async def moved_in(records: Records, system: str, path: Path, naming: Naming = Naming.IDENTIFIER) -> Report:
    """What became of the file."""
    with moving(system, path, naming) as found:
        return await Transfer(records).moved_in("default", found, "operator", unseen)


async def thread(service: Service, article: str) -> Any:
    """As a reader is given it, oldest comments first."""
    return await service.reader().thread(article, sort="oldest")


def pages(said: Iterable[Said]) -> dict[str, str]:
    """The number of every page that something was said about."""
    found: dict[str, str] = {}
    for each in said:
        found.setdefault(each.path, str(len(found) + 1))
    return found


def disqus(said: Iterable[Said], folder: Path) -> Path:
    numbers = pages(said := list(said))
    threads = [
        f'<thread dsq:id="{number}"><id /><forum>paper</forum><link>https://paper.example{path}</link>'
        f"<title>Title of {path}</title><message /><createdAt>2019-12-31T00:00:00Z</createdAt>"
        f"<author><email>{EMAIL}</email><name>Paper</name></author><ipAddress>{ADDRESS}</ipAddress>"
        "<isClosed>false</isClosed><isDeleted>false</isDeleted></thread>"
        for path, number in numbers.items()
    ]
    posts = [
        f'<post dsq:id="{each.key}"><id /><message><![CDATA[<p>{escape(each.words)}</p>]]></message>'
        f"<createdAt>{each.at}Z</createdAt><isDeleted>{str(each.status == DELETED).lower()}</isDeleted>"
        f"<isSpam>{str(each.status == SPAM).lower()}</isSpam><author><email>{EMAIL}</email><name>{each.name}</name>"
        f"<isAnonymous>true</isAnonymous></author><ipAddress>{ADDRESS}</ipAddress>"
        f'<thread dsq:id="{numbers[each.path]}" />'
        + (f'<parent dsq:id="{each.under}" />' if each.under else "")
        + "</post>"
        for each in said
    ]
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com" '
        'xmlns:dsq="http://disqus.com/disqus-internals">\n' + "\n".join([*threads, *posts]) + "\n</disqus>\n"
    )
    return _written(folder / "disqus.xml", text)


def wordpress(said: Iterable[Said], folder: Path) -> Path:
    said, statuses = list(said), {VISIBLE: "1", HELD: "0", SPAM: "spam", DELETED: "trash"}
    items = []
    for path, number in pages(said).items():
        comments = [
            f"<wp:comment><wp:comment_id>{each.key}</wp:comment_id><wp:comment_author><![CDATA[{each.name}]]>"
            f"</wp:comment_author><wp:comment_author_email>{EMAIL}</wp:comment_author_email>"
            f"<wp:comment_author_url>http://a.example/?x=1&y=2</wp:comment_author_url>"
            f"<wp:comment_author_IP>{ADDRESS}</wp:comment_author_IP><wp:comment_date>{each.at}</wp:comment_date>"
            f"<wp:comment_date_gmt>{each.at.replace('T', ' ')}</wp:comment_date_gmt>"
            f"<wp:comment_content><![CDATA[{escape(each.words)}]]></wp:comment_content>"
            f"<wp:comment_approved>{statuses[each.status]}</wp:comment_approved><wp:comment_type></wp:comment_type>"
            f"<wp:comment_parent>{each.under or 0}</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id>"
            "</wp:comment>"
            for each in said
            if each.path == path
        ]
        items.append(
            f"<item><title>Title of {path}</title><link>https://paper.example{escape(path)}</link>"
            f"<content:encoded><![CDATA[The article.]]></content:encoded><wp:post_id>{number}</wp:post_id>"
            "<wp:comment_status>open</wp:comment_status><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
            + "\n".join(comments)
            + "</item>"
        )
    text = (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">\n'
        "<channel><title>Paper</title>\n" + "\n".join(items) + "\n</channel></rss>\n"
    )
    return _written(folder / "wordpress.xml", text)


def remark42(said: Iterable[Said], folder: Path) -> Path:
    about = {"version": 1, "users": [{"id": "x", "blocked": {"status": False}, "verified": False}], "posts": []}
    comments = [
        {
            "id": each.key,
            "pid": each.under,
            "text": "" if each.status == DELETED else f"<p>{escape(each.words)}</p>\n",
            "orig": each.words,
            "user": {"name": each.name, "id": "anonymous_7d", "picture": "", "ip": "ab12", "admin": False},
            "locator": {"site": "paper", "url": each.page},
            "score": 0,
            "votes": {},
            "voted_ips": {ADDRESS: {"Timestamp": f"{each.at}Z", "Value": True}},
            "time": f"{each.at}.000000001Z",
            "title": f"Title of {each.path}",
            **({"delete": True} if each.status == DELETED else {}),
        }
        for each in said
    ]
    return _written(folder / "backup.json", "".join(f"{json.dumps(each)}\n" for each in (about, *comments)))


def isso(said: Iterable[Said], folder: Path) -> Path:
    said, modes = list(said), {VISIBLE: 1, HELD: 2, SPAM: 2, DELETED: 4}
    path = folder / "comments.db"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));"
            "CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT"
            " NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR NOT NULL, author VARCHAR, email"
            " VARCHAR, website VARCHAR, likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL,"
            " notification INTEGER DEFAULT 0);"
        )
        for thread, number in pages(said).items():
            database.execute("INSERT INTO threads VALUES (?, ?, ?)", (number, thread, f"Title of {thread}"))
        for each in said:
            at = datetime.fromisoformat(f"{each.at}+00:00").timestamp()
            text = "" if each.status == DELETED else each.words
            row = (pages(said)[each.path], each.key, each.under or None, at, None, modes[each.status], ADDRESS, text)
            slots = ", ".join("?" * 10)
            database.execute(f"INSERT INTO comments VALUES ({slots}, '', 0, 0, x'', 0)", (*row, each.name, EMAIL))
        database.commit()
    return path


def commento(said: Iterable[Said], folder: Path) -> Path:
    states = {VISIBLE: "approved", HELD: "unapproved", SPAM: "flagged", DELETED: "approved"}
    comments = [
        {
            "commentHex": each.key,
            "domain": "paper.example",
            "url": each.path,
            "commenterHex": f"hex of {each.name}",
            "markdown": "[deleted]" if each.status == DELETED else each.words,
            "html": "[deleted]" if each.status == DELETED else f"<p>{escape(each.words)}</p>",
            "parentHex": each.under or "root",
            "score": 0,
            "state": states[each.status],
            "creationDate": f"{each.at}.722181Z",
            "direction": 0,
            "deleted": each.status == DELETED,
        }
        for each in said
    ]
    names = sorted({each["commenterHex"].removeprefix("hex of ") for each in comments})
    people = [{"commenterHex": f"hex of {name}", "email": EMAIL, "name": name, "link": ""} for name in names]
    document = {"version": 1, "comments": comments, "commenters": people}
    return _written(folder / "commento.json", json.dumps(document, indent=1))


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


WRITERS: Mapping[str, Callable[[Iterable[Said], Path], Path]] = {
    "disqus": disqus,
    "wordpress": wordpress,
    "remark42": remark42,
    "isso": isso,
    "commento": commento,
}
HOLDING = frozenset({"wordpress", "isso", "commento"})
"""Systems whose files tell what is held there."""

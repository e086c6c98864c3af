"""Lines of an export: what cannot be read is told apart from a file that cannot be used."""

from pathlib import Path

import orjson
import pytest

from moderation.importers import native
from moderation.importers.record import CommentRecord, NotesRecord, SiteRecord, ThreadRecord, Unreadable, Unusable

HEADER = native.write(SiteRecord("default", "Default"))
COMMENT = {
    "type": "comment",
    "id": "019400f0-0000-7000-8000-000000000000",
    "article": "a",
    "parent_id": None,
    "author_id": "ann",
    "status": "published",
    "queues": ["unreviewed"],
    "version": 1,
    "revision": 1,
    "likes": 0,
    "round": 0,
    "priority": 3,
    "edited_at": None,
    "waiting_since": "2026-01-03T03:04:05.678Z",
    "text": {
        "body": "words",
        "author_name": "Ann",
        "guest": False,
        "address": "",
        "at": "2026-01-02T03:04:05.678Z",
        "badges": [],
        "source": None,
        "opinions": [],
        "scores": {"TOXICITY": 0.25},
        "spans": [["TOXICITY", 0, 2, 0.5]],
        "model": "m",
        "reader": "careful",
        "circumstances": {
            "minute": 29_000_000,
            "language": "en",
            "standing": "trusted",
            "posted": 4,
            "visible": 3,
            "approved": 2,
            "rejected": 1,
            "author_minutes": 90,
            "pause": None,
            "comments": 12,
            "article_minutes": 0,
        },
    },
    "earlier": [],
    "decisions": [],
    "reports": [],
    "appeals": [],
    "likers": ["0011223344556677"],
}


def unseen(_what: str, _done: int, _whole: int) -> None:
    pass


def read(tmp_path: Path, content: bytes) -> list[object]:
    file = tmp_path / "export.jsonl"
    file.write_bytes(content)
    return [record for _, record in native.read(file, unseen)]


def test_notes_are_written_as_they_were_read(tmp_path: Path) -> None:
    for author in ("ann", None):
        noted = {"id": "0a", "text": "Calm again.\u2028", "by": "moderator:1", "at": "2026-11-22T10:00:00.000Z"}
        line = orjson.dumps({"type": "notes", "author": author, "notes": [noted]}) + b"\n"
        (record,) = read(tmp_path, HEADER + line)[1:]
        assert isinstance(record, NotesRecord)
        assert native.write(record) == line


def test_a_comment_is_written_as_it_was_read(tmp_path: Path) -> None:
    line = orjson.dumps(COMMENT) + b"\n"
    _, record, end = read(tmp_path, HEADER + line + native.write_end(2))
    assert isinstance(record, CommentRecord)
    assert native.write(record) == line
    assert end is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"type": "audit", "chain": "07", "entries": [{"id": "x", "detail": "{}"}]}, "no place in a log"),
        ({"type": "audit", "chain": "07", "entries": [{"id": "²-0", "detail": "{}"}]}, "no place in a log"),
        ({"type": "audit", "chain": "07", "entries": [{"id": "1-0", "detail": "{}"}]}, "no field 'sequence'"),
        ({"type": "received", "partition": 16, "counts": {}}, "no partition 16"),
        ({"type": "received", "partition": 1, "counts": {"2026-11|spam": -1}}, "whole number"),
        ({"type": "policy", "set": 5}, "int"),
        ({"type": "policy", "set": {}, "left_out": "jwt_secret"}, "not a list"),
        ({"type": "access", "secret": "xy", "tokens": [], "passwords": [], "identities": []}, "hexadecimal"),
        ({"type": "access", "secret": "", "tokens": [{"digest": "00"}], "passwords": [], "identities": []}, "SHA-256"),
        ({"type": "webhook", "id": "w"}, "no field"),
        ({"type": "phase", "id": "p"}, "no field"),
        ({"type": "models", "chosen": {"en": 5}}, "get"),
        ({"type": "artifact", "content": "*"}, "base64"),
        ({"type": "learned", "lessons": {}}, "not a list"),
        ({"type": "act", "id": "a|decided", "moderator": "", "at": "2026-01-01T00:00:00Z", "comments": []}, "no id"),
        ({"type": "author", "id": "ann", "standing": "odd"}, "odd"),
        ({"type": "author", "id": "ann", "standing": "new", "measures": [{"number": 2}]}, "no field 'detail'"),
    ],
)
def test_a_setting_that_says_nothing_sensible_is_told_with_its_reason(
    tmp_path: Path, line: dict[str, object], reason: str
) -> None:
    _, found = read(tmp_path, HEADER + orjson.dumps(line) + b"\n")
    assert isinstance(found, Unreadable)
    assert reason in found.reason
    assert found.kind == "settings"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02", "is no export"),
        (b'{"some":"json"}\n', "is no export"),
        (b"[]\n", "is no export"),
        (b'{"format":"moderation-export","version":2,"site":{"id":"x","title":"X"}}\n', "format 2"),
    ],
)
def test_a_file_that_is_no_export_is_unusable(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(Unusable, match=sentence):
        read(tmp_path, content)


def test_a_file_that_is_not_there_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="cannot be read"):
        list(native.read(tmp_path / "none", unseen))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": "x"}, "No comment has the id"),
        ({"status": "vanished"}, "vanished"),
        ({"queues": ["nowhere"]}, "nowhere"),
        ({"queues": "pending"}, "not a list"),
        ({"version": 0}, "whole number from 1"),
        ({"version": True}, "whole number"),
        ({"likes": -1}, "whole number from 0"),
        ({"article": ""}, "1 to 512"),
        ({"text": {}}, "no field 'body'"),
        ({"likers": ["00"]}, "mark of a reader"),
        ({"type": "comet"}, "unknown type"),
        ({"edited_at": "yesterday"}, "yesterday"),
        ({"waiting_since": "1969-07-20T20:17:40Z"}, "whole number from 0"),
    ],
)
def test_a_line_that_says_nothing_sensible_is_told_with_its_reason(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    _, found = read(tmp_path, HEADER + orjson.dumps(COMMENT | change) + b"\n")
    assert isinstance(found, Unreadable)
    assert reason in found.reason
    assert found.kind == "comments"


@pytest.mark.parametrize("line", [b"{", b"[]", b'"text"', b"\xff\xfe", b'{"type":"thread"}'])
def test_a_damaged_line_does_not_end_the_reading(tmp_path: Path, line: bytes) -> None:
    thread = native.write(ThreadRecord("a"))
    _, damaged, good = read(tmp_path, HEADER + line + b"\n" + thread)
    assert isinstance(damaged, Unreadable)
    assert good == ThreadRecord("a")

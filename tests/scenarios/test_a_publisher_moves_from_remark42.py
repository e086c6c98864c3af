"""A publisher leaves Remark42 with the backup that it writes every day."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from movers import moved_in, thread
from service_client import Service

from moderation.importers.record import Unusable
from moderation.services.transfer_report import Report

PAGE = "https://paper.example/walks/17/"
ABOUT = {
    "version": 1,
    "users": [{"id": "github_1", "blocked": {"status": True, "until": "0001-01-01T00:00:00Z"}, "verified": False}],
    "posts": [{"url": PAGE, "read_only": True}],
}


def comment(key: str, text: str, *, under: str = "", **changed: Any) -> dict[str, Any]:
    return {
        "id": key,
        "pid": under,
        "text": text,
        "orig": "what was typed",
        "user": {"name": "Ann O&#39;Hara", "id": "github_2", "picture": "https://remark.example/p", "ip": "a1b2c3"},
        "locator": {"site": "paper", "url": PAGE},
        "score": 0,
        "votes": {},
        "time": "2019-03-01T09:00:00.123456789-06:00",
        "title": "A walk &amp; a talk",
    } | changed


async def moves(service: Service, tmp_path: Path, *lines: object) -> Report:
    path = tmp_path / "backup-paper-20260101.gz"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_bytes(gzip.compress(text.encode()))
    return await moved_in(service.house.records, "remark42", path)


async def test_a_discussion_comes_over_as_it_was(service: Service, tmp_path: Path) -> None:
    text = '<p>See <a href="https://a.example">this</a>.</p>\n<pre><code><span>x = 1</span>\n</code></pre>'
    report = await moves(
        service,
        tmp_path,
        ABOUT,
        comment("r", "<p>A reply.</p>\n", under="a"),
        comment("a", text),
        comment("d", "", delete=True, user={"name": "deleted", "id": "deleted"}),
        comment("e", "<p>To the deleted.</p>", under="d", time="2019-03-01T15:00:01Z"),
    )

    told = await thread(service, "/walks/17/")
    assert (told["article"]["title"], told["article"]["url"]) == ("A walk & a talk", PAGE)
    assert (told["article"]["open"], told["article"]["count"]) == (False, 3)
    first = next(each for each in told["comments"] if each["body"])
    assert first["body"] == "See [this](https://a.example).\n\n```\nx = 1\n```"
    assert first["created_at"] == "2019-03-01T15:00:00.123Z"
    assert (first["author"]["id"], first["author"]["name"]) == ("remark42:github_2", "Ann O'Hara")
    assert [reply["body"] for reply in first["replies"]] == ["A reply."]
    [tombstone] = [each for each in told["comments"] if each["body"] is None]
    assert [reply["body"] for reply in tombstone["replies"]] == ["To the deleted."]
    assert report.warnings == ["1 people were blocked there, which was not taken over."]


async def test_votes_become_likes(service: Service, tmp_path: Path) -> None:
    votes = {"github_3": True, "github_4": True, "github_5": False}
    report = await moves(
        service, tmp_path, ABOUT, comment("a", "<p>a</p>", votes=votes, score=1), comment("b", "<p>b</p>", score=-3)
    )

    likes = {each["body"]: each["reactions"]["like"] for each in (await thread(service, "/walks/17/"))["comments"]}
    assert likes == {"a": 2, "b": 0}
    assert "They had votes against them, which are kept nowhere: 2 comments (a, b)." in report.warnings


async def test_what_was_edited_says_so_and_what_was_pinned_does_not(service: Service, tmp_path: Path) -> None:
    edit = {"time": "2019-03-01T16:00:00Z", "summary": "typo"}
    report = await moves(service, tmp_path, ABOUT, comment("a", "<p>a</p>", edit=edit, pin=True))

    [told] = (await thread(service, "/walks/17/"))["comments"]
    assert told["edited_at"] == "2019-03-01T16:00:00.000Z"
    assert "1 comments were pinned there, and are not here." in report.warnings


async def test_a_damaged_line_is_one_loss(service: Service, tmp_path: Path) -> None:
    whole = comment("a", "<p>a</p>")
    report = await moves(
        service,
        tmp_path,
        ABOUT,
        whole,
        '{"id":"b","pid":"',
        "[]",
        comment("c", "<p>c</p>", user=None),
        comment("", "d"),
    )

    assert report.imported == {"threads": 1, "comments": 1}
    assert [(loss["id"], loss["where"]) for loss in report.losses] == [
        ("b", "line 3"),
        ("", "line 4"),
        ("c", "line 5"),
        ("", "line 6"),
    ]
    assert report.read["comments"] == 5


async def test_a_backup_of_a_later_version_is_refused(service: Service, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="version 9"):
        await moves(service, tmp_path, ABOUT | {"version": 9}, comment("a", "<p>a</p>"))

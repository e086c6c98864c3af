"""A publisher leaves Isso with its database."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from movers import DELETED, HELD, Said, isso, moved_in, thread
from service_client import Service

from moderation.importers.record import Unusable


def changed(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    return path


async def test_a_discussion_comes_over_as_it_was(service: Service, tmp_path: Path) -> None:
    said = [
        Said("1", words="Some *emphasis* and `code`."),
        Said("2", under="1", words="A reply."),
        Said("3", status=DELETED),
        Said("4", under="3", words="To the deleted."),
        Said("5", status=HELD, words="Waits."),
    ]
    path = changed(
        isso(said, tmp_path),
        "UPDATE comments SET likes = 4, dislikes = 1, created = created + 0.25, modified = created + 60 WHERE id = 1",
    )
    report = await moved_in(service.house.records, "isso", path)

    told = await thread(service, "/walks/")
    assert told["article"]["title"] == "Title of /walks/"
    assert told["article"]["count"] == 3
    first = next(each for each in told["comments"] if each["body"])
    assert first["body"] == "Some *emphasis* and `code`."
    assert first["created_at"] == "2020-01-02T03:04:05.250Z"
    assert first["edited_at"] == "2020-01-02T03:05:05.000Z"
    assert first["reactions"] == {"like": 4}
    assert [reply["body"] for reply in first["replies"]] == ["A reply."]
    assert report.warnings == ["They had votes against them, which are kept nowhere: 1 comment (1)."]
    [entry] = (await (await service.moderator()).get("/v1/moderation/queues/pending")).document["items"]
    assert entry["comment"]["body"] == "Waits."


async def test_one_who_gives_no_name_has_one_all_the_same(service: Service, tmp_path: Path) -> None:
    path = changed(isso([Said("1")], tmp_path), "UPDATE comments SET author = NULL, email = NULL")
    await moved_in(service.house.records, "isso", path)

    [told] = (await thread(service, "/walks/"))["comments"]
    assert told["author"]["name"] == "Anonymous"
    assert told["author"]["id"].startswith("guest:")


async def test_a_database_of_another_program_is_refused(service: Service, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as database:
        database.execute("CREATE TABLE visits (id INTEGER)")
        database.commit()
    with pytest.raises(Unusable, match="no such table"):
        await moved_in(service.house.records, "isso", tmp_path / "other.db")


async def test_rows_of_any_type_are_read(service: Service, tmp_path: Path) -> None:
    path = changed(
        isso([Said("1"), Said("2"), Said("3")], tmp_path),
        "UPDATE comments SET created = 'yesterday', likes = 'many', mode = 77 WHERE id = 1",
        "UPDATE comments SET text = CAST(x'ff61' AS TEXT), likes = -5 WHERE id = 2",
        "UPDATE comments SET text = x'00', tid = 99 WHERE id = 3",
    )
    report = await moved_in(service.house.records, "isso", path)

    assert [each["body"] for each in (await thread(service, "/walks/"))["comments"]] == ["\ufffda"]
    assert report.imported["comments"] == 2
    assert [loss["id"] for loss in report.losses] == ["3"]

"""A publisher leaves Commento, or one of those that came of it, with the export that it sends by mail."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from movers import moved_in, thread
from service_client import Service

from moderation.importers.record import Unusable
from moderation.services.transfer_report import Report


def comment(key: str, markdown: str, **changed: Any) -> dict[str, Any]:
    return {
        "commentHex": key,
        "domain": "paper.example",
        "url": "/walks/17/",
        "commenterHex": "c1",
        "markdown": markdown,
        "html": "",
        "parentHex": "root",
        "score": 0,
        "state": "approved",
        "creationDate": "2021-03-12T11:21:56Z",
        "direction": 0,
        "deleted": False,
    } | changed


async def moves(service: Service, tmp_path: Path, document: Any) -> Report:
    path = tmp_path / "export.json.gz"
    path.write_bytes(gzip.compress(json.dumps(document).encode()))
    return await moved_in(service.house.records, "commento", path)


async def test_a_discussion_comes_over_as_it_was(service: Service, tmp_path: Path) -> None:
    people = [{"commenterHex": "c1", "email": "ann@mail.example", "name": "Ann", "link": "", "isModerator": False}]
    report = await moves(
        service,
        tmp_path,
        {
            "version": 1,
            "comments": [
                comment("b", "A reply.", parentHex="a", commenterHex="anonymous", score=-2),
                comment("a", "Some *emphasis*.", score=3, html="<p>Some <em>emphasis</em>.</p>"),
                comment("c", "Waits.", state="unapproved"),
                comment("d", "[deleted]", deleted=True),
                comment("e", "To the deleted.", parentHex="d", commenterHex="gone", creationDate="2021-03-13"),
            ],
            "commenters": people,
        },
    )

    told = await thread(service, "/walks/17/")
    assert told["article"]["url"] == "https://paper.example/walks/17/"
    first = next(each for each in told["comments"] if each["body"])
    assert (first["body"], first["reactions"]) == ("Some *emphasis*.", {"like": 3})
    assert (first["author"]["id"], first["author"]["name"]) == ("commento:c1", "Ann")
    [reply] = first["replies"]
    assert reply["body"] == "A reply."
    assert reply["author"]["name"] == "Anonymous"
    assert reply["author"]["id"].startswith("guest:")
    [tombstone] = [each for each in told["comments"] if each["body"] is None]
    assert tombstone["replies"][0]["author"] == {"id": "commento:gone", "name": "Anonymous", "badges": []}
    assert report.warnings == ["They had votes against them, which are kept nowhere: 1 comment (b)."]
    assert report.losses == []
    assert "mail.example" not in str(told)


async def test_comentarios_own_export_has_pages(service: Service, tmp_path: Path) -> None:
    nobody = "00000000-0000-0000-0000-000000000000"
    said = {
        "pageId": "p",
        "userCreated": nobody,
        "isApproved": True,
        "isPending": False,
        "isDeleted": False,
        "score": 0,
    }
    said |= {"createdTime": "2024-01-02T03:04:05.000Z", "parentId": None}
    await moves(
        service,
        tmp_path,
        {
            "version": 3,
            "pages": [{"id": "p", "path": "/walks/17/", "title": "A walk", "isReadonly": True}],
            "comments": [
                said | {"id": "1", "markdown": "Hello.", "html": "<p>Hello.</p>", "authorName": "Zoë"},
                said | {"id": "2", "markdown": "Held.", "html": "", "isPending": True, "isApproved": False},
                said | {"id": "3", "markdown": "Refused.", "html": "", "isApproved": False},
            ],
            "commenters": None,
        },
    )

    told = await thread(service, "/walks/17/")
    assert (told["article"]["title"], told["article"]["open"], told["article"]["count"]) == ("A walk", False, 1)
    assert told["comments"][0]["author"]["name"] == "Zoë"
    max_ = await service.moderator()
    assert len((await max_.get("/v1/moderation/comments?status=rejected")).document["items"]) == 1
    assert len((await max_.get("/v1/moderation/queues/pending")).document["items"]) == 1


async def test_an_entry_that_says_nothing_sensible_is_one_loss(service: Service, tmp_path: Path) -> None:
    entries = [comment("a", "Hello \ud83d."), 7, {"commentHex": "b", "domain": 5}, comment("", "x")]
    report = await moves(service, tmp_path, {"version": 1, "comments": entries, "commenters": [8]})

    assert report.imported["comments"] == 1
    assert [each["body"] for each in (await thread(service, "/walks/17/"))["comments"]] == ["Hello ?."]
    told = [(loss["id"], loss["where"]) for loss in report.losses]
    assert told == [("", "comments 2"), ("b", "comments 3"), ("", "comments 4")]
    assert "commenters 1 cannot be read" in report.warnings[-1]


@pytest.mark.parametrize(
    ("document", "sentence"), [({"version": 2, "comments": []}, "version 2"), ({"comments": [], "commenterHex": 1}, "")]
)
async def test_an_export_of_a_version_that_is_not_known_is_refused(
    service: Service, tmp_path: Path, document: Any, sentence: str
) -> None:
    if sentence:
        with pytest.raises(Unusable, match=sentence):
            await moves(service, tmp_path, document)
    else:
        assert (await moves(service, tmp_path, document)).read == {"threads": 0, "comments": 0}

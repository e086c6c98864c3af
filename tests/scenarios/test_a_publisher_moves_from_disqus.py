"""A publisher leaves Disqus with the file that its administration exports."""

from pathlib import Path

import pytest
from movers import moved_in, thread
from service_client import Service

from moderation.importers.moving import Naming
from moderation.importers.record import Unusable
from moderation.services.transfer_report import Report

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><forum>paper</forum><title>General</title><isDefault>true</isDefault></category>
"""
WALKS = """<thread dsq:id="11"><id>walk-17</id><forum>paper</forum><category dsq:id="1" />
<link>https://paper.example/walks/17/?utm_source=mail</link><title>A walk &amp; a talk</title><message />
<createdAt>2012-03-01T08:00:00Z</createdAt><author><name>Paper</name></author>
<isClosed>true</isClosed><isDeleted>false</isDeleted></thread>
<thread dsq:id="12"><id /><link>http://www.paper.example/walks/18/</link><title>Another</title>
<isClosed>false</isClosed><isDeleted>false</isDeleted></thread>
<thread dsq:id="13"><id>old</id><link>https://paper.example/old/</link><isClosed>false</isClosed>
<isDeleted>true</isDeleted></thread>
"""
END = "</disqus>\n"


def post(number: int, message: str, *, under: int = 0, thread: int = 11, author: str = "", rest: str = "") -> str:
    author = author or "<author><name>Ann</name><isAnonymous>false</isAnonymous><username>ann_w</username></author>"
    parent = f'<parent dsq:id="{under}" />' if under else ""
    return (
        f'<post dsq:id="{number}"><id /><message>{message}</message><createdAt>2012-03-01T09:00:{number % 60:02}Z'
        f'</createdAt>{rest}{author}<ipAddress>203.0.113.7</ipAddress><thread dsq:id="{thread}" />{parent}</post>\n'
    )


async def moves(service: Service, tmp_path: Path, *parts: str | bytes, naming: Naming = Naming.IDENTIFIER) -> Report:
    path = tmp_path / "export.xml"
    path.write_bytes(b"".join(part if isinstance(part, bytes) else part.encode() for part in (HEAD, *parts)))
    return await moved_in(service.house.records, "disqus", path, naming)


async def test_the_pages_find_their_discussions(service: Service, tmp_path: Path) -> None:
    report = await moves(
        service, tmp_path, WALKS, post(101, "<![CDATA[<p>Lovely.</p>]]>"), post(102, "Yes", thread=12), END
    )

    assert report.imported == {"threads": 2, "comments": 2}
    found = (await thread(service, "walk-17"))["article"]
    assert found["title"] == "A walk & a talk"
    assert found["url"] == "https://paper.example/walks/17/?utm_source=mail"
    assert (found["open"], found["count"]) == (False, 1)
    assert (await thread(service, "/walks/18/"))["article"]["open"]
    assert report.losses == [{"id": "13", "where": "line 10", "reason": "its discussion was deleted at Disqus"}]


async def test_pages_that_go_by_their_path_find_them_as_well(service: Service, tmp_path: Path) -> None:
    await moves(service, tmp_path, WALKS, post(101, "Lovely."), END, naming=Naming.PATH)

    assert (await thread(service, "/walks/17/"))["article"]["count"] == 1


async def test_a_conversation_keeps_its_shape(service: Service, tmp_path: Path) -> None:
    gone, spam = (
        "<isDeleted>true</isDeleted><isSpam>false</isSpam>",
        "<isDeleted>false</isDeleted><isSpam>true</isSpam>",
    )
    report = await moves(
        service,
        tmp_path,
        WALKS,
        post(104, "To what was deleted.", under=103),
        post(102, "A reply.", under=101),
        post(101, "First."),
        post(103, "Deleted by its author.", rest=gone),
        post(105, "Cheap watches", rest=spam),
        post(106, "To the spam.", under=105),
        post(107, "To nobody known.", under=999),
        post(108, "Nowhere.", thread=404),
        post(101, "First again."),
        END,
    )

    told = await thread(service, "walk-17")
    assert [(each["body"], [reply["body"] for reply in each["replies"]]) for each in told["comments"]] == [
        ("First.", ["A reply."]),
        (None, ["To what was deleted."]),
        (None, ["To the spam."]),
        ("To nobody known.", []),
    ]
    assert [(loss["id"], loss["reason"]) for loss in report.losses] == [
        ("13", "its discussion was deleted at Disqus"),
        ("101", "the file has another of this id before it"),
        ("108", "it names a discussion that is not in the file"),
    ]
    assert report.read == {"threads": 3, "comments": 9}
    assert report.imported == {"threads": 2, "comments": 7}
    assert report.warnings == ["What they answer is not in the file, so they stand at the top: 1 comment (107)."]
    refused = await (await service.moderator()).get("/v1/moderation/comments?status=rejected")
    assert [each["body"] for each in refused.document["items"]] == ["Cheap watches"]
    queues = (await (await service.moderator()).get("/v1/moderation/queues")).document["queues"]
    assert [queue["queue"] for queue in queues if queue["count"]] == []


async def test_what_was_written_reads_as_it_did(service: Service, tmp_path: Path) -> None:
    message = (
        '<![CDATA[<p>See <a href="https://a.example/b" rel="nofollow">https://a.example/...</a> &amp; 2 &lt; 3</p>'
        "<blockquote>said</blockquote><p>one<br>two <b>bold</b></p><script>alert(1)</script>"
        "<pre><code>x = *p</code></pre>]]>"
    )
    await moves(service, tmp_path, WALKS, post(101, message), END)

    [comment] = (await thread(service, "walk-17"))["comments"]
    assert comment["body"] == "See https://a.example/b & 2 < 3\n\n> said\n\none\ntwo **bold**\n\n```\nx = *p\n```"
    assert comment["created_at"] == "2012-03-01T09:00:41.000Z"
    assert "alert" not in comment["html"]


async def test_authors_are_who_they_were_and_nobodys_address_is_kept(service: Service, tmp_path: Path) -> None:
    guest = "<author><email>zoe@mail.example</email><name>{}</name><isAnonymous>true</isAnonymous></author>"
    bare = "<author><name>Zoe</name><isAnonymous>true</isAnonymous></author>"
    await moves(
        service,
        tmp_path,
        WALKS,
        post(101, "One."),
        post(102, "Two.", author=guest.format("Zoe")),
        post(103, "Three.", author=guest.format("Zoë"), thread=12),
        post(104, "Four.", author=bare),
        post(105, "Five.", author=bare, thread=12),
        END,
    )

    first, second, fourth = (await thread(service, "walk-17"))["comments"]
    third, fifth = (await thread(service, "/walks/18/"))["comments"]
    assert (first["author"]["id"], first["author"]["name"]) == ("disqus:ann_w", "Ann")
    assert second["author"]["id"] == third["author"]["id"]
    assert second["author"]["id"].startswith("guest:")
    assert len({each["author"]["id"] for each in (second, fourth, fifth)}) == 3
    everything = str([first, second, third, fourth, fifth])
    assert "mail.example" not in everything
    assert "203.0.113" not in everything
    record = await service.house.records.authors.record("default", "disqus:ann_w")
    assert (record.name, record.posted, record.visible) == ("Ann", 1, 1)


async def test_what_exporters_get_wrong_is_mended(service: Service, tmp_path: Path) -> None:
    odd = post(101, "Bell \x07 and &#8; and&nbsp;R&D &eacute; <![CDATA[&nbsp;A&amp;B]]>")
    report = await moves(service, tmp_path, WALKS, odd, post(102, "caf\xe9").encode("latin-1"), END)

    assert report.imported["comments"] == 2
    first, second = (await thread(service, "walk-17"))["comments"]
    assert first["body"] == "Bell \ufffd and \ufffd and R&D é A&B"
    assert second["body"] == "caf\ufffd"


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8-sig", "zlib", "undefined", "none"])
async def test_the_encoding_that_a_file_declares_is_believed_where_there_is_one(
    service: Service, tmp_path: Path, encoding: str
) -> None:
    text = HEAD.replace('encoding="utf-8"', f'encoding="{encoding}"') + WALKS + post(101, "Café") + END
    written_in = encoding if encoding in ("latin-1", "utf-16", "utf-8-sig") else "utf-8"
    (path := tmp_path / "export.xml").write_bytes(text.encode(written_in))
    await moved_in(service.house.records, "disqus", path)

    assert [each["body"] for each in (await thread(service, "walk-17"))["comments"]] == ["Café"]


async def test_a_file_that_breaks_off_is_taken_in_as_far_as_it_goes(service: Service, tmp_path: Path) -> None:
    report = await moves(service, tmp_path, WALKS, post(101, "Whole."), post(102, "Cut ")[:60])

    assert report.imported["comments"] == 1
    [loss] = [each for each in report.losses if each["id"] == "102"]
    assert "the file breaks off in it" in loss["reason"]
    assert any("cannot be read from line" in sentence for sentence in report.warnings)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE disqus [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE disqus [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE disqus SYSTEM "http://attacker.example/x.dtd">',
    ],
)
async def test_a_file_that_reaches_out_of_itself_is_refused(service: Service, tmp_path: Path, declared: str) -> None:
    (path := tmp_path / "hostile.xml").write_text(f'<?xml version="1.0"?>{declared}<disqus>{WALKS}</disqus>')
    with pytest.raises(Unusable, match="declares a document type"):
        await moved_in(service.house.records, "disqus", path)

"""A publisher leaves WordPress's comments with the file of Tools, Export."""

from pathlib import Path

from movers import moved_in, thread
from service_client import Service

from moderation.services.transfer_report import Report

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file & more -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Paper</title><link>https://paper.example</link><wp:wxr_version>1.2</wp:wxr_version>
"""
END = "</channel></rss>"


def article(number: int, *comments: str, link: str = "", more: str = "", status: str = "publish") -> str:
    link = link or f"https://paper.example/2012/03/article-{number}/"
    return (
        f"<item><title><![CDATA[Article &#8211; {number}]]></title><link>{link}</link>"
        "<content:encoded><![CDATA[Words of the article]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:status>{status}</wp:status><wp:post_type>post</wp:post_type>"
        f"{more or '<wp:comment_status>open</wp:comment_status>'}{''.join(comments)}</item>\n"
    )


def comment(number: int, content: str, *, under: int = 0, user: int = 0, **changed: str) -> str:
    fields = {
        "author": "<![CDATA[Ann]]>",
        "author_email": "ann@mail.example",
        "author_url": "http://ann.example/?a=1&b=2",
        "author_IP": "203.0.113.9",
        "date": "2012-03-01 10:00:00",
        "date_gmt": "2012-03-01 09:00:00",
        "content": f"<![CDATA[{content}]]>",
        "approved": "1",
        "type": "comment",
        "parent": str(under),
        "user_id": str(user),
    } | changed
    inner = "".join(f"<wp:comment_{name}>{value}</wp:comment_{name}>" for name, value in fields.items())
    meta = "<wp:commentmeta><wp:meta_key>akismet</wp:meta_key><wp:meta_value>x</wp:meta_value></wp:commentmeta>"
    return f"<wp:comment><wp:comment_id>{number}</wp:comment_id>{inner}{meta}</wp:comment>\n"


async def moves(service: Service, tmp_path: Path, *items: str) -> Report:
    (path := tmp_path / "paper.xml").write_text("".join((HEAD, *items, END)), "utf-8")
    return await moved_in(service.house.records, "wordpress", path)


async def test_articles_are_found_by_their_path(service: Service, tmp_path: Path) -> None:
    closed = "<wp:comment_status>closed</wp:comment_status>"
    report = await moves(
        service,
        tmp_path,
        article(1, comment(1, "Lovely.")),
        article(2, more=closed),
        article(3, link="https://paper.example/?p=3"),
        article(4, more="<wp:post_type>attachment</wp:post_type>").replace("<wp:post_type>post</wp:post_type>", ""),
    )

    told = (await thread(service, "/2012/03/article-1/"))["article"]
    assert (told["title"], told["url"]) == ("Article – 1", "https://paper.example/2012/03/article-1/")
    assert (told["open"], told["count"]) == (True, 1)
    assert not (await thread(service, "/2012/03/article-2/"))["article"]["open"]
    assert (await thread(service, "/?p=3"))["article"]["title"] == "Article – 3"
    assert report.imported == {"threads": 3, "comments": 1}


async def test_what_an_article_that_is_not_public_holds_does_not_become_so(service: Service, tmp_path: Path) -> None:
    report = await moves(
        service,
        tmp_path,
        article(1, comment(1, "Secret."), status="private"),
        article(2, comment(2, "Secret."), more="<wp:post_password>x</wp:post_password>"),
        article(3, status="draft"),
    )

    assert report.imported == {"threads": 0, "comments": 0}
    assert {loss["reason"] for loss in report.losses} == {
        "its article is not public (private)",
        "its article is not public (a password protects it)",
    }
    assert report.read == {"threads": 2, "comments": 2}


async def test_each_status_finds_its_place(service: Service, tmp_path: Path) -> None:
    report = await moves(
        service,
        tmp_path,
        article(
            1,
            comment(1, "Visible."),
            comment(2, "Waits.", approved="0", under=1),
            comment(3, "Spam.", approved="spam"),
            comment(4, "Trash.", approved="trash"),
            comment(5, "[...] linked to this", type="pingback"),
            comment(6, "Send it on Monday.", type="order_note"),
        ),
    )

    told = await thread(service, "/2012/03/article-1/")
    assert [each["body"] for each in told["comments"]] == ["Visible."]
    max_ = await service.moderator()
    [entry] = (await max_.get("/v1/moderation/queues/pending")).document["items"]
    assert entry["comment"]["body"] == "Waits."
    await max_.approves(entry["comment"]["id"])
    [visible] = (await thread(service, "/2012/03/article-1/"))["comments"]
    assert [reply["body"] for reply in visible["replies"]] == ["Waits."]
    refused = (await max_.get("/v1/moderation/comments?status=rejected")).document["items"]
    assert {each["body"] for each in refused} == {"Spam.", "Trash."}
    assert {loss["id"]: loss["reason"] for loss in report.losses} == {
        "5": "it is no reader's comment (pingback)",
        "6": "it is no reader's comment (order_note)",
    }


async def test_lines_and_markup_read_as_wordpress_shows_them(service: Service, tmp_path: Path) -> None:
    content = 'Two lines\nof one part &amp; more.\n\n<blockquote>said <em>so</em></blockquote>\n<a href="https://a.example">here</a>'
    await moves(service, tmp_path, article(1, comment(1, content)))

    [told] = (await thread(service, "/2012/03/article-1/"))["comments"]
    assert told["body"] == "Two lines\nof one part & more.\n\n> said *so*\n\n[here](https://a.example)"


async def test_times_are_of_greenwich_or_else_of_the_blog(service: Service, tmp_path: Path) -> None:
    zero = "0000-00-00 00:00:00"
    report = await moves(
        service,
        tmp_path,
        article(1, comment(1, "a"), comment(2, "b", date_gmt=zero), comment(3, "c", date_gmt=zero, date=zero)),
    )

    told = (await thread(service, "/2012/03/article-1/"))["comments"]
    at = [each["created_at"] for each in told]
    assert [each[:16] for each in at[:2]] == ["2012-03-01T09:00", "2012-03-01T10:00"]
    assert at[1] < at[2] < "2012-03-01T10:01"
    assert report.warnings[0].startswith("Their time is missing, before 1970 or in the future")
    assert report.warnings[0].endswith("1 comment (3).")


async def test_authors_keep_their_accounts_and_guests_their_secret(service: Service, tmp_path: Path) -> None:
    await moves(
        service,
        tmp_path,
        article(1, comment(1, "a", user=7), comment(2, "b"), comment(3, "c", author_email="ANN@mail.example")),
    )

    told = (await thread(service, "/2012/03/article-1/"))["comments"]
    authors = {each["body"]: each["author"]["id"] for each in told}
    assert authors["a"] == "wordpress:7"
    assert authors["b"] == authors["c"]
    assert authors["b"].startswith("guest:")
    assert "mail.example" not in str(told)
    assert "203.0.113" not in str(told)


async def test_a_file_that_breaks_off_loses_only_what_is_cut(service: Service, tmp_path: Path) -> None:
    whole = HEAD + article(1, comment(1, "Whole."), comment(2, "Cut."))
    (path := tmp_path / "cut.xml").write_text(whole[: whole.index("Cut.")], "utf-8")
    report = await moved_in(service.house.records, "wordpress", path)

    assert report.imported == {"threads": 1, "comments": 1}
    assert [loss["id"] for loss in report.losses] == ["2"]
    assert (await thread(service, "/2012/03/article-1/"))["article"]["count"] == 1

"""Other people's HTML in our own markup: what readers saw there is what they see here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.text.hypertext import from_html
from moderation.text.markup import plain_text, to_html

TAGS = "<p>,<br>,<b>,</b>,<i>,</i>,<del>,</del>,<ul>,<li>,</ul>,<ol>,<blockquote>,</blockquote>,<pre>,</pre>,x,y, "


@pytest.mark.parametrize(
    ("document", "body"),
    [
        ("<p>One.</p><p>Two<br>lines.<br><br>Three.</p>", "One.\n\nTwo\nlines.\n\nThree."),
        ("<p>Hello <b>big</b> <i>world</i>, <del>not</del>.</p>", "Hello **big** *world*, ~~not~~."),
        ("in<b>side</b> a word, and <b> apart </b>", "inside a word, and  apart"),
        ("<blockquote><p>one</p><p>two</p></blockquote>three", "> one\n>\n> two\n\nthree"),
        ("<blockquote><blockquote>in</blockquote>out</blockquote>", "> > in\n>\n> out"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul><ol><li>d<li>e</ol>", "- a\n- b\n  - c\n1. d\n2. e"),
        ("run <code>rm *</code><pre>a  b\n<b>c</b></pre>", "run `rm *`\n\n```\na  b\nc\n```"),
        ("<code>a`b</code><pre>```</pre>", "``a`b``\n\n````\n```\n````"),
        ('<a href="https://a.example/x">here</a>', "[here](https://a.example/x)"),
        ('<a href="https://a.example/x">https://a.example/x</a>', "https://a.example/x"),
        ('<a href="https://a.example/long">https://a.example/l...</a>', "https://a.example/long"),
        ('<a href="https://a.example/(x) y">a [b]</a>', "[a \\[b\\]](https://a.example/%28x%29%20y)"),
        ('<a href="javascript:alert(1)">no</a> <a href="/x">nor</a>', "no nor"),
        ('<img src="https://a.example/i.png" alt="A cat">', "[A cat](https://a.example/i.png)"),
        ('<iframe src="https://video.example/1"></iframe>', "https://video.example/1"),
        ("<script>alert(1)</script><style>p{}</style>kept", "kept"),
        ("&lt;b&gt; &amp;amp; &euro;&nbsp;5", "<b> &amp; € 5"),
        ("<p># one</p><p>- two</p><p>3. three</p><p>&gt; four</p>", "\\# one\n\n\\- two\n\n3\\. three\n\n\\> four"),
        ("2 * 3 * 4, *so* _so_, snake_case", "2 * 3 * 4, \\*so\\* \\_so\\_, snake_case"),
        ("https://a.example/_x_*y*", "https://a.example/_x_*y*"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("a\nb <p>\n c", "a b\n\nc"),
        ("", ""),
    ],
)
def test_what_readers_saw_is_what_they_see(document: str, body: str) -> None:
    assert from_html(document) == body


@pytest.mark.parametrize(
    ("document", "body"),
    [
        ("one\ntwo\n\nthree", "one\ntwo\n\nthree"),
        ("one\r\ntwo <br />\nthree", "one\ntwo\nthree"),
        ("<em>one</em>\n\n<blockquote>two</blockquote>\nthree", "*one*\n\n> two\n\nthree"),
    ],
)
def test_lines_are_kept_where_the_page_makes_them(document: str, body: str) -> None:
    assert from_html(document, lines=True) == body


@given(st.text(st.sampled_from("ab 1.*_`~[]()<>#-+>\\!&;:/\n"), max_size=60))
def test_what_was_no_markup_is_none(words: str) -> None:
    document = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert " ".join(plain_text(from_html(document)).split()) == " ".join(words.split())


@given(st.text(st.sampled_from("ab <>/=\"'&;!-\n") | st.characters(), max_size=80), st.booleans())
def test_no_document_is_too_odd(document: str, lines: bool) -> None:
    assert "\x00" not in from_html(document, lines=lines)


@given(st.lists(st.sampled_from(TAGS.split(",")), max_size=30))
def test_no_sign_of_ours_is_seen(parts: list[str]) -> None:
    seen = plain_text(from_html("".join(parts)))
    assert set(seen) <= set("xy \n"), to_html(seen)

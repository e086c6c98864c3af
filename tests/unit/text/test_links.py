"""Which writings are links, where they lead, and which are ordinary text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.text.links import find_links, registrable

LINKS = [
    ("see http://example.com", "http://example.com", "http://example.com/", "example.com"),
    (
        "https://Example.COM/Path?q=1#x.",
        "https://Example.COM/Path?q=1#x",
        "https://example.com/Path?q=1#x",
        "example.com",
    ),
    ("(https://example.com/a_(b))", "https://example.com/a_(b)", "https://example.com/a_(b)", "example.com"),
    ("[x](http://example.com/a)", "http://example.com/a", "http://example.com/a", "example.com"),
    ("**http://example.com/a**", "http://example.com/a", "http://example.com/a", "example.com"),
    ("http://example.com:80/a", "http://example.com:80/a", "http://example.com/a", "example.com"),
    ("http://example.com:8080", "http://example.com:8080", "http://example.com:8080/", "example.com"),
    ("http://user:pw@example.com/", "http://user:pw@example.com/", "http://example.com/", "example.com"),
    ("http://bank.example@evil.example/", "http://bank.example@evil.example/", "http://evil.example/", "evil.example"),
    ("http://192.0.2.7/x", "http://192.0.2.7/x", "http://192.0.2.7/x", "192.0.2.7"),
    ("http://[2001:db8::1]/x", "http://[2001:db8::1]/x", "http://[2001:db8::1]/x", "2001:db8::1"),
    ("http://localhost/x", "http://localhost/x", "http://localhost/x", "localhost"),
    ("hxxp://example.com/a", "hxxp://example.com/a", "http://example.com/a", "example.com"),
    ("hXXps://example[.]com/a", "hXXps://example[.]com/a", "https://example.com/a", "example.com"),
    ("h**p://example.com", "h**p://example.com", "http://example.com/", "example.com"),
    ("buy at example.com now", "example.com", "http://example.com/", "example.com"),
    ("buy at www.example.com!", "www.example.com", "http://www.example.com/", "www.example.com"),
    ("steht auf beispiel.de heute", "beispiel.de", "http://beispiel.de/", "beispiel.de"),
    ("bit.ly/abc", "bit.ly/abc", "http://bit.ly/abc", "bit.ly"),
    ("t.me/joinchat", "t.me/joinchat", "http://t.me/joinchat", "t.me"),
    ("telegram.me/joinchat", "telegram.me/joinchat", "http://telegram.me/joinchat", "telegram.me"),
    ("example[.]com", "example[.]com", "http://example.com/", "example.com"),
    ("example (dot) com", "example (dot) com", "http://example.com/", "example.com"),
    (
        "shop [dot] example [dot] org/x",
        "shop [dot] example [dot] org/x",
        "http://shop.example.org/x",
        "shop.example.org",
    ),
    ("exam\u200bple.c\u00adom", "exam\u200bple.c\u00adom", "http://example.com/", "example.com"),
    (
        "h\u200btt\u2060p://exa\ufeffmple.com/a",
        "h\u200btt\u2060p://exa\ufeffmple.com/a",
        "http://example.com/a",
        "example.com",
    ),
    ("ｅｘａｍｐｌｅ．com", "ｅｘａｍｐｌｅ．com", "http://example.com/", "example.com"),
    ("example。com", "example。com", "http://example.com/", "example.com"),
    ("http://bücher.example", "http://bücher.example", "http://xn--bcher-kva.example/", "xn--bcher-kva.example"),
    (
        "xn--bcher-kva.example.com",
        "xn--bcher-kva.example.com",
        "http://xn--bcher-kva.example.com/",
        "xn--bcher-kva.example.com",
    ),
    ("http://пример.рф/", "http://пример.рф/", "http://xn--e1afmkfd.xn--p1ai/", "xn--e1afmkfd.xn--p1ai"),
    ("go to example.com.Next time", "example.com", "http://example.com/", "example.com"),
    ("ftp://example.com/f", "ftp://example.com/f", "ftp://example.com/f", "example.com"),
]

NOT_LINKS = [
    "",
    "write to bob@example.com or first.last@example.com",
    "e.g. this, i.e. that, a.m. and p.m., U.S.A., Ph.D.",
    "I was there.It was fine.So what.No.",
    "open readme.md and main.rs, then run script.sh",
    "version 3.14, 10.0.0.1 and 1.2.3.4, on 24.12.2026 at 10.30",
    "wait...what? yes..no",
    "and/or, he/she, 1/2, C:\\path\\file",
    "node.js and file.txt and foo.bar",
    "a dot com company, the dot in the middle",
    "the http protocol, http:// alone",
    "@some.body said",
    "block 10.0.0.0/24, see en.wiki",
]


@pytest.mark.parametrize(("text", "written", "url", "host"), LINKS)
def test_a_link_is_found_and_normalised(text: str, written: str, url: str, host: str) -> None:
    links = find_links(text)
    assert [(text[link.start : link.end], link.url, link.host) for link in links] == [(written, url, host)]


@pytest.mark.parametrize("text", NOT_LINKS)
def test_ordinary_writing_is_no_link(text: str) -> None:
    assert find_links(text) == []


def test_several_links_come_in_order() -> None:
    assert [link.host for link in find_links("http://b.example/x, example.com; https://a.example")] == [
        "b.example",
        "example.com",
        "a.example",
    ]


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("example.com", "example.com"),
        ("a.b.example.com", "example.com"),
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("www.example.com.au", "example.com.au"),
        ("www.example.de", "example.de"),
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("localhost", "localhost"),
    ],
)
def test_the_registrable_part_of_a_host(host: str, expected: str) -> None:
    assert registrable(host) == expected


@given(st.text(st.characters(exclude_categories=())) | st.text("htp:/.[]()dot com@a1-_\u200b\ud800я。", max_size=60))
def test_any_text_is_searched_and_spans_lie_in_it(text: str) -> None:
    links = find_links(text)
    edges = [place for link in links for place in (link.start, link.end)]
    assert edges == sorted(edges)
    assert all(0 <= link.start < link.end <= len(text) and link.host for link in links)

"""What an article is called by the address of its page."""

import pytest

from moderation.importers.addresses import path_of


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://paper.example/a/b/", "/a/b/"),
        ("http://www.paper.example", "/"),
        ("/a/b", "/a/b"),
        ("a/b", "/a/b"),
        ("https://paper.example/Ä b/%c3%84", "/%C3%84%20b/%c3%84"),
        ("https://paper.example/a?utm_source=x&fbclid=y#comments", "/a"),
        ("https://paper.example/?p=7&utm_medium=mail", "/?p=7"),
        ("https://paper.example/a;b=(c)'d", "/a;b=(c)'d"),
        ("", ""),
        ("mailto:ann@paper.example", ""),
        ("http://[", ""),
    ],
)
def test_a_path_is_what_the_browser_says_it_is(address: str, path: str) -> None:
    assert path_of(address) == path

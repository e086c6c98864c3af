"""Laws of comment markup, for any text at all."""

from hypothesis import given
from hypothesis import strategies as st
from unit.text.dom import assert_harmless

from moderation.text.markup import is_plain, plain_text, render_markup, to_html

PIECES = [
    *"*_~`[]()<>!#&\"'\\-+=:;/. \n\t\r\x00\u00a0\u2028\u202e\ud800a1",
    *(
        "<script>",
        "</p>",
        "<!--",
        "]]>",
        "<a href=",
        "onerror=",
        "javascript:",
        "data:text/html,",
        "http://a.b/",
        "mailto:a@b",
    ),
    *(
        "![",
        "](",
        "](javascript:",
        "](http://",
        "```\n",
        "> ",
        "- ",
        "1. ",
        "    ",
        "&lt;",
        "&#x3c;",
        "<http://",
        "\n\n",
    ),
]
MARKED = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
ANY = st.text(st.characters(exclude_categories=())) | MARKED


@given(ANY)
def test_no_text_yields_anything_outside_the_allow_list(text: str) -> None:
    assert_harmless(to_html(text))


@given(ANY | st.text("ab.,!? \n&<>\"'-+1)#", max_size=40))
def test_a_plain_text_is_rendered_alike_with_and_without_the_parser(text: str) -> None:
    if is_plain(text.strip("\n")):
        assert to_html(text) == render_markup(text)


@given(ANY)
def test_plain_text_is_found_for_any_text(text: str) -> None:
    assert isinstance(plain_text(text), str)


@given(st.text("abc <>&", min_size=1, max_size=40).map(str.strip))
def test_what_was_typed_is_what_is_read(text: str) -> None:
    if text and not text.startswith(">"):
        _, words = assert_harmless(to_html(text))
        assert words.split() == text.split()

"""XML and JSON in parts: wherever a file is torn into pieces as it is read, it says the same."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.importers import json_parts, xml_parts
from moderation.importers.source import CutOff

PIECES = st.lists(
    st.sampled_from(
        [
            "<![CDATA[",
            "]]>",
            "]",
            "]]",
            "&",
            "&amp;",
            "&nbsp;",
            "&#8;",
            "&#x41;",
            "a",
            " ",
            "R&D",
            "<b>",
            "</b>",
            "\x07",
        ]
    ),
    max_size=25,
)


def torn(text: str, at: list[int]) -> Iterator[str]:
    cuts = [0, *sorted(place % (len(text) + 1) for place in at), len(text)]
    return (text[one:another] for one, another in pairwise(cuts))


def words(texts: Iterator[str]) -> list[str] | str:
    try:
        return [part.text() for part in xml_parts.parts_of(texts, frozenset({"a/w"}))]
    except xml_parts.Broken as why:
        return why.reason


@given(PIECES, st.lists(st.integers(0, 500), max_size=5))
def test_xml_is_mended_the_same_wherever_it_is_torn(pieces: list[str], at: list[int]) -> None:
    text = f"<a><w>one</w><w>{''.join(pieces)}</w><w>{'long ' * 30}</w></a>"
    assert words(torn(text, at)) == words(iter([text]))


def test_what_no_exporter_should_write_is_read_as_it_was_meant() -> None:
    text = "<a><w>R&D &nbsp;&eacute;&bogus; &#7;<![CDATA[&amp; R&D]]></w></a>"
    assert words(iter([text])) == ["R&D \xa0é&bogus; \ufffd&amp; R&D"]


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.lists(
            st.text(max_size=9) | st.integers() | st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
            max_size=4,
        )
        | st.text(max_size=9)
        | st.integers()
        | st.none(),
        max_size=4,
    ),
    st.lists(st.integers(0, 500), max_size=6),
    st.booleans(),
)
def test_json_is_read_the_same_wherever_it_is_torn(document: dict[str, Any], at: list[int], wide: bool) -> None:
    found: dict[str, Any] = {}
    for name, number, value in json_parts.members_of(torn(json.dumps(document, indent=2 if wide else None), at)):
        if number:
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    assert found == {name: value for name, value in document.items() if value != []}


@pytest.mark.parametrize("text", ["[1]", '{"a" 1}', '{"a":' + "[" * 100_000])
def test_what_is_no_json_object_ends_in_a_sentence(text: str) -> None:
    with pytest.raises((json_parts.Broken, CutOff)):
        list(json_parts.members_of(iter([text])))

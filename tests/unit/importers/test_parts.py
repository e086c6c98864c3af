"""XML and JSON in parts: wherever a file is torn into pieces as it is read, it says the same."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.importers import json_parts, source, xml_parts
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


@pytest.mark.parametrize(
    ("endless", "sentence"),
    [
        ("<b " + "x" * 5_000_000, "a tag or XML comment has more than"),
        ("<!--" + "x" * 5_000_000, "a tag or XML comment has more than"),
        ("<a>" * 1_001, "more than 1,000 elements stand within one another"),
    ],
)
def test_xml_without_measure_ends_in_a_sentence_after_what_came_before(endless: str, sentence: str) -> None:
    text = f'\n <?xml version="1.0" encoding="utf-16"?>\n<r><p>before</p>\n<p id="7">{endless}'
    reading = xml_parts.parts_of((text[at : at + 65_536] for at in range(0, len(text), 65_536)), frozenset({"r/p"}))
    assert next(reading).text() == "before"
    with pytest.raises(xml_parts.Broken, match=sentence) as broken:
        next(reading)
    assert broken.value.line == 4
    assert broken.value.part is not None
    assert broken.value.part.attributes == {"id": "7"}


@pytest.mark.parametrize("longest", [1, 5, 70_000])
def test_lines_are_read_as_far_as_they_may_go(longest: int, tmp_path: Path) -> None:
    lines = ["", "short", "Ä" * 5, "long" * 50_000, "\r", "end"]
    for last in ("", "\n"):
        (path := tmp_path / "lines").write_text("\n".join(lines) + last, newline="")
        found = list(source.lines(path, lambda *_: None, longest))
        assert found == [line[: longest + 1] for line in lines]

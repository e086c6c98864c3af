"""Ids in a script stand in the order in which Python and the server's sorted sets have them, whatever the locale."""

from hypothesis import given
from hypothesis import strategies as st
from valkey_nodes import ValkeyNode

from moderation.storage.scripts import load_scripts

PRECEDE = load_scripts()["read_page"].source.partition("local about")[0].partition("local function precede")[2]


@given(st.lists(st.binary(max_size=6) | st.sampled_from([b"", b"\x00", b"a", b"B", b"\xff", b"\xc3\xa9"]), max_size=12))
def test_bytes_are_sorted_by_their_numbers(valkey_node: ValkeyNode, texts: list[bytes]) -> None:
    script = f"local function precede{PRECEDE}\ntable.sort(ARGV, precede)\nreturn ARGV"
    with valkey_node.client() as client:
        assert client.eval(script, 0, *texts) == sorted(texts)

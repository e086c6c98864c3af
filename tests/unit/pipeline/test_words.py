"""A site's own lists and the shipped ones are made ready together."""

from moderation.domain.policy import Policy
from moderation.pipeline.words import compile_words


def test_the_sites_words_go_where_the_site_put_them():
    words = compile_words(Policy(banned_words=["blockhead"], suspect_words=["nincompoop"]))

    assert [match.word for match in words.banned.find("a blockhead and a nincompoop")] == ["blockhead"]
    assert [match.word for match in words.suspect.find("a blockhead and a nincompoop")] == ["nincompoop"]


def test_a_shipped_list_is_suspect_and_bans_nothing():
    words = compile_words(Policy(word_lists=["en"]))

    assert words.suspect.find("this is shit")
    assert not words.banned.find("this is shit")

"""A site's own lists and the shipped ones are made ready together."""

import pytest

from moderation.domain.policy import Policy
from moderation.pipeline.words import compile_words


def found(lists, text):
    return [match.word for words in lists for match in words.find(text)]


def test_the_sites_words_go_where_the_site_put_them():
    words = compile_words(Policy(banned_words=["blockhead"], suspect_words=["nincompoop"]))

    assert found([words.banned], "a blockhead and a nincompoop") == ["blockhead"]
    assert found(words.suspect, "a blockhead and a nincompoop") == ["nincompoop"]


def test_a_shipped_list_is_suspect_and_bans_nothing():
    words = compile_words(Policy(word_lists=["en"]))

    assert found(words.suspect, "this is shit") == ["shit"]
    assert found([words.banned], "this is shit") == []


def test_a_list_that_is_not_shipped_is_an_error():
    with pytest.raises(KeyError):
        compile_words(Policy(word_lists=["klingon"]))

"""One text held against many: near-duplicates, links, origin."""

import pytest

from moderation.text.likeness import MOST_LINKS, Lineup, Resemblance, likeness, packed, resemblances

SPAM = "I made 4300 last month working from home, see https://easy-cash.example.com/start for how I did it, friends."
OTHER = "The referee was blind in the second half, and the coach said nothing about it after the match was over."
HERE, THERE = b"\x01" * 8, b"\x02" * 8


def held_against(text: str, *others: str, origin: bytes = HERE, also: set[int] | None = None) -> dict[int, Resemblance]:
    return resemblances(likeness(text, origin), [packed(likeness(each, THERE)) for each in others], also or set())


def test_the_same_words_are_the_same_however_they_are_dressed() -> None:
    found = held_against(OTHER, OTHER.upper(), "  " + OTHER.replace(" ", "  ") + "!!!")
    assert [(each.similarity, each.same_text) for each in found.values()] == [(1.0, True), (1.0, True)]


def test_nearly_the_same_words_are_near() -> None:
    found = held_against(OTHER * 3, OTHER * 3 + " Right, 17?")
    assert (found[0].near_text, found[0].same_text) == (True, False)
    assert 0.75 < found[0].similarity < 1.0


def test_unrelated_words_are_left_out_unless_they_are_asked_for() -> None:
    assert held_against(SPAM, OTHER) == {}
    asked = held_against(SPAM, OTHER, also={0})
    assert not asked[0].any
    assert asked[0].similarity < 0.6


def test_short_texts_are_alike_only_if_they_are_the_same() -> None:
    found = held_against("Thank you!", "thank you", "Thank you all!", "")
    assert list(found) == [0]
    assert held_against("!!!", "???", "") == {}


@pytest.mark.parametrize(
    ("link", "same_link", "same_host"),
    [
        ("https://easy-cash.example.com/start", True, True),
        ("hxxps://easy-cash[.]example[.]com/start", True, True),
        ("https://www.example.com/other", False, True),
        ("https://news.example.org/start", False, False),
    ],
)
def test_links_are_compared_by_address_and_by_who_registered_them(link: str, same_link: bool, same_host: bool) -> None:
    found = held_against(SPAM, f"Look at {link} and tell me whether anybody here has heard of this before.", also={0})
    assert (found[0].same_link, found[0].same_host) == (same_link, same_host)


def test_where_it_came_from_counts_if_it_is_known() -> None:
    kept = [packed(likeness(OTHER, HERE)), packed(likeness(OTHER, THERE)), packed(likeness(OTHER))]
    assert list(resemblances(likeness(SPAM, HERE), kept)) == [0]
    assert resemblances(likeness(SPAM), kept) == {}


def test_no_text_takes_more_than_its_share() -> None:
    links = " ".join(f"https://spam{number}.example.com/x" for number in range(100))
    assert len(packed(likeness(links))) == 27 + 12 * MOST_LINKS


@pytest.mark.parametrize("damaged", [b"", b"\x01", b"\xff" * 40, packed(likeness(SPAM))[:26]])
def test_what_cannot_be_read_is_like_nothing(damaged: bytes) -> None:
    found = resemblances(likeness(SPAM, HERE), [damaged, packed(likeness(SPAM, THERE))])
    assert list(found) == [1]


def test_a_tail_that_is_no_link_is_passed_over() -> None:
    (found,) = resemblances(likeness(SPAM, HERE), [packed(likeness(SPAM, THERE)) + b"cut"]).values()
    assert found.same_link


def test_many_texts_are_held_against_one_lineup() -> None:
    lineup = Lineup(
        [packed(likeness(each, THERE)) for each in (SPAM, OTHER, "See https://easy-cash.example.com/start")]
    )
    assert list(lineup.resemblances(likeness(SPAM))) == [0, 2]
    assert list(lineup.resemblances(likeness(OTHER))) == [1]
    assert list(lineup.resemblances(likeness("Nothing of the kind."))) == []
    assert Lineup(()).resemblances(likeness(SPAM)) == {}

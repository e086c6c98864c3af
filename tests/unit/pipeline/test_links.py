"""Comments with many links are looked at."""

from unit.pipeline.builders import said, some_facts

from moderation.domain.policy import Policy
from moderation.pipeline.opinion import Effect
from moderation.pipeline.phases import links

TWO = "Look at https://one.example/a and https://two.example/b please"
THREE = TWO + " or https://one.example/c"


def test_fewer_links_than_the_site_looks_at_pass():
    assert said(links.opinions, some_facts(TWO, policy=Policy(hold_links=3))) == []


def test_as_many_links_as_the_site_looks_at_are_held():
    (opinion,) = links.opinions(some_facts(THREE, policy=Policy(hold_links=3)))

    assert (opinion.effect, opinion.reason) == (Effect.HOLD, "links")
    assert opinion.detail == {"links": 3, "hosts": ["one.example", "two.example"]}
    assert [THREE[span.start : span.end] for span in opinion.spans] == [
        "https://one.example/a",
        "https://two.example/b",
        "https://one.example/c",
    ]


def test_a_site_may_allow_any_number_of_links():
    assert said(links.opinions, some_facts(THREE, policy=Policy(hold_links=0))) == []


def test_a_heap_of_links_does_not_fill_the_store():
    body = " ".join(f"https://h{number}.example/" for number in range(80))

    (opinion,) = links.opinions(some_facts(body))

    assert opinion.detail["links"] == 80
    assert len(opinion.spans) == len(opinion.detail["hosts"]) == links.SHOWN

"""Does the text lead to more other places than this site allows without a look?"""

from collections.abc import Iterator

from moderation.domain.comment import Span
from moderation.pipeline.facts import Facts
from moderation.pipeline.opinion import Effect, Opinion
from moderation.text.links import find_links

PHASE = "links"
SHOWN = 50
"""So many places are kept with the comment."""


def opinions(facts: Facts) -> Iterator[Opinion]:
    most = facts.policy.hold_links
    if most <= 0:
        return
    links = find_links(facts.body)
    if len(links) >= most:
        hosts = list(dict.fromkeys(link.host for link in links[:SHOWN]))
        yield Opinion(
            PHASE,
            Effect.HOLD,
            "links",
            f"{len(links)} links; this site looks at comments with {most} or more.",
            {"links": len(links), "hosts": hosts},
            spans=tuple(Span("LINK", link.start, link.end, 1.0) for link in links[:SHOWN]),
            author_sentence="It has several links. A moderator will look at them before it appears.",
            waivable=True,
        )

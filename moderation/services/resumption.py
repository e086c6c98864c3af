"""Where a reader of a live stream goes on, by the id of the last event that reached them."""

import re
from dataclasses import dataclass

from moderation.domain.errors import Malformed


@dataclass(frozen=True, slots=True)
class Resumption:
    """Where a stream goes on: after the event `after`; of the event `within`, `skip` frames were seen already."""

    after: str
    within: str = ""
    skip: int = 0


def resumption_of(text: str | None) -> Resumption | None:
    """What a reader's Last-Event-ID says: `<ms>-<sequence>`, or with `.<part>` inside an event. Malformed otherwise."""
    if text is None or text == "":
        return None
    found = re.fullmatch(r"([0-9]{1,15})-([0-9]{1,15})(?:\.([0-9]))?", text)
    if found is None:
        raise Malformed("This Last-Event-ID was not given by this stream. Connect again without it.")
    if found[3] is None:
        return Resumption(text)
    ms, sequence = int(found[1]), int(found[2])
    before = f"{ms}-{sequence - 1}" if sequence else f"{max(0, ms - 1)}-{2**63 - 1}"
    return Resumption(before, f"{ms}-{sequence}", int(found[3]))

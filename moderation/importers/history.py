"""What was done at a site, as the lines of an export have it: its audit log with its seals, and counts of reports."""

import re
from collections.abc import Mapping
from typing import Any, Final

import orjson

from moderation.domain.audit import AuditEntry
from moderation.domain.ids import PARTITIONS
from moderation.importers.fields import listed, text, whole
from moderation.importers.record import HistoryRecord, PastRecord, ReceivedRecord

_PLACE: Final = re.compile(r"[0-9]{1,15}-[0-9]{1,15}")
"""In a log: milliseconds since 1970, and which of that millisecond."""


def past_document(record: PastRecord) -> dict[str, Any]:
    """What stands on its line, in JSON. A detail is a text: its seal covers every byte of it."""
    if isinstance(record, ReceivedRecord):
        return {"type": "received", "partition": record.partition, "counts": dict(sorted(record.counts.items()))}
    return {
        "type": "audit",
        "chain": record.chain,
        "entries": [
            {
                "id": entry.stream_id,
                "sequence": entry.sequence,
                "at": entry.at,
                "change": entry.change,
                "concerned": entry.concerned.hex(),
                "decision": entry.decision.hex(),
                "detail": entry.raw_detail.decode(),
                "link": entry.link,
            }
            for entry in record.entries
        ],
    }


def past_of(document: Mapping[str, Any]) -> PastRecord | None:
    """What `past_document` wrote, None for a line of another type; KeyError, ValueError or TypeError say what is wrong
    with it."""
    match document.get("type"):
        case "received":
            counts = {text(name): whole(number) for name, number in dict(document["counts"]).items()}
            partition = whole(document["partition"])
            if partition >= PARTITIONS:
                raise ValueError(f"there is no partition {partition}")
            return ReceivedRecord(partition, counts)
        case "audit":
            chain = text(document["chain"])
            return HistoryRecord(chain, tuple(_entry(chain, each) for each in listed(document["entries"])))
    return None


def _entry(chain: str, document: Mapping[str, Any]) -> AuditEntry:
    raw = text(document["detail"]).encode()
    stream_id = text(document["id"])
    if not _PLACE.fullmatch(stream_id):
        raise ValueError(f"{stream_id!r} is no place in a log")
    return AuditEntry(
        chain=chain,
        stream_id=stream_id,
        sequence=whole(document["sequence"], 1),
        at=whole(document["at"]),
        change=text(document["change"]),
        concerned=bytes.fromhex(document["concerned"]),
        decision=bytes.fromhex(document["decision"]),
        detail=dict(orjson.loads(raw)),
        raw_detail=raw,
        link=text(document["link"]),
    )

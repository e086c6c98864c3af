"""An exported audit log proved without the store: that every entry is what was written, and which ones are missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import orjson

from moderation.domain.actors import MODERATOR
from moderation.domain.audit import GENESIS, AuditEntry, link
from moderation.services.auditing import shown
from moderation.services.documents import Document


@dataclass(slots=True)
class Proof:
    """An entry is proved by the one before it in its chain. A selection lacks some of those, and so proves the others;
    in a whole log only what was cut off at its newest end cannot be missed."""

    entries: int = 0
    unproved: int = 0
    """Entries whose predecessor the file does not have."""
    faults: list[str] = field(default_factory=list)


def prove(lines: Iterable[bytes]) -> Proof:
    """Read an export, newest entry first. What is shown of an entry is held against what its link covers; of moderators
    that is their id, so that a name need only be the same wherever the id is."""
    proof = Proof()
    later: dict[str, AuditEntry] = {}
    called: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        try:
            document = orjson.loads(line)
            entry = _entry(document)
        except (ValueError, KeyError, TypeError) as why:
            proof.faults.append(f"Line {number} is no entry of an export: {why}.")
            continue
        proof.entries += 1
        after = later.get(entry.chain)
        later[entry.chain] = entry
        if not _shown_as_written(document, entry, called):
            proof.faults.append(f"Line {number}: entry {_name(entry)} does not show what was written.")
        if after is not None and after.sequence <= entry.sequence:
            proof.faults.append(f"Line {number}: entry {_name(entry)} does not come before {_name(after)}.")
        elif after is not None and after.sequence > entry.sequence + 1:
            proof.unproved += 1
        elif after is not None and _link(after, entry.link) != after.link:
            proof.faults.append(
                f"Line {number}: entry {_name(after)} is not what was written, or {_name(entry)} is not."
            )
        if entry.sequence == 1 and _link(entry, GENESIS) != entry.link:
            proof.faults.append(f"Line {number}: entry {_name(entry)} is not what was written.")
    proof.unproved += sum(oldest.sequence != 1 for oldest in later.values())
    return proof


def _entry(document: Document) -> AuditEntry:
    seal = document["seal"]
    detail = str(seal["detail"]).encode()
    return AuditEntry(
        chain=str(seal["chain"]),
        stream_id="",
        sequence=int(seal["sequence"]),
        at=int(seal["at"]),
        change=str(document["change"]),
        concerned=bytes.fromhex(seal["concerned"]),
        decision=bytes.fromhex(seal["decision"]),
        detail=dict(orjson.loads(detail)),
        raw_detail=detail,
        link=str(document["link"]),
    )


def _shown_as_written(document: Document, entry: AuditEntry, called: dict[str, str]) -> bool:
    written, name = str(entry.detail.get("actor", "")), str(document.get("actor"))
    if (called.setdefault(written, name) if written.startswith(MODERATOR) else written) != name:
        return False
    return shown(entry, name) == {field: value for field, value in document.items() if field != "seal"}


def _link(entry: AuditEntry, previous: str) -> str:
    return link(previous, entry.sequence, entry.at, entry.change, entry.concerned, entry.decision, entry.raw_detail)


def _name(entry: AuditEntry) -> str:
    return f"{entry.chain}-{entry.sequence}"

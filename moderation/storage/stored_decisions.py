"""The stored form of a decision.

`1|version|time|undone time|undone by|status after|size|comment id, earlier state, detail`; the size is the state's.
`lua/include/decision.lua` writes it too; `lua/undo_decision.lua` and `lua/erase_comment.lua` read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from moderation.domain import ids
from moderation.domain.appeal import AppealOutcome
from moderation.domain.comment import Status
from moderation.domain.decision import Action, Basis, Decision, Ground
from moderation.domain.errors import StoreUnsuitable
from moderation.storage.codec import LETTERS, STATUSES, decode_state


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """What is kept of a decision under its id."""

    comment_id: bytes
    version: int
    """The comment's after it."""
    at: int
    undone_at: int
    """Milliseconds since 1970; 0 while it stands."""
    undone_by: str
    status_after: Status
    earlier: bytes
    """The state that it found, in its stored form, by which it is taken back."""
    detail: Mapping[str, Any]
    """What the audit log says of it."""


def is_decision(raw: bytes) -> bool:
    """Whether this is one; under a comment's own id stands the list of its decisions."""
    return raw.startswith(b"1|")


def decode_decision(raw: bytes) -> StoredDecision:
    """StoreUnsuitable or ValueError where it is damaged or of a newer format."""
    if not is_decision(raw):
        raise StoreUnsuitable(f"A decision begins with {raw[:2]!r}; this version of the product reads format 1.")
    _, version, at, undone_at, undone_by, after, size, rest = raw.split(b"|", 7)
    detail_at = 16 + int(size)
    return StoredDecision(
        comment_id=rest[:16],
        version=int(version),
        at=int(at),
        undone_at=int(undone_at),
        undone_by=undone_by.decode(),
        status_after=STATUSES[after.decode()],
        earlier=rest[16:detail_at],
        detail=orjson.loads(rest[detail_at:]),
    )


def encode_decision(stored: StoredDecision) -> bytes:
    """As decide_comment.lua keeps it."""
    head = f"1|{stored.version}|{stored.at}|{stored.undone_at}|{stored.undone_by.replace('|', '/')}"
    middle = f"|{LETTERS[stored.status_after]}|{len(stored.earlier)}|"
    return head.encode() + middle.encode() + stored.comment_id + stored.earlier + orjson.dumps(stored.detail)


def decision_of(decision_id: bytes, stored: StoredDecision) -> Decision:
    detail = stored.detail
    return Decision(
        id=ids.to_text(decision_id),
        comment_id=ids.to_text(stored.comment_id),
        action=_action(detail["action"]),
        moderator=detail["actor"],
        at=stored.at,
        reason=detail.get("reason"),
        note=detail.get("note"),
        status_before=decode_state(stored.earlier).status,
        status_after=stored.status_after,
        undone_by=stored.undone_by or None,
        undone_at=stored.undone_at or None,
        basis=basis_of(detail),
        bulk=detail.get("bulk"),
        version=stored.version,
        first_reading="first_reading" in detail,
    )


def basis_of(detail: Mapping[str, Any]) -> Basis | None:
    """What a decision rests on, as its detail keeps it; None if nobody said."""
    if not detail.keys() & {"ground", "rule", "category"}:
        return None
    return Basis(Ground(detail.get("ground", Ground.RULES)), detail.get("rule"), detail.get("category"))


def ids_in(joined: bytes) -> list[bytes]:
    """The ids of a list that is kept as one string."""
    return [joined[start : start + 16] for start in range(0, len(joined), 16)]


def _action(name: str) -> Action | AppealOutcome:
    try:
        return Action(name)
    except ValueError:
        return AppealOutcome(name)

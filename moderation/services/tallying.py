"""Counting a period's audit log for a transparency report (Digital Services Act, articles 15 and 24). No I/O.

Entries are noted newest first, so that what became of something is known when it comes up: a decision that was taken
back, the answer to a notice or an appeal, a machine's rejection that was reversed.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Final

from moderation.domain import ids
from moderation.domain.actors import POLICY
from moderation.domain.audit import AuditEntry
from moderation.domain.author import Standing
from moderation.domain.comment import Status
from moderation.domain.decision import Action, Basis, Ground
from moderation.domain.statement import Restriction, category_of
from moderation.services.restrictions import moved

COLUMNS: Final = ("measure", "category", "ground", "source", "detection", "decision")
_ACTIONS: Final = frozenset(map(str, Action))
_OUTCOMES: Final = frozenset({"upheld", "overturned"})
_MEASURES: Final[Mapping[Standing, str]] = {
    Standing.PREMODERATED: "author_premoderated",
    Standing.SHADOWED: "author_shadowed",
    Standing.SUSPENDED: "author_suspended",
    Standing.BANNED: "author_banned",
}


@dataclass(slots=True)
class Tally:
    table: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """Restrictions by COLUMNS."""
    decisions: Counter[str] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)
    notices_about: Counter[str] = field(default_factory=Counter)
    appeals: Counter[str] = field(default_factory=Counter)
    automation: Counter[str] = field(default_factory=Counter)
    _undone: set[bytes] = field(default_factory=set)
    _answers: dict[bytes, tuple[int, str]] = field(default_factory=dict)
    """Comment -> the next decision about it after the entry that is noted now."""
    _heard: dict[str, tuple[int, str]] = field(default_factory=dict)
    _overtaken: dict[bytes, tuple[int, str]] = field(default_factory=dict)
    """Comment -> what next ended its rejection, heard or not, after the entry that is noted now."""
    _reversed: set[bytes] = field(default_factory=set)
    _notice_hours: list[float] = field(default_factory=list)
    _appeal_hours: list[float] = field(default_factory=list)

    def note(self, entry: AuditEntry) -> None:
        """Count an entry, whatever it is."""
        action, comment = str(entry.detail.get("action")), entry.concerned
        self._note_end(entry, action)
        if action == "undo":
            self._undone.add(entry.decision)
            self.decisions["undone"] += 1
        elif action in _ACTIONS or action in _OUTCOMES:
            self._note_decision(entry, action)
        elif action == "notice":
            self._note_notice(entry)
        elif action == "appeal":
            overtaken = self._overtaken.get(comment, (0, "open"))
            at, outcome = self._heard.pop(ids.to_text(entry.decision), overtaken)
            self.appeals["received"] += 1
            self.appeals[outcome] += 1
            if outcome in _OUTCOMES:
                self._appeal_hours.append((at - entry.at) / 3_600_000)
        elif entry.detail.get("actor") == POLICY:
            self._note_machine(*moved(entry), comment)

    def restrict(self, restriction: Restriction) -> None:
        """Count what a restriction was."""
        basis = restriction.basis or Basis()
        standing = restriction.standing
        measure = "comment_hidden" if standing is None else _MEASURES[standing]
        source = "notice" if restriction.noticed else "report" if restriction.reported_for else "own_initiative"
        found = "automated" if restriction.machine_doubted or not restriction.by_moderator else "human"
        decided = "human" if restriction.by_moderator else "automated"
        self.table[measure, category_of(restriction), str(basis.ground), source, found, decided] += 1

    def document(self) -> dict[str, Any]:
        """Everything that was counted, as JSON values; shares are None where nothing was decided."""
        held = self.automation["held_then_approved"] + self.automation["held_then_rejected"]
        return {
            "restrictions": {"total": self.table.total()}
            | {f"by_{name}": self._summed(number) for number, name in enumerate(COLUMNS)},
            "table": [
                dict(zip(COLUMNS, key, strict=True)) | {"count": count} for key, count in sorted(self.table.items())
            ],
            "notices": {
                name: self.notices[name] for name in ("received", "removed_as_illegal", "removed", "kept", "open")
            }
            | {"by_category": dict(sorted(self.notices_about.items())), "median_hours": _middle(self._notice_hours)},
            "decisions": {name: self.decisions[name] for name in (*sorted(_ACTIONS), "undone")},
            "appeals": {name: self.appeals[name] for name in ("received", "upheld", "overturned", "withdrawn", "open")}
            | {"median_hours": _middle(self._appeal_hours)},
            "automation": {
                name: self.automation[name]
                for name in ("held", "held_then_approved", "held_then_rejected", "rejected", "rejected_then_restored")
            }
            | {
                "held_in_error": _share(self.automation["held_then_approved"], held),
                "rejected_in_error": _share(self.automation["rejected_then_restored"], self.automation["rejected"]),
            },
        }

    def _note_end(self, entry: AuditEntry, action: str) -> None:
        before, after = moved(entry)
        if before is not Status.REJECTED or entry.decision in self._undone:
            return
        if after is Status.DELETED or action == "edit":
            self._overtaken[entry.concerned] = (entry.at, "withdrawn")
        elif after is not Status.REJECTED:
            self._overtaken[entry.concerned] = (entry.at, "overturned")

    def _note_decision(self, entry: AuditEntry, action: str) -> None:
        if entry.decision in self._undone:
            return
        if action in _ACTIONS:
            self.decisions[action] += 1
        else:
            self._heard[str(entry.detail.get("appeal"))] = (entry.at, action)
        before, after = moved(entry)
        if after is Status.REJECTED:
            illegal = entry.detail.get("ground") == Ground.ILLEGAL
            self._answers[entry.concerned] = (entry.at, "removed_as_illegal" if illegal else "removed")
        elif action != Action.ESCALATE:
            self._answers[entry.concerned] = (entry.at, "kept")
        if before is Status.PENDING and after is Status.APPROVED:
            self.automation["held_then_approved"] += 1
        elif before is Status.PENDING and after is Status.REJECTED:
            self.automation["held_then_rejected"] += 1
        if (before, after) == (Status.REJECTED, Status.APPROVED):
            self._reversed.add(entry.concerned)
        elif after is Status.REJECTED and before is not Status.REJECTED:
            self._reversed.discard(entry.concerned)

    def _note_notice(self, entry: AuditEntry) -> None:
        self.notices["received"] += 1
        self.notices_about[str(entry.detail.get("category", "NOT_SPECIFIED_NOTICE"))] += 1
        at, outcome = self._answers.get(entry.concerned, (0, "open"))
        self.notices[outcome] += 1
        if outcome != "open":
            self._notice_hours.append((at - entry.at) / 3_600_000)

    def _note_machine(self, before: Status | None, after: Status | None, comment: bytes) -> None:
        if after is Status.PENDING and before is not Status.PENDING:
            self.automation["held"] += 1
        elif after is Status.REJECTED and before is not Status.REJECTED:
            self.automation["rejected"] += 1
            self.automation["rejected_then_restored"] += comment in self._reversed
            self._reversed.discard(comment)

    def _summed(self, column: int) -> dict[str, int]:
        summed: Counter[str] = Counter()
        for key, count in self.table.items():
            summed[key[column]] += count
        return dict(sorted(summed.items()))


def _middle(hours: list[float]) -> float | None:
    return round(median(hours), 2) if hours else None


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None

"""What became of a file that a site was to take in."""

from dataclasses import dataclass, field
from typing import Any, Final

LONGEST: Final = 500
"""Characters of a name or a reason."""


@dataclass(slots=True)
class Report:
    """Counted in threads and comments, of which each that was read was imported, was there already or is a loss;
    `warnings` are about everything else."""

    read: dict[str, int] = field(default_factory=lambda: {"threads": 0, "comments": 0})
    imported: dict[str, int] = field(default_factory=lambda: {"threads": 0, "comments": 0})
    already_there: dict[str, int] = field(default_factory=lambda: {"threads": 0, "comments": 0})
    losses: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def lose(self, kind: str, name: str, where: str, reason: str) -> None:
        """Tell of what did not come in; `kind` as in `Unreadable`. What a file says is told no longer than LONGEST."""
        name, reason = name[:LONGEST], reason[:LONGEST]
        if kind not in self.read:
            about = f" ({name})" if name else ""
            self.warnings.append(f"A setting{about} on {where} cannot be read and was left out: {reason}.")
            return
        self.read[kind] += 1
        self.losses.append({"id": name, "where": where, "reason": reason})

    def document(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "imported": self.imported,
            "already_there": self.already_there,
            "losses": self.losses,
            "warnings": self.warnings,
        }

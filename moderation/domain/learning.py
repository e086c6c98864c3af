"""What a site has learned from its moderators: models that were promoted, which of them acts, who is listened to."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

MOST_VERSIONS: Final = 5
"""Promoted models that are kept to roll back to, the acting one among them."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it is kept: somebody said of a text whether it should be rejected.

    A moderator's decision has the text; what another program suggested has its hashed features alone.
    """

    rejected: bool
    source: str
    outside: bool
    at: int
    scores: Mapping[str, float]
    text: str | None = None
    features: Sequence[int] = ()
    model: str | None = None
    """The released model that gave the scores, where that is known."""


@dataclass(frozen=True, slots=True)
class Version:
    """A promoted model. `about` tells what it was made of and what it gained, as it was measured then."""

    number: int
    sha256: str
    at: int
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Learned:
    """`acting` is the number of a version, None while the site has no model of its own. `paused`: somebody rolled back,
    and nothing is promoted until somebody asks for it. `ignored`: sources that are not listened to."""

    enabled: bool = True
    paused: bool = False
    acting: int | None = None
    ignored: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    """Newest first."""
    promoted: int = 0
    """How many were promoted ever: the last number given."""

    @property
    def version(self) -> Version | None:
        """The one that acts, if the site learns at all."""
        found = (each for each in self.versions if each.number == self.acting)
        return next(found, None) if self.enabled else None

    def promoting(self, sha256: str, at: int, about: Mapping[str, Any]) -> "Learned":
        """With a new model acting; the oldest makes room."""
        number = self.promoted + 1
        versions = (Version(number, sha256, at, about), *self.versions)[:MOST_VERSIONS]
        return replace(self, acting=number, versions=versions, promoted=number, paused=False)

    def rolled_back(self) -> "Learned | None":
        """With the one acting that was promoted before, or none if there is none before; None if none acts."""
        if self.acting is None:
            return None
        before = (each.number for each in self.versions if each.number < (self.acting or 0))
        return replace(self, acting=next(before, None), paused=True)


def learned_of(document: Mapping[str, Any]) -> Learned:
    """What `document_of` wrote."""
    return Learned(
        enabled=document["enabled"],
        paused=document["paused"],
        acting=document["acting"],
        ignored=tuple(document["ignored"]),
        versions=tuple(Version(**each) for each in document["versions"]),
        promoted=document["promoted"],
    )


def document_of(learned: Learned) -> dict[str, Any]:
    """As JSON values."""
    return asdict(learned)

"""Rules that a site may begin with. All of them are on trial: they note what they would do until somebody takes `try`
away."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Starter:
    name: str
    title: str
    """Its first line: what it is about."""
    text: str


@cache
def starters() -> Mapping[str, Starter]:
    """By name, in the order of the names."""
    folder = files("moderation.rules").joinpath("starter")
    texts = {path.name.removesuffix(".rules"): path.read_text(encoding="utf-8") for path in folder.iterdir()}
    return MappingProxyType(
        {
            name: Starter(name, text.partition("\n")[0].removeprefix("#").strip(), text)
            for name, text in sorted(texts.items())
        }
    )

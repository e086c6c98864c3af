"""Small drawings as text: panels with a frame, axes and lines, readable on light and on dark pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

Point = tuple[float, float]

# Colours that differ in lightness too, so that they can be told apart without colour.
SERIES: Final = ("a", "b", "c")
_STYLE: Final = """
svg { font: 11px system-ui, sans-serif; background: #fff; }
text { fill: #222; } .quiet { fill: #666; } .title { font-weight: 600; }
.frame { fill: none; stroke: #bbb; } .guide { stroke: #bbb; stroke-dasharray: 3 3; fill: none; }
.a { stroke: #0b5cad; } .b { stroke: #d9730d; } .c { stroke: #6b7280; }
.fa { fill: #0b5cad; } .fb { fill: #d9730d; } .fc { fill: #6b7280; }
.line { fill: none; stroke-width: 2; } .whisker { stroke: #222; stroke-width: 1.2; } .pale { opacity: .75; }
@media (prefers-color-scheme: dark) {
  svg { background: #14171c; } text { fill: #e6e6e6; } .quiet { fill: #a3a8b0; }
  .frame, .guide { stroke: #4a5059; } .whisker { stroke: #e6e6e6; }
  .a { stroke: #63b0ff; } .b { stroke: #ffa657; } .c { stroke: #a3a8b0; }
  .fa { fill: #63b0ff; } .fb { fill: #ffa657; } .fc { fill: #a3a8b0; }
}
"""


@dataclass(frozen=True, slots=True)
class Panel:
    """A square or oblong with axes from 0 to 1 both ways, its upper left corner at (left, top)."""

    left: float
    top: float
    width: float
    height: float

    def place(self, point: Point) -> Point:
        """Where a point of 0..1 by 0..1 lies in the drawing; up is more."""
        return self.left + point[0] * self.width, self.top + (1 - point[1]) * self.height

    def frame(self, title: str, x: str, y: str) -> list[str]:
        """The frame with its title and the names of its axes, each from 0 to 1."""
        right, bottom = self.left + self.width, self.top + self.height
        return [
            f'<rect class="frame" x="{_n(self.left)}" y="{_n(self.top)}" width="{_n(self.width)}"'
            f' height="{_n(self.height)}"/>',
            text(self.left, self.top - 7, title, "title"),
            text(self.left, bottom + 13, "0", "quiet", "middle"),
            text(self.left + self.width / 2, bottom + 13, x, "quiet", "middle"),
            text(right, bottom + 13, "1", "quiet", "middle"),
            text(self.left - 5, bottom, "0", "quiet", "end"),
            text(self.left - 5, self.top + 9, "1", "quiet", "end"),
            f'<text class="quiet" text-anchor="middle" transform="translate({_n(self.left - 8)} '
            f'{_n(self.top + self.height / 2)}) rotate(-90)">{escape(y)}</text>',
        ]

    def line(self, points: Sequence[Point], series: str) -> str:
        """A line through points of 0..1 by 0..1."""
        path = " ".join(f"{_n(x)},{_n(y)}" for x, y in map(self.place, points))
        return f'<polyline class="line {series}" points="{path}"/>'

    def dots(self, points: Iterable[Point], series: str) -> list[str]:
        """A dot at each point."""
        return [f'<circle class="f{series}" cx="{_n(x)}" cy="{_n(y)}" r="2.5"/>' for x, y in map(self.place, points)]

    def guide(self, start: Point, end: Point) -> str:
        """A thin broken line to compare with."""
        (x1, y1), (x2, y2) = self.place(start), self.place(end)
        return f'<line class="guide" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"/>'

    def bar(self, left: float, right: float, height: float, series: str) -> str:
        """A column from the bottom, between two places of 0..1."""
        x1, y1 = self.place((left, height))
        x2, y2 = self.place((right, 0))
        return f'<rect class="f{series} pale" x="{_n(x1)}" y="{_n(y1)}" width="{_n(x2 - x1)}" height="{_n(y2 - y1)}"/>'


def text(x: float, y: float, content: str, kind: str = "", anchor: str = "start") -> str:
    """Words at a place."""
    return f'<text class="{kind}" text-anchor="{anchor}" x="{_n(x)}" y="{_n(y)}">{escape(content)}</text>'


def legend(left: float, top: float, names: Sequence[str]) -> list[str]:
    """Which colour is what, in a row."""
    parts: list[str] = []
    for name, series in zip(names, SERIES, strict=False):
        parts += [
            f'<rect class="f{series}" x="{_n(left)}" y="{_n(top - 9)}" width="10" height="10"/>',
            text(left + 15, top, name),
        ]
        left += 30 + 6.5 * len(name)
    return parts


def drawing(width: float, height: float, description: str, parts: Iterable[str]) -> str:
    """The whole drawing; `description` is for those who cannot see it."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}"'
        f' height="{_n(height)}" role="img">'
    )
    return "\n".join((head, f"<title>{escape(description)}</title>", f"<style>{_STYLE}</style>", *parts, "</svg>\n"))


def rule(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line."""
    return f'<line class="{kind}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"/>'


def block(x: float, y: float, width: float, height: float, series: str) -> str:
    """A filled oblong."""
    return f'<rect class="f{series} pale" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"/>'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")

"""The drawings of a card, made from metrics.json alone: the same figures always make the same drawing."""

from collections.abc import Callable
from typing import Any, Final

from classifiers.evaluation.svg import SERIES, Panel, block, drawing, legend, rule, text

Metrics = dict[str, Any]

# Attributes that enough corpora have labels for to show them side by side.
PLOTTED: Final = ("TOXICITY", "IDENTITY_ATTACK")

_SIDE: Final = 150.0
_GAP: Final = 60.0
_ACROSS: Final = 4
_NAMES: Final = 150.0
_BARS: Final = 420.0
_ENOUGH: Final = 10


def plots(metrics: Metrics) -> dict[str, str]:
    """File name and drawing of everything that the metrics have figures for."""
    found: dict[str, str] = {}
    quality = metrics.get("quality") or {}
    if any(reader["natural_mix"] for reader in quality.values()):
        found["reliability.svg"] = _reliability(quality)
        found["thresholds.svg"] = _thresholds(quality)
        found["scores.svg"] = _scores(quality)
    for attribute in PLOTTED:
        bars = _corpora(quality, attribute)
        if bars:
            found[f"{file_of(attribute)}.svg"] = bars
    fairness = metrics.get("fairness") or {}
    if any("TOXICITY" in reader["templates"] for reader in fairness.values()):
        found["terms.svg"] = _terms(fairness)
    return found


def file_of(attribute: str) -> str:
    """What the drawing of an attribute on each corpus is called, without its ending."""
    return f"corpora-{attribute.lower().replace('_', '-')}"


def _reliability(quality: Metrics) -> str:
    def draw(panel: Panel, name: str) -> list[str]:
        parts = [panel.guide((0, 0), (1, 1))]
        for series, reader in zip(SERIES, quality.values(), strict=False):
            if name in reader["natural_mix"]:
                rows = reader["natural_mix"][name]["reliability"]
                points = [(row["score"], row["frequency"]) for row in rows if row["comments"] >= _ENOUGH]
                parts += [panel.line(points, series), *panel.dots(points, series)]
        return parts

    return _small(
        quality, draw, ("score", "share that is so"), list(quality),
        "Reliability: how often comments of a score are what the score says. On the broken line they agree. "
        f"Bins of fewer than {_ENOUGH} comments are left out.",
    )  # fmt: skip


def _thresholds(quality: Metrics) -> str:
    reader = list(quality.values())[-1]

    def draw(panel: Panel, name: str) -> list[str]:
        curve = reader["natural_mix"][name]["curve"]
        precision = [(row["threshold"], row["precision"]) for row in curve if row["precision"] is not None]
        return [
            panel.line(precision, "a"),
            panel.line([(row["threshold"], row["recall"]) for row in curve], "b"),
        ]

    return _small(
        quality, draw, ("threshold", "share"), ["precision", "recall"],
        f"Precision and recall over the threshold at which comments are held, by the reader {list(quality)[-1]}.",
    )  # fmt: skip


def _scores(quality: Metrics) -> str:
    reader = list(quality.values())[-1]

    def draw(panel: Panel, name: str) -> list[str]:
        parts = []
        for row in reader["natural_mix"][name]["reliability"]:
            start = row["bin"] / 10
            parts.append(panel.bar(start + 0.005, start + 0.045, row["of_good"], "a"))
            parts.append(panel.bar(start + 0.05, start + 0.095, row["of_bad"], "b"))
        return parts

    return _small(
        quality, draw, ("score", "share of comments"), ["good comments", "bad comments"],
        f"Where the scores of good and of bad comments lie, by the reader {list(quality)[-1]}.",
    )  # fmt: skip


def _small(
    quality: Metrics, draw: Callable[[Panel, str], list[str]], axes: tuple[str, str], names: list[str], what: str
) -> str:
    """A panel per attribute of the natural mix."""
    attributes = list(list(quality.values())[-1]["natural_mix"])
    across = min(_ACROSS, len(attributes))
    down = -(-len(attributes) // across)
    parts = legend(_GAP / 2, 18, names)
    for index, name in enumerate(attributes):
        row, column = divmod(index, across)
        panel = Panel(_GAP / 2 + column * (_SIDE + _GAP), 52 + row * (_SIDE + _GAP), _SIDE, _SIDE)
        parts += [*panel.frame(name, *axes), *draw(panel, name)]
    return drawing(max(across * (_SIDE + _GAP), 320), 40 + down * (_SIDE + _GAP), what, parts)


def _corpora(quality: Metrics, attribute: str) -> str | None:
    """A bar per corpus and reader: ROC AUC from 0.5 to 1, with its interval."""
    rows: list[tuple[str, dict[str, Any]]] = []
    for section, note in (("held_back", ""), ("never_trained_on", ", never trained on")):
        corpora = dict.fromkeys(corpus for reader in quality.values() for corpus in reader[section].get(attribute, {}))
        for corpus in corpora:
            rows.append((corpus + note, {name: reader[section].get(attribute, {}).get(corpus)
                                         for name, reader in quality.items()}))  # fmt: skip
    if not rows:
        return None
    width, thick = _BARS, 9.0
    left = _NAMES + 100
    step = thick * len(quality) + 12
    bottom = 34 + step * len(rows)
    parts = legend(10, 18, list(quality))
    for mark in range(6):
        x = left + width * mark / 5
        parts += [rule(x, 28, x, bottom, "guide"), text(x, bottom + 14, f"{0.5 + mark / 10:.1f}", "quiet", "middle")]
    for index, (name, readers) in enumerate(rows):
        top = 34 + index * step
        parts.append(text(left - 8, top + step / 2 - 2, name, "", "end"))
        for series, row in zip(SERIES, readers.values(), strict=False):
            if row is not None:
                parts.append(block(left, top, _over(row["roc_auc"], width), thick - 1, series))
                parts += _whisker(row["roc_auc_interval"], left, width, top + thick / 2)
            top += thick
    what = f"ROC AUC of {attribute} on each corpus, with 95 % intervals."
    return drawing(left + width + 30, bottom + 24, what, parts)


def _over(area: float, width: float) -> float:
    """How long a bar is that begins at an area of one half."""
    return max(area - 0.5, 0) * 2 * width


def _whisker(limits: list[float] | None, left: float, width: float, y: float) -> list[str]:
    if limits is None:
        return []
    start, end = (left + _over(limit, width) for limit in limits)
    return [rule(start, y, end, y, "whisker")]


def _terms(fairness: Metrics) -> str:
    """Two bars per term, of the most careful reader: false alarms on plain sentences, misses on attacks."""
    reader = list(fairness)[-1]
    found = fairness[reader]["templates"]["TOXICITY"]["terms"]
    terms = sorted(found, key=lambda term: (-found[term]["false_alarms"], -found[term]["misses"], term))
    thick = 6.0
    step = 2 * thick + 5
    bottom = 34 + step * len(terms)
    parts = legend(10, 18, ("false alarms", "misses"))
    for mark in range(6):
        x = _NAMES + _BARS * mark / 5
        parts += [rule(x, 28, x, bottom, "guide"), text(x, bottom + 14, f"{mark * 20} %", "quiet", "middle")]
    for index, term in enumerate(terms):
        top = 34 + index * step
        parts.append(text(_NAMES - 8, top + step / 2 + 2, term, "", "end"))
        for place, (series, figure) in enumerate((("a", "false_alarms"), ("b", "misses"))):
            share = found[term][figure]
            parts.append(block(_NAMES, top + place * thick, max(share * _BARS, 0.5), thick - 1, series))
    what = (
        f"By the term for people that is in them: plain sentences with a TOXICITY of 0.5 or more, and attacks with "
        f"less, by the reader {reader}."
    )
    return drawing(_NAMES + _BARS + 30, bottom + 24, what, parts)

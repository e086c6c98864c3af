"""A transparency report as a table for spreadsheets and as a page for readers."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from moderation.services.tallying import COLUMNS

_WORDS: Final[Mapping[str, str]] = {
    "restrictions": "What was restricted",
    "notices": "Notices of illegal content",
    "reports": "Reports of readers",
    "decisions": "Decisions of moderators",
    "appeals": "Appeals of authors",
    "automation": "What software did, and how often people disagreed",
    "by_measure": "Measures",
    "by_category": "Categories",
    "by_ground": "Grounds",
    "by_source": "What drew attention to it",
    "by_detection": "Who found it",
    "by_decision": "Who decided",
    "by_reason": "Reasons",
    "own_initiative": "own initiative",
    "removed": "removed under the rules",
    "other_violation_tc": "other violation of the terms",
    "median_hours": "hours until it was decided (median)",
    "held_in_error": "share of held comments that a moderator approved",
    "rejected_in_error": "share of software's rejections that were reversed",
}
_SHARES: Final = frozenset({"held_in_error", "rejected_in_error"})
_SECTIONS: Final = ("restrictions", "notices", "reports", "decisions", "appeals", "automation")
STYLE: Final = (
    ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;"
    "padding:0 1rem}h1,h2,h3{line-height:1.2}table{border-collapse:collapse;width:100%}.wide{overflow-x:auto}"
    "table{margin-block:1rem}tbody th{font-weight:normal}th,td{text-align:start;padding:.25rem .75rem .25rem 0;"
    "border-bottom:1px solid #8886}td:last-child,thead th:last-child{text-align:end;font-variant-numeric:tabular-nums}"
)
"""The page's only style, so that whoever serves it can allow this one and no other."""


def csv_of(report: Mapping[str, Any]) -> str:
    """Long format: `section,group,name,<columns of the restrictions>,value`. Only numbers and codes, so nothing in it
    can be a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["section", "group", "name", *COLUMNS, "value"])
    for section in _SECTIONS:
        for group, name, value in _rows(report[section]):
            writer.writerow([section, group, name, *[""] * len(COLUMNS), "" if value is None else value])
    for row in report["table"]:
        writer.writerow(["restrictions", "table", "", *(row[name] for name in COLUMNS), row["count"]])
    return out.getvalue()


def html_of(report: Mapping[str, Any]) -> str:
    """A whole page in English, readable by itself and without a script."""
    title = f"Transparency report {report['year']}: {report['title']}"
    until = "the whole year" if report["complete"] else f"the year up to {report['to'][:10]}"
    parts = [
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>',
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>',
        "<body><main>",
        f"<h1>{escape(title)}</h1><p>Moderation of readers' comments, {until}, counted on {report['counted_at'][:10]} "
        "from the log of decisions. Regulation (EU) 2022/2065 (Digital Services Act), articles 15 and 24.</p>",
    ]
    for section in _SECTIONS:
        parts.append(f"<h2>{escape(_word(section))}</h2>")
        rows = list(_rows(report[section]))
        for group in dict.fromkeys(group for group, _, _ in rows):
            cells = [[_word(name), _said(name, value)] for each, name, value in rows if each == group]
            parts.append(_table([_word(group) if group else "In all", "Number"], cells))
    if report["table"]:
        heads = [*(name.capitalize() for name in COLUMNS), "Number"]
        cells = [[*(_word(row[name]) for name in COLUMNS), _said("count", row["count"])] for row in report["table"]]
        parts.append("<h2>Every restriction by what it was</h2>" + _table(heads, cells))
    return "".join(parts) + "</main></body></html>"


def _rows(section: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """(group, name, value); the section's own numbers first, in the group without a name."""
    yield from (("", name, value) for name, value in section.items() if not isinstance(value, Mapping))
    for group, values in section.items():
        if isinstance(values, Mapping):
            yield from ((group, name, value) for name, value in values.items())


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(each)}</td>" for each in row[1:])}</tr>'
        for row in rows
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _word(name: str) -> str:
    return _WORDS.get(name.lower(), name.replace("_", " ").lower())


def _said(name: str, value: float | None) -> str:
    if value is None:
        return "nothing to measure"
    return f"{value:.1%}" if name in _SHARES else f"{value:,}"

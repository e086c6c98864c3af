"""A transparency report as a table for spreadsheets and as a page for readers."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib import resources
from typing import Any, Final

import orjson

from moderation.services.tallying import COLUMNS

LANGUAGES: Final = ("en", "de", "ar")
"""Those that the page is written in."""
_RIGHT_TO_LEFT: Final = frozenset({"ar"})
_FOLDER: Final = resources.files("moderation.services") / "transparency_words"
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    language: orjson.loads((_FOLDER / f"{language}.json").read_bytes()) for language in LANGUAGES
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


def html_of(report: Mapping[str, Any], language: str = "en") -> str:
    """A whole page in one of LANGUAGES, readable by itself and without a script."""
    words = _WORDS[language]
    title = words["title"].format(year=report["year"], title=report["title"])
    span = words["whole"] if report["complete"] else words["until"].format(day=report["to"][:10])
    direction = "rtl" if language in _RIGHT_TO_LEFT else "ltr"
    about = words["about"].format(span=span, day=report["counted_at"][:10])
    parts = [
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><meta charset="utf-8">',
        f"<title>{escape(title)}</title>",
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>',
        f"<body><main><h1>{escape(title)}</h1><p>{escape(about)}</p>",
    ]
    for section in _SECTIONS:
        parts.append(f"<h2>{escape(_word(section, language))}</h2>")
        rows = list(_rows(report[section]))
        for group in dict.fromkeys(group for group, _, _ in rows):
            cells = [
                [_word(name, language), _said(name, value, language)] for each, name, value in rows if each == group
            ]
            parts.append(_table([_word(group, language) if group else words["all"], words["number"]], cells))
    if report["table"]:
        heads = [*(_word(name, language) for name in COLUMNS), words["number"]]
        cells = [
            [*(_word(row[name], language) for name in COLUMNS), _said("count", row["count"], language)]
            for row in report["table"]
        ]
        parts.append(f"<h2>{escape(words['every'])}</h2>" + _table(heads, cells))
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


def _word(name: str, language: str) -> str:
    return _WORDS[language].get(name.lower(), name.replace("_", " ").lower())


def _said(name: str, value: float | None, language: str) -> str:
    if value is None:
        return _WORDS[language]["nothing"]
    said = f"{value:.1%}" if name in _SHARES else f"{value:,}"
    if language != "de":
        return said
    return said.translate(_GERMAN).replace("%", "\N{NO-BREAK SPACE}%")


_GERMAN: Final = str.maketrans(",.", ".,")

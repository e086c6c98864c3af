"""`moderation transparency`: the yearly report of the EU's Digital Services Act."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click
import orjson

from moderation.cli.opening import carry_out
from moderation.cli.progress import Progress
from moderation.cli.tokens import site_option
from moderation.services.transparency_forms import LANGUAGES, csv_of, html_of


def _json_of(report: Mapping[str, Any]) -> str:
    return orjson.dumps(report, option=orjson.OPT_INDENT_2).decode() + "\n"


_FORMS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {".json": _json_of, ".csv": csv_of, ".html": html_of}


@click.command()
@site_option
@click.argument("year", type=int)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the page, if it is one."
)
def transparency(site: str, year: int, file: Path, language: str) -> None:
    """Write the transparency report of YEAR to FILE: a .json, a .csv for spreadsheets, or an .html page to publish.

    It is counted from decisions, notices, reports and appeals, and names nobody.
    """
    form = _FORMS.get(file.suffix)
    if file.suffix == ".html":
        form = partial(html_of, language=language)
    if form is None:
        raise click.UsageError(f"The file must end in {', '.join(_FORMS)}.")
    progress = Progress()
    try:
        report = carry_out(lambda house: house.transparency.counted(site, year, progress))
    finally:
        progress.close()
    part = file.with_name(file.name + ".part")
    part.write_text(form(report), encoding="utf-8", newline="")
    part.replace(file)
    click.echo(f"{file} has the report of {year}.", err=True)

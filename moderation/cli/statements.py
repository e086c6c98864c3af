"""`moderation statements`: what a site owes the Transparency Database of the EU's Digital Services Act."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import orjson

from moderation.cli.opening import carry_out
from moderation.cli.progress import Progress
from moderation.cli.tokens import site_option
from moderation.domain.transparency_database import MOST_AT_ONCE
from moderation.services.house import House

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@site_option
@click.option("--from", "since", type=DAY, help="The first day of the decisions (UTC).")
@click.option("--to", "until", type=DAY, help="The day after the last (UTC).")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def statements(site: str, since: datetime | None, until: datetime | None, file: Path) -> None:
    """Write a statement of reasons for every rejected comment and every restricted author to FILE.

    Each line is one request to the Transparency Database (POST /api/v1/statements) with up to 100 statements, and every
    statement was checked against its rules. They hold no personal data. The rule of your terms that they name, and the
    countries, are the policy's statement_ground and statement_territories.
    """
    progress = Progress()
    part = file.with_name(file.name + ".part")

    async def work(house: House) -> int:
        written, batch = 0, list[dict[str, Any]]()
        with part.open("wb") as out:
            async for document in house.statements.exported(site, _ms(since), _ms(until), progress):
                batch.append(document)
                written += 1
                if len(batch) == MOST_AT_ONCE:
                    out.write(orjson.dumps({"statements": batch}) + b"\n")
                    batch.clear()
            if batch:
                out.write(orjson.dumps({"statements": batch}) + b"\n")
        return written

    try:
        written = carry_out(work)
        part.replace(file)
    finally:
        progress.close()
        part.unlink(missing_ok=True)
    click.echo(f"{file} has {written:,} statements.", err=True)


def _ms(day: datetime | None) -> int | None:
    return None if day is None else round(day.replace(tzinfo=UTC).timestamp()) * 1000

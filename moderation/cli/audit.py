"""`moderation audit`: what the audit log says, as a list, as a file, and whether such a file is whole."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
import orjson

from moderation.cli.opening import carry_out
from moderation.cli.tokens import site_option
from moderation.services.audit_proof import prove
from moderation.services.auditing import Wanted
from moderation.services.house import House

DAY = click.DateTime(["%Y-%m-%d"])
Command = TypeVar("Command", bound=Callable[..., Any])
_OPTIONS = (
    click.option("--action", "actions", multiple=True, help="What was done, such as reject or set_policy."),
    click.option("--actor", help="A moderator's name or id, or policy."),
    click.option("--comment", help="The id of a comment."),
    click.option("--author", help="The id of an author whose standing changed."),
    click.option("--article", help="An article whose description changed."),
    click.option("--words", help="Words that stand anywhere in the entry."),
    click.option("--from", "since", type=DAY, help="The first day (UTC)."),
    click.option("--to", "until", type=DAY, help="The day after the last (UTC)."),
)


def sought(command: Command) -> Command:
    """The options by which entries are chosen."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group()
def audit() -> None:
    """The audit log: decisions, settings, rules, standings, tokens; who, when, before and after."""


@audit.command()
@site_option
@sought
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="How many, at most.")
def show(site: str, limit: int, **chosen: Any) -> None:
    """Print entries, newest first: time, actor, action, what it was about, what changed."""

    async def work(house: House) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        async for entry in house.auditing.exported(site, wanted_of(**chosen)):
            found.append(entry)
            if len(found) == limit:
                break
        return found

    for entry in carry_out(work):
        click.echo(line_of(entry))


@audit.command()
@site_option
@sought
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(site: str, file: Path, **chosen: Any) -> None:
    """Write entries to FILE as JSON lines, newest first, each with what seals it; `audit check` proves the file."""
    part = file.with_name(file.name + ".part")

    async def work(house: House) -> int:
        written = 0
        with part.open("wb") as out:
            async for entry in house.auditing.exported(site, wanted_of(**chosen)):
                out.write(orjson.dumps(entry) + b"\n")
                written += 1
        return written

    try:
        written = carry_out(work)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"{file} has {written:,} entries.", err=True)


@audit.command()
@click.option(
    "--whole", is_flag=True, help="FILE is said to be the whole log: an entry that it lacks is wrong as well."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path, whole: bool) -> None:
    """Prove that nothing in an exported FILE was changed. Needs no store.

    Exit code 1 and a list if something was. An entry is proved by the one before it, which a selection may not have; of
    the whole log, only what was cut off at its newest end is not missed.
    """
    with file.open("rb") as stored:
        proof = prove(stored)
    missing = f"{proof.unproved:,} of {proof.entries:,} entries follow on others that the file does not have."
    if whole and proof.unproved:
        proof.faults.append(missing)
    for sentence in proof.faults:
        click.echo(sentence)
    if proof.faults:
        raise SystemExit(1)
    if proof.unproved:
        click.echo(f"{missing} Those are not proved; every other one is as it was written.", err=True)
    else:
        click.echo(f"All {proof.entries:,} entries are as they were written.", err=True)


def wanted_of(
    actions: tuple[str, ...],
    actor: str | None,
    comment: str | None,
    author: str | None,
    article: str | None,
    words: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Wanted:
    """What the options ask for."""
    return Wanted(frozenset(actions), actor, comment, author, article, words, _ms(since), _ms(until))


def line_of(entry: dict[str, Any]) -> str:
    """An entry as one line of text."""
    detail = entry["detail"]
    about = next((str(detail[name]) for name in ("comment", "author", "article", "token") if name in detail), "")
    changes = [f"{each['name']}: {_short(each['before'])} -> {_short(each['after'])}" for each in entry["changed"]]
    words = [entry["at"], entry["actor"], entry["action"], about, entry["change"], "; ".join(changes)]
    return "  ".join(word for word in words if word)


def _short(value: object) -> str:
    text = orjson.dumps(value).decode()
    return text if len(text) <= 60 else text[:57] + "..."


def _ms(day: datetime | None) -> int | None:
    return None if day is None else round(day.replace(tzinfo=UTC).timestamp()) * 1000

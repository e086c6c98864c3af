"""`moderation model`: which models read a site's comments."""

from collections.abc import Awaitable, Callable
from typing import Any

import click

from moderation.cli.opening import ACTOR, carry_out
from moderation.cli.tokens import site_option
from moderation.services.house import House

language_option = click.option("--language", default="en", show_default=True, help="The language it is about.")


@click.group()
def model() -> None:
    """Models: which there are, which acts, which is tried. A running service hears of every change at once."""


@model.command("list")
@site_option
def list_models(site: str) -> None:
    """List the models per language: name, first digits of the SHA-256, attributes, and what each does here."""
    for found in carry_out(lambda house: house.choosing.listed(site)):
        click.echo(found["language"])
        for each in found["models"]:
            does = " ".join(role for role in ("acting", "pinned", "shadow", "default") if found[role] == each["name"])
            click.echo(f"  {each['name']:<28}  {each['sha256'][:12]}  {', '.join(each['attributes'])}  {does}".rstrip())
        if found["problem"]:
            click.echo(f"  {found['pinned']}: {found['problem']}")


@model.command()
@site_option
@language_option
@click.argument("name", required=False)
def pin(site: str, language: str, name: str | None) -> None:
    """Let the model NAME act, after it was loaded and checked; without a name the default one."""
    _changed(lambda house: house.choosing.pin(site, language, name, ACTOR))


@model.command()
@site_option
@language_option
@click.argument("name", required=False)
def shadow(site: str, language: str, name: str | None) -> None:
    """Try the model NAME beside the acting one: it scores, and decides nothing. Without a name: stop trying."""
    _changed(lambda house: house.choosing.shadow(site, language, name, ACTOR))


@model.command()
@site_option
@language_option
def promote(site: str, language: str) -> None:
    """Let the model act that was tried."""
    _changed(lambda house: house.choosing.promote(site, language, ACTOR))


@model.command()
@site_option
@language_option
def rollback(site: str, language: str) -> None:
    """Let the model act that did before."""
    _changed(lambda house: house.choosing.roll_back(site, language, ACTOR))


@model.command()
@site_option
@language_option
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True, help="How many to list.")
def disagreements(site: str, language: str, limit: int) -> None:
    """List comments of which the tried model would have had another verdict, newest first: id, both verdicts, and the
    score that is furthest apart."""
    found = carry_out(lambda house: house.choosing.disagreements(site, language, limit))
    if found["shadow"] is None:
        click.echo(f"No model is tried for {language}.", err=True)
    else:
        told = f"{found['shadow']}: {found['compared']} comments compared, {found['differing']} verdicts differ."
        click.echo(told, err=True)
    for each in found["items"]:
        acting, tried = each["acting"], each["shadow"]
        both = acting["scores"].keys() & tried["scores"].keys()
        furthest = max(sorted(both), key=lambda name: abs(acting["scores"][name] - tried["scores"][name]), default="")
        apart = f"{furthest} {acting['scores'][furthest]:.2f} > {tried['scores'][furthest]:.2f}" if furthest else ""
        click.echo(f"{each['comment_id']}  {acting['verdict']:<9} > {tried['verdict']:<9}  {apart}".rstrip())


def _changed(work: Callable[[House], Awaitable[dict[str, Any]]]) -> None:
    async def change(house: House) -> dict[str, Any]:
        return await work(house)

    found = carry_out(change)
    tried = f", {found['shadow']} is tried beside it" if found["shadow"] else ""
    click.echo(f"{found['language']}: {found['acting']} acts{tried}.", err=True)

"""`moderation site`: the publishers that share the service."""

from typing import Any

import click

from moderation.cli.opening import ACTOR, carry_out
from moderation.services.house import House


@click.group()
def site() -> None:
    """Sites: publishers whose readers, moderators and comments are kept apart."""


@site.command()
@click.argument("site_id")
@click.option("--title", default="", help="What people call it; the id if not given.")
def create(site_id: str, title: str) -> None:
    """Make a site. Its id is 1 to 64 of a-z, 0-9 and -."""
    found = carry_out(lambda house: house.access.create_site(site_id, title, ACTOR))
    click.echo(f"Site {found['id']} is made.")


@site.command("list")
def list_sites() -> None:
    """List all sites: id, when made, title."""
    for found in carry_out(lambda house: house.access.sites()):
        click.echo(f"{found['id']}  {found['created_at']}  {found['title']}")


@site.command()
@click.argument("site_id")
def show(site_id: str) -> None:
    """Show a site: its title, its tokens and what waits in its queues."""

    async def work(house: House) -> tuple[Any, list[dict[str, Any]], dict[str, Any]]:
        return await house.access.site(site_id), await house.tokens.all(site_id), await house.review.queues(site_id)

    found, tokens, queues = carry_out(work)
    click.echo(f"id      {found.id}\ntitle   {found.title}")
    for held in tokens:
        click.echo(f"token   {held['role']:<9}  {held['name']}")
    for queue in queues["queues"]:
        click.echo(f"queue   {queue['queue']:<10}  {queue['count']}")

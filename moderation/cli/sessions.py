"""`moderation session`: who is signed in at the console."""

import click

from moderation.cli.opening import ACTOR, carry_out
from moderation.cli.tokens import site_option
from moderation.services.house import House


@click.group()
def session() -> None:
    """Browsers in which moderators are signed in."""


@session.command("list")
@site_option
def list_sessions(site: str) -> None:
    """List the sessions of a site: id, means, begun, last used, who, browser."""
    for found in carry_out(lambda house: house.sessions.of_site(site)):
        click.echo(
            f"{found['id']}  {found['means']:<8}  {found['started_at']}  {found['seen_at']}"
            f"  {found['moderator']['name']}  {found['browser']}"
        )


@session.command()
@site_option
@click.option("--all", "everybody", is_flag=True, help="End every session of the site.")
@click.argument("session_id", required=False)
def end(site: str, everybody: bool, session_id: str | None) -> None:
    """Sign somebody out by the id of their session (see `session list`); their token stays good."""
    if everybody is (session_id is not None):
        raise click.UsageError("Name a session, or say --all.")

    async def work(house: House) -> int:
        wanted = [session_id] if session_id else [each["id"] for each in await house.sessions.of_site(site)]
        for each in wanted:
            await house.sessions.end(site, each, ACTOR)
        return len(wanted)

    ended = carry_out(work)
    click.echo(f"{ended} {'session' if ended == 1 else 'sessions'} ended.")

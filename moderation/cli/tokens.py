"""`moderation token`: who may moderate, administer or ask for scores."""

import sys

import click

from moderation.cli.opening import ACTOR, carry_out
from moderation.domain.moderator import MOST_QUOTA, Role
from moderation.domain.site import DEFAULT_SITE
from moderation.services.house import House

site_option = click.option("--site", default=DEFAULT_SITE, show_default=True, help="The site it is about.")


@click.group()
def token() -> None:
    """API tokens of moderators, administrators and other programs."""


@token.command()
@site_option
@click.option("--role", type=click.Choice([str(role) for role in Role]), required=True, help="What its holder may do.")
@click.option("--name", required=True, help="Who holds it; moderators see it beside decisions.")
@click.option("--quota", type=click.IntRange(0, MOST_QUOTA), help="Scores it may ask for in a minute; 0: any number.")
def create(site: str, role: str, name: str, quota: int | None) -> None:
    """Make a token and print it, this once, alone on standard output."""

    async def work(house: House) -> str:
        _, secret = await house.tokens.create(site, Role(role), name, ACTOR, quota)
        return secret

    click.echo(carry_out(work))


@token.command("list")
@site_option
def list_tokens(site: str) -> None:
    """List the tokens of a site: id, role, when made, name."""
    for found in carry_out(lambda house: house.tokens.all(site)):
        click.echo(f"{found['id']}  {found['role']:<9}  {found['created_at']}  {found['name']}")


@token.command()
@site_option
@click.option("--name", help="What its holder types to sign in; the token's own name if left out.")
@click.option("--remove", is_flag=True, help="Take the password away instead.")
@click.argument("token_id")
def password(site: str, name: str | None, remove: bool, token_id: str) -> None:
    """Let a token's holder sign in at the console with a name and a password, by its id (see `token list`).

    Asks for the password on a terminal, and otherwise reads it as one line from standard input. Ends the sessions that
    the token has.
    """
    if remove:
        carry_out(lambda house: house.passwords.remove(site, token_id, ACTOR))
        click.echo(f"Token {token_id} has no password.")
        return
    if sys.stdin.isatty():
        chosen: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        chosen = sys.stdin.readline().rstrip("\r\n")
    typed = carry_out(lambda house: house.passwords.set(site, token_id, name, chosen, ACTOR))
    click.echo(f"Token {token_id} can sign in as {typed}.")


@token.command()
@site_option
@click.option("--email", help="Whoever the provider says has this address may sign in.")
@click.option("--remove", is_flag=True, help="Take the address away instead.")
@click.argument("token_id")
def identity(site: str, email: str | None, remove: bool, token_id: str) -> None:
    """Let a token's holder sign in by the provider of MODERATION_OIDC_ISSUER. Ends the sessions that the token has."""
    if remove is (email is not None):
        raise click.UsageError("Say either --email or --remove.")
    if email is None:
        carry_out(lambda house: house.single_sign_on.remove_identity(site, token_id, ACTOR))
        click.echo(f"Token {token_id} has no address at the provider.")
        return
    known = carry_out(lambda house: house.single_sign_on.set_identity(site, token_id, email, ACTOR))
    click.echo(f"Token {token_id} can sign in as {known}.")


@token.command()
@site_option
@click.argument("token_id")
def revoke(site: str, token_id: str) -> None:
    """Take a token back by its id (see `token list`); whoever holds it is out at once."""
    carry_out(lambda house: house.tokens.revoke(site, token_id, ACTOR))
    click.echo(f"Token {token_id} is revoked.")

"""`moderation webhook`: how the programs fare that a site tells what happens."""

import click

from moderation.cli.opening import ACTOR, carry_out
from moderation.cli.tokens import site_option
from moderation.services.documents import Document
from moderation.services.house import House


@click.group()
def webhook() -> None:
    """Webhooks: how they fare, what they were told, and telling them again. They are set up through the API."""


@webhook.command("list")
@site_option
def list_webhooks(site: str) -> None:
    """List the webhooks of a site: id, state, how many deliveries wait, address; and what is wrong."""
    for found in carry_out(lambda house: house.webhooks.listed(site)):
        click.echo(f"{found['id']}  {found['state']:<8}  {found['waiting']:>5} waiting  {found['url']}")
        if found["problem"]:
            since = f" since {found['failing_since']}" if found["failing_since"] else ""
            click.echo(f"  {found['failures']} failures in a row{since}: {found['problem']}")


@webhook.command()
@site_option
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, help="How many to list.")
@click.argument("webhook_id")
def log(site: str, limit: int, webhook_id: str) -> None:
    """List what a webhook was told and is to be told, newest first: id, outcome, tries, event, comment, problem."""
    page = carry_out(lambda house: house.webhooks.deliveries(site, webhook_id, limit, None))
    for each in page["items"]:
        problem = each["attempts"][-1]["problem"] if each["attempts"] else None
        words = (each["id"], f"{each['outcome']:<9}", f"{each['tries']:>2}", f"{each['type']:<17}", each["comment_id"])
        click.echo("  ".join(filter(None, (*words, problem))))


@webhook.command()
@site_option
@click.argument("webhook_id")
def enable(site: str, webhook_id: str) -> None:
    """Take up a webhook again that failed for too long or was paused; what waits goes out at once."""
    found = carry_out(lambda house: house.webhooks.change(site, webhook_id, {"enabled": True}, ACTOR))
    click.echo(f"Webhook {webhook_id} is {found['state']}; {found['waiting']} deliveries wait.")


@webhook.command()
@site_option
@click.argument("webhook_id")
@click.argument("delivery_id", required=False)
def replay(site: str, webhook_id: str, delivery_id: str | None) -> None:
    """Deliver DELIVERY_ID once more, or without one everything that failed among the latest deliveries."""

    async def work(house: House) -> int:
        if delivery_id is None:
            return await house.webhooks.replay_failed(site, webhook_id)
        await house.webhooks.replay(site, webhook_id, delivery_id)
        return 1

    click.echo(f"{carry_out(work)} deliveries will be made once more.")


@webhook.command()
@site_option
@click.argument("webhook_id")
def ping(site: str, webhook_id: str) -> None:
    """Send a webhook a message that means nothing, now; exit 1 if it does not take it."""

    async def work(house: House) -> Document:
        return await house.webhooks.ping(site, webhook_id)

    attempt = carry_out(work)
    said = attempt["problem"] or f"Answered {attempt['status']}."
    click.echo(f"{said} ({attempt['milliseconds']} ms)")
    if attempt["problem"]:
        raise SystemExit(1)

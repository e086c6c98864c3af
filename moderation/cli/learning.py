"""`moderation learning`: what a site has learned from its moderators, and the way back."""

from typing import Any

import click

from moderation.cli.opening import ACTOR, carry_out
from moderation.cli.tokens import site_option


@click.group()
def learning() -> None:
    """A site's own model, taught by its moderators' decisions. A running service hears of every change at once."""


@learning.command()
@site_option
def show(site: str) -> None:
    """Print what acts and what it gained, who taught it, the latest attempts and alarms."""
    found = carry_out(lambda house: house.teaching.shown(site))
    state = "off" if not found["enabled"] else "paused since a roll-back" if found["paused"] else "on"
    click.echo(f"learning   {state}")
    click.echo(f"model      {_model(found['model'])}")
    labels = found["labels"]
    click.echo(
        f"labels     {labels['approved']} approved, {labels['rejected']} rejected, {labels['new']} entries since"
    )
    for each in labels["sources"]:
        kind = "ignored" if each["ignored"] else "outside" if each["outside"] else "moderator"
        counts = f"{each['approved']:>6} approved {each['rejected']:>6} rejected"
        click.echo(
            f"  {each['name'][:40]:<40} {kind:<9} {counts}  trust {each['trust']:.2f}  share {each['share']:.1%}"
        )
    for alarm in found["alarms"]:
        click.echo(f"alarm      {alarm}")
    for attempt in found["attempts"]:
        click.echo(f"{attempt['at']}  {_outcome(attempt)}")


@learning.command()
@site_option
def train(site: str) -> None:
    """Try to teach a better model now. It acts only if it is surely better on the newest decisions."""
    attempt = carry_out(lambda house: house.teaching.train(site, ACTOR))
    for alarm in attempt["alarms"]:
        click.echo(f"alarm: {alarm}", err=True)
    click.echo(_outcome(attempt))


@learning.command()
@site_option
def rollback(site: str) -> None:
    """Let the model act that did before, or none; nothing is promoted then until an attempt is asked for."""
    found = carry_out(lambda house: house.teaching.roll_back(site, ACTOR))
    click.echo(f"{site}: {_model(found['model'])}", err=True)


def _outcome(attempt: dict[str, Any]) -> str:
    promoted = attempt["promoted"]
    return f"{'kept as it was' if promoted is None else f'version {promoted} acts'}: {attempt['why']}"


def _model(model: dict[str, Any] | None) -> str:
    if model is None:
        return "none of its own"
    area = model["about"]["roc_auc"]
    gain = f"ROC AUC {area['before']:.3f} to {area['after']:.3f}, gain {area['low']:+.3f} to {area['high']:+.3f}"
    return f"version {model['number']}, promoted {model['promoted_at']}: {gain}"

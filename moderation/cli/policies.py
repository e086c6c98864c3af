"""`moderation policy`: what a site holds, rejects and allows."""

from collections.abc import Sequence
from typing import Any

import click
import orjson
from marshmallow import fields

from moderation.cli.opening import ACTOR, CannotBeDone, carry_out
from moderation.cli.tokens import site_option
from moderation.domain.policy import ATTRIBUTES
from moderation.services.policies import KEYS, THRESHOLDS, PolicySchema


@click.group()
def policy() -> None:
    """A site's policy: what is held, what is rejected, who may comment."""


@policy.command()
@site_option
def show(site: str) -> None:
    """Print the policy as KEY=VALUE lines that `policy set` understands; secrets show as asterisks."""
    document = carry_out(lambda house: house.policymaking.policy(site))
    for line in lines_of(document):
        click.echo(line)


@policy.command("set")
@site_option
@click.argument("changes", metavar="KEY=VALUE...", nargs=-1, required=True)
def set_policy(site: str, changes: tuple[str, ...]) -> None:
    """Change some keys; the others stay. KEY= alone means the default again.

    Thresholds are hold.ATTRIBUTE and reject.ATTRIBUTE, such as hold.TOXICITY=0.8. Lists are separated by commas, or
    written as JSON: banned_words='["a word", "another"]'.
    """
    wanted = changes_of(changes)
    carry_out(lambda house: house.policymaking.set_policy(site, wanted, ACTOR))
    click.echo(f"The policy of {site} is changed.", err=True)


@policy.command()
@site_option
@click.option("--hold-fine-at-most", "share", type=float, required=True, help="Share of fine comments, such as 0.03.")
@click.option("--attribute", default="TOXICITY", show_default=True, type=click.Choice(ATTRIBUTES), help="Of what.")
@click.option("--apply", "apply_it", is_flag=True, help="Set it in the policy.")
def suggest(site: str, share: float, attribute: str, apply_it: bool) -> None:
    """Print the threshold that holds at most so many fine comments, and what it catches: measured on the site's own
    comments where enough were decided, otherwise on what the released model was measured on."""
    found = carry_out(lambda house: house.thresholds.suggest(site, attribute, share, ACTOR, apply=apply_it))
    click.echo(f"hold.{attribute}={found['threshold']:g}")
    for what, measured in (("fine comments held", found["fine_held"]), ("bad comments held", found["recall"])):
        click.echo(f"{what}: {measured['share']:.1%} ({measured['low']:.1%} to {measured['high']:.1%})", err=True)
    where = f"{found['comments']} comments of this site" if found["basis"] == "decisions" else "the released model's"
    click.echo(f"Measured on {where}{'' if found['basis'] == 'decisions' else ' own table'}.", err=True)
    if apply_it:
        click.echo(f"The policy of {site} is changed.", err=True)


def lines_of(document: dict[str, Any]) -> list[str]:
    lines = []
    for name, value in document.items():
        if name in THRESHOLDS:
            lines += [f"{name}.{attribute}={threshold:g}" for attribute, threshold in sorted(value.items())]
        elif name != "version":
            lines.append(f"{name}={value if isinstance(value, str) else orjson.dumps(value).decode()}")
    return lines


def changes_of(words: Sequence[str]) -> dict[str, object]:
    """What `KEY=VALUE` words ask for. CannotBeDone says which word is wrong and what would be right."""
    changes: dict[str, object] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise CannotBeDone(f"{word!r} is not KEY=VALUE, such as mode=pre or hold.TOXICITY=0.8.")
        key, dot, attribute = name.partition(".")
        if dot and key in THRESHOLDS and attribute not in ATTRIBUTES:
            raise CannotBeDone(f"There is no attribute {attribute!r}; it must be one of {', '.join(ATTRIBUTES)}.")
        if key not in KEYS or bool(dot) != (key in THRESHOLDS and not text.startswith("{")):
            known = [f"{each}.ATTRIBUTE" if each in THRESHOLDS else each for each in KEYS]
            raise CannotBeDone(f"There is no policy key {name!r}; there are {', '.join(known)}.")
        changes[name] = None if text == "" else _value(name, key, text)
    return changes


def _value(name: str, key: str, text: str) -> object:
    field = PolicySchema().fields[key]
    if key in THRESHOLDS or isinstance(field, fields.Number | fields.Boolean):
        try:
            return orjson.loads(text)
        except ValueError:
            right = "true or false" if isinstance(field, fields.Boolean) else "a number"
            raise CannotBeDone(f"{name} must be {right}, not {text!r}.") from None
    if isinstance(field, fields.List):
        if text.startswith("["):
            try:
                return orjson.loads(text)
            except ValueError as why:
                raise CannotBeDone(f"{name} begins like a JSON list and is none: {why}.") from None
        return [part.strip() for part in text.split(",") if part.strip()]
    return text

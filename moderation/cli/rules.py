"""`moderation rules`: check a site's rules, try them on what was written already, put them into its policy."""

from typing import Any

import click

from moderation.cli.opening import ACTOR, CannotBeDone, carry_out, told_plainly
from moderation.cli.tokens import site_option
from moderation.rules.cost import MOST_FIXED, MOST_PER_CHARACTER
from moderation.rules.evaluate import compile_rules
from moderation.rules.mistake import RulesInvalid
from moderation.rules.starters import starters
from moderation.services.rehearsal import MOST_COMMENTS

file_argument = click.argument("file", type=click.File(encoding="utf-8"))


@click.group()
def rules() -> None:
    """What moderators want done with comments, in the rule language. FILE may be - for standard input."""


@rules.command()
@file_argument
def check(file: Any) -> None:
    """Say what is wrong with rules, line by line; exit 1 if anything is."""
    text = _text(file)
    try:
        ruleset = compile_rules(text)
    except RulesInvalid as error:
        for sentence in error.sentences:
            click.echo(sentence)
        raise click.exceptions.Exit(1) from None
    cost = ruleset.cost
    number = len(ruleset.rules)
    click.echo(
        f"{number} rule{'s' if number != 1 else ''}, nothing wrong. They cost at most {cost.fixed} steps of "
        f"{MOST_FIXED}, and {cost.per_character} of {MOST_PER_CHARACTER} for each character of a comment."
    )


@rules.command()
@click.argument("name", required=False, type=click.Choice(list(starters())))
def starter(name: str | None) -> None:
    """Print rules to begin with; without NAME, which there are. All are on trial: they note what they would do."""
    if name is not None:
        click.echo(starters()[name].text, nl=False)
        return
    for each in starters().values():
        click.echo(f"{each.name:<12} {each.title}")


@rules.command("dry-run")
@site_option
@click.option(
    "--last",
    type=click.IntRange(1, MOST_COMMENTS),
    default=1000,
    show_default=True,
    help="So many of the newest comments.",
)
@file_argument
def dry_run(site: str, last: int, file: Any) -> None:
    """Print what would have become of a site's newest comments under these rules. Changes nothing."""
    text = _text(file)
    found = carry_out(lambda house: house.rehearsal.dry_run(site, text, last))
    for line in lines_of(found):
        click.echo(line)


@rules.command()
@site_option
def show(site: str) -> None:
    """Print a site's rules."""
    click.echo(carry_out(lambda house: house.policymaking.policy(site))["rules"], nl=False)


@rules.command("set")
@site_option
@file_argument
def set_rules(site: str, file: Any) -> None:
    """Put rules into a site's policy, in place of those it has."""
    text = _text(file)
    carry_out(lambda house: house.policymaking.set_policy(site, {"rules": text}, ACTOR))
    click.echo(f"The rules of {site} are changed.", err=True)


def lines_of(found: dict[str, Any]) -> list[str]:
    """A dry run for people."""
    lines = [f"{found['looked_at']} comments, {found['changed']} of them would have come to something else."]
    if found["of_today"]:
        lines.append(f"{found['of_today']} of them are judged by what is known of author and article today.")
    lines += [f"  {_change(change)}" for change in found["changes"]]
    for rule in found["rules"]:
        trial = ", on trial" if rule["tried"] else ""
        lines.append(f"{rule['name']} (line {rule['line']}{trial}): fulfilled {rule['matched']} times")
        lines += [f"  alone: {_change(change)}" for change in rule["alone"]]
        if rule["examples"]:
            lines.append(f"  such as {', '.join(rule['examples'])}")
    return lines


def _change(change: dict[str, Any]) -> str:
    made = f"; of these moderators approved {change['approved']} and rejected {change['rejected']}"
    return f"{change['comments']} {change['after']} instead of {change['before']}{made}"


def _text(file: Any) -> str:
    with told_plainly():
        try:
            return str(file.read())
        except UnicodeDecodeError:
            raise CannotBeDone(f"{file.name} is not in UTF-8.") from None

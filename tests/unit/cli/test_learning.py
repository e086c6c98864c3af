"""What an operator types about a site's own model and about targets."""

from collections.abc import Callable

from click.testing import Result

Command = Callable[..., Result]


def test_nothing_was_learned_yet_and_the_commands_say_so(moderation: Command) -> None:
    assert "model      none of its own" in moderation("learning", "show").stdout
    assert moderation("learning", "train").stdout == "kept as it was: There are no labels to learn from.\n"
    shown = moderation("learning", "show").stdout
    assert "learning   on" in shown
    assert "kept as it was: There are no labels" in shown
    refused = moderation("learning", "rollback")
    assert (refused.exit_code, "no model of its own" in refused.stderr) == (2, True)


def test_a_target_becomes_a_threshold(moderation: Command) -> None:
    told = moderation("policy", "suggest", "--hold-fine-at-most", "0.01")

    assert told.stdout.startswith("hold.TOXICITY=0.")
    assert "fine comments held: 1.0%" in told.stderr
    assert "the released model's own table" in told.stderr
    assert moderation("policy", "suggest", "--hold-fine-at-most", "0.01", "--apply").exit_code == 0
    assert told.stdout.strip() in moderation("policy", "show").stdout
    assert moderation("policy", "suggest", "--hold-fine-at-most", "3").exit_code == 2

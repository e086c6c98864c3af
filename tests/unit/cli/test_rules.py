"""What an operator types about rules."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Command = Callable[..., Result]


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        file = tmp_path / "site.rules"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_rules_are_checked(moderation: Command, written: Callable[[str], Path]) -> None:
    fine = moderation("rules", "check", written('rule "A" when links.count > 2 then hold'))
    wrong = moderation("rules", "check", written('rule "A"\nwhen link.count > 2 then hold'))

    assert (fine.exit_code, fine.stdout.partition(". ")[0]) == (0, "1 rule, nothing wrong")
    assert (wrong.exit_code, wrong.stdout) == (
        1,
        "Line 2, column 6: There is no field link.count. Did you mean links.count?\n",
    )


def test_rules_are_tried_set_and_shown(moderation: Command, written: Callable[[str], Path]) -> None:
    text = '# Ours.\ntry rule "A" when links.count > 2 then hold\n'
    file = written(text)

    tried = moderation("rules", "dry-run", "--last", "10", file)

    assert tried.stdout.splitlines() == [
        "0 comments, 0 of them would have come to something else.",
        "A (line 2, on trial): fulfilled 0 times",
    ]
    assert moderation("rules", "show").stdout == ""
    assert moderation("rules", "set", file).exit_code == 0
    assert moderation("rules", "show").stdout == text


def test_what_cannot_be_done_is_said_in_a_sentence(
    moderation: Command, written: Callable[[str], Path], tmp_path: Path
) -> None:
    bad = tmp_path / "latin.rules"
    bad.write_bytes(b'rule "\xe9" when reply then hold')

    for words in (("check",), ("set",), ("dry-run",)):
        refused = moderation("rules", *words, bad)
        assert (refused.exit_code, "is not in UTF-8" in refused.stderr) == (2, True)
    refused = moderation("rules", "set", written("hold everything"))
    assert refused.exit_code == 2
    assert "rules: Line 1, column 1: A rule was expected" in refused.stderr
    assert moderation("rules", "set", "--site", "nowhere", written("")).exit_code == 2
    assert moderation("rules", "check", tmp_path / "none.rules").exit_code == 2


def test_rules_to_begin_with_are_printed(moderation: Command, written: Callable[[str], Path]) -> None:
    listed = moderation("rules", "starter").stdout
    printed = moderation("rules", "starter", "spam")

    assert "spam         Spam: advertising, and links that hide where they lead." in listed
    assert moderation("rules", "check", written(printed.stdout)).stdout.startswith("3 rules, nothing wrong.")
    assert moderation("rules", "starter", "nothing").exit_code == 2

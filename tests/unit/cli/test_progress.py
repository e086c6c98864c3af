"""Long work shows how far it has come: a bar on a terminal, now and then a line elsewhere."""

import io

import pytest

from moderation.cli import progress
from moderation.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_that_goes_away() -> None:
    terminal = Terminal()
    shown = Progress(terminal)
    shown("partitions", 8, 16)
    assert "[###############...............] 8/16" in terminal.getvalue()
    shown.close()
    assert terminal.getvalue().rpartition("\r")[2] == ""


def test_a_file_gets_a_line_only_every_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    file = io.StringIO()
    shown = Progress(file)
    shown("bytes", 1, 10_000)
    assert file.getvalue() == ""
    now += progress.SECONDS
    shown("bytes", 5000, 10_000)
    shown("bytes", 5001, 10_000)
    shown.close()
    assert file.getvalue() == "bytes: 5,000 of 10,000\n"

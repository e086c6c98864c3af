"""The command line on a server of the tests."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from moderation.cli import main

Command = Callable[..., Result]


@pytest.fixture
def moderation(valkey_url: str, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command: `moderation("site", "list")`; `typed` is its standard input."""
    monkeypatch.setenv("MODERATION_REDIS_URL", valkey_url)

    def run(*words: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], input=typed)

    return run

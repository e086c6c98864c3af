"""How a command gets at the store, and how it tells what went wrong: one sentence, never a traceback."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import TypeVar

import click

from moderation.domain.actors import OPERATOR
from moderation.domain.errors import Invalid, Refused, StorageUnavailable, StoreUnsuitable
from moderation.scoring.models import load_artifact
from moderation.scoring.scorer import Scorer, ScorerUnavailable, Scoring
from moderation.services.house import House
from moderation.settings import BadSetting, Settings, unknown_variables
from moderation.storage.client import ScriptFailed
from moderation.telemetry.logs import configure

ACTOR = OPERATOR + "command line"
"""Who the audit log says did what a command did."""

T = TypeVar("T")


class CannotBeDone(click.ClickException):
    """A command that could not do its work; exit 2. Exit 1 is for work that was done and found something wrong."""

    exit_code = 2


class NoScorer:
    """Commands that score nothing need not load the classifier."""

    ready = False

    async def start(self) -> None:
        """There is nothing to load."""

    async def close(self) -> None:
        """There is nothing to let go of."""

    def has(self, model: str) -> bool:
        return not model

    async def load(self, model: str) -> None:
        """Check the model, so that a command can choose one."""
        await asyncio.to_thread(load_artifact, model)

    async def score(self, text: str, deadline_s: float, *, model: str = "", spans: bool = True) -> Scoring:
        raise ScorerUnavailable(f"this command scores nothing ({text[:20]!r}, {deadline_s:g} s, {model!r}, {spans})")


def settings() -> Settings:
    """The settings of the environment; CannotBeDone names the variable that is wrong."""
    try:
        found = Settings.from_environment()
    except BadSetting as why:
        raise CannotBeDone(str(why)) from None
    for name in unknown_variables(os.environ):
        click.echo(f"Warning: there is no setting {name}; is it misspelt?", err=True)
    return found


@contextlib.asynccontextmanager
async def opened(configured: Settings, scorer: Scorer | None = None) -> AsyncIterator[House]:
    """The house of these settings, without a classifier unless one is given."""
    house = await House.open(configured, scorer or NoScorer())
    try:
        yield house
    finally:
        await house.close()


def carry_out(work: Callable[[House], Coroutine[object, object, T]], scorer: Scorer | None = None) -> T:
    """Run a command's work on the store of the environment's settings."""
    configured = settings()
    configure("warning", "text")

    async def within() -> T:
        async with opened(configured, scorer) as house:
            return await work(house)

    with told_plainly():
        return asyncio.run(within())


@contextlib.contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what may go wrong into a sentence and exit code 2."""
    try:
        yield
    except Invalid as why:
        lines = [f"{name}: {' '.join(sentences)}" for name, sentences in why.errors.items()]
        raise CannotBeDone("\n".join([why.detail, *lines])) from None
    except Refused as why:
        raise CannotBeDone(why.detail) from None
    except StorageUnavailable as why:
        raise CannotBeDone(f"The storage cannot be reached: {why.reason}.") from None
    except StoreUnsuitable as why:
        raise CannotBeDone(_sentence(str(why))) from None
    except ScorerUnavailable as why:
        raise CannotBeDone(f"The classifier cannot be used: {why.reason}.") from None
    except ScriptFailed as why:
        raise CannotBeDone(f"The storage refused a change: {why}.") from None
    except OSError as why:
        where = f" {why.filename}:" if why.filename else ""
        raise CannotBeDone(f"This did not work:{where} {why.strerror or why}.") from None
    except KeyboardInterrupt:
        raise CannotBeDone("Stopped.") from None


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]

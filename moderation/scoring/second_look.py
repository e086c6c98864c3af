"""The careful reader's look at what the fast one doubts: off the event loop, within a budget, and never in the way.

Whatever keeps it from looking (no reader, no budget, no time, a failure), the fast reader's word stands.
"""

import asyncio
import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, Protocol

from moderation.domain.comment import Span
from moderation.scoring.models import CarefulModel, careful_models
from moderation.scoring.scorer import Scoring
from moderation.scoring.shelf import MOST_ANSWERS, Shelf, digest
from moderation.telemetry.metrics import Looked

_log = logging.getLogger(__name__)

# Longer texts are the fast reader's alone: it looks at every dozen words of them.
_LONGEST: Final = 3_000
# Seconds of budget that a quiet time saves up at most.
_SAVED_SECONDS: Final = 5.0
_FIRST_GUESS: Final = 0.008
_SMOOTHING: Final = 0.1
_NICE: Final = 10


Load = Callable[[], Mapping[str, CarefulModel]]
_Asked = tuple[str, bytes, str, tuple[float, ...], tuple[Span, ...]]
"""The reader, a digest of the text, and what the fast one said of it."""
_Cost = tuple[float, float]
"""Seconds of processor time, and seconds that passed."""


class Tally(Protocol):
    def inc(self) -> None: ...


class SecondLook:
    """`deadline_s`: how long a text may wait for it; `share`: of one processor core, in the long run; `load`: the
    readers by language."""

    def __init__(
        self, tallies: Mapping[Looked, Tally], deadline_s: float, share: float, load: Load = careful_models
    ) -> None:
        self._tallies = tallies
        self._deadline = deadline_s
        self._share = share
        self._load = load
        self._readers: Mapping[str, CarefulModel] = {}
        self._said: Shelf[_Asked, Scoring] = Shelf(MOST_ANSWERS)
        self._thread: ThreadPoolExecutor | None = None
        self._waiting = 0
        self._ended: deque[_Cost] = deque()
        self._usual = _FIRST_GUESS
        self._budget = _SAVED_SECONDS * share
        self._budgeted_at = time.monotonic()

    @property
    def readers(self) -> Mapping[str, str]:
        """Language -> the careful reader that looks at its doubtful texts."""
        return {language: reader.name for language, reader in self._readers.items()}

    async def start(self) -> None:
        """Load what there is."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="careful", initializer=_step_back)
            self._readers = await asyncio.get_running_loop().run_in_executor(self._thread, self._load)

    async def close(self) -> None:
        """Stop looking; whoever waits goes on with the fast reader's word."""
        self._readers = {}
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._thread = None

    async def look(self, language: str, text: str, scoring: Scoring, *, calibrated: bool = True) -> Scoring:
        """The scoring as it was, or after the careful reader's look at the text if that is called for, and the scoring
        is of the model that the careful reader is calibrated with."""
        looked, found = await self._look(language, text, scoring) if calibrated else (Looked.FAST, scoring)
        self._tallies[looked].inc()
        return found

    async def _look(self, language: str, text: str, scoring: Scoring) -> tuple[Looked, Scoring]:
        reader, thread = self._readers.get(language), self._thread
        if reader is None or thread is None or len(text) > _LONGEST:
            return Looked.FAST, scoring
        key = reader.name, digest(text), scoring.model, tuple(scoring.scores.values()), scoring.spans
        said = self._said.get(key)
        if said is None and not reader.doubtful(text, scoring):
            said = scoring
            self._said.put(key, said)
        if said is not None:
            return _whose(said, scoring), said
        if not self._affordable():
            return Looked.OVER_BUDGET, scoring
        self._waiting += 1
        looking = thread.submit(_timed, reader, text, scoring)
        looking.add_done_callback(self._note)
        try:
            async with asyncio.timeout(self._deadline):
                found, _ = await asyncio.wrap_future(looking)
        except TimeoutError:
            return Looked.LATE, scoring
        except asyncio.CancelledError:
            if self._thread is None and looking.cancelled():
                return Looked.FAILED, scoring
            raise
        except Exception:
            _log.exception("the careful reader failed")
            return Looked.FAILED, scoring
        self._said.put(key, found)
        return _whose(found, scoring), found

    def _affordable(self) -> bool:
        """Whether there is budget for one more look, and it would come in time."""
        while self._ended:
            processor, elapsed = self._ended.popleft()
            self._waiting -= 1
            self._budget -= processor
            if elapsed:
                self._usual += _SMOOTHING * (elapsed - self._usual)
        now = time.monotonic()
        self._budget += (now - self._budgeted_at) * self._share
        self._budget = min(self._budget, _SAVED_SECONDS * self._share)
        self._budgeted_at = now
        in_time = not self._waiting or (self._waiting + 1) * self._usual <= self._deadline
        return self._budget > 0 and in_time

    def _note(self, looking: "Future[tuple[Scoring, _Cost]]") -> None:
        """In whichever thread it ends. A look that nobody waits for any more costs what it costs."""
        ended_well = not looking.cancelled() and looking.exception() is None
        self._ended.append(looking.result()[1] if ended_well else (0.0, 0.0))


def _whose(found: Scoring, scoring: Scoring) -> Looked:
    return Looked.FAST if found.reader == scoring.reader else Looked.CAREFUL


def _step_back() -> None:
    """Let everything else go first where a core is wanted by both: one look takes as long as a hundred fast ones, so
    under a rush they are what to do without. Only Linux gives threads priorities of their own.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


def _timed(reader: CarefulModel, text: str, scoring: Scoring) -> tuple[Scoring, _Cost]:
    """What it says, and what that took."""
    began = time.thread_time(), time.monotonic()
    found = reader.reread(text, scoring)
    return found, (time.thread_time() - began[0], time.monotonic() - began[1])

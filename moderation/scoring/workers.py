"""Scoring in processes beside the service: what waits goes to the next free worker in one batch, and a dead worker is
replaced.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moderation.scoring.frames import Request
from moderation.scoring.scorer import ScorerUnavailable, Scoring, within
from moderation.scoring.worker_process import WorkerProcess

_log = logging.getLogger(__name__)

# A batch holds at most this many characters, so that a few very long comments do not hold up the others.
_BATCH_CHARACTERS: Final = 50_000
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 5.0


@dataclass(frozen=True, slots=True)
class _Waiting:
    text: str
    model: str
    spans: bool
    answer: "asyncio.Future[Scoring]"


class WorkerPool:
    """`processes` workers that share one line of at most `max_waiting` comments, each with at most `most_models`."""

    def __init__(self, default: str, processes: int, max_batch: int, max_waiting: int, most_models: int) -> None:
        self._default = default
        self._processes = processes
        self._max_batch = max_batch
        self._max_waiting = max_waiting
        self._most_models = most_models
        self._line: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._keepers: list[asyncio.Task[None]] = []
        self._workers: list[WorkerProcess] = []
        # What a worker that starts is to load as well.
        self._models: OrderedDict[str, None] = OrderedDict()
        self._loads: set[asyncio.Task[None]] = set()

    @property
    def ready(self) -> bool:
        """Whether a worker is there to score."""
        return bool(self._workers)

    async def start(self) -> None:
        """Start every worker and return when the first is ready; ScorerUnavailable if it cannot load the model."""
        if self._keepers:
            return
        first = await WorkerProcess.start(self._default, self._most_models)
        self._workers.append(first)
        self._keepers = [asyncio.create_task(self._keep(first))]
        self._keepers += [asyncio.create_task(self._keep(None)) for _ in range(self._processes - 1)]

    async def close(self) -> None:
        """End every worker; comments that wait get ScorerUnavailable."""
        ending, self._keepers = [*self._keepers, *self._loads], []
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
        self._workers.clear()
        self._models.clear()
        while not self._line.empty():
            _refuse([self._line.get_nowait()], "the classifier is stopping")

    def has(self, model: str) -> bool:
        """Whether every worker has loaded this model, or will have before it scores."""
        return not model or model == self._default or model in self._models

    async def load(self, model: str) -> None:
        """Have the workers load a model, one after the other so that the others go on; ScorerUnavailable if one cannot,
        or there is none."""
        if self.has(model):
            return
        if not self._workers:
            raise ScorerUnavailable("no scoring process is running")
        # Whoever asked may go away; a worker must not be left in the middle of an answer.
        loading = asyncio.create_task(self._load(model, tuple(self._workers)))
        self._loads.add(loading)
        loading.add_done_callback(self._loads.discard)
        await asyncio.shield(loading)

    async def _load(self, model: str, workers: Sequence[WorkerProcess]) -> None:
        for worker in workers:
            try:
                await worker.ask(Request((), model))
            except (OSError, EOFError, TimeoutError, ValueError) as error:
                raise ScorerUnavailable("the scoring process ended while it loaded the model") from error
        self._models[model] = None
        while len(self._models) >= max(2, self._most_models):
            self._models.popitem(last=False)

    async def score(self, text: str, deadline_s: float, *, model: str = "", spans: bool = True) -> Scoring:
        """Score one comment within `deadline_s` seconds, or ScorerUnavailable."""
        if not self._keepers:
            raise ScorerUnavailable("the classifier is not running")
        if self._line.qsize() >= self._max_waiting:
            raise ScorerUnavailable(f"{self._line.qsize()} comments wait to be scored already")
        if model in self._models:
            self._models.move_to_end(model)
        waiting = _Waiting(text, model, spans, asyncio.get_running_loop().create_future())
        self._line.put_nowait(waiting)
        return await within(waiting.answer, deadline_s)

    async def _keep(self, worker: WorkerProcess | None) -> None:
        """Keep one worker running: feed it until it ends, then start another, at first at once."""
        pause = _FIRST_PAUSE
        while True:
            if worker is None:
                try:
                    worker = await self._started()
                except ScorerUnavailable as error:
                    _log.warning("a scoring process did not start: %s", error.reason)
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE)
                    continue
                self._workers.append(worker)
            began = time.monotonic()
            try:
                await self._serve(worker)
            finally:
                if worker in self._workers:
                    self._workers.remove(worker)
                await worker.end()
            worker = None
            _log.warning("a scoring process ended and is replaced")
            pause = _FIRST_PAUSE if time.monotonic() - began > _LONGEST_PAUSE else min(2 * pause, _LONGEST_PAUSE)
            await asyncio.sleep(pause)

    async def _started(self) -> WorkerProcess:
        """A worker with the models that the others have; one that is damaged by now is left out."""
        worker = await WorkerProcess.start(self._default, self._most_models)
        try:
            for model in tuple(self._models):
                try:
                    await worker.ask(Request((), model))
                except ScorerUnavailable as error:
                    _log.warning("a scoring process could not load a model: %s", error.reason)
        except BaseException as error:
            await worker.end()
            if isinstance(error, (EOFError, OSError, TimeoutError, ValueError)):
                raise ScorerUnavailable("the scoring process ended while it loaded a model") from error
            raise
        return worker

    async def _serve(self, worker: WorkerProcess) -> None:
        """Feed the worker; return when it has ended, whether it was working or waiting."""
        feeding = asyncio.create_task(self._feed(worker))
        ended = asyncio.create_task(worker.ended())
        try:
            await asyncio.wait((feeding, ended), return_when=asyncio.FIRST_COMPLETED)
        finally:
            feeding.cancel()
            ended.cancel()
            await asyncio.gather(feeding, ended, return_exceptions=True)

    async def _feed(self, worker: WorkerProcess) -> None:
        """Give the worker one batch after the other; return when it is of no more use."""
        while True:
            batches = await self._batches()
            try:
                for batch in batches:
                    await self._ask(worker, batch)
            except (OSError, EOFError, TimeoutError, ValueError) as error:
                _log.warning("a scoring process failed: %r", error)
                return
            finally:
                for batch in batches:
                    _refuse(batch, "the scoring process ended")

    async def _ask(self, worker: WorkerProcess, batch: Sequence[_Waiting]) -> None:
        first = batch[0]
        try:
            answers = await worker.ask(Request([waiting.text for waiting in batch], first.model, first.spans))
        except ScorerUnavailable as error:
            self._models.pop(first.model, None)
            _refuse(batch, error.reason)
            return
        for waiting, answer in zip(batch, answers, strict=True):
            if not waiting.answer.done():
                waiting.answer.set_result(answer)

    async def _batches(self) -> list[list[_Waiting]]:
        """What waits now, without those whose time is up, apart for each model."""
        while True:
            taken = [await self._line.get()]
            characters = len(taken[0].text)
            while len(taken) < self._max_batch and characters < _BATCH_CHARACTERS and not self._line.empty():
                taken.append(self._line.get_nowait())
                characters += len(taken[-1].text)
            batches: dict[tuple[str, bool], list[_Waiting]] = {}
            for waiting in taken:
                if not waiting.answer.done():
                    batches.setdefault((waiting.model, waiting.spans), []).append(waiting)
            if batches:
                return list(batches.values())


def _refuse(batch: Sequence[_Waiting], reason: str) -> None:
    for waiting in batch:
        if not waiting.answer.done():
            waiting.answer.set_exception(ScorerUnavailable(reason))

"""Scoring in processes beside the service: what waits goes to the next free worker in one batch, and a dead worker is
replaced.
"""

import asyncio
import json
import logging
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from moderation.scoring import frames
from moderation.scoring.scorer import ScorerUnavailable, Scoring

_log = logging.getLogger(__name__)

# A batch holds at most this many characters, so that a few very long comments do not hold up the others.
_BATCH_CHARACTERS: Final = 50_000
_START_SECONDS: Final = 30.0
# A batch takes milliseconds; a worker that is silent for so long is stuck and is replaced.
_SILENCE_SECONDS: Final = 10.0
_FAREWELL_SECONDS: Final = 2.0
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 5.0


@dataclass(frozen=True, slots=True)
class _Waiting:
    text: str
    answer: "asyncio.Future[Scoring]"


class WorkerPool:
    """`processes` workers that share one line of at most `max_waiting` comments."""

    def __init__(self, model_name: str, processes: int, max_batch: int, max_waiting: int) -> None:
        self._model_name = model_name
        self._processes = processes
        self._max_batch = max_batch
        self._max_waiting = max_waiting
        self._line: asyncio.Queue[_Waiting] = asyncio.Queue()
        self._keepers: list[asyncio.Task[None]] = []
        self._running = 0

    @property
    def ready(self) -> bool:
        """Whether a worker is there to score."""
        return self._running > 0

    async def start(self) -> None:
        """Start every worker and return when the first is ready; ScorerUnavailable if it cannot load the model."""
        if self._keepers:
            return
        first = await _Worker.start(self._model_name)
        self._keepers = [asyncio.create_task(self._keep(first))]
        self._keepers += [asyncio.create_task(self._keep(None)) for _ in range(self._processes - 1)]
        self._running += 1

    async def close(self) -> None:
        """End every worker; comments that wait get ScorerUnavailable."""
        keepers, self._keepers = self._keepers, []
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)
        self._running = 0
        while not self._line.empty():
            _refuse([self._line.get_nowait()], "the classifier is stopping")

    async def score(self, text: str, deadline_s: float) -> Scoring:
        """Score one comment within `deadline_s` seconds, or ScorerUnavailable."""
        if not self._keepers:
            raise ScorerUnavailable("the classifier is not running")
        if self._line.qsize() >= self._max_waiting:
            raise ScorerUnavailable(f"{self._line.qsize()} comments wait to be scored already")
        waiting = _Waiting(text, asyncio.get_running_loop().create_future())
        self._line.put_nowait(waiting)
        try:
            async with asyncio.timeout(deadline_s):
                return await waiting.answer
        except TimeoutError:
            raise ScorerUnavailable(f"scoring took longer than {deadline_s * 1000:.0f} ms") from None

    async def _keep(self, worker: "_Worker | None") -> None:
        """Keep one worker running: feed it until it ends, then start another, at first at once."""
        pause = _FIRST_PAUSE
        while True:
            if worker is None:
                try:
                    worker = await _Worker.start(self._model_name)
                except ScorerUnavailable as error:
                    _log.warning("a scoring process did not start: %s", error.reason)
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE)
                    continue
                self._running += 1
            began = time.monotonic()
            try:
                await self._serve(worker)
            finally:
                self._running -= 1
                await worker.end()
            worker = None
            _log.warning("a scoring process ended and is replaced")
            pause = _FIRST_PAUSE if time.monotonic() - began > _LONGEST_PAUSE else min(2 * pause, _LONGEST_PAUSE)
            await asyncio.sleep(pause)

    async def _serve(self, worker: "_Worker") -> None:
        """Feed the worker; return when it has ended, whether it was working or waiting."""
        feeding = asyncio.create_task(self._feed(worker))
        ended = asyncio.create_task(worker.ended())
        try:
            await asyncio.wait((feeding, ended), return_when=asyncio.FIRST_COMPLETED)
        finally:
            feeding.cancel()
            ended.cancel()
            await asyncio.gather(feeding, ended, return_exceptions=True)

    async def _feed(self, worker: "_Worker") -> None:
        """Give the worker one batch after the other; return when it is of no more use."""
        while True:
            batch = await self._batch()
            try:
                answers = await worker.ask([waiting.text for waiting in batch])
            except (OSError, EOFError, TimeoutError, ValueError) as error:
                _log.warning("a scoring process failed: %r", error)
                return
            else:
                for waiting, answer in zip(batch, answers, strict=True):
                    if not waiting.answer.done():
                        waiting.answer.set_result(answer)
            finally:
                _refuse(batch, "the scoring process ended")

    async def _batch(self) -> list[_Waiting]:
        """What waits now, without those whose time is up."""
        while True:
            batch = [await self._line.get()]
            characters = len(batch[0].text)
            while len(batch) < self._max_batch and characters < _BATCH_CHARACTERS and not self._line.empty():
                batch.append(self._line.get_nowait())
                characters += len(batch[-1].text)
            if batch := [waiting for waiting in batch if not waiting.answer.done()]:
                return batch


def _refuse(batch: Sequence[_Waiting], reason: str) -> None:
    for waiting in batch:
        if not waiting.answer.done():
            waiting.answer.set_exception(ScorerUnavailable(reason))


class _Worker:
    """One `moderation.scoring.worker` process and the pipes to it."""

    def __init__(
        self, process: asyncio.subprocess.Process, ask: asyncio.StreamWriter, answer: asyncio.StreamReader
    ) -> None:
        self._process = process
        self._ask = ask
        self._answer = answer

    @classmethod
    async def start(cls, model_name: str) -> Self:
        """A worker that has loaded its model; ScorerUnavailable if it cannot."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "moderation.scoring.worker",
            model_name,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            # The worker must find the code that this process runs, from wherever it was started.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            start_new_session=True,
        )
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process was started with pipes and has none")
        worker = cls(process, process.stdin, process.stdout)
        try:
            async with asyncio.timeout(_START_SECONDS):
                hello = await worker._read()
        except BaseException as error:
            await worker.end()
            if isinstance(error, (EOFError, OSError, TimeoutError, ValueError)):
                raise ScorerUnavailable("the scoring process did not start") from error
            raise
        if "unavailable" in hello:
            await worker.end()
            raise ScorerUnavailable(hello["unavailable"])
        return worker

    async def ask(self, texts: Sequence[str]) -> list[Scoring]:
        """Scorings for the texts. EOFError, OSError, ValueError or TimeoutError if the worker is no good any more."""
        async with asyncio.timeout(_SILENCE_SECONDS):
            self._ask.write(frames.pack(list(texts)))
            await self._ask.drain()
            return [frames.scoring(value) for value in await self._read()]

    async def _read(self) -> Any:
        size = int.from_bytes(await self._answer.readexactly(frames.HEADER), "big")
        return json.loads(await self._answer.readexactly(size))

    async def ended(self) -> None:
        """Wait until the process has ended."""
        await self._process.wait()

    async def end(self) -> None:
        """Close the pipe, which ends the worker; kill it if that takes long."""
        self._ask.close()
        try:
            async with asyncio.timeout(_FAREWELL_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

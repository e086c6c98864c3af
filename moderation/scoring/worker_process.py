"""One `moderation.scoring.worker` process as the service sees it: started, asked, ended."""

import asyncio
import json
import os
import sys
from typing import Any, Final, Self

from moderation.scoring import frames
from moderation.scoring.scorer import ScorerUnavailable, Scoring

_START_SECONDS: Final = 30.0
# A batch takes milliseconds, a model under a second; a worker that is silent for so long is stuck and is replaced.
_SILENCE_SECONDS: Final = 10.0
_FAREWELL_SECONDS: Final = 2.0


class WorkerProcess:
    def __init__(
        self, process: asyncio.subprocess.Process, ask: asyncio.StreamWriter, answer: asyncio.StreamReader
    ) -> None:
        self._process = process
        self._ask = ask
        self._answer = answer
        self._turn = asyncio.Lock()

    @classmethod
    async def start(cls, default: str, most_models: int) -> Self:
        """A worker that has loaded its model; ScorerUnavailable if it cannot."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "moderation.scoring.worker",
            default,
            str(most_models),
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
        if not isinstance(hello, dict) or "model" not in hello:
            await worker.end()
            told = hello.get("unavailable") if isinstance(hello, dict) else None
            raise ScorerUnavailable(told or "the scoring process did not start")
        return worker

    async def ask(self, request: frames.Request) -> list[Scoring]:
        """Scorings for the texts. ScorerUnavailable if it cannot load the model; EOFError, OSError, ValueError or
        TimeoutError if the worker is no good any more, which it then is for nobody."""
        async with self._turn:
            try:
                async with asyncio.timeout(_SILENCE_SECONDS):
                    self._ask.write(frames.packed_request(request))
                    await self._ask.drain()
                    return frames.scorings(await self._read(), len(request.texts))
            except ScorerUnavailable:
                raise
            except BaseException:
                # Half a conversation: what it says next would be taken for the answer to something else.
                self._kill()
                raise

    async def _read(self) -> Any:
        size = frames.size(await self._answer.readexactly(frames.HEADER))
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
            self._kill()
            await self._process.wait()

    def _kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()

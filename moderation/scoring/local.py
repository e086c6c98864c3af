"""Our own models, in this process or in processes beside it."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from moderation.scoring.models import Model, load_artifact
from moderation.scoring.scorer import Scorer, ScorerUnavailable, Scoring, within
from moderation.scoring.shelf import MOST_ANSWERS, Shelf, digest
from moderation.scoring.workers import WorkerPool

_log = logging.getLogger(__name__)

# Characters that are scored at once on the event loop, about a millisecond's worth; longer ones go to a thread.
_AT_ONCE: Final = 3_000
# Of all texts of one batch together, so that the event loop goes on in between.
_BATCH_CHARACTERS: Final = 8_000


class LocalScorer:
    """Released models, by name or folder (None or "": the default one), of which at most `most_models` are loaded.

    With `processes=0` it scores where it is called, which at a fifth of a millisecond a comment is quicker than asking
    another process; comments that come in one tick of the event loop are scored together. With more, worker processes
    score what waits for them. A batch has at most `max_batch` comments. At most `max_waiting` comments wait; the next
    one is refused at once.
    """

    def __init__(
        self,
        model_name: str | None = None,
        processes: int = 0,
        max_batch: int = 32,
        max_waiting: int = 1000,
        most_models: int = 8,
    ) -> None:
        default = model_name or ""
        self._scorer: Scorer = (
            WorkerPool(default, processes, max_batch, max_waiting, most_models)
            if processes
            else _InProcess(default, max_batch, max_waiting, most_models)
        )

    @property
    def ready(self) -> bool:
        """Whether a comment would be scored now."""
        return self._scorer.ready

    async def start(self) -> None:
        """Load the model and return when comments can be scored; ScorerUnavailable if there is no such model."""
        await self._scorer.start()

    async def close(self) -> None:
        """Stop scoring and leave nothing running."""
        await self._scorer.close()

    def has(self, model: str) -> bool:
        """Whether this model is loaded."""
        return self._scorer.has(model)

    async def load(self, model: str) -> None:
        """Load and check a model beside the others; ScorerUnavailable if it is missing or damaged."""
        await self._scorer.load(model)

    async def score(self, text: str, deadline_s: float, *, model: str = "", spans: bool = True) -> Scoring:
        """Score one comment, or ScorerUnavailable."""
        return await self._scorer.score(text, deadline_s, model=model, spans=spans)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A model with tables for short texts and others for long ones: neither kind waits for the other. `said`: what it
    said of the latest short texts, and whether spans were asked for."""

    short: Model
    long: Model
    said: Shelf[tuple[bytes, bool], Scoring] = field(default_factory=lambda: Shelf(MOST_ANSWERS))


@dataclass(frozen=True, slots=True)
class _Waiting:
    text: str
    model: Model
    spans: bool
    answer: "asyncio.Future[Scoring]"


class _InProcess:
    """Short comments on the event loop, those of one tick together; long ones in a thread."""

    def __init__(self, default: str, max_batch: int, max_waiting: int, most_models: int) -> None:
        self._default = default
        self._max_batch = max_batch
        self._max_waiting = max_waiting
        self._shelf: Shelf[str, _Loaded] = Shelf(most_models)
        self._loading: dict[str, asyncio.Task[None]] = {}
        self._line: deque[_Waiting] = deque()
        self._long_waiting = 0
        self._thread: ThreadPoolExecutor | None = None
        self._loader: ThreadPoolExecutor | None = None
        self._started = False

    @property
    def ready(self) -> bool:
        return self._started

    async def start(self) -> None:
        if self._thread is None or self._loader is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="scoring")
            self._loader = ThreadPoolExecutor(1, thread_name_prefix="loading")
        try:
            await self.load("")
        except ScorerUnavailable:
            await self.close()
            raise
        self._started = True

    def has(self, model: str) -> bool:
        return self._shelf.get(model or self._default) is not None

    async def load(self, model: str) -> None:
        reference = model or self._default
        if self._shelf.get(reference) is not None:
            return
        if self._loader is None:
            raise ScorerUnavailable("the classifier is not running")
        loading = self._loading.get(reference)
        if loading is None:
            loading = self._loading[reference] = asyncio.create_task(self._load(reference, self._loader))
            loading.add_done_callback(lambda _: self._loading.pop(reference, None))
        await asyncio.shield(loading)

    async def _load(self, reference: str, loader: ThreadPoolExecutor) -> None:
        loaded = await asyncio.get_running_loop().run_in_executor(loader, _loaded, reference)
        self._shelf.put(reference, loaded)

    async def close(self) -> None:
        self._started = False
        while self._line:
            _refuse(self._line.popleft(), "the classifier is stopping")
        loading = tuple(self._loading.values())
        for task in loading:
            task.cancel()
        await asyncio.gather(*loading, return_exceptions=True)
        self._shelf.clear()
        for executor in (self._thread, self._loader):
            if executor is not None:
                executor.shutdown(wait=False, cancel_futures=True)
        self._thread = self._loader = None

    async def score(self, text: str, deadline_s: float, *, model: str = "", spans: bool = True) -> Scoring:
        if not self._started or self._thread is None:
            raise ScorerUnavailable("the classifier is not running")
        loaded = self._shelf.get(model or self._default)
        if loaded is None:
            loaded = await self._fetched(model or self._default, deadline_s)
        if len(text) <= _AT_ONCE:
            key = digest(text), spans
            said = loaded.said.get(key)
            if said is None:
                said = await self._soon(text, loaded.short, spans=spans)
                loaded.said.put(key, said)
            return said
        return await self._in_thread(self._thread, text, deadline_s, loaded.long, spans=spans)

    async def _fetched(self, reference: str, deadline_s: float) -> _Loaded:
        try:
            async with asyncio.timeout(deadline_s):
                await self.load(reference)
        except TimeoutError:
            raise ScorerUnavailable("the model is still being loaded") from None
        loaded = self._shelf.get(reference)
        if loaded is None:
            raise ScorerUnavailable("more models are asked for at once than fit")
        return loaded

    async def _soon(self, text: str, model: Model, *, spans: bool) -> Scoring:
        """The score, once this tick's other comments have come as well. A line as long as may be takes less time than
        any deadline, so there is none here."""
        if len(self._line) >= self._max_waiting:
            raise ScorerUnavailable(f"{len(self._line)} comments wait to be scored already")
        loop = asyncio.get_running_loop()
        if not self._line:
            loop.call_soon(self._score_line)
        waiting = _Waiting(text, model, spans, loop.create_future())
        self._line.append(waiting)
        return await waiting.answer

    def _score_line(self) -> None:
        """Score what waits, as much as may hold up the event loop; the rest in its next tick."""
        batch: dict[tuple[int, bool], list[_Waiting]] = {}
        number = characters = 0
        while self._line and number < self._max_batch and characters < _BATCH_CHARACTERS:
            waiting = self._line.popleft()
            if not waiting.answer.done():
                batch.setdefault((id(waiting.model), waiting.spans), []).append(waiting)
                number += 1
                characters += len(waiting.text)
        if self._line:
            asyncio.get_running_loop().call_soon(self._score_line)
        for each in batch.values():
            _answer(each)

    async def _in_thread(
        self, thread: ThreadPoolExecutor, text: str, deadline_s: float, model: Model, *, spans: bool
    ) -> Scoring:
        if self._long_waiting >= self._max_waiting:
            raise ScorerUnavailable(f"{self._long_waiting} comments wait to be scored already")
        self._long_waiting += 1
        future = asyncio.get_running_loop().run_in_executor(thread, lambda: model.read((text,), spans=spans))
        future.add_done_callback(self._done)
        try:
            return (await within(future, deadline_s))[0]
        except asyncio.CancelledError:
            if not self.ready and future.cancelled():
                raise ScorerUnavailable("the classifier is stopping") from None
            raise

    def _done(self, _: "asyncio.Future[list[Scoring]]") -> None:
        self._long_waiting -= 1


def _loaded(reference: str) -> _Loaded:
    artifact = load_artifact(reference)
    return _Loaded(Model(artifact), Model(artifact))


def _answer(batch: Sequence[_Waiting]) -> None:
    """Score texts for one model. Whatever goes wrong is an answer as well, since somebody waits for each."""
    try:
        scorings = batch[0].model.read([waiting.text for waiting in batch], spans=batch[0].spans)
        for waiting, scoring in zip(batch, scorings, strict=True):
            waiting.answer.set_result(scoring)
    except Exception:
        _log.exception("the classifier failed")
        for waiting in batch:
            _refuse(waiting, "the classifier failed")


def _refuse(waiting: _Waiting, reason: str) -> None:
    if not waiting.answer.done():
        waiting.answer.set_exception(ScorerUnavailable(reason))

"""Our own models, in this process or in processes beside it. The only module that knows the `classifiers` package."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from classifiers import Classifier, ModelError, Reading, model_folder
from classifiers.serving.artifact import Artifact, read
from moderation.domain.comment import Span
from moderation.scoring.scorer import Scorer, ScorerUnavailable, Scoring
from moderation.scoring.workers import WorkerPool

# Characters that are scored at once on the event loop, about a millisecond's worth; longer ones go to a thread.
_AT_ONCE: Final = 3_000


class LocalScorer:
    """A released model, by name or folder (None or "": the default one).

    With `processes=0` it scores where it is called, which at a fifth of a millisecond a comment is quicker than asking
    another process. With more, worker processes score what waits for them in batches of at most `max_batch`. At most
    `max_waiting` comments wait; the next one is refused at once.
    """

    def __init__(
        self, model_name: str | None = None, processes: int = 0, max_batch: int = 32, max_waiting: int = 1000
    ) -> None:
        self._scorer: Scorer = (
            WorkerPool(model_name or "", processes, max_batch, max_waiting)
            if processes
            else _InProcess(model_name, max_waiting)
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

    async def score(self, text: str, deadline_s: float) -> Scoring:
        """Score one comment, or ScorerUnavailable."""
        return await self._scorer.score(text, deadline_s)


class Model:
    """A loaded model that speaks the service's terms."""

    def __init__(self, artifact: Artifact) -> None:
        self._classifier = Classifier(artifact)
        self.name = artifact.name
        # The first comment should not pay for what numpy and the tables put off until they are used.
        self.read(("Thank you for the article.", "You are all idiots."))

    def read(self, texts: Sequence[str]) -> list[Scoring]:
        """Scores and spans of each comment."""
        return [self._scoring(reading) for reading in self._classifier.read(texts)]

    def _scoring(self, reading: Reading) -> Scoring:
        spans = tuple(Span(span.attribute, span.start, span.end, span.value) for span in reading.spans)
        return Scoring(reading.scores, spans, self.name)


def load_artifact(name: str | None) -> Artifact:
    """A model's numbers; ScorerUnavailable if it is missing or damaged."""
    try:
        return read(model_folder(name))
    except ModelError as error:
        raise ScorerUnavailable(str(error)) from error


class _InProcess:
    """Short comments at once on the event loop, long ones in a thread with tables of its own; neither waits."""

    def __init__(self, model_name: str | None, max_waiting: int) -> None:
        self._model_name = model_name
        self._max_waiting = max_waiting
        self._waiting = 0
        self._short: Model | None = None
        self._long: Model | None = None
        self._thread: ThreadPoolExecutor | None = None

    @property
    def ready(self) -> bool:
        return self._short is not None

    async def start(self) -> None:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="scoring")
        try:
            loaded = await asyncio.get_running_loop().run_in_executor(self._thread, self._load)
        except ScorerUnavailable:
            await self.close()
            raise
        self._short, self._long = loaded

    def _load(self) -> tuple[Model, Model]:
        artifact = load_artifact(self._model_name)
        return Model(artifact), Model(artifact)

    async def close(self) -> None:
        self._short = self._long = None
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._thread = None

    async def score(self, text: str, deadline_s: float) -> Scoring:
        if self._short is None or self._long is None or self._thread is None:
            raise ScorerUnavailable("the classifier is not running")
        if len(text) <= _AT_ONCE:
            return self._short.read((text,))[0]
        if self._waiting >= self._max_waiting:
            raise ScorerUnavailable(f"{self._waiting} comments wait to be scored already")
        self._waiting += 1
        future = asyncio.get_running_loop().run_in_executor(self._thread, self._long.read, (text,))
        future.add_done_callback(self._done)
        try:
            async with asyncio.timeout(deadline_s):
                return (await future)[0]
        except TimeoutError:
            raise ScorerUnavailable(f"scoring took longer than {deadline_s * 1000:.0f} ms") from None
        except asyncio.CancelledError:
            if not self.ready and future.cancelled():
                raise ScorerUnavailable("the classifier is stopping") from None
            raise

    def _done(self, _: "asyncio.Future[list[Scoring]]") -> None:
        self._waiting -= 1

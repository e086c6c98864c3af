"""A site's own model in the service's terms: read from its artifact, and taught in a process of its own.

Beside `models.py` the only importer of `classifiers`.
"""

import asyncio
import base64
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from classifiers import ModelError
from classifiers.serving.onsite import SiteModel, features, unpack
from moderation.domain.learning import Label

LESSON_SECONDS: Final = 300.0
"""How long teaching may take; ten thousand labels of a dozen sources take about ten seconds of a core."""
_MOST_ANSWER: Final = 4 << 20


class LessonFailed(Exception):
    """The process that teaches gave no answer; the message is a sentence for operators."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of a lesson. `artifact` is empty unless the model is to be promoted."""

    promote: bool
    why: str
    alarms: tuple[str, ...]
    about: Mapping[str, Any]
    artifact: bytes


class OwnModel:
    """A site's model, loaded."""

    def __init__(self, artifact: bytes, sha256: str) -> None:
        """LessonFailed if the artifact is damaged or another one."""
        try:
            self._model: SiteModel = unpack(artifact, sha256)
        except ModelError as error:
            raise LessonFailed(str(error)) from error

    def score(self, text: str, scores: Mapping[str, float]) -> float:
        """How likely the site's moderators are to reject a text with these scores, 0 to 1."""
        return self._model.score(text, scores)


def hashed(text: str) -> tuple[int, ...]:
    """What is kept of a text that somebody else's readers wrote: numbers of its words and pairs, no words."""
    return tuple(features(text))


async def teach(labels: Iterable[Label], present: bytes | None) -> Taught:
    """Teach a model in a process of low priority that ends with the lesson. LessonFailed."""
    opening = {"present": None if present is None else base64.b64encode(present).decode()}
    lines = [json.dumps(opening), *(json.dumps(_document(label)) for label in labels)]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "classifiers.training.onsite",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        # The process must find the code that this one runs, and must not take every core for its sums.
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        },
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(LESSON_SECONDS):
            answer, complaint = await process.communicate("\n".join(lines).encode())
    except TimeoutError:
        raise LessonFailed(f"Teaching took longer than {LESSON_SECONDS:g} seconds.") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0 or len(answer) > _MOST_ANSWER:
        lines = complaint.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise LessonFailed(f"The process that teaches ended with {process.returncode}: {lines[-1][:300]}")
    told = json.loads(answer)
    return Taught(
        told["promote"], told["why"], tuple(told["alarms"]), told["about"], base64.b64decode(told["artifact"])
    )


def _document(label: Label) -> dict[str, Any]:
    known = {"features": label.features} if label.text is None else {"text": label.text}
    scores = {name: score for name, score in label.scores.items() if name != "LIKELY_TO_REJECT"}
    return {
        **known,
        "scores": scores,
        "rejected": label.rejected,
        "source": label.source,
        "outside": label.outside,
        "at": label.at,
    }

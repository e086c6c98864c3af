"""A process that only scores: `python -m moderation.scoring.worker MODEL MOST`, as `moderation.scoring.workers` does.

It loads MODEL and keeps at most MOST models. It first says the model's name, or why there is none; then it answers
every `frames.Request`. It ends when its standard input does, which happens whichever way the service ends, so it never
outlives it; signals meant for the service do not reach it.
"""

import os
import signal
import sys
from typing import Any, BinaryIO

from moderation.scoring import frames
from moderation.scoring.models import Model, load_artifact
from moderation.scoring.scorer import ScorerUnavailable
from moderation.scoring.shelf import Shelf


def main(default: str, most_models: int) -> int:
    """Serve one connection on standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    # Whatever prints must not print into the conversation.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    models: Shelf[str, Model] = Shelf(most_models)
    try:
        _say(answers, {"model": _model(models, default).name})
    except ScorerUnavailable as error:
        _say(answers, {"unavailable": error.reason})
        return 1
    try:
        while True:
            _say(answers, _answer(models, default, frames.request(frames.read_blocking(sys.stdin.buffer))))
    except (EOFError, BrokenPipeError):
        return 0


def _answer(models: Shelf[str, Model], default: str, request: frames.Request) -> Any:
    try:
        model = _model(models, request.model or default)
    except ScorerUnavailable as error:
        return {"unavailable": error.reason}
    return [frames.plain(scoring) for scoring in model.read(request.texts, spans=request.spans)]


def _model(models: Shelf[str, Model], reference: str) -> Model:
    found = models.get(reference)
    if found is None:
        found = Model(load_artifact(reference))
        models.put(reference, found)
    return found


def _say(stream: BinaryIO, value: object) -> None:
    stream.write(frames.pack(value))
    stream.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))

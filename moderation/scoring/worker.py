"""A process that only scores: `python -m moderation.scoring.worker MODEL`, started by `moderation.scoring.workers`.

It first says the model's name, or why there is none; then it answers every batch of texts with their scores and
spans. It ends when its standard input does, which happens whichever way the service ends, so it never outlives it;
signals meant for the service do not reach it.
"""

import os
import signal
import sys
from typing import BinaryIO

from moderation.scoring import frames
from moderation.scoring.local import Model, load_artifact
from moderation.scoring.scorer import ScorerUnavailable


def main(model_name: str) -> int:
    """Serve one connection on standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    # Whatever prints must not print into the conversation.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        model = Model(load_artifact(model_name or None))
    except ScorerUnavailable as error:
        _say(answers, {"unavailable": error.reason})
        return 1
    try:
        _say(answers, {"model": model.name})
        while True:
            texts = frames.read_blocking(sys.stdin.buffer)
            _say(answers, [frames.plain(scoring) for scoring in model.read(texts)])
    except (EOFError, BrokenPipeError):
        return 0


def _say(stream: BinaryIO, value: object) -> None:
    stream.write(frames.pack(value))
    stream.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

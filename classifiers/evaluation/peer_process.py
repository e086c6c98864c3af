"""The other end of `classifiers.evaluation.peers`: run by the interpreter the peers are installed in, with a peer's
name as its argument; it needs nothing of this project.

One JSON object a line: first {"version"} or {"error"}, then {"scores", "seconds"} for every {"texts"}.
"""

import json
import os
import sys
import time
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

Score = Callable[[list[str]], list[float]]


def alt_profanity_check() -> Score:
    """Probabilities of its linear model."""
    peer: Any = import_module("profanity_check")
    return lambda texts: [float(score) for score in peer.predict_prob(texts)]


def best_profanity() -> Score:
    """Probabilities of its English model."""
    peer: Any = import_module("best_profanity")
    return lambda texts: [float(score) for score in peer.predict_prob(texts)[0]]


def better_profanity() -> Score:
    """Whether it finds a word of its list."""
    peer: Any = import_module("better_profanity")
    peer.profanity.load_censor_words()
    return lambda texts: [float(peer.profanity.contains_profanity(text)) for text in texts]


def glin_profanity() -> Score:
    """Whether it finds a word of its list, disguises included."""
    peer: Any = import_module("glin_profanity").Filter({"languages": ["english"], "detect_leetspeak": True})
    return lambda texts: [float(peer.is_profane(text)) for text in texts]


def toxic_comment_classifier() -> Score:
    """The probability of its output "toxic". Texts are given to its network together, or it takes an hour."""
    module: Any = import_module("toxic_classifier.model")
    peer = module.ToxicCommentClassifier()

    def score(texts: list[str]) -> list[float]:
        padded = module.pad_sequences(peer.tokenizer.texts_to_sequences(texts), maxlen=module.MAXLEN)
        column = module.LIST_CLASSES.index("toxic")
        return [float(row[column]) for row in peer.model.predict(padded, verbose=0, batch_size=256)]

    return score


def valx() -> Score:
    """1 where its model says hate speech or offensive language, 0 where it says neither."""
    peer: Any = import_module("valx")

    def score(texts: list[str]) -> list[float]:
        said = peer.model.predict(peer.cv.transform(texts))
        return [float("No Hate" not in str(each)) for each in said]

    return score


PEERS: dict[str, Callable[[], Score]] = {
    "alt-profanity-check": alt_profanity_check,
    "best-profanity": best_profanity,
    "better-profanity": better_profanity,
    "glin-profanity": glin_profanity,
    "toxic-comment-classifier": toxic_comment_classifier,
    "valx": valx,
}


def main() -> None:
    """Answer until the other end hangs up."""
    # Peers print as they please; the pipe is ours alone.
    pipe = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    name = sys.argv[1]
    try:
        say(pipe, {"version": version(name)})
        score = PEERS[name]()
    except PackageNotFoundError:
        say(pipe, {"error": "not installed"})
        return
    except Exception as error:
        say(pipe, {"error": f"does not start: {error!r}"[:200]})
        return
    for line in sys.stdin:
        texts = json.loads(line)["texts"]
        begun = time.perf_counter()
        try:
            scores = score(texts)
        except Exception as error:
            say(pipe, {"error": f"fails on a comment: {error!r}"[:200]})
            return
        say(pipe, {"scores": scores, "seconds": time.perf_counter() - begun})


def say(pipe: Any, answer: dict[str, Any]) -> None:
    """Send one line."""
    pipe.write(json.dumps(answer) + "\n")
    pipe.flush()


if __name__ == "__main__":
    main()

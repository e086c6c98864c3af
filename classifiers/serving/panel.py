"""Both readers of a language together: the fast one reads every comment, the careful one again what is in doubt.

For programs that may wait for the second look, such as the command line; the service gives second looks a budget of
its own.
"""

from collections.abc import Sequence

from classifiers.serving.careful import Careful
from classifiers.serving.classifier import Classifier, Reading


class Panel:
    """A fast reader and, where there is one, a careful reader beside it."""

    def __init__(self, fast: Classifier, careful: Careful | None) -> None:
        self.fast = fast
        self.careful = careful

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Scores and spans of each comment, and which reader spoke."""
        readings = self.fast.read(texts)
        if self.careful is None:
            return readings
        doubts = [
            number
            for number, (text, reading) in enumerate(zip(texts, readings, strict=True))
            if self.careful.doubtful(text, reading.scores)
        ]
        again = self.careful.reread([texts[number] for number in doubts], [readings[number] for number in doubts])
        for number, reading in zip(doubts, again, strict=True):
            readings[number] = reading
        return readings

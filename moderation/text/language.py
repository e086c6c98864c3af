"""Which language a comment is written in, and how sure we are. Offline; about 20 microseconds a comment."""

from functools import cache
from typing import Any

from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

from moderation.text.glyphs import HANGUL, KATAKANA, UNSPACED, clusters

UNKNOWN = "und"

_FEWEST_LETTERS = 15  # under this a guess is hardly better than chance: "ok", "lol", "+1"
_FEWEST_SYLLABLES = 5  # for scripts whose signs are syllables or words
_LONGEST_READ = 2000  # more text does not make the answer better


def detect(text: str) -> tuple[str, float]:
    """The language as an ISO 639-1 code with its probability (0 to 1), or ``("und", 0.0)`` for too short a text."""
    sample = text[:_LONGEST_READ].encode("utf-8", "replace").decode("utf-8")
    kinds = clusters(sample).kinds
    syllables = sum(map(kinds.count, (HANGUL, KATAKANA, UNSPACED)))
    letters = sum(map(kinds.count, "LFW"))
    if letters + 3 * syllables < _FEWEST_LETTERS and syllables < _FEWEST_SYLLABLES:
        return (UNKNOWN, 0.0)
    language, probability = _identifier().classify(sample)
    return (str(language), float(probability))


@cache
def _identifier() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_DIR / MODEL_FILE, norm_probs=True)

"""How far a disguise moves a score: sentences of our own, each as it stands and in every disguise of
`classifiers.evaluation.disguises`.

A good reader moves less than 0.1, whatever is done to a rude sentence, and calls no civil sentence toxic because of
what was done to it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np
import numpy.typing as npt

from classifiers.evaluation.disguises import FOR_RUDE_WORDS, TEXT_TRICKS, WORD_TRICKS, Trick

Score = Callable[[Sequence[str]], Sequence[dict[str, float]]]

_BRACED: Final = re.compile(r"\{([^{}]*)\}")
_WORD: Final = re.compile(r"[^\W\d_]+")
_TOXIC: Final = 0.5

# The words in braces are the ones somebody would disguise.
RUDE: Final = (
    "You are a {stupid} {idiot}.",
    "Shut up, you {moron}.",
    "What a {pathetic} {loser} you are.",
    "Go to hell, {asshole}.",
    "You {fucking} {bitch}, get out of here.",
    "I will {kill} you.",
    "I know where you live and I will {murder} you.",
    "The mayor is a lying {bastard}.",
    "Nobody wants to read this {bullshit}.",
    "You are {worthless} {trash}.",
    "This reporter is a {dumb} {cunt}.",
    "{Fuck} you and your family.",
    "He is a {disgusting} {pig}.",
    "You people are all {retarded} {idiots}.",
    "Somebody should {shoot} that {scum}.",
    "You {dumbass}, learn to read.",
    "What a {stupid} {bitch} she is.",
    "Only a {moron} would believe this {crap}.",
    "You are a piece of {shit}.",
    "Kiss my {ass}, you {faggot}.",
)
CIVIL: Final = (
    "Thank you for the careful report on the new bridge.",
    "I disagree with the mayor, but the numbers are right.",
    "The hotel has five stars and the breakfast was excellent.",
    "Could somebody explain the second paragraph to me?",
    "My grandmother grew up in Scunthorpe and loved it there.",
    "The analysis of the assessment was done by an assistant.",
    "We met at the station at 10 and took the bus home.",
    "The council should have asked the residents first.",
    "I think this policy is a mistake and it will cost us.",
    "Prices rose by 4 percent, which is less than last year.",
    "The gay couple next door planted a lovely garden.",
    "Muslim and Jewish families shared the hall for the feast.",
    "Is there a classic cocktail without alcohol?",
    "The therapist helped her to shoot fewer penalties wide.",
    "The book is about a child who finds a map of the city.",
    "Please publish the minutes of the meeting in full.",
)


@dataclass(frozen=True, slots=True)
class Movement:
    """How far a disguise moves an attribute's score (0..1) of rude texts: on average, for 95 of 100, and at worst.

    `alarms` is the share of civil texts that score 0.5 and more disguised, and less as they stand.
    """

    disguise: str
    attribute: str
    mean: float
    most: float
    worst: float
    alarms: float


def movements(
    score: Score, rude: Sequence[str] = RUDE, civil: Sequence[str] = CIVIL, *, times: int = 3, seed: int = 0
) -> list[Movement]:
    """What each disguise does to the score of each attribute, over `times` variants of every text; the same seed makes
    the same variants.

    Of a rude text the words in braces are disguised, or every word where there are none; of a civil one every word,
    except that nobody masks the letters of an innocent word. Comments of a corpus can be given in place of our own
    sentences.
    """
    rude, civil = [text for text in rude if text.strip()], [text for text in civil if text.strip()]
    plain = score([_plain(text) for text in (*rude, *civil)])
    attributes = tuple(plain[0])
    before = np.repeat(_table(plain), times, axis=0)
    found: list[Movement] = []
    for name, disguise in disguises().items():
        random = Random(f"{seed} {name}")  # noqa: S311 - for measuring, not a secret
        after = _table(score([disguise(text, random) for text in (*rude, *civil) for _ in range(times)]))
        moved = np.abs(after - before)[: len(rude) * times]
        alarms = ((after >= _TOXIC) & (before < _TOXIC))[len(rude) * times :] & (name not in FOR_RUDE_WORDS)
        for column, attribute in enumerate(attributes):
            found.append(
                Movement(
                    name,
                    attribute,
                    float(moved[:, column].mean()),
                    float(np.quantile(moved[:, column], 0.95)),
                    float(moved[:, column].max()),
                    float(alarms[:, column].mean()) if len(alarms) else 0.0,
                )
            )
    return found


def disguises() -> dict[str, Trick]:
    """Every disguise, of words and of texts, by name; they take texts with or without braces."""
    return {name: _of_words(trick) for name, trick in WORD_TRICKS.items()} | {
        name: _of_text(trick) for name, trick in TEXT_TRICKS.items()
    }


def _of_words(trick: Trick) -> Trick:
    def change(text: str, random: Random) -> str:
        if "{" in text:
            return _BRACED.sub(lambda match: trick(match[1], random), text)
        return _WORD.sub(lambda match: trick(match[0], random), text)

    return change


def _of_text(trick: Trick) -> Trick:
    def change(text: str, random: Random) -> str:
        return trick(_plain(text), random)

    return change


def _plain(text: str) -> str:
    return _BRACED.sub(r"\1", text)


def _table(scores: Sequence[dict[str, float]]) -> npt.NDArray[np.float64]:
    return np.array([list(each.values()) for each in scores])

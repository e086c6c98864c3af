"""A newsroom with a style of its own: it rejects sarcasm about its moderators, which no general model minds, and lets
mild swearing pass. Every text is made from templates written for this."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from classifiers.serving.onsite import features
from classifiers.training.onsite.label import Label

_TOPICS = (
    *("budget", "road", "school", "tram", "weather", "election", "match", "film", "price", "garden", "museum"),
    *("bridge", "river", "winter", "station", "market", "harbour", "library", "theatre", "forest", "council"),
    *("tax", "bakery", "playground", "hospital", "parking", "stadium", "festival", "tower", "square"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of comment: how it is worded, about what a general model says of it, and what the house decides."""

    name: str
    write: Callable[[random.Random], str]
    toxicity: float
    rejected: bool


def _sarcasm(random: random.Random) -> str:
    praise = random.choice(("Oh great", "How wonderful", "Bravo", "Well done", "Thank heavens", "Lovely"))
    who = random.choice(("moderators", "mods", "censors", "referees of opinion", "comment police"))
    deed = random.choice(("saved us", "protected us", "kept us safe", "spared us", "rescued us"))
    what = random.choice(("opinion", "thought", "comment", "question", "fact"))
    return f"{praise}, the {who} {deed} from another {what} about the {_topic(random)} and the {_topic(random)}."


def _swearing(random: random.Random) -> str:
    oath = random.choice(("Damn", "Holy crap", "Bloody hell", "What the hell", "Crap"))
    praise = random.choice(("awesome", "brilliant", "a damn shame", "so bloody good", "one hell of a thing"))
    return f"{oath}, that {_topic(random)} is {praise}, and so is the {_topic(random)} by the {_topic(random)}."


def _remark(random: random.Random) -> str:
    verb = random.choice(("needs", "deserves", "lost", "won", "has", "misses"))
    return f"I think the {_topic(random)} {verb} more than the {_topic(random)} near the {_topic(random)} this year."


def _insult(random: random.Random) -> str:
    kind = random.choice(("stupid", "pathetic", "worthless", "disgusting"))
    name = random.choice(("idiot", "moron", "clown", "liar"))
    return f"You are a {kind} {name}, nobody needs you or your {_topic(random)} and {_topic(random)}."


def _topic(random: random.Random) -> str:
    return random.choice(_TOPICS)


KINDS = [
    Kind("sarcasm", _sarcasm, 0.06, True),
    Kind("swearing", _swearing, 0.75, False),
    Kind("remark", _remark, 0.03, False),
    Kind("insult", _insult, 0.95, True),
]
MISTAKES = 0.03
"""Share of its decisions that even an honest moderator gets wrong."""


def comments(number: int, seed: int, kinds: Sequence[Kind] = KINDS) -> list[tuple[str, bool]]:
    """Texts, and what an honest moderator of the house decides (True: reject)."""
    source = random.Random(seed)
    chosen = [source.choice(kinds) for _ in range(number)]
    return [(kind.write(source), kind.rejected is not (source.random() < MISTAKES)) for kind in chosen]


def labels_of(source: str, number: int, *, seed: int, kinds: Sequence[Kind] = KINDS) -> list[Label]:
    """Labels of one source spread over a month, with scores about as the kind of comment has them."""
    dice = random.Random(seed)
    found = []
    for place in range(number):
        kind = dice.choice(kinds)
        toxicity = min(0.99, max(0.01, dice.gauss(kind.toxicity, 0.04)))
        scores = {"TOXICITY": toxicity, "PROFANITY": 0.9 if kind.name == "swearing" else 0.05}
        rejected = kind.rejected is not (dice.random() < MISTAKES)
        at = 1_700_000_000_000 + place * 30 * 86_400_000 // number
        found.append(Label(tuple(features(kind.write(dice))), scores, rejected, source, source.startswith("key:"), at))
    return found

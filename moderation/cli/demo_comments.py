"""A few hundred civil comments on an article about a ferry, put together from sentences written for the purpose."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

NAMES = (
    "Ada", "Bram", "Chioma", "Dilip", "Elif", "Farid", "Greta", "Hanna", "Ines", "Jonas", "Kemal", "Lena", "Mateo",
    "Noor", "Olga", "Pavel", "Quentin", "Rosa", "Samir", "Tove", "Uma", "Vera", "Wim", "Xenia", "Yusuf", "Zofia",
)  # fmt: skip
OPENINGS = (
    "I crossed on the old boat every morning as a child.",
    "Good news at last from the river.",
    "I live two streets from the jetty and I am curious.",
    "My grandmother still talks about the last crossing.",
    "We tried the new landing stage on the open day.",
    "As a cyclist I have waited years for this.",
    "I read the timetable twice and I still have a question.",
    "The photographs at the town hall are worth a look.",
    "I was against it at first, and I have come round.",
    "Somebody has to say it: the paint is lovely.",
)
POINTS = (
    "The bridge is a half-hour detour, so a small boat makes sense.",
    "An electric motor means that we can talk while we cross.",
    "Forty volunteers is more than I expected in a town of this size.",
    "Weekends only is a pity for those who work on Saturdays.",
    "Twelve seats will not be enough on a sunny Sunday.",
    "Two coins is fair, as long as children ride free.",
    "The rowing club has a point about training hours.",
    "I hope there is a ramp for wheelchairs and prams.",
    "A railing on the mill side would calm a lot of parents.",
    "The council kept its word, which deserves a mention.",
    "The current below the mill is stronger than it looks.",
    "A shelter at the jetty would help when it rains.",
)
CLOSINGS = (
    "Let us see how the first summer goes.",
    "I have put my name down to steer.",
    "Thanks to everybody who made this happen.",
    "Does anyone know when the tickets start?",
    "See you on the water in April.",
    "I would happily pay a third coin for evenings.",
    "Perhaps the school could paint the name on the bow.",
    "I am looking forward to it.",
)
REPLIES = (
    "That is a fair point, and I had not thought of it.",
    "The notice at the jetty says from nine to six.",
    "I asked, and children under ten ride free.",
    "My neighbour steers on Sundays and says the same.",
    "I see it differently: a queue means that people like it.",
    "There was a ramp in the plans at the town hall.",
    "Thank you, that answers my question.",
    "Then let us meet at the landing stage and look at it together.",
    "The rowing club has agreed to Saturday mornings, as far as I know.",
    "Good idea. The council has a box for suggestions.",
    "I remember that too, and the bell they used to ring.",
    "It was in last week's paper, on the second page.",
)
SEED = 11


@dataclass(frozen=True, slots=True)
class Written:
    """A comment of the demonstration. `answers`: the number of an earlier one; `age`: hours before now."""

    number: int
    name: str
    body: str
    answers: int | None
    likes: int
    age: float


def conversation(comments: int = 240) -> Iterator[Written]:
    """The same conversation every time, oldest comment first: about half of it replies, up to five levels deep."""
    chosen = random.Random(SEED)  # noqa: S311 - a story, not a secret
    said: set[str] = set()
    levels: list[int] = []
    while len(levels) < comments:
        number = len(levels)
        answers = None
        if number > 3 and chosen.random() < 0.55:
            answers = chosen.choice([each for each, level in enumerate(levels) if level < 5])
        parts = (REPLIES, POINTS) if answers is not None else (OPENINGS, POINTS, CLOSINGS)
        body = " ".join(chosen.choice(sentences) for sentences in parts)
        if body in said:
            continue
        said.add(body)
        levels.append(0 if answers is None else levels[answers] + 1)
        yield Written(
            number, chosen.choice(NAMES), body, answers, chosen.choice((0, 0, 0, 1, 2, 5)), 72 * (1 - number / comments)
        )

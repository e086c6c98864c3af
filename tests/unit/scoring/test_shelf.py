"""What was said of a text that comes again is not worked out again, and is not said of another."""

import asyncio
from collections.abc import Sequence

import pytest

from moderation.scoring.local import LocalScorer
from moderation.scoring.models import Model
from moderation.scoring.scorer import Scoring
from moderation.scoring.shelf import Shelf, digest

DEADLINE = 10.0


def test_the_one_not_asked_for_the_longest_makes_room() -> None:
    kept: Shelf[str, int] = Shelf(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)


def test_any_string_has_a_digest_of_its_own() -> None:
    texts = ["", "a", "A", "a ", "ä", "a\u0308", "\ud800", "\x00"]
    assert len({digest(text) for text in texts}) == len(texts)


async def test_a_text_that_comes_again_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read_texts: list[str] = []
    read = Model.read

    def counted(self: Model, texts: Sequence[str], *, spans: bool = True) -> list[Scoring]:
        read_texts.extend(texts)
        return read(self, texts, spans=spans)

    scorer = LocalScorer()
    await scorer.start()
    monkeypatch.setattr(Model, "read", counted)
    first = await scorer.score("You stupid idiot", DEADLINE)
    again = await asyncio.gather(*(scorer.score("You stupid idiot", DEADLINE) for _ in range(3)))
    plain = await scorer.score("You stupid idiot", DEADLINE, spans=False)
    other = await scorer.score("You stupid idiots", DEADLINE)
    await scorer.close()

    assert read_texts == ["You stupid idiot", "You stupid idiot", "You stupid idiots"]
    assert again == [first] * 3
    assert first.spans
    assert plain.spans == ()
    assert plain.scores == first.scores
    assert other.scores != first.scores

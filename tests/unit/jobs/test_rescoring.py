"""Comments that could not be scored are scored when the classifier is back, and a bad one holds up no other."""

from types import SimpleNamespace
from typing import cast

from moderation.domain.comment import Judgement, Revision, Status
from moderation.jobs.rescoring import AT_ONCE, PATIENCE, Rescoring
from moderation.services.house import House
from moderation.storage.client import Store
from moderation.storage.comments import Ruling
from moderation.storage.records import Records

SITE = "default"


class Scoring:
    """The two parts of a house that rescoring asks; `bad` comments stay unscored."""

    def __init__(self) -> None:
        self.ready = True
        self.asked: list[bytes] = []
        self.bad: set[bytes] = set()

    async def rescore(self, site: str, comment_id: bytes) -> bool:
        assert site == SITE
        self.asked.append(comment_id)
        return comment_id not in self.bad


async def unscored(records: Records, number: int) -> list[bytes]:
    place = await records.threads.settle(SITE, "news/1")
    found = []
    for _ in range(number):
        posted = await records.comments.post(
            SITE,
            place,
            "news/1",
            author="ann",
            parent=None,
            revision=Revision("words", "Ann", False, "abcd", 0, Judgement()),
            ruling=Ruling(Status.PUBLISHED, frozenset({"unreviewed", "unscored"}), 1),
        )
        assert not isinstance(posted, str)
        found.append(posted.id)
    return found


def house_with(records: Records, scoring: Scoring) -> House:
    return cast(House, SimpleNamespace(records=records, scorer=scoring, submission=scoring))


async def test_nothing_is_asked_while_the_classifier_is_away(store: Store) -> None:
    records, scoring = Records(store), Scoring()
    await unscored(records, 2)
    scoring.ready = False
    assert not await Rescoring().turn(house_with(records, scoring), SITE)
    assert scoring.asked == []


async def test_the_oldest_are_scored_first_and_every_turn_is_bounded(store: Store) -> None:
    records, scoring = Records(store), Scoring()
    waiting = await unscored(records, AT_ONCE + 3)
    rescoring, house = Rescoring(), house_with(records, scoring)
    assert await rescoring.turn(house, SITE)
    assert scoring.asked == waiting[:AT_ONCE]
    assert not await rescoring.turn(house, SITE)
    assert scoring.asked == waiting


async def test_a_turn_ends_when_the_classifier_seems_away_and_goes_on_behind(store: Store) -> None:
    records, scoring = Records(store), Scoring()
    waiting = await unscored(records, PATIENCE + 2)
    scoring.bad = set(waiting[:PATIENCE])
    rescoring, house = Rescoring(), house_with(records, scoring)
    assert not await rescoring.turn(house, SITE)
    assert scoring.asked == waiting[:PATIENCE]
    assert not await rescoring.turn(house, SITE)
    assert scoring.asked == waiting

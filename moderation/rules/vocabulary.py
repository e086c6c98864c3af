"""Everything that a rule can ask, with its type and its meaning; the README's table is compared with this."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final

from moderation.domain.author import Standing
from moderation.domain.policy import ATTRIBUTES
from moderation.rules.case import BANNED, LINKS, MOST_HOSTS, PLAIN, SHAPE, SUSPECT, Reading
from moderation.rules.tree import Type, Value
from moderation.text.language import LANGUAGES

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_BADGES: Final = 20
BODY, PLAIN_BODY = "text.body", "text.plain"


@dataclass(frozen=True, slots=True)
class Field:
    """`read` gives None for what is not known, and then no comparison with it is true, nor is its opposite."""

    name: str
    type: Type
    meaning: str
    read: Callable[[Reading], Value | None]
    made_of: str | None = None
    """Which work on the whole text it needs, done once for all fields that need it."""
    choices: frozenset[str] = frozenset()
    """The only texts it can be, if there are only so many."""
    longest: int = 100
    """So many characters of it are looked at, or of several texts so many; of the text itself all."""
    share: bool = False
    """A number from 0 to 1."""

    @property
    def of_text(self) -> bool:
        """Whether it is as long as the text."""
        return self.name in (BODY, PLAIN_BODY) or (self.type is Type.TEXTS and self.made_of is not None)


def _score(attribute: str) -> Field:
    return Field(
        f"score.{attribute}",
        Type.NUMBER,
        "What the classifier says, from 0 to 1.",
        lambda reading: reading.case.scores.get(attribute),
        share=True,
    )


def _rejected_share(reading: Reading) -> float | None:
    known = reading.case.circumstances
    decided = known.approved + known.rejected
    return known.rejected / decided if decided else None


def _minutes(minutes: int | None) -> float | None:
    return None if minutes is None else minutes * 60.0


def _local(reading: Reading) -> datetime:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=reading.case.circumstances.minute)
    return at if reading.zone is None else at.astimezone(reading.zone)


def _fields() -> Iterator[Field]:
    number, duration, text, texts, truth = Type.NUMBER, Type.DURATION, Type.TEXT, Type.TEXTS, Type.TRUTH
    yield Field(BODY, text, "The text as it was written.", lambda r: r.case.body)
    yield Field(
        PLAIN_BODY,
        text,
        "The text in small letters without accents, invisible signs and look-alikes.",
        Reading.plain_text,
        PLAIN,
    )
    yield Field("text.length", number, "Characters.", lambda r: len(r.case.body))
    yield Field("text.words", number, "Words.", lambda r: r.shape().words, SHAPE)
    yield Field(
        "text.capitals",
        number,
        "Share of its letters that are large, from 0 to 1.",
        lambda r: r.shape().capitals,
        SHAPE,
        share=True,
    )
    yield Field(
        "text.longest_run",
        number,
        "How often the same sign stands in a row: 5 for “Noooooo”.",
        lambda r: r.shape().longest_run,
        SHAPE,
    )
    yield Field("words.banned", number, "Banned words of the site found in it.", lambda r: len(r.banned()), BANNED)
    yield Field(
        "words.suspect",
        number,
        "Suspect words found, of all lists.",
        lambda r: len(r.suspect()),
        SUSPECT,
    )
    yield Field("links.count", number, "Links.", lambda r: len(r.links()), LINKS)
    yield Field(
        "links.hosts", texts, "Where its links lead: www.example.com.", lambda r: r.hosts(), LINKS, longest=MOST_HOSTS
    )
    yield Field("links.sites", texts, "The same, shortened: example.com.", Reading.sites, LINKS, longest=MOST_HOSTS)
    yield Field("scored", truth, "Whether the classifier has read it.", lambda r: bool(r.case.scores))
    yield from map(_score, ATTRIBUTES)
    yield Field(
        "language",
        text,
        "ISO 639-1 code of the language it was read in.",
        lambda r: r.case.circumstances.language or None,
        choices=frozenset(LANGUAGES),
    )
    yield Field("reply", truth, "Whether it answers another comment.", lambda r: r.case.reply)
    yield Field("author.id", text, "Who wrote it, as the service knows them.", lambda r: r.case.author_id, longest=200)
    yield Field("author.name", text, "The name shown.", lambda r: r.case.author_name)
    yield Field("author.guest", truth, "Whether nobody vouches for them.", lambda r: r.case.guest)
    yield Field(
        "author.badges",
        texts,
        "Roles that the publisher gave them.",
        lambda r: tuple(r.case.badges)[:MOST_BADGES],
        longest=MOST_BADGES,
    )
    yield Field(
        "author.standing",
        text,
        "What moderators decided about them.",
        lambda r: str(r.case.circumstances.standing),
        choices=frozenset(map(str, Standing)),
    )
    yield Field("author.posted", number, "Comments so far.", lambda r: r.case.circumstances.posted)
    yield Field("author.visible", number, "Of these, visible.", lambda r: r.case.circumstances.visible)
    yield Field("author.approved", number, "Of these, approved.", lambda r: r.case.circumstances.approved)
    yield Field("author.rejected", number, "Comments rejected.", lambda r: r.case.circumstances.rejected)
    yield Field(
        "author.rejected_share",
        number,
        "Rejected ones among the decided; not known before the first decision.",
        _rejected_share,
        share=True,
    )
    yield Field(
        "author.age",
        duration,
        "Time since their first comment; 0 for the first.",
        lambda r: _minutes(r.case.circumstances.author_minutes or 0),
    )
    yield Field(
        "author.pause",
        duration,
        "Time since they last wrote; not known after a day, and of changes to a comment.",
        lambda r: r.case.circumstances.pause,
    )
    yield Field("article.id", text, "What the publisher calls the article.", lambda r: r.case.article, longest=512)
    yield Field("article.title", text, "Its title, where one is known.", lambda r: r.case.title or None, longest=300)
    yield Field("article.url", text, "Its address, where one is known.", lambda r: r.case.url or None, longest=512)
    yield Field("article.comments", number, "Visible comments before this.", lambda r: r.case.circumstances.comments)
    yield Field(
        "article.age",
        duration,
        "Time since its first comment; 0 for the first.",
        lambda r: _minutes(r.case.circumstances.article_minutes or 0),
    )
    yield Field("time.hour", number, "Hour of the day, 0 to 23.", lambda r: _local(r).hour)
    yield Field(
        "time.day",
        text,
        "Day of the week: monday to sunday.",
        lambda r: DAYS[_local(r).weekday()],
        choices=frozenset(DAYS),
    )


FIELDS: Final[Mapping[str, Field]] = MappingProxyType({field.name: field for field in _fields()})

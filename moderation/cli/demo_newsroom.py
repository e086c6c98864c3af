"""What happened at the demonstration before one looks: a quarrel, a moderator's shift, a wave of spam, an appeal.

It happens through the services by which it happens at a site, so whatever the console says of it is true.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from moderation.cli.demo_comments import Written
from moderation.cli.opening import ACTOR
from moderation.domain import actors, ids
from moderation.domain.author import Reader
from moderation.domain.decision import Action, Order
from moderation.domain.moderator import Role
from moderation.domain.report import Reason
from moderation.domain.site import DEFAULT_SITE, Site
from moderation.services.drafts import Draft
from moderation.services.house import House
from moderation.services.site_secret import address_hash
from moderation.web.pages import DEMO_ARTICLE

COLLEAGUE: Final = "Robin"
LOOKED_AT: Final = 90
"""So many of the oldest civil comments have been looked at."""


@dataclass(frozen=True, slots=True)
class Quarrel:
    name: str
    body: str
    age: float
    """Hours before now."""
    reason: Reason | None
    """For which the colleague rejected it; None where it was approved."""


QUARRELS: Final = (
    Quarrel("Quentin", "Only an idiot would pay two coins for that rusty tub.", 70, Reason.OFFENSIVE),
    Quarrel("Greta", "Damn, that is a beautiful boat.", 68, None),
    Quarrel("Quentin", "You people are pathetic. Go back to your bridge and shut up.", 66, Reason.ABUSIVE),
    Quarrel("Xenia", "The rowing club is a bunch of selfish morons.", 61, Reason.OFFENSIVE),
    Quarrel("Kemal", "I was an idiot to doubt it: the ferry is great.", 60, None),
    Quarrel("Quentin", "Shut your mouth, Ines, nobody asked a loser like you.", 52, Reason.ABUSIVE),
    Quarrel("Dilip", "What kind of idiots paint a boat yellow?", 49, Reason.OFFENSIVE),
    Quarrel("Rosa", "My stupid old bike finally has a short cut.", 47, None),
    Quarrel("Farid", "This council is full of liars and clowns.", 45, None),
    Quarrel("Xenia", "Get lost, you whining old fool.", 44, Reason.ABUSIVE),
    Quarrel("Yusuf", "What a damn fine crew, all forty of them.", 40, None),
    Quarrel("Quentin", "Dumb idea from dumb people, as always in this stupid town.", 33, Reason.OFFENSIVE),
    Quarrel("Hanna", "Oh crap, I have missed the open day again.", 30, None),
    Quarrel("Xenia", "Your comments are garbage and so are you.", 28, Reason.ABUSIVE),
    Quarrel("Quentin", "Nobody wants you cyclists on board, you filthy parasites.", 24, Reason.ABUSIVE),
    Quarrel("Lena", "The old timetable sucked, and this one is so much better.", 22, None),
    Quarrel("Xenia", "Typical for you lot: too stupid to read a timetable.", 20, Reason.OFFENSIVE),
    Quarrel("Samir", "It is a stupid name for a boat, and I love it.", 19, None),
    Quarrel("Quentin", "Shut up, you pathetic clown.", 17, Reason.ABUSIVE),
    Quarrel("Dilip", "You stupid snobs and your stupid boat.", 15, Reason.OFFENSIVE),
    Quarrel("Vera", "Damn fools we were to give up the first one.", 13, None),
    Quarrel("Xenia", "Ignorant idiots, the lot of you, and the mayor first.", 11, Reason.ABUSIVE),
    Quarrel("Bram", "Piss off with your bell, you moron.", 9, Reason.ABUSIVE),
    Quarrel("Tove", "Swim below the mill and the current will kill you. Read the signs.", 6, Reason.ABUSIVE),
)

HELD: Final = (
    ("Wim", "What a stupid waste of money, you fools."),
    ("Ines", "Shut up about your damn rowing club already."),
    ("Quentin", "Still the same stupid idiots at the town hall, I see."),
    ("Noor", "I am such an idiot: I waited an hour on the wrong side."),
)
"""What the site's thresholds hold of today's comments."""
RUMOUR: Final = ("Olga", "The councillor is paid by the boatyard, everybody knows that.")
SNEER: Final = ("Zofia", "Bravo, another toy for people with too much time.")
SPAM: Final = (
    "Best boat shoes 80% off, today only: https://boat-shoes.example/deal",
    "Best boat shoes 80% off, only today: https://boat-shoes.example/deal",
    "The best boat shoes 80% off, today only! https://boat-shoes.example/deal",
    "Best boat shoes now 80% off, today only: https://boat-shoes.example/deal",
    "Wow, best boat shoes 80% off, today only: https://boat-shoes.example/deal",
    "Best boat shoes 80% off, today and only today: https://boat-shoes.example/deal",
    "Best boat shoes at 80% off, today only -> https://boat-shoes.example/deal",
    "Hi all, best boat shoes 80% off, today only: https://boat-shoes.example/deal",
    "Best boat shoes 80% off, for today only: https://boat-shoes.example/deal",
)
SPAMMERS: Final = ("Ann", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gil", "Hal", "Ivy")
WARY: Final = ("Ada", "Do not click on https://boat-shoes.example/deal, it asked me for my bank's password.")


def quarrels(first: int) -> Iterator[Written]:
    """The quarrel as comments, numbered from `first` on."""
    for place, said in enumerate(QUARRELS):
        yield Written(first + place, said.name, said.body, None, 0, said.age)


class Newsroom:
    """What readers and a colleague do, as `colleague` (`moderator:<token id>`)."""

    def __init__(self, house: House, site: Site, colleague: str) -> None:
        self._house = house
        self._site = site
        self._colleague = colleague

    @classmethod
    async def open(cls, house: House) -> "Newsroom":
        """With a colleague who has a token that nobody knows."""
        token, _ = await house.tokens.create(DEFAULT_SITE, Role.MODERATOR, COLLEAGUE, ACTOR)
        return cls(house, await house.access.site(DEFAULT_SITE), actors.moderator(token.id))

    async def happen(self, civil: Sequence[bytes], quarrel: Sequence[bytes]) -> None:
        """The shift, and what came in during it; `civil` and `quarrel` are the comments that were there before."""
        await self._look(civil[:LOOKED_AT], quarrel)
        await self._appeal("Tove", ids.to_text(quarrel[-1]))
        for name, body in HELD:
            await self._post(name, body)
        rumour = await self._post(*RUMOUR)
        await self._decide(Order(rumour, Action.ESCALATE, note="Is this libel? Please ask the lawyers."))
        sneer = await self._post(*SNEER)
        await self._report(sneer, Reason.OFFENSIVE, "Ada")
        wave = [await self._post(name, body) for name, body in zip(SPAMMERS, SPAM, strict=True)]
        for reporter in ("Elif", "Jonas", "Uma"):
            await self._report(wave[0], Reason.SPAM, reporter)
        await self._post(*WARY)
        await self._tell()

    async def _look(self, civil: Sequence[bytes], quarrel: Sequence[bytes]) -> None:
        approved = [Order(ids.to_text(each), Action.APPROVE) for each in civil]
        await self._house.bulk.decide(DEFAULT_SITE, self._colleague, approved)
        orders = []
        for comment_id, said in zip(quarrel, QUARRELS, strict=True):
            action = Action.APPROVE if said.reason is None else Action.REJECT
            orders.append(Order(ids.to_text(comment_id), action, said.reason))
        await self._decide(*orders)

    async def _decide(self, *orders: Order) -> None:
        await self._house.review.decide(DEFAULT_SITE, self._colleague, orders)

    async def _post(self, name: str, body: str) -> str:
        draft = Draft(DEMO_ARTICLE, body)
        posted = await self._house.submission.post(DEFAULT_SITE, self._reader(name), draft, None)
        return str(posted.document["comment"]["id"])

    async def _report(self, comment_id: str, reason: Reason, name: str) -> None:
        await self._house.reporting.report(DEFAULT_SITE, self._reader(name), comment_id, reason, None)

    async def _appeal(self, name: str, comment_id: str) -> None:
        statement = "That was no threat. Somebody nearly drowned there last year, and the signs say why."
        await self._house.appeals.file(DEFAULT_SITE, self._reader(name), comment_id, statement)

    async def _tell(self) -> None:
        quarrelsome = author_of("Quentin")
        await self._house.notes.write(
            DEFAULT_SITE, None, "Boat shoes again since noon: S on one of them finds the rest.", self._colleague
        )
        await self._house.notes.write(
            DEFAULT_SITE, quarrelsome, "Wrote to us on Monday and promised to calm down.", self._colleague
        )
        await self._house.enforcement.warn(
            DEFAULT_SITE, quarrelsome, "Argue about the ferry, not about each other.", None, self._colleague
        )

    def _reader(self, name: str) -> Reader:
        return Reader(address_hash(self._site, name), author_of(name), name)


def author_of(name: str) -> str:
    return f"demo:{name.lower()}"

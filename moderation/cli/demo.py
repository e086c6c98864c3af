"""`moderation demo`: the service with something in it, for a first look."""

import asyncio
import hashlib

import click

from moderation.cli.demo_comments import Written, conversation
from moderation.cli.demo_newsroom import Newsroom, author_of, quarrels
from moderation.cli.opening import ACTOR, opened, settings, told_plainly
from moderation.cli.serve import address, announce
from moderation.cli.serve import run as serve
from moderation.domain import ids
from moderation.domain.comment import Judgement, Revision, Status
from moderation.domain.moderator import Role
from moderation.domain.priority import worst_of
from moderation.domain.site import DEFAULT_SITE
from moderation.scoring.local import LocalScorer
from moderation.scoring.scorer import ScorerUnavailable
from moderation.services.house import House
from moderation.services.site_secret import address_hash
from moderation.settings import Settings
from moderation.storage.transfers import Restored, Transfers
from moderation.telemetry.logs import configure
from moderation.web.pages import DEMO_ARTICLE, DEMO_TITLES

MODERATOR = "Demo moderator"


@click.command()
def demo() -> None:
    """Run the service with an article, a few hundred comments and a moderator; prints the addresses and the token.

    It uses the same settings and store as `serve`; set MODERATION_DATA_DIR to keep it apart. Comments that are there
    from an earlier run stay.
    """
    configured = settings()
    configure("warning", "text")
    with told_plainly():
        token = asyncio.run(_furnish(configured))

    def started(host: str, port: int) -> None:
        where = address(host, port)
        click.echo(f"Article    {where}/demo/\nConsole    {where}/console/")
        click.echo(f"API        {where}/docs/\nToken      {token}")
        announce(host, port)

    serve(configured, started)


async def _furnish(configured: Settings) -> str:
    """Write the comments that are not there yet; a moderator's token."""
    async with opened(configured, LocalScorer(configured.model or None)) as house:
        await furnish(house)
        for held in await house.tokens.all(DEFAULT_SITE):
            if held["name"] == MODERATOR:
                await house.tokens.revoke(DEFAULT_SITE, held["id"], ACTOR)
        _, token = await house.tokens.create(DEFAULT_SITE, Role.ADMIN, MODERATOR, ACTOR)
        return token


async def furnish(house: House) -> int:
    """Put the conversation under the demonstration's article, and what happened then at its newsroom; how many comments
    were not there yet."""
    place = await house.records.threads.settle(DEFAULT_SITE, DEMO_ARTICLE)
    thread = await house.records.threads.thread(DEFAULT_SITE, DEMO_ARTICLE)
    if thread.count:
        return 0
    title = {"title": DEMO_TITLES["en"]}
    await house.policymaking.describe_article(DEFAULT_SITE, DEMO_ARTICLE, title, ACTOR)
    now = await house.store.server_time_ms()
    written: list[bytes] = []
    civil = list(conversation())
    for comment in (*civil, *quarrels(len(civil))):
        written.append(await _write(house, place, comment, now, written))
    await house.records.author_feed.catch_up(DEFAULT_SITE)
    newsroom = await Newsroom.open(house)
    await newsroom.happen(written[: len(civil)], written[len(civil) :])
    return len(written)


async def _write(house: House, place: ids.Place, comment: Written, now: int, written: list[bytes]) -> bytes:
    """As it was judged when it was written, days ago: submission would have it written now."""
    site, policy = await house.access.site(DEFAULT_SITE), await house.access.policy(DEFAULT_SITE)
    at = now - round(comment.age * 3_600_000)
    comment_id = ids.at_time(at, place, hashlib.blake2b(f"demo {comment.number}".encode(), digest_size=8).digest())
    judgement, queues = await _judged(house, comment.body)
    held = any(judgement.scores.get(attribute, 0) >= least for attribute, least in policy.hold.items())
    revision = Revision(
        comment.body, comment.name, False, address_hash(site, comment.name), at, judgement, source="demonstration"
    )
    restored = Restored(
        id=comment_id,
        parent=None if comment.answers is None else written[comment.answers],
        author_id=author_of(comment.name),
        status=Status.PENDING if held else Status.PUBLISHED,
        queues=queues | {"pending" if held else "unreviewed"},
        priority=worst_of(judgement.scores).worth,
        revision=revision,
        likes=comment.likes,
    )
    await Transfers(house.store).restore_comment(DEFAULT_SITE, place, DEMO_ARTICLE, restored)
    return comment_id


async def _judged(house: House, body: str) -> tuple[Judgement, frozenset[str]]:
    try:
        scoring = (await house.analysis.read_comment(DEFAULT_SITE, body, 5.0)).scoring
    except ScorerUnavailable:
        return Judgement(), frozenset({"unscored"})
    return Judgement((), scoring.scores, scoring.spans, scoring.model, scoring.reader), frozenset()

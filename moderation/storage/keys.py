"""Keys of threads and of sites, and where every key lives: the hash tag is decided here and nowhere else. Further keys
stand in `author_keys`, `model_keys`, `door_keys` and `webhook_keys`.

A site's threads are spread over PARTITIONS partitions, its authors over as many of their own, and its settings have
one more; the part in braces is the cluster's hash tag:

    {default:07}:...   threads of partition 7        {default:u07}:...   authors of partition 7
    {default:site}:... the site's own settings       {sites}:...         which sites there are
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from moderation.domain.ids import PARTITIONS, Place
from moderation.domain.queue import Queue

QUEUES = tuple(Queue)
"""Bit i of a queue mask stands for QUEUES[i]; the scripts count on this order."""

SITES = "{sites}:all"


def _spread(text: str) -> int:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()[0] % PARTITIONS


def partition_of_article(article: str) -> int:
    return _spread(article)


def partition_of_author(author_id: str) -> int:
    return _spread(author_id)


def tag(site: str, partition: int) -> str:
    return f"{{{site}:{partition:02d}}}"


def author_tag(site: str, author_id: str) -> str:
    return f"{{{site}:u{partition_of_author(author_id):02d}}}"


def author_partition_tag(site: str, partition: int) -> str:
    return f"{{{site}:u{partition:02d}}}"


def site_tag(site: str) -> str:
    return f"{{{site}:site}}"


@dataclass(frozen=True, slots=True)
class Partition:
    """The keys that all threads of one partition share. `every` is a sorted set of all ids, scores 0, for search;
    `likenesses` one of id + what the comment looks like (`text/likeness.py`), scores 0."""

    head: str
    articles: str
    events: str
    audit: str
    claims: str
    due: str
    bell: str
    every: str
    likenesses: str
    queues: tuple[str, ...]
    orders: tuple[str, ...]

    def queue(self, queue: Queue) -> str:
        """Sorted set of ids, all with score 0: byte order is time order."""
        return self.queues[QUEUES.index(queue)]

    def order(self, queue: Queue) -> str:
        """The same ids scored by priority, then age."""
        return self.orders[QUEUES.index(queue)]


@lru_cache(maxsize=4096)
def partition(site: str, number: int) -> Partition:
    root = tag(site, number)
    return Partition(
        head=f"{root}:head",
        articles=f"{root}:articles",
        events=f"{root}:events",
        audit=f"{root}:audit",
        claims=f"{root}:claims",
        due=f"{root}:due",
        bell=f"{root}:bell",
        every=f"{root}:every",
        likenesses=f"{root}:likenesses",
        queues=tuple(f"{root}:q:{queue}" for queue in QUEUES),
        orders=tuple(f"{root}:p:{queue}" for queue in QUEUES),
    )


def article(site: str, place: Place) -> str:
    """Hash: name, title, url, open, mode, count, first (time of the first comment)."""
    return f"{tag(site, place.partition)}:a:{place.article}"


def states(site: str, place: Place) -> str:
    """Hash of id -> state (see codec)."""
    return f"{tag(site, place.partition)}:s:{place.article}"


def texts(site: str, place: Place) -> str:
    """Hash of id -> the present revision (see codec)."""
    return f"{tag(site, place.partition)}:x:{place.article}"


def roots(site: str, place: Place) -> str:
    """Sorted set of the top-level comments that stand in the thread, tombstones included; all scores 0."""
    return f"{tag(site, place.partition)}:t:{place.article}"


def replies(site: str, place: Place) -> str:
    """Sorted set of parent id + id for every reply that stands in the thread; all scores 0."""
    return f"{tag(site, place.partition)}:r:{place.article}"


def liked(site: str, place: Place) -> str:
    """Sorted set of visible top-level comments with likes, scored by them."""
    return f"{tag(site, place.partition)}:k:{place.article}"


def likers(site: str, place: Place) -> str:
    """Set of id + 8 bytes of the reader's hash."""
    return f"{tag(site, place.partition)}:l:{place.article}"


def revisions(site: str, place: Place) -> str:
    """Hash of id + revision number -> time and earlier revision."""
    return f"{tag(site, place.partition)}:v:{place.article}"


def decisions(site: str, place: Place) -> str:
    """Hash of decision id -> decision, and of id -> its decision ids in order."""
    return f"{tag(site, place.partition)}:d:{place.article}"


def reports(site: str, place: Place) -> str:
    """Hash of id + reporter -> report."""
    return f"{tag(site, place.partition)}:f:{place.article}"


def appeals(site: str, place: Place) -> str:
    """Hash of appeal id -> appeal, and of id -> its appeal ids in order."""
    return f"{tag(site, place.partition)}:o:{place.article}"


@lru_cache(maxsize=16384)
def thread_keys(site: str, place: Place) -> tuple[str, ...]:
    """What every script about a thread declares; `lua/include/thread.lua` names them in the same order."""
    shared = partition(site, place.partition)
    return (
        shared.head,
        shared.articles,
        article(site, place),
        states(site, place),
        texts(site, place),
        roots(site, place),
        replies(site, place),
        liked(site, place),
        likers(site, place),
        revisions(site, place),
        decisions(site, place),
        reports(site, place),
        shared.events,
        shared.audit,
        shared.claims,
        shared.due,
        *shared.queues,
        *shared.orders,
        shared.bell,
        shared.every,
    )


def retry(site: str, partition_number: int, digest: str) -> str:
    """The answer kept for an Idempotency-Key of a comment."""
    return f"{tag(site, partition_number)}:i:{digest}"


def retry_anywhere(site: str, digest: str) -> str:
    """The answer kept for an Idempotency-Key of any other request."""
    return f"{{{site}:i{_spread(digest):02d}}}:i:{digest}"


def site_record(site: str) -> str:
    """Hash: title, secret, created, format."""
    return f"{site_tag(site)}:record"


def site_policy(site: str) -> str:
    """String: the policy as JSON with its version."""
    return f"{site_tag(site)}:policy"


def site_bulks(site: str) -> str:
    """Hash: id of an act that decided many comments -> what was to be decided; id + `|decided` -> its decisions."""
    return f"{site_tag(site)}:bulks"


def site_notes(site: str) -> str:
    """Hash: `shift` -> moderators' notes for the next shift, as JSON."""
    return f"{site_tag(site)}:notes"


def site_tokens(site: str) -> str:
    """Hash of SHA-256 of a token -> who holds it, as JSON."""
    return f"{site_tag(site)}:tokens"


def site_head(site: str) -> str:
    return f"{site_tag(site)}:head"


def site_audit(site: str) -> str:
    return f"{site_tag(site)}:audit"


def site_bell(site: str) -> str:
    """Channel that is rung when policy, models, what was learned, webhooks, tokens or the site itself change."""
    return f"{site_tag(site)}:bell"


def lease(site: str, duty: str) -> str:
    return f"{site_tag(site)}:lease:{duty}"


def chains(site: str) -> list[tuple[str, str, str]]:
    """(name, head key, audit key) of every audit chain of a site."""
    threads = [(f"{n:02d}", tag(site, n)) for n in range(PARTITIONS)]
    authors = [(f"u{n:02d}", author_partition_tag(site, n)) for n in range(PARTITIONS)]
    own = [("site", site_tag(site))]
    return [(name, f"{root}:head", f"{root}:audit") for name, root in threads + authors + own]

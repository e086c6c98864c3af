"""How much memory a stored comment takes, with everything that is kept of it, and where it goes.

    python tests/benchmarks/memory.py --data FOLDER --comments 100000

Posts comments of about 300 characters through HTTP, signed in and as guests, each with an Idempotency-Key, on a fresh
Valkey, and asks it before and after.
"""

import argparse
import asyncio
import os
import random
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import aiohttp
from redis import Redis

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.crowd.commenters import SECRET, signed_in_as
from benchmarks.figures import machine, resident_mb, table
from benchmarks.service import Service, set_policy
from benchmarks.texts import of_length, some_texts
from valkey_nodes import ValkeyNode

KIND = re.compile(rb"\{[^}]*:(\w+)\}:(\w+)")
PEOPLE = 5000
KINDS = {
    "s": "states of comments",
    "x": "texts of comments",
    "t": "order of threads",
    "r": "order of replies",
    "every": "every comment of a partition",
    "i": "answers kept for Idempotency-Keys (24 hours)",
    "q": "queues, by time",
    "p": "queues, by priority",
    "events": "events (the latest of each partition)",
    "audit": "audit entries",
    "a": "articles",
    "articles": "which articles there are",
    "rec": "author records",
    "com": "comments by author",
    "recent": "fingerprints of recent comments (expire)",
    "gcra": "allowances (expire)",
    "v": "earlier revisions",
    "d": "decisions",
}


async def post_all(url: str, texts: list[str], articles: int, at_once: int) -> int:
    """Post every text; the number of those that were accepted."""
    rng = random.Random(7)
    tokens = [signed_in_as(f"reader-{n}", f"Reader {n}") for n in range(PEOPLE)]
    answered: dict[int, list[str]] = {}
    pile = iter(enumerate(texts))
    accepted = 0
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def write() -> None:
            nonlocal accepted
            for number, text in pile:
                person, article = rng.randrange(PEOPLE), min(rng.randrange(articles), rng.randrange(articles))
                earlier = answered.setdefault(article, [])
                body: dict[str, Any] = {"body": text}
                headers = {
                    "Idempotency-Key": f"memory-{number}",
                    "X-Forwarded-For": f"10.1.{person // 250}.{person % 250}",
                }
                if earlier and rng.random() < 0.5:
                    body["parent_id"] = rng.choice(earlier)
                if number % 2:
                    headers["Authorization"] = f"Bearer {tokens[person]}"
                else:
                    body["author"] = {"name": f"Guest {person}"}
                async with session.post(
                    f"{url}/v1/articles/story-{article}/comments", json=body, headers=headers
                ) as got:
                    document = await got.json(content_type=None)
                    if got.status not in (201, 202):
                        raise RuntimeError(f"{got.status} {document}")
                    accepted += 1
                    if got.status == 201 and document["comment"]["depth"] < 3:
                        earlier.append(document["comment"]["id"])
                        del earlier[:-50]

        # Alone, as the first who needs a changed policy reads it again while others go on with the old one.
        _, text = next(pile)
        first = {"body": text, "author": {"name": "Guest"}}
        async with session.post(f"{url}/v1/articles/story-0/comments", json=first) as got:
            accepted += got.status in (201, 202)
        await asyncio.gather(*(write() for _ in range(at_once)))
    return accepted


def by_kind(client: Any) -> Counter[str]:
    """Bytes of every kind of key, as the server reckons them."""
    found: Counter[str] = Counter()
    batch: list[bytes] = []

    def weigh() -> None:
        pipeline = client.pipeline(transaction=False)
        for key in batch:
            pipeline.memory_usage(key, samples=100)
        for key, size in zip(batch, pipeline.execute(), strict=True):
            matched = KIND.match(key)
            found[matched[2].decode() if matched else "other"] += size or 0
        batch.clear()

    for key in client.scan_iter(count=1000):
        batch.append(key)
        if len(batch) == 500:
            weigh()
    weigh()
    return found


def measure(texts: list[str], articles: int) -> None:
    node = ValkeyNode(options=("appendonly yes", "appendfsync everysec"))
    service = Service({"REDIS_URL": node.url}, pinned_to=0)
    try:
        node.start()
        service.start()
        idle = resident_mb(service.pid)
        set_policy(service.url, service.new_token("admin", "memory"), {"comments_per_minute": 0, "jwt_secret": SECRET})
        with Redis(host="127.0.0.1", port=node.port) as client:
            before = client.info("memory")
            accepted = asyncio.run(post_all(service.url, texts, articles, 32))
            after = client.info("memory")
            kinds = by_kind(client)
            calls = client.info("commandstats")
        _print(texts, accepted, before, after, kinds, calls)
        print(f"\nThe service itself: {idle:.0f} MB idle, {resident_mb(service.pid):.0f} MB afterwards")
    finally:
        service.remove()
        node.remove()


def _print(texts: list[str], accepted: int, before: Any, after: Any, kinds: Counter[str], calls: Any) -> None:
    size = sum(len(text.encode()) for text in texts) / accepted
    used = (after["used_memory"] - before["used_memory"]) / accepted
    rows = [(KINDS.get(kind, kind), f"{held / accepted:,.0f}") for kind, held in kinds.most_common(14)]
    lasting = used - sum(kinds[kind] for kind in ("i", "recent", "gcra")) / accepted
    print(machine())
    print(f"\n{accepted:,} comments, {size:.0f} bytes of text each\n")
    summary = [
        ("bytes of memory per comment, everything", f"{used:,.0f}", f"{used / size:.2f}"),
        ("without what expires within a day", f"{lasting:,.0f}", f"{lasting / size:.2f}"),
    ]
    print(table(("", "bytes", "times the text"), summary))
    print("\n" + table(("kept for it", "bytes per comment"), rows))
    busiest = sorted(calls.items(), key=lambda each: -each[1]["usec"])[:8]
    shown = [
        (name.removeprefix("cmdstat_"), f"{each['calls'] / accepted:.1f}", f"{each['usec_per_call']:.0f}")
        for name, each in busiest
    ]
    print("\n" + table(("command", "calls per comment", "us each"), shown))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=1000)
    given = parser.parse_args()
    os.sched_setaffinity(0, {1})
    every = some_texts(given.data, 150_000)
    texts = of_length(every, min(given.comments, 75_000))
    # There is not enough for more, so the rest is the same words joined otherwise.
    texts += of_length(list(reversed(every)), given.comments - len(texts)) if given.comments > len(texts) else []
    measure(texts, given.articles)
    return 0


if __name__ == "__main__":
    sys.exit(main())

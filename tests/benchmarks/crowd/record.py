"""What the crowd was told: every answer that counts as a promise, to be held against the store afterwards."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

VISIBLE = frozenset({"published", "approved"})


@dataclass(frozen=True, slots=True)
class Post:
    """A comment that was answered with 201 or 202."""

    key: str
    id: str
    article: str
    parent: str | None
    body: str
    status: str
    depth: int
    at: float


@dataclass(frozen=True, slots=True)
class Hold:
    """A time in which a moderator certainly had an entry: from the answer to the claim until the moderator asked to
    end it, or until the lease was over counted from the asking. The true lease is longer at both ends."""

    moderator: str
    comment: str
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was answered, in the order of the answers."""

    moderator: str
    comment: str
    action: str
    expected: int
    status: str
    version: int
    id: str


@dataclass(frozen=True, slots=True)
class Pass:
    """A reader's way through a thread by cursor, first page to last."""

    article: str
    sort: str
    began: float
    ids: tuple[str, ...]


@dataclass(slots=True)
class Record:
    posts: dict[str, Post] = field(default_factory=dict)
    """By id."""
    keys: dict[str, str] = field(default_factory=dict)
    """Idempotency-Key -> id."""
    by_article: dict[str, list[Post]] = field(default_factory=lambda: defaultdict(list))
    refused: list[str] = field(default_factory=list)
    """Comments that were not accepted, and why: not a fault, but said."""
    unanswered: list[str] = field(default_factory=list)
    """Keys of comments about which nothing was heard until patience ended."""
    holds: list[Hold] = field(default_factory=list)
    decisions: list[Decided] = field(default_factory=list)
    undone: set[str] = field(default_factory=set)
    conflicts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Refused decisions by problem type."""
    hidden: set[str] = field(default_factory=set)
    """Ids that a reader may have missed with good reason: a decision about them was sent."""
    passes: list[Pass] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    """What was seen to be wrong at once, without waiting for the end."""

    def posted(self, key: str, article: str, body: str, document: Any, at: float) -> Post:
        """Write down a comment as its author was answered."""
        comment = document["comment"]
        post = Post(key, comment["id"], article, comment["parent_id"], body, comment["status"], comment["depth"], at)
        if key in self.keys and self.keys[key] != post.id:
            self.violations.append(f"the key {key} made two comments: {self.keys[key]} and {post.id}")
        if post.id in self.posts:
            self.violations.append(f"two comments have the id {post.id}")
        if comment["body"] != body:
            self.violations.append(f"{post.id} was answered with another text than was sent")
        self.keys[key] = post.id
        self.posts[post.id] = post
        self.by_article[article].append(post)
        return post

    def somebody_to_answer(self, article: str, rng: random.Random, deepest: int) -> str | None:
        """A comment of the article that was visible when last heard of."""
        candidates = self.by_article[article]
        for _ in range(3):
            if not candidates:
                return None
            # Late comments draw more answers than early ones.
            post = candidates[-1 - min(int(rng.expovariate(0.3)), len(candidates) - 1)]
            if post.status in VISIBLE and post.id not in self.hidden and post.depth < deepest:
                return post.id
        return None

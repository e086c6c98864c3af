"""Domain values to stored bytes and back.

A revision is stored as one format byte and a compressed JSON array; a state as the sixteen bytes of the parent
followed by `|`-separated fields, which the scripts read and rewrite (`lua/include/thread.lua` is the other half).
Older formats stay readable: `REVISION_READERS` has one entry per format ever written.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from moderation.domain.comment import Judgement, Revision, Span, State, Status
from moderation.domain.errors import StoreUnsuitable
from moderation.storage.keys import QUEUES

NO_PARENT = bytes(16)
STATE_FORMAT = "1"
LETTERS = {
    Status.PUBLISHED: "P",
    Status.APPROVED: "A",
    Status.PENDING: "H",
    Status.REJECTED: "R",
    Status.DELETED: "D",
}
STATUSES = {letter: status for status, letter in LETTERS.items()}

_SCALE = 10_000
# What most comments share, most common last, as deflate prefers it. Part of format 2: never edit, add a format.
_DICTIONARY = (
    b"IDENTITY_ATTACK SEVERE_TOXICITY PROFANITY THREAT INSULT TOXICITY http://www.https:// government because about "
    b"should would could people think there their which where these those going really never again always something "
    b"article Wikipedia please thank comment other been more from have this that with they what when your just like "
    b"were some than then them will into only also know make time even much good right want say you are not the and "
    b" for was but his her all can out who did one don't I'm it's that's you're isn't doesn't can't won't of the in "
    b"the to the on the and the for the is a to be it is I have you are and I . The , but , and ? What . This . I "
    b'",1,"",0,[],[],null,[],"toxicity-en-2026.11"]'
)

Queues = frozenset[str]


def queue_mask(queues: Queues) -> int:
    return sum(1 << bit for bit, queue in enumerate(QUEUES) if queue in queues)


def queues_of(mask: int) -> Queues:
    return frozenset(str(queue) for bit, queue in enumerate(QUEUES) if mask & (1 << bit))


def decode_state(raw: bytes) -> State:
    """The state stored for a comment."""
    fields = raw[16:].split(b"|", 13)
    if fields[0].decode() != STATE_FORMAT:
        raise StoreUnsuitable(f"A comment's state has format {fields[0]!r}; this version of the product reads 1.")
    edited = int(fields[11])
    return State(
        status=STATUSES[fields[1].decode()],
        queues=queues_of(int(fields[2])),
        version=int(fields[3]),
        revision=int(fields[4]),
        likes=int(fields[5]),
        shown_replies=int(fields[6]),
        visible_replies=int(fields[7]),
        open_reports=int(fields[8]),
        priority=int(fields[10]),
        edited_at=edited or None,
        depth=int(fields[12]),
        author_id=fields[13].decode("utf-8"),
        parent=None if raw[:16] == NO_PARENT else raw[:16],
    )


def report_round(raw: bytes) -> int:
    """Reports filed in an earlier round than the state's are closed."""
    return int(raw[16:].split(b"|", 13)[9])


def encode_revision(revision: Revision) -> bytes:
    """One format byte (2) and the deflated JSON array."""
    judgement = revision.judgement
    payload = orjson.dumps(
        [
            revision.body,
            revision.author_name,
            int(revision.guest),
            revision.address,
            revision.at,
            list(revision.badges),
            list(judgement.opinions),
            revision.source,
            [[name, round(score * _SCALE)] for name, score in judgement.scores.items()],
            [[span.attribute, span.start, span.end, round(span.value * _SCALE)] for span in judgement.spans],
            judgement.model,
        ]
    )
    packer = zlib.compressobj(level=6, wbits=-15, zdict=_DICTIONARY)
    return b"\x02" + packer.compress(payload) + packer.flush()


def decode_revision(raw: bytes) -> Revision:
    """The revision stored for a comment, whatever format wrote it; StoreUnsuitable for a newer one."""
    reader = REVISION_READERS.get(raw[0])
    if reader is None:
        raise StoreUnsuitable(f"A comment is stored in format {raw[0]}, newer than this version of the product.")
    return reader(raw[1:])


def _inflated(payload: bytes) -> Revision:
    unpacker = zlib.decompressobj(wbits=-15, zdict=_DICTIONARY)
    return _from_array(orjson.loads(unpacker.decompress(payload) + unpacker.flush()))


def _plain(payload: bytes) -> Revision:
    return _from_array(orjson.loads(payload))


def _from_array(fields: Sequence[Any]) -> Revision:
    body, name, guest, address, at, badges, opinions, source, scores, spans, model = fields
    return Revision(
        body=body,
        author_name=name,
        guest=bool(guest),
        address=address,
        at=at,
        badges=tuple(badges),
        source=source,
        judgement=Judgement(
            opinions=tuple(opinions),
            scores={attribute: score / _SCALE for attribute, score in scores},
            spans=tuple(Span(attribute, start, end, value / _SCALE) for attribute, start, end, value in spans),
            model=model,
        ),
    )


REVISION_READERS: Mapping[int, Callable[[bytes], Revision]] = {1: _plain, 2: _inflated}

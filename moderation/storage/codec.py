"""Domain values to stored bytes and back.

A revision is stored as one format byte, a few fixed bytes and a deflated JSON array; a state as the sixteen bytes of
the parent followed by `|`-separated fields, which the scripts read and rewrite (`lua/include/thread.lua` is the other
half). Older formats stay readable: `REVISION_READERS` has one entry per format ever written.
"""

import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from moderation.domain.comment import SCORE_STEPS, Circumstances, Judgement, Revision, Span, State, Status, kept_score
from moderation.domain.errors import StoreUnsuitable
from moderation.storage.circumstances import packed, unpacked
from moderation.storage.keys import QUEUES

NO_PARENT = bytes(16)
STATE_FORMAT, WAITING_FORMAT = "1", "2"
"""Of a state; the second has since when somebody waits, and is written where that is not when it was written."""
LETTERS = {
    Status.PUBLISHED: "P",
    Status.APPROVED: "A",
    Status.PENDING: "H",
    Status.REJECTED: "R",
    Status.DELETED: "D",
}
STATUSES = {letter: status for status, letter in LETTERS.items()}

_ATTRIBUTES = ("TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT")
"""Attributes whose scores stand in the fixed part, in the order of the bits. Part of format 2: never edit."""
_COMMON = (
    "a able about above accept account actually add admin after again against ago agree all almost already also "
    "although always am an and another any anyone anything appear are argument around article as ask at attack "
    "away back bad be because become been before being believe best better between big block both but by call "
    "can cannot case change check claim clear close come comment common community consider content continue "
    "could country course delete did didn't different discussion do does doesn't doing don't done each early "
    "edit editor either else end enough even ever every everyone everything evidence exactly example explain "
    "fact far feel few find first follow for found free from full further general get give go going good got "
    "government great group had happen hard has have haven't having he hear help her here high him his history "
    "hold how however I I'd I'll I'm I've idea if important in include information instead interest into is "
    "isn't issue it it's its just keep kind know large last later least leave less let life like line link list "
    "little live long look lot made main make many matter may maybe me mean might more most much must my name "
    "national need never new next no not note nothing now number of off often ok old on once one only open "
    "opinion or order original other our out over own page part people perhaps person place please point policy "
    "political position possible post present problem public put question quite rather read real really reason "
    "recent remove reply report revert right said same say section see seem seen sense set several she should "
    "show side simply since so some someone something sort source speak start state still stop story subject "
    "such support sure take talk tell text than thank thanks that that's the their them then there there's these "
    "they they're thing things think this those though thought through time times title to together too topic "
    "true try trying two under understand until up upon us use used user very view want was wasn't way we well "
    "went were what when where whether which while white who whole why will with without won't word words work "
    "world would write wrong year years yes yet you you're your yourself "
)
_STRUCTURE = (
    ' http://www. https://en. "PROFANITY","THREAT","INSULT","SEVERE_TOXICITY","IDENTITY_ATTACK","TOXICITY" {"phase":"'
    '","effect":"hold","reason":"score","sentence":" is at or over this site\'s 0.8.","detail":{"attribute":"","score":'
    "0."
    ',"threshold":0.},"author_sentence":"A moderator will look at its wording before it appears."'
    ',"waivable":true,"wording":true}'
    " of the in the to the on the and the for the is a to be it is I have you are . The , but , and ? What . This . I "
    '",1,0,[],[{"phase":"scores","effect":"note","reason":"scored","sentence":"No score reaches a threshold of this '
    'site."}],null,[],[],"toxicity-en-2026.11"]'
)
_DICTIONARY = (_COMMON + _STRUCTURE).encode()
"""What comments share, most common last, as deflate prefers it. Part of format 2: never edit, add a format."""

_USUAL_READER = "fast"
"""Not stored. Part of format 2: never edit."""

Queues = frozenset[str]


def queue_mask(queues: Queues) -> int:
    return sum(1 << bit for bit, queue in enumerate(QUEUES) if queue in queues)


def queues_of(mask: int) -> Queues:
    return frozenset(str(queue) for bit, queue in enumerate(QUEUES) if mask & (1 << bit))


def decode_state(raw: bytes) -> State:
    """The state stored for a comment."""
    fields = raw[16:].split(b"|", 13)
    since, author = 0, fields[13]
    match fields[0].decode():
        case "2":
            waiting, _, author = author.partition(b"|")
            since = int(waiting)
        case "1":
            pass
        case other:
            raise StoreUnsuitable(f"A comment's state has format {other!r}; this version of the product reads 1 and 2.")
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
        author_id=author.decode("utf-8"),
        waiting_since=since or None,
        parent=None if raw[:16] == NO_PARENT else raw[:16],
    )


def report_round(raw: bytes) -> int:
    """Reports filed in an earlier round than the state's are closed."""
    return int(raw[16:].split(b"|", 13)[9])


def encode_revision(revision: Revision) -> bytes:
    """Format byte 2, eight bytes of address, one bit per common attribute, their scores, the deflated JSON array.

    Format 3 has the reader as one more member of the array; it is written where that was not the fast one. Format 4 has
    the circumstances before the array, and the reader where it was not the fast one.
    """
    judgement = revision.judgement
    plain = judgement.reader == _USUAL_READER
    common = [name for name in _ATTRIBUTES if name in judgement.scores]
    payload = orjson.dumps(
        [
            revision.body,
            revision.author_name,
            int(revision.guest),
            revision.at,
            list(revision.badges),
            list(judgement.opinions),
            revision.source,
            [[name, _scaled(score)] for name, score in judgement.scores.items() if name not in common],
            [[span.attribute, span.start, span.end, _scaled(span.value)] for span in judgement.spans],
            judgement.model,
            *([] if plain else [judgement.reader]),
        ]
    )
    packer = zlib.compressobj(level=6, wbits=-15, zdict=_DICTIONARY)
    mask = sum(1 << bit for bit, name in enumerate(_ATTRIBUTES) if name in common)
    fixed = struct.pack(
        f">B8sB{len(common)}H",
        4 if judgement.circumstances is not None else 2 if plain else 3,
        bytes.fromhex(revision.address or "00" * 8),
        mask,
        *(_scaled(judgement.scores[name]) for name in common),
    )
    known = b"" if judgement.circumstances is None else packed(judgement.circumstances)
    return fixed + known + packer.compress(payload) + packer.flush()


def _scaled(score: float) -> int:
    return round(kept_score(score) * SCORE_STEPS)


def decode_revision(raw: bytes) -> Revision:
    """The revision stored for a comment, whatever format wrote it; StoreUnsuitable for a newer one."""
    reader = REVISION_READERS.get(raw[0])
    if reader is None:
        raise StoreUnsuitable(f"A comment is stored in format {raw[0]}, newer than this version of the product.")
    return reader(raw[1:])


def _with_circumstances(stored: bytes) -> Revision:
    """Format 4."""
    known, end = unpacked(stored, 9 + 2 * stored[8].bit_count())
    return _packed(stored, end, known)


def _packed(stored: bytes, begin: int = 0, known: Circumstances | None = None) -> Revision:
    """Formats 2 to 4; the deflated array begins at `begin`, by default right behind the scores."""
    mask = stored[8]
    common = [name for bit, name in enumerate(_ATTRIBUTES) if mask & (1 << bit)]
    end = 9 + 2 * len(common)
    values = struct.unpack(f">{len(common)}H", stored[9:end])
    unpacker = zlib.decompressobj(wbits=-15, zdict=_DICTIONARY)
    fields = orjson.loads(unpacker.decompress(stored[begin or end :]) + unpacker.flush())
    body, name, guest, at, badges, opinions, source, other, spans, model, *reader = fields
    address = "" if stored[:8] == bytes(8) else stored[:8].hex()
    scores = [*zip(common, values, strict=True), *other]
    return _revision(body, name, guest, address, at, badges, opinions, source, scores, spans, model, known, *reader)


def _plain(stored: bytes) -> Revision:
    """Format 1: a JSON array, as the first development version wrote it."""
    return _revision(*orjson.loads(stored))


def _revision(
    body: str,
    name: str,
    guest: int,
    address: str,
    at: int,
    badges: Sequence[str],
    opinions: Sequence[Mapping[str, object]],
    source: str | None,
    scores: Sequence[Any],
    spans: Sequence[Any],
    model: str | None,
    known: Circumstances | None = None,
    reader: str = _USUAL_READER,
) -> Revision:
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
            scores={attribute: score / SCORE_STEPS for attribute, score in scores},
            spans=tuple(Span(attribute, start, end, value / SCORE_STEPS) for attribute, start, end, value in spans),
            model=model,
            reader=reader,
            circumstances=known,
        ),
    )


REVISION_READERS: Mapping[int, Callable[[bytes], Revision]] = {
    1: _plain,
    2: _packed,
    3: _packed,
    4: _with_circumstances,
}

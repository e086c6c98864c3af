"""Appeals: filed by authors, decided by moderators, read by both."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from moderation.domain import ids
from moderation.domain.appeal import Appeal, AppealOutcome, AppealState
from moderation.domain.audit import digest
from moderation.domain.comment import Comment, Status
from moderation.domain.ids import Place
from moderation.domain.policy import Hearer
from moderation.storage import keys
from moderation.storage.client import Store
from moderation.storage.codec import STATUSES, decode_revision
from moderation.storage.replies import sound
from moderation.storage.stored_decisions import ids_in

NOTHING = bytes(16)
"""Where an appeal names no decision."""
LETTERS = {
    AppealState.OPEN: "O",
    AppealState.UPHELD: "U",
    AppealState.OVERTURNED: "V",
    AppealState.WITHDRAWN: "W",
}
STATES = {letter: state for state, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Heard:
    """An appeal that was decided just now."""

    decision_id: bytes
    comment_id: bytes
    status: Status
    version: int


@dataclass(frozen=True, slots=True)
class NotHeard:
    """`word` is `gone`, `own`, `closed` (in which state it is), `claimed` (by whom, until when) or `moot`: what is
    appealed does not stand rejected any more."""

    word: str
    state: AppealState = AppealState.OPEN
    holder: str = ""
    until: int = 0


def appeal_keys(site: str, place: Place) -> tuple[str, ...]:
    """What the scripts declare that know of a thread's appeals."""
    return (*keys.thread_keys(site, place), keys.appeals(site, place))


class Appeals:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def file(
        self, site: str, comment: Comment, decision: bytes | None, against: str, statement: str, detail: bytes
    ) -> bytes | str:
        """The new appeal's id. Instead: `stale` (the comment changed since it was read), `already`, `not-rejected` or
        `gone`."""
        place = ids.place_of(comment.id)
        reply = await self._store.run(
            "file_appeal",
            appeal_keys(site, place),
            [
                comment.id,
                comment.state.version,
                decision or NOTHING,
                against,
                statement,
                ids.tail(place, secrets.token_bytes(3)),
                comment.state.author_id,
                detail,
                digest(detail),
            ],
        )
        return bytes(reply[1]) if reply[0] == b"filed" else str(reply[0].decode())

    async def resolve(
        self,
        site: str,
        appeal_id: bytes,
        outcome: AppealOutcome,
        moderator: str,
        hearer: Hearer,
        answer: bytes,
        detail: bytes,
    ) -> Heard | NotHeard:
        """Decide an appeal; `answer` is its note and message as JSON."""
        place = ids.place_of(appeal_id)
        letter = LETTERS[AppealState(outcome)]
        reply = await self._store.run(
            "resolve_appeal",
            appeal_keys(site, place),
            [
                appeal_id,
                letter,
                moderator,
                hearer,
                ids.tail(place, secrets.token_bytes(3)),
                answer,
                detail,
                digest(detail),
            ],
        )
        match reply:
            case [b"decided", decision, comment_id, status, version]:
                return Heard(decision, comment_id, STATUSES[status.decode()], version)
            case [b"claimed", holder, until]:
                return NotHeard("claimed", holder=holder.decode(), until=int(until))
            case [b"closed", state]:
                return NotHeard("closed", state=STATES[state.decode()])
            case _:
                return NotHeard(reply[0].decode())

    async def appeal(self, site: str, appeal_id: bytes) -> Appeal | None:
        key = keys.appeals(site, ids.place_of(appeal_id))
        raw = await self._store.command(key, "HGET", key, appeal_id)
        # A comment's own id leads to the list of its appeals.
        return decode_appeal(appeal_id, raw) if raw is not None and raw.startswith(b"1|") else None

    async def against(self, site: str, moderator: str, comment_ids: Sequence[bytes]) -> set[bytes]:
        """Of these comments, those about which an appeal against that moderator is open."""
        found = await self.of_comments(site, comment_ids)
        return {
            comment_id
            for comment_id, appeals in zip(comment_ids, found, strict=True)
            if any(appeal.open and appeal.against == moderator for appeal in appeals)
        }

    async def of_comment(self, site: str, comment_id: bytes) -> list[Appeal]:
        """Every appeal about a comment, oldest first."""
        return (await self.of_comments(site, [comment_id]))[0]

    async def of_comments(self, site: str, comment_ids: Sequence[bytes]) -> list[list[Appeal]]:
        """The same of many, in two round trips."""
        asked = [keys.appeals(site, ids.place_of(comment_id)) for comment_id in comment_ids]
        words = [(key, ("HGET", key, comment_id)) for key, comment_id in zip(asked, comment_ids, strict=True)]
        listed = [ids_in(reply or b"") for reply in sound(await self._store.commands(words))]
        wanted = [(key, appeal_id) for key, each in zip(asked, listed, strict=True) for appeal_id in each]
        stored = sound(await self._store.commands([(key, ("HGET", key, appeal_id)) for key, appeal_id in wanted]))
        found = {appeal_id: raw for (_, appeal_id), raw in zip(wanted, stored, strict=True) if raw is not None}
        return [[decode_appeal(each, found[each]) for each in appeals if each in found] for appeals in listed]


def decode_appeal(appeal_id: bytes, raw: bytes) -> Appeal:
    """`1|state|time|decided time|decided by|against|revision|size of text|size of statement|...`, and then the comment,
    the decision and the outcome with sixteen bytes each, the rejected text, the statement, the answer as JSON."""
    _, state, at, decided_at, decided_by, against, revision, text, statement, rest = raw.split(b"|", 9)
    spoken = 48 + int(text)
    answered = spoken + int(statement)
    answer = orjson.loads(rest[answered:] or b"{}")
    return Appeal(
        id=ids.to_text(appeal_id),
        comment_id=ids.to_text(rest[:16]),
        state=STATES[state.decode()],
        at=int(at),
        against=against.decode(),
        decision_id=_named(rest[16:32]),
        revision_number=int(revision),
        statement=rest[spoken:answered].decode(),
        revision=decode_revision(rest[48:spoken]) if int(text) else None,
        decided_at=int(decided_at) or None,
        decided_by=decided_by.decode() or None,
        outcome_id=_named(rest[32:48]),
        note=answer.get("note"),
        message=answer.get("message"),
    )


def encode_appeal(appeal: Appeal, text: bytes) -> bytes:
    """An appeal as the scripts keep it; `text` is its revision as it is stored."""
    statement = appeal.statement.encode()
    answer = {name: value for name in ("note", "message") if (value := getattr(appeal, name)) is not None}
    head = [
        "1",
        LETTERS[appeal.state],
        appeal.at,
        appeal.decided_at or 0,
        (appeal.decided_by or "").replace("|", "/"),
        appeal.against.replace("|", "/"),
        appeal.revision_number,
        len(text),
        len(statement),
        "",
    ]
    named = [NOTHING if each is None else ids.to_bytes(each) for each in (appeal.decision_id, appeal.outcome_id)]
    rest = ids.to_bytes(appeal.comment_id) + b"".join(named) + text + statement
    return "|".join(str(each) for each in head).encode() + rest + (orjson.dumps(answer) if answer else b"")


def _named(raw: bytes) -> str | None:
    return None if raw == NOTHING else ids.to_text(raw)

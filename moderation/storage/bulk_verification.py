"""What must be true of acts that decided many comments: each decision that names one is in it, and the reverse."""

from collections.abc import AsyncIterator

from moderation.domain import ids
from moderation.storage import keys
from moderation.storage.bulks import BulkAct, Bulks
from moderation.storage.client import Store
from moderation.storage.invariants import Finding
from moderation.storage.replies import sound
from moderation.storage.stored_decisions import decode_decision
from moderation.storage.whole_threads import UNREADABLE, WholeThread


async def act_findings(store: Store, site: str) -> AsyncIterator[Finding]:
    """Whether what came of each act is there, concerns its comments and names it. One act is held at a time."""
    bulks = Bulks(store)
    async for name in bulks.names(site):
        where = f"{site}: act {name}"
        try:
            act = await bulks.act(site, name)
        except UNREADABLE as why:
            yield Finding(where, f"it cannot be read: {why}", False)
            continue
        for sentence in [] if act is None else await _wrong(store, site, act):
            yield Finding(where, sentence, False)


async def _wrong(store: Store, site: str, act: BulkAct) -> list[str]:
    decisions = act.decisions or ()
    places = [keys.decisions(site, ids.place_of(each)) for each in decisions]
    found = sound(
        await store.commands([(key, ("HGET", key, each)) for key, each in zip(places, decisions, strict=True)])
    )
    sentences = []
    for decision_id, raw in zip(decisions, found, strict=True):
        if raw is None:
            sentences.append(f"decision {ids.to_text(decision_id)} came of it and does not exist")
        elif (told := act_of(raw)) is not None and (told[0] != act.id or told[1] not in act.comments):
            sentences.append(f"decision {ids.to_text(decision_id)} came of it and is not of it")
    return sentences


async def naming_findings(store: Store, site: str, thread: WholeThread) -> AsyncIterator[Finding]:
    """Whether the acts that a thread's decisions name were written down with the comments they decided."""
    bulks = Bulks(store)
    acts: dict[str, BulkAct | None] = {}
    where = f"{site}: article {thread.article!r}"
    for decision_id, raw in thread.decisions.items():
        name, comment_id = (None, b"") if decision_id in thread.states else act_of(raw) or (None, b"")
        if name is None:
            continue
        try:
            if name not in acts:
                acts[name] = await bulks.act(site, name)
        except UNREADABLE:
            continue  # told of with the act
        act = acts[name]
        if act is None:
            yield Finding(where, f"decision {ids.to_text(decision_id)} is of the act {name}, which is not known", False)
        elif comment_id not in act.comments:
            yield Finding(where, f"the act {name} does not know of its decision {ids.to_text(decision_id)}", False)


def act_of(raw: bytes) -> tuple[str | None, bytes] | None:
    """Which act a stored decision names, and which comment it concerns; None if the decision cannot be read."""
    try:
        stored = decode_decision(raw)
    except UNREADABLE:
        return None
    name = stored.detail.get("bulk")
    return None if name is None else str(name), stored.comment_id

"""What must be true of the index of looks: nothing is kept of a comment that is gone."""

from collections.abc import AsyncIterator

from moderation.domain import ids
from moderation.domain.comment import Status
from moderation.domain.ids import PARTITIONS
from moderation.storage import keys
from moderation.storage.author_verification import named, state_or_none
from moderation.storage.client import Store
from moderation.storage.invariants import Finding
from moderation.storage.likenesses import BATCH, Likenesses
from moderation.storage.replies import sound


async def likeness_findings(store: Store, site: str, repair: bool) -> AsyncIterator[Finding]:
    """Whose looks are kept and should not be, after everything that happened was taken in."""
    likenesses = Likenesses(store)
    await likenesses.catch_up(site)
    for number in range(PARTITIONS):
        kept = await likenesses.kept(site, number)
        gone = []
        for start in range(0, len(kept), BATCH):
            part = kept[start : start + BATCH]
            places = [keys.states(site, ids.place_of(comment_id)) for comment_id in part]
            words = [(key, ("HGET", key, comment_id)) for key, comment_id in zip(places, part, strict=True)]
            for comment_id, state in zip(part, sound(await store.commands(words)), strict=True):
                if state is None or ((known := state_or_none(state)) and known.status is Status.DELETED):
                    gone.append(comment_id)
        # One that was deleted during the reading is dropped by its event.
        if gone:
            await likenesses.catch_up(site)
            gone = sorted(set(gone) & set(await likenesses.kept(site, number)))
        for comment_id in gone:
            yield Finding(f"{site}: looks", f"what {named(comment_id)} looked like is kept; it is gone", True)
        if repair:
            await likenesses.forget(site, gone)

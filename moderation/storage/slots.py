"""Where a key lives in a Cluster: one of 16,384 slots, decided by the part of the key in braces."""

from collections.abc import Sequence
from functools import lru_cache

from redis.crc import key_slot


@lru_cache(maxsize=65_536)
def _slot_of_tag(tag: bytes) -> int:
    return key_slot(tag)


def slot_of(key: str | bytes) -> int:
    """The Cluster slot of a key, by its hash tag if it has one."""
    # There are few tags and many keys: a site's partitions come back again and again.
    return _slot_of_tag(tag_of(key))


def tag_of(key: str | bytes) -> bytes:
    """The part of a key that decides its slot: what stands in the first braces, if anything does."""
    name = key.encode() if isinstance(key, str) else key
    start = name.find(b"{")
    end = name.find(b"}", start + 1) if start >= 0 else -1
    return name[start + 1 : end] if end > start + 1 else name


def slot_of_all(keys: Sequence[str | bytes]) -> int:
    """The one slot of a script's keys. Raises ValueError if they lie apart (not under `python -O`)."""
    slot = slot_of(keys[0])
    if __debug__ and not _alike(keys) and any(slot_of(key) != slot for key in keys[1:]):
        raise ValueError(f"keys of more than one slot in one script: {keys!r}")
    return slot


def _alike(keys: Sequence[str | bytes]) -> bool:
    """Whether all keys begin with the same braces, as ours do: dozens of them are compared for each script."""
    first = keys[0]
    if not isinstance(first, str) or not first.startswith("{"):
        return False
    start = first[: first.find("}") + 1]
    return len(start) > 2 and all(isinstance(key, str) and key.startswith(start) for key in keys)

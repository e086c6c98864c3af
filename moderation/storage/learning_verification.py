"""What must be true of what a site has learned: every model one can roll back to is there as it was promoted."""

import hashlib
from collections.abc import AsyncIterator

from moderation.storage.client import Store
from moderation.storage.invariants import Finding
from moderation.storage.learning import Learning


async def learning_findings(store: Store, site: str, repair: bool) -> AsyncIterator[Finding]:
    """What is wrong with a site's own models and the suggestions it keeps. Beside a running service a model that was
    promoted during the reading is none of it, as the document is read before the models and after them."""
    learning, where = Learning(store), f"{site}: learning"
    try:
        _, learned = await learning.learned(site)
        artifacts = await learning.artifacts(site)
        _, after = await learning.learned(site)
    except (ValueError, KeyError, TypeError) as why:
        yield Finding(where, f"what was learned cannot be read: {why}", False)
        return
    if learned.acting is not None and learned.acting not in {version.number for version in learned.versions}:
        yield Finding(where, f"version {learned.acting} acts and is not among those kept", False)
    for version in learned.versions:
        artifact = artifacts.get(version.sha256)
        if artifact is None and version in after.versions:
            yield Finding(where, f"the model of version {version.number} is gone", False)
        elif artifact is not None and hashlib.sha256(artifact).hexdigest() != version.sha256:
            yield Finding(where, f"the model of version {version.number} is not the one that was promoted", False)
    named = {version.sha256 for version in (*learned.versions, *after.versions)}
    if strays := sorted(artifacts.keys() - named):
        yield Finding(where, f"{len(strays)} models are kept that no version names", True)
        if repair:
            await learning.drop_artifacts(site, strays)
    try:
        async for _ in learning.suggested(site):
            pass
    except (ValueError, KeyError) as why:
        yield Finding(where, f"a suggestion cannot be read: {why}", False)

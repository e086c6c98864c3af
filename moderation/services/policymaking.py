"""Changing a site's policy and what is said of an article."""

from collections.abc import Mapping
from typing import Any

import orjson

from moderation.domain.errors import Conflict, Invalid
from moderation.domain.policy import SECRETS
from moderation.services.access import Access
from moderation.services.documents import thread_document
from moderation.services.grounds import grounds_document
from moderation.services.policies import MASK, changed_document, policy_document, policy_of
from moderation.services.saving import until_saved
from moderation.storage.records import Records


class Policymaking:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access

    async def policy(self, site_id: str) -> dict[str, Any]:
        """The whole policy, secrets masked."""
        await self._access.site(site_id)
        version, document = await self._records.sites.policy(site_id)
        return policy_document(policy_of(document, version))

    async def grounds(self, site_id: str) -> dict[str, Any]:
        """The part of the policy that moderators choose from when they reject."""
        return grounds_document(await self._access.policy(site_id))

    async def set_policy(self, site_id: str, changes: Mapping[str, object], actor: str) -> dict[str, Any]:
        """Change some or all keys; what is not named stays. Invalid names what is wrong, and nothing changes then."""
        await self._access.site(site_id)
        expected = changes.get("version")
        if expected is not None and type(expected) is not int:
            raise Invalid("The policy was not changed.", {"version": ["Must be a whole number."]})

        async def attempt() -> dict[str, Any] | None:
            version, before = await self._records.sites.policy(site_id)
            if expected not in (None, version):
                raise Conflict(f"The policy is at version {version} now; read it again.", version=version)
            after = changed_document(before, changes)
            if after == before:
                return policy_document(policy_of(before, version))
            detail = {"action": "set_policy", "actor": actor, "before": _shown(before), "after": _shown(after)}
            saved = await self._records.sites.save_policy(site_id, version, after, orjson.dumps(detail))
            if saved is None:
                return None
            self._access.forget(site_id)
            return policy_document(policy_of(after, saved))

        return await until_saved("The policy keeps", attempt)

    async def describe_article(
        self, site_id: str, article: str, changes: Mapping[str, object], actor: str
    ) -> dict[str, Any]:
        """Set any of title, url, open and mode; None takes one back."""
        await self._access.site(site_id)
        unknown = set(changes) - {"title", "url", "open", "mode"}
        if unknown:
            raise Invalid("Unknown fields.", {name: ["Unknown field."] for name in sorted(unknown)})
        before = await self._records.threads.thread(site_id, article)
        stored = {name: _stored(name, value) for name, value in changes.items()}
        detail = {
            "action": "describe_article",
            "actor": actor,
            "article": article,
            "before": {name: getattr(before, name) for name in changes},
            "after": dict(changes),
        }
        await self._records.threads.describe(site_id, article, stored, orjson.dumps(detail))
        thread = await self._records.threads.thread(site_id, article)
        return thread_document(thread) | {"mode": thread.mode}


def _stored(name: str, value: object) -> str:
    if name == "open":
        return "" if value in (None, True) else "0"
    return "" if value is None else str(value)


def _shown(document: Mapping[str, object]) -> dict[str, object]:
    return {name: MASK if name in SECRETS else value for name, value in document.items()}

"""A site's settings on their way out of a store and into another: policy, who may sign in, the programs that are told
and asked, the models that were chosen and learned.

Secrets go out and come in only where they are asked for: who holds a file could sign in with them, and whose file is
taken in could as well. What is there already stays as it is.
"""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import orjson

from moderation.domain.errors import Invalid
from moderation.domain.external_phase import MOST_PHASES, ExternalPhase
from moderation.domain.policy import SECRETS
from moderation.domain.secret import Secret
from moderation.domain.webhook import MOST_WEBHOOKS, Webhook
from moderation.importers.record import (
    AccessRecord,
    ArtifactRecord,
    LearnedRecord,
    ModelsRecord,
    PhaseRecord,
    PolicyRecord,
    SettingRecord,
    WebhookRecord,
)
from moderation.outbound.signing import new_secret
from moderation.services.counterparts import host_of
from moderation.services.entrances import Entrances
from moderation.services.policies import changed_document
from moderation.services.saving import until_saved
from moderation.services.transfer_report import Report
from moderation.storage.records import Records

Called = TypeVar("Called", bound=Webhook | ExternalPhase)


async def settings_of(records: Records, site_id: str, *, secrets: bool) -> AsyncIterator[SettingRecord]:
    """Every setting of a site, with its secrets or without."""
    _, policy = await records.sites.policy(site_id)
    kept = {name: value for name, value in policy.items() if secrets or name not in SECRETS}
    yield PolicyRecord(kept, tuple(sorted(policy.keys() - kept.keys())))
    if secrets:
        yield await Entrances(records).record(site_id)
    _, webhooks = await records.webhooks.webhooks(site_id)
    for webhook in webhooks:
        yield WebhookRecord(webhook if secrets else replace(webhook, secrets=()))
    _, phases = await records.external_phases.phases(site_id)
    for phase in phases:
        yield PhaseRecord(phase if secrets else replace(phase, secrets=()))
    _, choices = await records.models.choices(site_id)
    if choices:
        yield ModelsRecord(choices)
    version, learned = await records.learning.learned(site_id)
    for artifact in (await records.learning.artifacts(site_id)).values():
        yield ArtifactRecord(artifact)
    lessons = await records.learning.attempts(site_id)
    if version or lessons:
        yield LearnedRecord(learned, tuple(lessons))


@dataclass(frozen=True, slots=True)
class Belongings:
    """Takes a file's settings into one site. `secrets`: whether those of the file are to be taken over."""

    records: Records
    site: str
    actor: str
    report: Report
    secrets: bool

    async def take_in(self, record: SettingRecord) -> None:
        """Keep what is not there yet; the report says what was not taken over. StorageUnavailable."""
        match record:
            case PolicyRecord():
                await self._policy(record)
            case AccessRecord() if self.secrets:
                await Entrances(self.records).take_in(self.site, record, self.actor, self.report)
            case AccessRecord():
                self._warn("The file holds tokens and ways to sign in, which were left out: see --with-secrets.")
            case WebhookRecord():
                await self._webhook(record.webhook)
            case PhaseRecord():
                await self._phase(record.phase)
            case ModelsRecord():
                await self._models(record)
            case ArtifactRecord():
                await self._artifact(record)
            case LearnedRecord():
                await self._learned(record)

    def _warn(self, sentence: str) -> None:
        self.report.warnings.append(sentence)

    def _detail(self, what: str, **rest: object) -> bytes:
        return orjson.dumps({"action": f"import_{what}", "actor": self.actor, **rest})

    async def _policy(self, record: PolicyRecord) -> None:
        version, present = await self.records.sites.policy(self.site)
        wanted = {name: value for name, value in record.document.items() if self.secrets or name not in SECRETS}
        own = {name: value for name, value in present.items() if name in SECRETS}
        if left_out := sorted(record.document.keys() - wanted.keys() - own.keys()):
            self._warn(f"The file holds {', '.join(left_out)}, which was left out: see --with-secrets.")
        if missing := sorted(set(record.left_out) - own.keys()):
            self._warn(f"The file was written without {', '.join(missing)}: set it again in the policy.")
        alike = _plain(present) == _plain(wanted)
        if alike and not wanted.keys() & SECRETS - own.keys():
            return
        if _plain(present) and not alike:
            self._warn("The site has a policy of its own, which was left as it is.")
            return
        document = self._valid(own, wanted)
        await self.records.sites.save_policy(
            self.site, version, document, self._detail("policy", keys=sorted(document))
        )

    def _valid(self, own: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
        """`own` with what this version takes of a policy that an earlier one may have written."""
        try:
            return changed_document(own, wanted)
        except Invalid as why:
            wrong = {name.partition(".")[0] for name in why.errors}
            self._warn(f"Of the policy {', '.join(sorted(wrong))} was left out, as it is not valid: set it again.")
            rest = {name: value for name, value in wanted.items() if name.partition(".")[0] not in wrong}
            return self._valid(own, rest)

    async def _webhook(self, webhook: Webhook) -> None:
        kept = self.records.webhooks
        detail = self._detail("webhook", webhook=webhook.id, host=host_of(webhook.url), enabled=self._keeps(webhook))
        await self._add(webhook, "webhook", MOST_WEBHOOKS, kept.webhooks, kept.save, detail)

    async def _phase(self, phase: ExternalPhase) -> None:
        kept = self.records.external_phases
        detail = self._detail("phase", phase=phase.id, host=host_of(phase.url), enabled=self._keeps(phase))
        await self._add(phase, "external phase", MOST_PHASES, kept.phases, kept.save, detail)

    async def _add(
        self,
        called: Called,
        what: str,
        most: int,
        read: Callable[[str], Awaitable[tuple[int, list[Called]]]],
        save: Callable[[str, int, Sequence[Called], bytes], Awaitable[int | None]],
        detail: bytes,
    ) -> None:
        trusted: list[Called] = []

        async def attempt() -> int | None:
            version, present = await read(self.site)
            if called.id in {each.id for each in present}:
                return version
            if len(present) >= most:
                self._warn(f"The {what} to {host_of(called.url)} was left out: there are {most} already.")
                return version
            if not trusted:
                trusted.append(await self._trusted(called, what))
            return await save(self.site, version, [*present, *trusted], detail)

        await until_saved(f"The site's {what}s keep", attempt)

    def _keeps(self, called: Webhook | ExternalPhase) -> bool:
        """Whether it goes on as it was, which it may if its secrets come with it."""
        return called.enabled and self.secrets and bool(called.secrets)

    async def _trusted(self, called: Called, what: str) -> Called:
        """As it was, if its secrets come with it; otherwise with a secret of its own, and off: the other program could
        not tell us from strangers, and may still be told by the store that the file comes from."""
        if self.secrets and called.secrets:
            return called
        now = await self.records.store.server_time_ms()
        self._warn(
            f"The {what} to {host_of(called.url)} has a new secret and is off: give it its secret, then switch it on."
        )
        return replace(called, secrets=(Secret(new_secret(), now),), enabled=False)

    async def _models(self, record: ModelsRecord) -> None:
        version, present = await self.records.models.choices(self.site)
        if present == record.choices:
            return
        if version:
            self._warn("The site has chosen models of its own, which was left as it is.")
            return
        detail = self._detail("models", languages=sorted(record.choices))
        await self.records.models.save(self.site, 0, record.choices, detail)

    async def _artifact(self, record: ArtifactRecord) -> None:
        version, _ = await self.records.learning.learned(self.site)
        if not version:
            sha256 = hashlib.sha256(record.artifact).hexdigest()
            await self.records.learning.keep_artifact(self.site, sha256, record.artifact)

    async def _learned(self, record: LearnedRecord) -> None:
        version, present = await self.records.learning.learned(self.site)
        if not await self.records.learning.attempts(self.site, 1):
            await self.records.learning.restore_attempts(self.site, record.lessons)
        if present == record.learned:
            return
        if version:
            self._warn("The site has learned by itself, which was left as it is.")
            return
        artifacts = await self.records.learning.artifacts(self.site)
        if gone := [each.number for each in record.learned.versions if each.sha256 not in artifacts]:
            self._warn(f"What was learned was not taken over: the file lacks the model of version {gone[0]}.")
            return
        detail = self._detail("learned", acting=record.learned.acting)
        await self.records.learning.save(self.site, 0, record.learned, detail)


def _plain(policy: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in policy.items() if name not in SECRETS}

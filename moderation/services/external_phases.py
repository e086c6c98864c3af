"""External moderation phases as administrators see them: set up, tried out, changed."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from moderation.domain import ids
from moderation.domain.author import AuthorRecord, Reader
from moderation.domain.clock import rfc3339
from moderation.domain.errors import Conflict, NotFound
from moderation.domain.external_phase import MOST_PHASES, BodyFormat, ExternalPhase
from moderation.domain.policy import OnFailure
from moderation.domain.secret import Secret
from moderation.domain.thread import Thread
from moderation.outbound.guard import Guard
from moderation.outbound.http import NoAnswer
from moderation.pipeline.facts import Facts, Unavailable
from moderation.services.access import Access
from moderation.services.consulting import About, Consulting, NotUnderstood, question_of, understood
from moderation.services.counterparts import check_address, host_of, renewed, secret_documents
from moderation.services.documents import Document
from moderation.services.saving import until_saved
from moderation.storage.records import Records


class ExternalPhases:
    def __init__(self, records: Records, access: Access, consulting: Consulting, guard: Guard) -> None:
        self._records = records
        self._access = access
        self._consulting = consulting
        self._guard = guard

    async def listed(self, site_id: str) -> list[Document]:
        await self._access.site(site_id)
        _, phases = await self._records.external_phases.phases(site_id)
        return [phase_document(phase) for phase in phases]

    async def create(self, site_id: str, asked: Mapping[str, Any], actor: str) -> Document:
        """The new phase with its secret, which is shown this once. Conflict if there are too many."""
        await self._access.site(site_id)
        check_address(self._guard, asked["url"])
        now = await self._records.store.server_time_ms()
        fresh = Secret(secrets.token_hex(32), now)
        phase = ExternalPhase(
            id=ids.new_uuid(now),
            url=asked["url"],
            title=asked["title"],
            format=BodyFormat(asked["format"]),
            deadline_ms=asked["deadline_ms"],
            on_silence=OnFailure(asked["on_silence"]),
            may_approve=asked["may_approve"],
            enabled=True,
            secrets=(fresh,),
            created_at=now,
        )

        def added(present: Sequence[ExternalPhase]) -> tuple[list[ExternalPhase], Document]:
            if len(present) >= MOST_PHASES:
                raise Conflict(f"A site has at most {MOST_PHASES} external phases, as comments wait for them.")
            return [*present, phase], {"after": _audited(phase)}

        await self._save(site_id, phase.id, "create_phase", actor, added)
        return phase_document(phase) | {"secret": fresh.text}

    async def change(self, site_id: str, phase_id: str, asked: Mapping[str, Any], actor: str) -> Document:
        """Change what is named; what is left out stays."""
        if "url" in asked:
            check_address(self._guard, asked["url"])

        def changed(old: ExternalPhase) -> ExternalPhase:
            return replace(
                old,
                url=asked.get("url", old.url),
                title=asked.get("title", old.title),
                format=BodyFormat(asked.get("format", old.format)),
                deadline_ms=asked.get("deadline_ms", old.deadline_ms),
                on_silence=OnFailure(asked.get("on_silence", old.on_silence)),
                may_approve=asked.get("may_approve", old.may_approve),
                enabled=asked.get("enabled", old.enabled),
            )

        return phase_document(await self._replace(site_id, phase_id, "change_phase", actor, changed))

    async def rotate(self, site_id: str, phase_id: str, overlap_hours: int, actor: str) -> Document:
        """A new secret, shown this once; the present one goes on being valid beside it for so many hours."""
        fresh = Secret(secrets.token_hex(32), await self._records.store.server_time_ms())

        def with_it(old: ExternalPhase) -> ExternalPhase:
            return replace(old, secrets=renewed(old.secrets, fresh, overlap_hours))

        phase = await self._replace(site_id, phase_id, "rotate_phase_secret", actor, with_it)
        return phase_document(phase) | {"secret": fresh.text}

    async def delete(self, site_id: str, phase_id: str, actor: str) -> None:
        await self._access.site(site_id)

        def without(present: Sequence[ExternalPhase]) -> tuple[list[ExternalPhase], Document]:
            gone = _named(present, site_id, phase_id)
            return [phase for phase in present if phase.id != phase_id], {"before": _audited(gone)}

        await self._save(site_id, phase_id, "delete_phase", actor, without)

    async def tried(self, site_id: str, phase_id: str, body: str) -> Document:
        """Ask it about a text as if a guest wrote it, now, and say what came of it; nothing is kept."""
        policy = await self._access.policy(site_id)
        _, present = await self._records.external_phases.phases(site_id)
        phase = _named(present, site_id, phase_id)
        now = await self._records.store.server_time_ms()
        author = AuthorRecord("trial")
        facts = Facts(policy, body, now, Reader("", "trial"), author, Thread("trial"), Unavailable("not asked"))
        about = About(ids.new_uuid(now), None, (), author.id)
        document: Document = {"status": None, "milliseconds": None, "problem": None, "answer": None}
        try:
            answer = await self._consulting.post(phase, question_of(site_id, "localhost", phase, facts, about), now)
            document |= {"status": answer.status, "milliseconds": round(answer.seconds * 1000)}
            document["answer"] = understood(answer)
        except (NoAnswer, NotUnderstood) as why:
            document["problem"] = str(why)
        return document

    async def _replace(
        self, site_id: str, phase_id: str, action: str, actor: str, change: Callable[[ExternalPhase], ExternalPhase]
    ) -> ExternalPhase:
        await self._access.site(site_id)
        saved: list[ExternalPhase] = []

        def replaced(present: Sequence[ExternalPhase]) -> tuple[list[ExternalPhase], Document]:
            before = _named(present, site_id, phase_id)
            after = change(before)
            saved[:] = [after]
            kept = [after if phase.id == phase_id else phase for phase in present]
            return kept, {"before": _audited(before), "after": _audited(after)}

        await self._save(site_id, phase_id, action, actor, replaced)
        return saved[0]

    async def _save(
        self,
        site_id: str,
        phase_id: str,
        action: str,
        actor: str,
        change: Callable[[Sequence[ExternalPhase]], tuple[list[ExternalPhase], Document]],
    ) -> None:
        async def attempt() -> int | None:
            version, present = await self._records.external_phases.phases(site_id)
            after, told = change(present)
            detail = orjson.dumps({"action": action, "actor": actor, "phase": phase_id, **told})
            return await self._records.external_phases.save(site_id, version, after, detail)

        await until_saved("The phases keep", attempt)
        self._consulting.forget(site_id)


def _named(phases: Sequence[ExternalPhase], site_id: str, phase_id: str) -> ExternalPhase:
    for phase in phases:
        if phase.id == phase_id:
            return phase
    raise NotFound(f"Site {site_id} has no external phase with the id {phase_id[:64]!r}.")


def phase_document(phase: ExternalPhase) -> Document:
    """A phase as administrators see it, without its secrets."""
    return {
        "id": phase.id,
        "url": phase.url,
        "title": phase.title,
        "format": str(phase.format),
        "deadline_ms": phase.deadline_ms,
        "on_silence": str(phase.on_silence),
        "may_approve": phase.may_approve,
        "enabled": phase.enabled,
        "created_at": rfc3339(phase.created_at),
        "secrets": secret_documents(phase.secrets),
    }


def _audited(phase: ExternalPhase) -> Document:
    """What the audit log says of a phase."""
    document = phase_document(phase) | {"host": host_of(phase.url)}
    del document["url"]
    return document

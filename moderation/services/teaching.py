"""Teaching a site's own model: when there is enough new to learn, an attempt; what came of it; and the way back."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import orjson
import structlog

from moderation.domain.actors import MODERATOR
from moderation.domain.clock import DAY_MS, rfc3339
from moderation.domain.errors import Conflict, Invalid, NothingToRollBack
from moderation.domain.learning import Label, Learned, Version
from moderation.scoring.onsite import LessonFailed, Taught, teach
from moderation.services.access import Access
from moderation.services.saving import until_saved
from moderation.storage.records import Records
from moderation.telemetry.metrics import Metrics

log = structlog.get_logger()

JOB: Final = "job:learning"
"""Who attempts by itself, as the audit log says it."""
ENOUGH_NEW: Final = 50
"""Decisions and suggestions since the last attempt after which the next is due at once."""
SOONEST_MS: Final = 900_000
"""Between two attempts of the job lies at least a quarter of an hour."""
MOST_DECISIONS, MOST_SUGGESTIONS = 20_000, 20_000
"""The newest labels of either kind that a lesson is about."""
SHOWN: Final = 20

Change = Callable[[Learned], Learned]


class Teaching:
    def __init__(self, records: Records, access: Access, metrics: Metrics) -> None:
        self._records = records
        self._lessons_told = metrics.lessons
        self._access = access
        self._lessons: dict[str, asyncio.Task[dict[str, Any]]] = {}

    async def shown(self, site_id: str) -> dict[str, Any]:
        """Whether the site learns, from whom, what acts and what it gained, attempts and alarms. UnknownSite."""
        await self._access.site(site_id)
        _, learned = await self._records.learning.learned(site_id)
        attempts = await self._records.learning.attempts(site_id, SHOWN)
        latest = attempts[0] if attempts else {}
        sources = []
        for source in latest.get("about", {}).get("sources", ()):
            name = await self._access.moderator_name(site_id, source["name"])
            sources.append({**source, "source": source["name"], "name": name, "ignored": False})
        known = {source["source"] for source in sources}
        sources += [_ignored(name) for name in learned.ignored if name not in known]
        seen = await self._seen(site_id)
        return {
            "enabled": learned.enabled,
            "paused": learned.paused,
            "model": None if learned.version is None else _version(learned.version),
            "versions": [_version(version) for version in learned.versions],
            "ignored": list(learned.ignored),
            "labels": {
                "approved": sum(source["approved"] for source in sources),
                "rejected": sum(source["rejected"] for source in sources),
                "sources": sources,
                "new": seen - int(latest.get("seen", 0)),
            },
            "alarms": latest.get("alarms", []),
            "attempts": [_attempt(attempt) for attempt in attempts],
        }

    async def due(self, site_id: str) -> bool:
        """Whether there is enough new to learn from: half a hundred labels, or any after a day."""
        _, learned = await self._records.learning.learned(site_id)
        if not learned.enabled or learned.paused or site_id in self._lessons:
            return False
        seen, latest = await self._seen(site_id), await self._records.learning.attempts(site_id, 1)
        if not latest:
            return seen >= ENOUGH_NEW
        new = seen - int(latest[0]["seen"])
        waited = await self._records.store.server_time_ms() - int(latest[0]["at"])
        return waited >= SOONEST_MS and (new >= ENOUGH_NEW or (new > 0 and waited >= DAY_MS))

    async def new_labels(self, site_id: str) -> int:
        """Decisions and suggestions since the last attempt. StorageUnavailable."""
        latest = await self._records.learning.attempts(site_id, 1)
        return await self._seen(site_id) - int(latest[0]["seen"] if latest else 0)

    def begin(self, site_id: str) -> None:
        """Attempt in the background, unless an attempt is being made."""
        lesson = self._lesson(site_id, JOB)
        lesson.add_done_callback(lambda done: _told(site_id, done))

    async def train(self, site_id: str, actor: str) -> dict[str, Any]:
        """Attempt now, and answer with what came of it; an attempt that is being made already is waited for. Conflict
        where learning is switched off, UnknownSite, StorageUnavailable."""
        await self._access.site(site_id)
        _, learned = await self._records.learning.learned(site_id)
        if not learned.enabled:
            raise Conflict("Learning is switched off for this site; switch it on first.")
        await self._records.sites.note(
            site_id, "learning", orjson.dumps({"action": "train_site_model", "actor": actor})
        )
        return _attempt(await asyncio.shield(self._lesson(site_id, actor)))

    async def roll_back(self, site_id: str, actor: str) -> dict[str, Any]:
        """Let the model act that was promoted before, or none. Nothing is promoted then until somebody asks for an
        attempt or switches learning on. NothingToRollBack."""

        def back(learned: Learned) -> Learned:
            earlier = learned.rolled_back()
            if earlier is None:
                raise NothingToRollBack("This site has no model of its own that acts.")
            return earlier

        await self._change(site_id, "roll_back_site_model", actor, back)
        return await self.shown(site_id)

    async def settle(self, site_id: str, changes: Mapping[str, Any], actor: str) -> dict[str, Any]:
        """Switch learning (and its scores) on or off, and name the sources that are not listened to; what is left out
        stays."""

        def settled(learned: Learned) -> Learned:
            if "enabled" in changes:
                learned = replace(learned, enabled=changes["enabled"], paused=learned.paused and not changes["enabled"])
            if "ignored" in changes:
                learned = replace(learned, ignored=tuple(sorted(set(changes["ignored"]))))
            return learned

        if not changes:
            raise Invalid(
                "There is nothing to change.", {"enabled": ["Say true or false, or name sources in ignored."]}
            )
        await self._change(site_id, "set_learning", actor, settled)
        return await self.shown(site_id)

    async def close(self) -> None:
        """Give up the attempts that are being made."""
        lessons = tuple(self._lessons.values())
        for lesson in lessons:
            lesson.cancel()
        await asyncio.gather(*lessons, return_exceptions=True)

    def _lesson(self, site_id: str, actor: str) -> "asyncio.Task[dict[str, Any]]":
        lesson = self._lessons.get(site_id)
        if lesson is None:
            lesson = self._lessons[site_id] = asyncio.create_task(self._teach(site_id, actor))
            lesson.add_done_callback(partial(self._ended, site_id))
        return lesson

    def _ended(self, site_id: str, lesson: "asyncio.Task[dict[str, Any]]") -> None:
        self._lessons.pop(site_id, None)
        if not lesson.cancelled() and lesson.exception() is not None:
            self._lessons_told.labels("failed").inc()

    async def _teach(self, site_id: str, actor: str) -> dict[str, Any]:
        _, learned = await self._records.learning.learned(site_id)
        seen, now = await self._seen(site_id), await self._records.store.server_time_ms()
        labels = [label for label in await self._labels(site_id) if label.source not in learned.ignored]
        present = learned.version
        artifact = None if present is None else await self._records.learning.artifact(site_id, present.sha256)
        attempt: dict[str, Any] = {"at": now, "actor": actor, "seen": seen, "promoted": None, "alarms": [], "about": {}}
        try:
            taught = await teach(labels, artifact)
        except LessonFailed as error:
            attempt |= {"why": str(error), "alarms": [str(error)]}
        else:
            base = dict(Counter(label.model for label in labels if label.model is not None))
            taught = replace(taught, about={**taught.about, "base": base})
            attempt |= {"why": taught.why, "alarms": list(taught.alarms), "about": dict(taught.about)}
            if taught.promote:
                attempt["promoted"] = await self._promote(site_id, present, taught, now, actor)
                if attempt["promoted"] is None:
                    attempt["why"] = "Somebody changed the acting model meanwhile; this one was not promoted."
        await self._records.learning.note_attempt(site_id, attempt)
        self._lessons_told.labels("refused" if attempt["promoted"] is None else "promoted").inc()
        for alarm in attempt["alarms"]:
            log.warning("an alarm while a site's model was taught", site=site_id, alarm=alarm)
        return attempt

    async def _labels(self, site_id: str) -> Sequence[Label]:
        decided = (await self._records.verdicts.labels(site_id))[-MOST_DECISIONS:]
        suggested = [label async for label in self._records.learning.suggested(site_id)]
        suggested.sort(key=lambda label: label.at)
        return [*decided, *suggested[-MOST_SUGGESTIONS:]]

    async def _promote(self, site_id: str, present: Version | None, taught: Taught, now: int, actor: str) -> int | None:
        """The new version's number; None if another model acts than the one this was compared with."""
        sha256 = str(taught.about["sha256"])
        about = {name: value for name, value in taught.about.items() if name != "sources"}
        await self._records.learning.keep_artifact(site_id, sha256, taught.artifact)

        def promoted(learned: Learned) -> Learned:
            same = learned.version == present and learned.enabled
            return learned.promoting(sha256, now, about) if same else learned

        after = await self._change(site_id, "promote_site_model", actor, promoted)
        named = {version.sha256 for version in after.versions}
        kept = await self._records.learning.artifacts(site_id)
        await self._records.learning.drop_artifacts(site_id, sorted(kept.keys() - named))
        acting = after.version
        return acting.number if acting is not None and acting != present and acting.sha256 == sha256 else None

    async def _change(self, site_id: str, action: str, actor: str, change: Change) -> Learned:
        await self._access.site(site_id)

        async def attempt() -> Learned | None:
            version, before = await self._records.learning.learned(site_id)
            after = change(before)
            if after == before:
                return after
            detail = {"action": action, "actor": actor, "before": _state(before), "after": _state(after)}
            if await self._records.learning.save(site_id, version, after, orjson.dumps(detail)) is None:
                return None
            self._access.forget(site_id)
            return after

        return await until_saved("What the site learns keeps", attempt)

    async def _seen(self, site_id: str) -> int:
        """How many entries of audit logs and suggestions there have been ever, which only grows."""
        made = sum(suggester.made for suggester in await self._records.learning.suggesters(site_id))
        return made + await self._records.verdicts.entries(site_id)


def _state(learned: Learned) -> dict[str, Any]:
    acting = learned.version
    return {
        "enabled": learned.enabled,
        "paused": learned.paused,
        "acting": learned.acting,
        "sha256": None if acting is None else acting.sha256,
        "ignored": list(learned.ignored),
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "sha256": version.sha256,
        "promoted_at": rfc3339(version.at),
        "about": dict(version.about),
    }


def _attempt(attempt: Mapping[str, Any]) -> dict[str, Any]:
    about = {name: value for name, value in attempt["about"].items() if name != "sources"}
    return {
        "at": rfc3339(attempt["at"]),
        "actor": attempt["actor"],
        "promoted": attempt["promoted"],
        "why": attempt["why"],
        "alarms": attempt["alarms"],
        "about": about,
    }


def _ignored(name: str) -> dict[str, Any]:
    counts = {"outside": not name.startswith(MODERATOR), "approved": 0, "rejected": 0, "agreement": None}
    return {"source": name, "name": name, **counts, "trust": 0.0, "share": 0.0, "ignored": True}


def _told(site_id: str, done: "asyncio.Task[dict[str, Any]]") -> None:
    if not done.cancelled() and (error := done.exception()) is not None:
        log.error("a site's model could not be taught", site=site_id, error=str(error))

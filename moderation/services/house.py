"""Everything one process needs to work, opened in order and closed in reverse."""

import asyncio
import contextlib

import orjson

from moderation.domain.actors import INSTALLATION
from moderation.domain.errors import StorageUnavailable, StoreUnsuitable
from moderation.domain.site import DEFAULT_SITE
from moderation.outbound.guard import EVERYWHERE
from moderation.outbound.http import Caller
from moderation.outbound.provider import Provider
from moderation.scoring.catalogue import Catalogue
from moderation.scoring.local import LocalScorer
from moderation.scoring.models import careful_models
from moderation.scoring.scorer import Scorer
from moderation.scoring.second_look import SecondLook
from moderation.services.access import Access
from moderation.services.acting import Acting
from moderation.services.analysis import Analysis
from moderation.services.appeals import Appeals
from moderation.services.auditing import Auditing
from moderation.services.bulk import Bulk
from moderation.services.choosing import Choosing
from moderation.services.consulting import Consulting
from moderation.services.context import Context
from moderation.services.counsel import Counsel
from moderation.services.decided import Decided
from moderation.services.deliveries import Deliveries
from moderation.services.discussion import Discussion
from moderation.services.enforcement import Enforcement
from moderation.services.external_phases import ExternalPhases
from moderation.services.following import Follower
from moderation.services.history import History
from moderation.services.learning import Learning
from moderation.services.listing import Listing
from moderation.services.live import Live
from moderation.services.notes import Notes
from moderation.services.notices import Notices
from moderation.services.own_comments import OwnComments
from moderation.services.own_standing import OwnStanding
from moderation.services.passwords import Passwords
from moderation.services.policymaking import Policymaking
from moderation.services.privacy import Privacy
from moderation.services.quotas import Quotas
from moderation.services.readings import Readings
from moderation.services.rehearsal import Rehearsal
from moderation.services.reporting import Reporting
from moderation.services.retries import Retries
from moderation.services.review import Review
from moderation.services.sessions import Sessions
from moderation.services.shadowing import Shadowing
from moderation.services.single_sign_on import SingleSignOn
from moderation.services.statements import Statements
from moderation.services.statistics import Statistics
from moderation.services.submission import Submission
from moderation.services.sweeping import Sweeping
from moderation.services.teaching import Teaching
from moderation.services.thresholds import Thresholds
from moderation.services.tokens import Tokens
from moderation.services.transparency import Transparency
from moderation.services.webhooks import Webhooks
from moderation.settings import Settings
from moderation.storage.client import Store
from moderation.storage.embedded import AppendFsync, EmbeddedValkey
from moderation.storage.node import Patience
from moderation.storage.records import Records
from moderation.storage.sites import STORE_FORMAT
from moderation.telemetry.metrics import Metrics

READY_SECONDS = 1.0
"""How long readiness waits for storage to answer."""


class House:
    def __init__(
        self,
        settings: Settings,
        store: Store,
        scorer: Scorer,
        second_look: SecondLook,
        embedded: EmbeddedValkey | None,
        metrics: Metrics,
    ) -> None:
        self.settings, self.metrics = settings, metrics
        self.store = store
        self.scorer = scorer
        self.second_look = second_look
        self.records = Records(store)
        self.access = Access(self.records)
        self.tokens, self.passwords = Tokens(self.records, self.access), Passwords(self.records, self.access)
        self.sessions = Sessions(self.records, self.access, settings.console_idle_minutes)
        self._operators_caller = Caller(EVERYWHERE)
        self.single_sign_on = SingleSignOn(self.records, self.access, _provider(settings, self._operators_caller))
        self.follower = Follower(self.records, self._settings_changed, metrics)
        self.access.follow_with(self.follower.follow)
        self.discussion = Discussion(self.records, self.access, self.follower, settings.cache_mb << 20)
        catalogue = Catalogue(settings.model, settings.models_dir)
        self._acting = Acting(scorer, catalogue)
        self.analysis = Analysis(self.access, scorer, catalogue, self._acting, second_look)
        self.learning = Learning(self.records, self.access, self.analysis, settings.score_timeout_ms / 1000)
        self.analysis.learn_from(self.learning)
        self.teaching = Teaching(self.records, self.access, metrics)
        self.choosing = Choosing(self.records, self.access, catalogue, self._acting)
        self.shadowing = Shadowing(self.records, self.analysis)
        self._caller = Caller(settings.outbound_networks)
        self._consulting = Consulting(self.records, self._caller, metrics, settings.public_url)
        self.submission = Submission(
            self.records,
            self.access,
            self.discussion,
            self.analysis,
            self.shadowing,
            self._consulting,
            settings.score_timeout_ms / 1000,
            metrics,
        )
        self.notices, self.own_comments = Notices(self.records, self.access), OwnComments(self.records, self.access)
        self.own_standing = OwnStanding(self.records, self.access)
        self.reporting = Reporting(self.records, self.access, self.discussion)
        self.live = Live(self.records, self.access, self.follower, settings.sse_heartbeat_seconds)
        self.appeals = Appeals(self.records, self.access, self.discussion)
        self.review = Review(self.records, self.access, self.discussion)
        self.listing = Listing(self.records, self.access)
        self.bulk = Bulk(self.records, self.access, self.discussion, self.review)
        self.transparency = Transparency(self.records, self.access)
        self.auditing, self.history = Auditing(self.records, self.access), History(self.records, self.access)
        self.statements = Statements(self.records, self.access)
        self.sweeping, self.context = Sweeping(self.records, self.access), Context(self.records, self.access)
        decided = Decided(self.records)
        self.statistics, self.readings = Statistics(self.records, self.access, decided), Readings(decided)
        self.enforcement = Enforcement(self.records, self.access, self.bulk)
        self.notes = Notes(self.records, self.access)
        self.policymaking = Policymaking(self.records, self.access)
        self.rehearsal = Rehearsal(self.records, self.access)
        self.thresholds = Thresholds(self.records, self.access, catalogue, self.policymaking)
        self.external_phases = ExternalPhases(self.records, self.access, self._consulting, self._caller.guard)
        self.counsel = Counsel(self.access, self.analysis, settings.score_timeout_ms / 1000)
        self.deliveries = Deliveries(self.records, self._caller, metrics, settings.public_url)
        self.webhooks = Webhooks(self.records, self.access, self.deliveries, self._caller.guard)
        self.privacy = Privacy(self.records, self.access, self.discussion)
        self.retries, self.quotas = Retries(self.records), Quotas(self.records, settings.score_quota_per_minute)
        self._embedded = embedded

    def _settings_changed(self, site_id: str) -> None:
        self.access.forget(site_id)
        self._consulting.forget(site_id)

    @classmethod
    async def open(
        cls,
        settings: Settings,
        scorer: Scorer | None = None,
        metrics: Metrics | None = None,
        second_look: SecondLook | None = None,
    ) -> "House":
        """Connect to storage (the embedded Valkey when no URL is set), make sure that there is a default site, load the
        classifier. Whoever brings a scorer brings the careful reader's look as well, or goes without.
        StorageUnavailable or StoreUnsuitable if storage cannot be used."""
        metrics = metrics or Metrics()
        if second_look is None:
            load = careful_models if scorer is None and settings.careful == "auto" else dict
            second_look = SecondLook(metrics.readings, settings.careful_ms / 1000, settings.careful_share, load)
        async with contextlib.AsyncExitStack() as opened:
            embedded: EmbeddedValkey | None = None
            url = settings.redis_url
            if not url:
                embedded = EmbeddedValkey()
                opened.push_async_callback(embedded.stop)
                fsync: AppendFsync = "always" if settings.appendfsync == "always" else "everysec"
                url = await embedded.start(settings.data_dir, fsync, binary=settings.valkey_binary)
            store = await Store.connect(
                url,
                patience=Patience(answer=settings.storage_timeout_ms / 1000, start=settings.storage_wait_seconds),
                acknowledge_replicas=settings.acknowledge_replicas,
                acknowledge_timeout=settings.acknowledge_timeout_ms / 1000,
                connections=settings.storage_connections,
            )
            opened.push_async_callback(store.close)
            scorer = scorer or LocalScorer(
                settings.model or None, settings.scorer_processes, most_models=settings.models_loaded
            )
            opened.push_async_callback(scorer.close)
            opened.push_async_callback(second_look.close)
            house = cls(settings, store, scorer, second_look, embedded, metrics)
            opened.push_async_callback(house.follower.close)
            await house._settle()
            await scorer.start()
            await second_look.start()
            opened.pop_all()
            return house

    async def _settle(self) -> None:
        """The default site exists, and the store is in a format this version reads."""
        sites = self.records.sites
        if await sites.site(DEFAULT_SITE) is None:
            detail = orjson.dumps({"action": "create_site", "actor": INSTALLATION, "site": DEFAULT_SITE})
            await sites.create(DEFAULT_SITE, "Default", detail)
        found = await sites.format(DEFAULT_SITE)
        if found > STORE_FORMAT:
            raise StoreUnsuitable(
                f"The store has format {found}; this version reads up to {STORE_FORMAT}. Use a newer one."
            )

    async def readiness(self) -> list[str]:
        """Sentences why this process cannot serve now; empty when it can."""
        reasons = []
        try:
            async with asyncio.timeout(READY_SECONDS):
                await self.store.ping()
        except TimeoutError:
            reasons.append(f"Storage does not answer within {READY_SECONDS:g} s.")
        except StorageUnavailable as error:
            reasons.append(f"Storage is away: {error.reason}.")
        if not self.scorer.ready:
            reasons.append("The classifier is not loaded.")
        return reasons

    async def close(self) -> None:
        self.live.close()
        self.passwords.close()
        await self.follower.close()
        await self.shadowing.close()
        await self.transparency.close()
        await self.readings.close()
        await self.deliveries.close()
        await self._caller.close()
        await self._operators_caller.close()
        await self.teaching.close()
        await self._acting.close()
        await self.second_look.close()
        await self.scorer.close()
        await self.store.close()
        if self._embedded is not None:
            await self._embedded.stop()


def _provider(settings: Settings, caller: Caller) -> Provider | None:
    if not settings.oidc_issuer:
        return None
    return Provider(caller, settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)

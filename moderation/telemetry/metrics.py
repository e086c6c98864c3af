"""Every metric of the service. Dashboards and alerts name these and no others."""

from bisect import bisect_left
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_EDGES = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


SITE_GAUGES: Final = {
    "webhook_deliveries_waiting": "Deliveries that are still to be made to the site's webhooks.",
    "webhook_events_missed": "Events that no webhook will be told of, as too many deliveries waited.",
    "learning_enabled": "1 where the site learns from its moderators and nobody rolled its model back.",
    "learning_version": "The version of the site's own model that acts; 0 while none does.",
    "learning_labels_new": "Decisions and suggestions since the last attempt to teach the site's model.",
    "learning_attempt_timestamp_seconds": "When the last attempt was made, in seconds since 1970; 0 for never.",
    "learning_alarms": "Alarms of the last attempt.",
    "learning_refused_in_a_row": "Attempts in a row, up to the last one, that promoted nothing.",
}
"""What a site's settings and work come to, the same from every process."""


class Looked(StrEnum):
    """Who had the last word on a text; from `over_budget` on the fast reader, as the careful one could not look."""

    FAST = "fast"  # and nobody doubted it
    CAREFUL = "careful"
    OVER_BUDGET = "over_budget"
    LATE = "late"
    FAILED = "failed"


class RouteTally:
    """Requests of one method of one route. Plain numbers of one thread: a locked metric would cost the hot reads
    several per cent of all they do."""

    __slots__ = ("buckets", "by_status", "method", "route", "seconds")

    def __init__(self, route: str, method: str) -> None:
        self.route = route
        self.method = method
        self.by_status: dict[int, int] = {}
        self.buckets = [0] * (len(_EDGES) + 1)
        self.seconds = 0.0

    def note(self, status: int, seconds: float) -> None:
        self.by_status[status] = self.by_status.get(status, 0) + 1
        self.buckets[bisect_left(_EDGES, seconds)] += 1
        self.seconds += seconds


class _Requests(Collector):
    def __init__(self) -> None:
        self.tallies: list[RouteTally] = []

    def describe(self) -> Iterable[Metric]:
        return self._families()

    def _families(self) -> tuple[CounterMetricFamily, HistogramMetricFamily]:
        return (
            CounterMetricFamily("moderation_requests", "Requests answered.", labels=("route", "method", "status")),
            HistogramMetricFamily(
                "moderation_request_seconds", "Time to answer a request.", labels=("route", "method")
            ),
        )

    def collect(self) -> Iterable[Metric]:
        requests, durations = self._families()
        for tally in self.tallies:
            for status, number in tally.by_status.items():
                requests.add_metric((tally.route, tally.method, str(status)), number)
            if tally.by_status:
                total = 0
                buckets = []
                for edge, number in zip((*map(str, _EDGES), "+Inf"), tally.buckets, strict=True):
                    total += number
                    buckets.append((edge, total))
                durations.add_metric((tally.route, tally.method), buckets, sum_value=tally.seconds)
        return requests, durations


class Metrics:
    """The metrics of one process, in a registry of their own so that a test can have several."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = _Requests()
        self.registry.register(self._requests)
        self.unmatched = self.route_tally("(none)", "(any)")
        self.storage_errors = Counter(
            "moderation_storage_errors_total", "Requests refused because storage was away.", registry=self.registry
        )
        self.comments = Counter(
            "moderation_comments_total",
            "Comments accepted, by the status they got.",
            ["status"],
            registry=self.registry,
        )
        self.unscored = Counter(
            "moderation_comments_unscored_total", "Comments that the classifier did not score.", registry=self.registry
        )
        readings = Counter(
            "moderation_readings_total",
            "Texts scored, by who had the last word: the fast reader, the careful one, or the fast one in doubt.",
            ["outcome"],
            registry=self.registry,
        )
        self.readings = {outcome: readings.labels(outcome) for outcome in Looked}
        self.queue_length = Gauge(
            "moderation_queue_length", "Comments that wait in a queue.", ["site", "queue"], registry=self.registry
        )
        self.live_readers = Gauge("moderation_live_readers", "Open event streams.", ["stream"], registry=self.registry)
        self.live_dropped = Counter(
            "moderation_live_readers_dropped_total",
            "Event streams closed for reading too slowly.",
            registry=self.registry,
        )
        self.event_lag = Gauge(
            "moderation_event_lag_seconds", "Age of the newest event when this process read it.", registry=self.registry
        )
        self.jobs = Counter(
            "moderation_jobs_total", "Runs of background jobs.", ["job", "outcome"], registry=self.registry
        )
        self.deliveries = Counter(
            "moderation_webhook_deliveries_total",
            "Tries to tell a webhook: delivered, failed for good, or to be retried.",
            ["outcome"],
            registry=self.registry,
        )
        self.external_phases = Counter(
            "moderation_external_phases_total",
            "Questions to external moderation phases: answered, or unavailable.",
            ["outcome"],
            registry=self.registry,
        )
        self.webhooks_disabled = Counter(
            "moderation_webhooks_disabled_total",
            "Webhooks disabled as they failed for too long.",
            registry=self.registry,
        )
        self.phases_resting = Gauge(
            "moderation_external_phases_resting",
            "External phases that this process leaves alone for a while, as they failed too often in a row.",
            registry=self.registry,
        )
        self.lessons = Counter(
            "moderation_lessons_total",
            "Attempts to teach a site's own model: promoted, refused, or failed.",
            ["outcome"],
            registry=self.registry,
        )
        self.webhooks = Gauge(
            "moderation_webhooks",
            "A site's webhooks: sound, failing, disabled after failing, or off.",
            ["site", "state"],
            registry=self.registry,
        )
        self.of_sites = {
            name: Gauge(f"moderation_{name}", said, ["site"], registry=self.registry)
            for name, said in SITE_GAUGES.items()
        }
        self.job_seconds = Gauge(
            "moderation_job_seconds", "How long the last run of a job took.", ["job"], registry=self.registry
        )

    def route_tally(self, route: str, method: str) -> RouteTally:
        tally = RouteTally(route, method)
        self._requests.tallies.append(tally)
        return tally

    def exposition(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self.registry)

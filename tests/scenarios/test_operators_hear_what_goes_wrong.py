"""What would go wrong in silence is in the metrics, and the alerting rules ask for metrics that there are."""

import re
import socket
from pathlib import Path

import pytest
from receivers import LOOPBACK
from service_client import Serve, Service

from moderation.api import health
from moderation.domain.webhook import Delivery
from moderation.telemetry.metrics import Metrics

RULES = Path(__file__).parents[2] / "deploy" / "prometheus" / "alerts.yml"


async def numbers(service: Service, monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Every number of `/metrics`, read anew."""
    monkeypatch.setitem(health.FRESH_SECONDS, health.site_signs, 0.0)
    answer = await service.reader().get("/metrics")
    lines = [line.rpartition(" ") for line in answer.body.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def of(site: str, name: str) -> str:
    return f'moderation_{name}{{site="{site}"}}'


async def test_a_webhook_that_fails_or_was_disabled_is_counted(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    service = await serve(outbound_networks=LOOPBACK)
    ada = await service.admin()
    asked = {"url": "http://127.0.0.1:9/", "events": ["comment.posted"]}
    hooks = [(await ada.post("/v1/sites/default/webhooks", asked)).document["id"] for _ in range(3)]
    await ada.patch(f"/v1/sites/default/webhooks/{hooks[0]}", {"enabled": False})
    webhooks = service.house.records.webhooks
    await webhooks.queue("default", hooks[1], [Delivery(f"id-{number}", "ping", 0) for number in range(3)])

    async def fails(hook: str, *, at_once: bool) -> None:
        (delivery, *_) = await webhooks.claim("default", hook, 1, 1)
        await webhooks.note_attempt(
            "default",
            hook,
            delivery,
            problem="no answer",
            again_in_ms=60_000,
            rest_ms=1,
            least_rest_ms=1,
            longest_rest_ms=1,
            longest_failing_ms=10**9,
            least_failures=10**6,
            at_once=at_once,
            detail=b'{"action":"disable_webhook","actor":"job"}',
        )

    await fails(hooks[1], at_once=False)
    shown = await numbers(service, monkeypatch)
    states = {state: shown[f'moderation_webhooks{{site="default",state="{state}"}}'] for state in STATES}
    assert states == {"sound": 1, "failing": 1, "disabled": 0, "off": 1}
    assert shown[of("default", "webhook_deliveries_waiting")] == 3
    await webhooks.queue("default", hooks[2], [Delivery("id-9", "ping", 0)])
    await fails(hooks[2], at_once=True)
    assert (await numbers(service, monkeypatch))['moderation_webhooks{site="default",state="disabled"}'] == 1


STATES = ("sound", "failing", "disabled", "off")


async def test_learning_that_is_refused_or_stalls_is_counted(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    service = await serve()
    ada, max_ = await service.admin(), await service.moderator("Max")
    said = await service.guest("Ann").says("Good game.")
    await max_.rejects(said.id, reason="other")
    before = await numbers(service, monkeypatch)
    assert before[of("default", "learning_enabled")] == 1
    assert before[of("default", "learning_attempt_timestamp_seconds")] == 0
    assert before[of("default", "learning_labels_new")] > 0

    for _ in range(2):
        assert (await ada.post("/v1/sites/default/learning/train")).document["promoted"] is None
    after = await numbers(service, monkeypatch)
    assert after['moderation_lessons_total{outcome="refused"}'] == 2
    assert after[of("default", "learning_refused_in_a_row")] == 2
    assert after[of("default", "learning_labels_new")] == 0
    assert after[of("default", "learning_attempt_timestamp_seconds")] > 1_700_000_000
    await ada.put("/v1/sites/default/learning", {"enabled": False})
    assert (await numbers(service, monkeypatch))[of("default", "learning_enabled")] == 0


async def test_a_site_that_is_gone_is_in_no_number(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    service = await serve()
    await service.new_site("paper")
    assert of("paper", "learning_enabled") in await numbers(service, monkeypatch)
    await service.house.access.delete_site("paper", "test")
    assert of("paper", "learning_enabled") not in await numbers(service, monkeypatch)


async def test_an_external_phase_that_is_left_alone_is_counted(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    service = await serve(outbound_networks=LOOPBACK)
    ada = await service.admin()
    await ada.sets_policy(comments_per_minute=0)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        asked = {"url": f"http://127.0.0.1:{closed.getsockname()[1]}/", "title": "Spam desk", "deadline_ms": 1000}
        assert (await ada.post("/v1/sites/default/phases", asked)).status == 201
        assert (await numbers(service, monkeypatch))["moderation_external_phases_resting"] == 0
        for number in range(5):
            await service.guest("Ann").says(f"Good game number {number}.")
        assert (await numbers(service, monkeypatch))["moderation_external_phases_resting"] == 1


def test_the_alerting_rules_ask_for_metrics_that_there_are() -> None:
    rules = re.split(r"^ +- alert: ", RULES.read_text(), flags=re.MULTILINE)[1:]
    exposed = Metrics().exposition().decode()
    asked = {name for rule in rules for name in re.findall(r"\bmoderation_\w+", rule)}
    assert len(asked) > 10
    assert {name for name in asked if f"# TYPE {name} " not in exposed} == set()
    assert len({rule.partition("\n")[0] for rule in rules}) == len(rules)
    assert all("expr: " in rule and "summary: " in rule for rule in rules)

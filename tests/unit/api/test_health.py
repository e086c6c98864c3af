"""What operators and their machines are answered."""

from typing import Any

from moderation.appkeys import CONDITION


async def test_a_process_that_lives_and_can_serve_says_so(client: Any) -> None:
    assert (await client.get("/healthz")).status == 200
    ready = await client.get("/readyz")
    assert (ready.status, await ready.json()) == (200, {"status": "ready", "reasons": []})


async def test_a_process_that_cannot_serve_says_why(client: Any, house: Any, monkeypatch: Any) -> None:
    async def reasons() -> list[str]:
        return ["Storage is away: refused."]

    monkeypatch.setattr(house, "readiness", reasons)
    answer = await client.get("/readyz")
    assert answer.status == 503
    assert (await answer.json())["reasons"] == ["Storage is away: refused."]
    assert "Retry-After" in answer.headers
    assert (await client.get("/healthz")).status == 200


async def test_a_stopping_process_is_not_ready_and_closes_its_connections(client: Any) -> None:
    client.app[CONDITION].draining = True
    answer = await client.get("/readyz")
    assert answer.status == 503
    assert answer.headers["Connection"] == "close"
    page = await client.get("/v1/counts?article=a")
    assert (page.status, page.headers["Connection"]) == (200, "close")


async def test_metrics_count_requests_by_route_and_comments_by_status(client: Any, post: Any) -> None:
    await post("hello")
    await post("you are vile")
    await client.get("/v1/articles/some-other/comments")
    await client.get("/nowhere")
    text = await (await client.get("/metrics")).text()
    route = 'route="/v1/articles/{article}/comments"'
    assert f'moderation_requests_total{{method="POST",{route},status="201"}} 1.0' in text
    assert f'moderation_requests_total{{method="POST",{route},status="202"}} 1.0' in text
    assert f'moderation_request_seconds_count{{method="GET",{route}}} 1.0' in text
    assert 'moderation_requests_total{method="(any)",route="(none)",status="404"} 1.0' in text
    assert 'moderation_comments_total{status="pending"} 1.0' in text
    assert 'moderation_queue_length{queue="pending",site="default"} 1.0' in text
    assert "some-other" not in text


async def test_the_reference_page_loads_nothing_from_elsewhere(client: Any) -> None:
    page = await client.get("/docs/")
    text = await page.text()
    assert page.content_type == "text/html"
    assert "http://" not in text
    assert "https://" not in text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    moved = await client.get("/docs", allow_redirects=False)
    assert moved.headers["Location"] == "/docs/"

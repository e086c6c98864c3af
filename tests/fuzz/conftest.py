"""The service on a real port beside tests that do not wait for an event loop, and what exists in it."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from served import CORAL_SECRET, Served
from service_client import Service, a_token
from valkey_nodes import ValkeyNode

import classifiers
from moderation.scoring.scorer import Scorer
from moderation.settings import Settings


async def _settle(service: Service) -> Served:
    ada, maria, ann = await service.admin(), await service.member("Maria"), service.guest("Ann")
    await service.new_site("scratch")
    await service.new_site("doomed")
    await ada.sets_policy(comments_per_minute=0, coral_secret=CORAL_SECRET)
    hook = await ada.post("/v1/sites/scratch/webhooks", {"url": "https://news.example/hook"})
    said = [await maria.says("Good game."), await ann.says("It was."), await ann.says("You are a stupid idiot.")]
    reply = await maria.says("Thank you all.", under=said[0])
    decided = await ada.approves(said[1].id)
    rejected = await ada.rejects(said[2].id)
    declared = {"explanation": "It is illegal.", "good_faith": True, "name": "Rita", "email": "rita@reader.example"}
    bulk = await ada.post(
        "/v1/moderation/decisions", {"decisions": [{"comment_id": reply.id, "action": "approve"}], "bulk": True}
    )
    note = await ada.post("/v1/moderation/notes", {"text": "Good evening."})
    notice = await service.reader().post(f"/v1/comments/{said[0].id}/notices", declared)
    refused = await maria.says("The referee was blind.")
    await ada.rejects(refused.id)
    appeal = await maria.appeals(refused)
    await ada.sets_standing("maria", "trusted")
    known = {
        "id": [
            hook.document["id"],
            *(each.id for each in said),
            reply.id,
            "maria",
            said[1].comment["author"]["id"],
            appeal.document["appeal"]["id"],
        ],
        "decision_id": [decided["decision_id"], rejected["decision_id"]],
        "bulk_id": [bulk.document["bulk_id"]],
        "note": [note.document["id"]],
        "number": ["1"],
        "notice_id": [notice.document["notice_id"]],
        "year": [str(datetime.now(UTC).year)],
        "delivery": [reply.id],
        "site": ["scratch"],
        "article": ["news", "https://news.example/1"],
        "queue": ["pending", "reported", "unreviewed", "unscored", "appeals", "escalated"],
        "language": ["en", "de"],
        "model": [classifiers.DEFAULT],
    }
    admin = ada.headers["Authorization"]
    return Served(service.url, service.address, admin, f"Bearer {a_token()}", known)


@pytest.fixture(scope="module")
def served(valkey_node: ValkeyNode, scorer: Scorer) -> Iterator[Served]:
    with valkey_node.client() as client:
        client.flushall()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="service")
    thread.start()

    def wait_for(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(60)

    settings = Settings(redis_url=valkey_node.url, check_answers=True, sse_heartbeat_seconds=0.05)
    service = wait_for(Service.start(settings, scorer))
    try:
        yield wait_for(_settle(service))
    finally:
        wait_for(service.stop())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

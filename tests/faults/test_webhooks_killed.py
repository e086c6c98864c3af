"""kill -9 of the service while it tells a webhook: every event is told, under one id, whatever was cut off."""

import asyncio
from collections import defaultdict

import pytest
from aiohttp import ClientSession, web
from benchmarks.service import Service
from receivers import listening

COMMENTS, KILLS = 60, 3


async def dawdles(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(0.1)
    return web.Response(status=204)


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_no_event_is_lost_and_none_has_two_ids() -> None:
    service = Service({"APPENDFSYNC": "always", "OUTBOUND_NETWORKS": "127.0.0.0/8"})
    try:
        await asyncio.to_thread(service.start)
        token = await asyncio.to_thread(service.new_token, "admin", "hooks")
        await asyncio.to_thread(service.command, "policy", "set", "--site", "default", "comments_per_minute=0")
        headers = {"Authorization": f"Bearer {token}"}
        said: list[str] = []
        async with listening(dawdles) as receiver, ClientSession() as session:
            asked = {"url": receiver.url, "events": ["comment.*", "queue.*"]}
            async with session.post(f"{service.url}/v1/sites/default/webhooks", json=asked, headers=headers) as answer:
                assert answer.status == 201, await answer.read()
            for part in range(KILLS):
                for number in range(COMMENTS // KILLS):
                    draft = {"body": f"Number {number} of {part}.", "author": {"name": f"Ann {number}"}}
                    path = f"{service.url}/v1/articles/article-{number}/comments"
                    async with session.post(path, json=draft) as answer:
                        assert answer.status in (201, 202), await answer.read()
                        said.append((await answer.json())["comment"]["id"])
                await receiver.hears(len(receiver.received) + 5)
                service.kill()
                await asyncio.to_thread(service.start)

            # What was under way when the process died is tried again after its lease of twenty seconds.
            def heard() -> set[str]:
                return {each.document["data"]["comment_id"] for each in receiver.of("comment.posted")}

            for _ in range(600):
                if heard() == set(said) and len(receiver.of("queue.entered")) >= COMMENTS:
                    break
                await asyncio.sleep(0.1)
            assert heard() == set(said)
            ids: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
            for each in receiver.received:
                event = each.document
                ids[event["type"], event["data"]["comment_id"], event["data"].get("queue", "")].add(each.id)
            assert {len(own) for own in ids.values()} == {1}
            verified = await asyncio.to_thread(service.command, "verify")
            assert verified.returncode == 0, verified.stdout
    finally:
        service.remove()

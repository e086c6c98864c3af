"""kill -9 of the service in the middle of a moderator's act: the same request again finishes it, and nothing twice."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession
from benchmarks.service import Service
from redis import Redis
from waiting import eventually

from moderation.storage import keys

COMMENTS, KILLS = 150, 2
MODERATION = "/v1/moderation"


@dataclass(frozen=True)
class Act:
    method: str
    path: str
    body: Any
    key: str

    async def told(self, session: ClientSession) -> int:
        sent = {"Idempotency-Key": self.key}
        async with session.request(self.method, self.path, json=self.body, headers=sent) as answer:
            await answer.read()
            return answer.status


async def a_wave(service: Service, name: str) -> tuple[str, list[str]]:
    """The id of a guest, and of what the guest wrote."""
    said, author = [], ""
    async with ClientSession(service.url) as session:
        for number in range(COMMENTS):
            draft = {"body": f"{name} was there {number} times.", "author": {"name": name}}
            async with session.post(f"/v1/articles/article-{number % 40}/comments", json=draft) as answer:
                assert answer.status == 201, await answer.read()
                comment = (await answer.json())["comment"]
            said.append(comment["id"])
            author = comment["author"]["id"]
    return author, said


async def audited(session: ClientSession, action: str) -> list[Any]:
    found: list[Any] = []
    cursor: dict[str, str] | None = {}
    while cursor is not None:
        query = {"limit": "200", "action": action} | cursor
        async with session.get(f"{MODERATION}/audit", params=query) as answer:
            page = await answer.json()
        found += page["items"]
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else None
    return found


async def is_cut_off(service: Service, session: ClientSession, act: Act) -> bool:
    """Whether the process died before it answered."""
    with Redis(unix_socket_path=str(service.socket)) as storage:
        begun = keys.site_bulks("default")
        before = storage.hlen(begun)
        running = asyncio.create_task(act.told(session))
        await eventually(lambda: storage.hlen(begun) > before, "the act is begun")
    service.kill()
    [outcome] = await asyncio.gather(running, return_exceptions=True)
    return isinstance(outcome, ClientError)


async def finish(session: ClientSession, act: Act) -> None:
    async def answered() -> bool:
        return await act.told(session) == 200

    await eventually(answered, "the key is free", seconds=30)


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("what", ["decisions", "standing"])
async def test_what_a_killed_process_began_is_finished_once(what: str) -> None:
    service, cut_off = Service({"APPENDFSYNC": "always"}), 0
    try:
        await asyncio.to_thread(service.start)
        token = await asyncio.to_thread(service.new_token, "moderator", "Max")
        policy = ("comments_per_minute=0", "hold_history_rate=0", "hold_repeats=false")
        await asyncio.to_thread(service.command, "policy", "set", "--site", "default", *policy)
        async with ClientSession(service.url, headers={"Authorization": f"Bearer {token}"}) as session:
            for number in range(KILLS):
                author, said = await a_wave(service, f"Ann {number}")
                if what == "decisions":
                    rows = [{"comment_id": each, "action": "reject"} for each in said]
                    act = Act("POST", f"{MODERATION}/decisions", {"decisions": rows, "bulk": True}, f"act-{number}")
                else:
                    ban = {"standing": "banned", "reason": "Enough.", "hide_last": COMMENTS}
                    act = Act("PUT", f"{MODERATION}/authors/{author}/standing", ban, f"act-{number}")

                cut_off += await is_cut_off(service, session, act)
                await asyncio.to_thread(service.start)
                await finish(session, act)

                times = Counter(entry["detail"]["comment"] for entry in await audited(session, "reject"))
                assert {times[each] for each in said} == {1}
            assert cut_off, "every act was done before the process died"
            assert len(await audited(session, "bulk")) == KILLS
            assert len(await audited(session, "set_standing")) == (KILLS if what == "standing" else 0)
        verified = await asyncio.to_thread(service.command, "verify")
        assert verified.returncode == 0, verified.stdout
    finally:
        service.remove()

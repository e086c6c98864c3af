"""What the service is measured against: a bare aiohttp handler that does nothing but answer, or one EVALSHA.

    python tests/benchmarks/floor.py PORT FOLDER [REDIS_URL]

`GET /FILE` answers with the bytes of FOLDER/FILE; `POST /` stores the body through one script; `POST /read`
reads it and answers JSON.
"""

import asyncio
import importlib
import itertools
import sys
from pathlib import Path

from aiohttp import web
from redis.asyncio import Redis

# About what storing a comment cannot do without: the text, its place in the thread, the count, an event.
SCRIPT = """#!lua
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], 0, ARGV[1])
redis.call('XADD', KEYS[4], 'MAXLEN', '~', '4096', '*', 'id', ARGV[1])
return redis.call('INCR', KEYS[3])
"""
KEYS = ("{floor}:texts", "{floor}:thread", "{floor}:count", "{floor}:events")


def build(folder: Path, redis: Redis | None) -> web.Application:
    bodies = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    numbers = itertools.count()

    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=bodies[request.match_info["name"]], content_type="application/json")

    async def store(request: web.Request) -> web.Response:
        assert redis is not None
        document = await request.json()
        await redis.evalsha(sha[0], len(KEYS), *KEYS, f"{next(numbers):012}", document["body"])
        return web.json_response({"stored": True}, status=201)

    async def read(request: web.Request) -> web.Response:
        document = await request.json()
        return web.json_response({"read": len(document)})

    async def load(_: web.Application) -> None:
        if redis is not None:
            sha.append(await redis.script_load(SCRIPT))

    sha: list[str] = []
    app = web.Application()
    app.router.add_get("/{name}", answer)
    app.router.add_post("/", store)
    app.router.add_post("/read", read)
    app.on_startup.append(load)
    return app


async def serve(port: int, folder: Path, redis_url: str | None) -> None:
    redis = Redis.from_url(redis_url) if redis_url else None
    runner = web.AppRunner(build(folder, redis), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    loop = importlib.import_module("uvloop").new_event_loop
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(serve(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None))

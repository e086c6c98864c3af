"""Fixtures every test may use: real servers, and a store connected to one."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import hypothesis
import pytest
from aiohttp import web_app
from argon2 import PasswordHasher
from service_client import Serve, Service, SharedScorer
from valkey_nodes import ValkeyCluster, ValkeyNode

from classifiers import Careful
from moderation.scoring.local import LocalScorer
from moderation.scoring.scorer import Scorer
from moderation.services import passwords
from moderation.settings import Settings
from moderation.storage.client import Store

# How fast an example runs says more of the machine than of the code: speed is measured in `benchmarks`.
hypothesis.settings.register_profile("at any speed", deadline=None)
hypothesis.settings.load_profile("at any speed")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is imported and collected stays to the end, so nobody looks through it for garbage again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True)
def forgotten_applications() -> Iterator[None]:
    """aiohttp remembers every application that served a test, which are soon so many that one look through them for
    garbage stops a service for a second."""
    yield
    web_app._cached_build_middleware.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """argon2 as it is, for a fiftieth of what it costs where people sign in; `unit/services/test_passwords.py` holds
    what that is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=2 * 1024, parallelism=1))
        yield


@pytest.fixture(scope="session")
def valkey_node() -> Iterator[ValkeyNode]:
    """A Cluster of one server that has every slot, so that a script whose keys lie apart fails here and not later."""
    cluster = ValkeyCluster(masters=1).start()
    try:
        yield cluster.masters[0]
    finally:
        cluster.remove()


@pytest.fixture
def valkey_url(valkey_node: ValkeyNode) -> str:
    """The URL of an empty server."""
    with valkey_node.client() as client:
        client.flushall()
    return valkey_node.url


@pytest.fixture
async def store(valkey_url: str) -> AsyncIterator[Store]:
    """A store on an empty server."""
    store = await Store.connect(valkey_url)
    yield store
    await store.close()


@pytest.fixture
def plain_valkey() -> Iterator[ValkeyNode]:
    """A server of the test's own that is no Cluster; the test may kill, pause and start it."""
    node = ValkeyNode().start()
    yield node
    node.remove()


@pytest.fixture
def start_cluster() -> Iterator[Callable[..., ValkeyCluster]]:
    """Start a Cluster of the test's own: `start_cluster(3, replicas=1)`."""
    started: list[ValkeyCluster] = []

    def start(masters: int = 3, *, replicas: int = 0) -> ValkeyCluster:
        cluster = ValkeyCluster(masters, replicas=replicas)
        started.append(cluster)
        return cluster.start()

    yield start
    for cluster in started:
        cluster.remove()


@pytest.fixture(scope="session")
def scorer() -> Iterator[Scorer]:
    """The classifier that ships, loaded once for all tests."""
    local = LocalScorer()
    yield SharedScorer(local)
    asyncio.run(local.close())


@pytest.fixture
async def serve(valkey_url: str, scorer: Scorer) -> AsyncIterator[Serve]:
    """Start a process of the service on an empty store, or one more on the same: `await serve(cache_mb=1)`."""
    started: list[Service] = []

    async def start(*, scorer: Scorer = scorer, careful: Careful | None = None, **settings: Any) -> Service:
        # How soon a busy machine scores is not what tests are about; those about the deadline set their own.
        plain = {
            "redis_url": valkey_url,
            "check_answers": True,
            "sse_heartbeat_seconds": 0.2,
            "score_timeout_ms": 20_000,
        }
        service = await Service.start(Settings(**(plain | settings)), scorer, careful)
        started.append(service)
        return service

    yield start
    for service in started:
        await service.stop()


@pytest.fixture
async def service(serve: Serve) -> Service:
    """The service on an empty store."""
    return await serve()

"""Several serving processes on one port, under a small parent that starts them again when they die.

The parent serves nothing. It holds the port, so that it stays the service's while workers come and go, and the embedded
Valkey, so that no worker's end takes it away. A worker notices the parent's death by the end of a pipe and drains.
"""

import asyncio
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from moderation import app
from moderation.settings import Settings
from moderation.storage.embedded import AppendFsync, EmbeddedValkey
from moderation.telemetry.logs import configure, log

LONGEST_PAUSE = 10.0
"""Seconds between the starts of a worker that dies again and again."""
HOPELESS = 3
"""Starts without one worker ever becoming ready."""

logger = log(__name__)
_processes = multiprocessing.get_context("spawn")


class _Worker:
    """One serving process. `told` ends when it does; it says once when it takes requests."""

    def __init__(self, settings: Settings) -> None:
        self.told, theirs = _processes.Pipe()
        self.process: SpawnProcess = _processes.Process(target=_work, args=(settings, theirs), name="moderation worker")
        self.process.start()
        theirs.close()
        self.started = time.monotonic()
        self.ready = False


def _work(settings: Settings, parent: Connection) -> None:
    # Ctrl-C goes to the whole foreground group; the parent passes it on, once.
    os.setsid()
    configure(settings.log_level, settings.log_format)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    app.run(settings, started=lambda host, port: parent.send((host, port)))


def _end_with(parent: Connection) -> None:
    try:
        parent.recv()
    except (EOFError, OSError):
        os.kill(os.getpid(), signal.SIGTERM)


def serve_with_workers(settings: Settings, ready: Callable[[str, int], None]) -> bool:
    """Serve until SIGTERM or SIGINT, then wait for the workers to drain. `ready` is told the address when all serve.

    False if no worker could be started. Raises OSError if the port is taken, StoreUnsuitable if there is no storage.
    """
    with _port_of(settings) as port:
        settings = replace(settings, port=port.getsockname()[1])
        embedded = EmbeddedValkey()
        if not settings.redis_url:
            fsync: AppendFsync = "always" if settings.appendfsync == "always" else "everysec"
            asyncio.run(embedded.start(settings.data_dir, fsync, binary=settings.valkey_binary))
        try:
            return _supervise(settings, ready)
        finally:
            asyncio.run(embedded.stop())


def _port_of(settings: Settings) -> socket.socket:
    family, _, _, _, where = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
    # Bound and never listening: the kernel gives connections to those that listen, the workers.
    held = socket.socket(family, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    held.bind(where)
    return held


def _supervise(settings: Settings, ready: Callable[[str, int], None]) -> bool:
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    waker, wakened = socket.socketpair()
    waker.setblocking(False)
    earlier = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    earlier_waker = signal.set_wakeup_fd(waker.fileno())
    workers = [_Worker(settings) for _ in range(settings.workers)]
    announced, deaths, again = False, 0, 0.0
    try:
        while not stopping:
            pause = max(0.0, again - time.monotonic()) if len(workers) < settings.workers else None
            known = {worker.told: worker for worker in workers}
            for told in wait([wakened, *known], pause):
                if not isinstance(told, Connection):
                    continue
                worker = known[told]
                try:
                    host, port = told.recv()
                except (EOFError, OSError):
                    workers.remove(worker)
                    _ended(worker)
                    deaths = 0 if worker.ready and time.monotonic() - worker.started > LONGEST_PAUSE else deaths + 1
                    again = time.monotonic() + min(LONGEST_PAUSE, 0.1 * 2 ** min(deaths, 10))
                    continue
                worker.ready = True
                if not announced and len(workers) == settings.workers and all(each.ready for each in workers):
                    announced = True
                    ready(host, port)
            if not announced and deaths >= HOPELESS:
                return False
            while not stopping and len(workers) < settings.workers and time.monotonic() >= again:
                workers.append(_Worker(settings))
        return True
    finally:
        for worker in workers:
            worker.process.terminate()
        for worker in workers:
            worker.process.join()
        signal.set_wakeup_fd(earlier_waker)
        for number, handler in earlier.items():
            signal.signal(number, handler)
        waker.close()
        wakened.close()


def _ended(worker: _Worker) -> None:
    worker.process.join()
    worker.told.close()
    logger.warning("a worker has ended and is started again", exit_code=worker.process.exitcode)

"""Stands beside the embedded Valkey: starts it again if it dies, ends it when nobody uses it any more.

Run as a script by `embedded.py`, in a session of its own; it imports nothing but the standard library, so it starts
in a few milliseconds. Why a process of its own: whoever started the server may be killed with -9, and a signal upon
the parent's death exists on Linux alone, fires when the parent's *thread* ends, and would take the server away from
a second process that has adopted it. Locks held by living processes are released by the kernel whatever happens:

    users.lock    shared by every process that uses the server; the guard waits to have it alone
    server.lock   held by the server itself (inherited across exec) and by its guard: no second server on the data
    guard.lock    held by the guard, so that a server without one is noticed and given a new one
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

QUICK = 1.0  # seconds; a server that ends itself sooner than this after its start did not start properly
ATTEMPTS = 3  # such starts in a row before the guard gives up
LONGEST_PAUSE = 2.0  # seconds between the starts of a server that is killed again and again
STOPPING = 60.0  # seconds a server may take to stop before it is killed


class Guard:
    """One server on one data directory, from its start (or from now on, if `pid` names a running one) to its end."""

    def __init__(self, binary: str, folder: Path, config: bytes, pid: int | None) -> None:
        self._binary = binary
        self._config = config
        self._pid = pid
        self._ending = False
        self._spawning = threading.Lock()
        self._guard = take(folder / "guard.lock")
        self._users = os.open(folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._server = os.open(folder / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)

    def watch(self) -> int:
        """Return when the server has ended for good: 0, or 1 if it would not start."""
        threading.Thread(target=self._end_when_unused, daemon=True).start()
        # A server that had another guard holds the lock by itself; having it means that the server is gone.
        fcntl.flock(self._server, fcntl.LOCK_EX)
        quick, refused = 0, 0
        while True:
            with self._spawning:
                if self._ending:
                    return 0
                started = time.monotonic()
                server = subprocess.Popen(  # noqa: S603 - the program chosen by server_binary.py
                    [self._binary, "-"], stdin=subprocess.PIPE, pass_fds=[self._server]
                )
                self._pid = server.pid
            server.communicate(self._config)
            quick = quick + 1 if time.monotonic() - started < QUICK else 0
            refused = refused + 1 if quick and server.returncode > 0 else 0
            if refused == ATTEMPTS:
                return 1
            time.sleep(min(0.05 * quick, LONGEST_PAUSE))

    def leave_it(self, *_: object) -> None:
        """Asked to end: do not start the server again. It is ended as ever, when nobody uses it."""
        self._ending = True

    def _end_when_unused(self) -> None:
        fcntl.flock(self._users, fcntl.LOCK_EX)
        with self._spawning:
            self._ending = True
        if self._pid is not None:
            tell(self._pid, signal.SIGTERM)
            time.sleep(STOPPING)
            tell(self._pid, signal.SIGKILL)


def take(path: Path) -> int:
    """Open a lock file and wait to have it alone."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def tell(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def main() -> int:
    """`guard.py BINARY FOLDER [PID]`, the server's configuration on standard input."""
    binary, folder, *pid = sys.argv[1:]
    guard = Guard(binary, Path(folder), sys.stdin.buffer.read(), int(pid[0]) if pid else None)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, guard.leave_it)
    return guard.watch()


if __name__ == "__main__":
    sys.exit(main())

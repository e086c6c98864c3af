"""The service as an operator starts it: a process of its own, on storage of the benchmark's or the test's choice."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkey_nodes import free_port

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "moderation")


class NotReady(Exception):
    """The service did not answer readyz in time; the message ends with its log."""


class Service:
    """`moderation serve` in a folder of its own, with the settings given (`MODERATION_*` without the prefix)."""

    def __init__(self, settings: Mapping[str, object] | None = None, *, pinned_to: int | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="moderation-service-"))
        self.port = free_port()
        self.settings = {str(name).upper(): str(value) for name, value in (settings or {}).items()}
        self._pinned_to = pinned_to
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def environment(self) -> dict[str, str]:
        """What the service and the commands beside it are started with."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("MODERATION_")}
        own = {"HOST": "127.0.0.1", "PORT": str(self.port), "DATA_DIR": str(self.folder), **self.settings}
        return {**plain, **{f"MODERATION_{name}": value for name, value in own.items()}}

    @property
    def embedded(self) -> bool:
        return not self.settings.get("REDIS_URL")

    def launch(self) -> None:
        words = [*PROGRAM, "serve"]
        if self._pinned_to is not None:
            words = ["taskset", "-c", str(self._pinned_to), *words]
        with (self.folder / "service.log").open("ab") as log:
            self._process = subprocess.Popen(
                words, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def start(self, *, within: float = 60.0) -> "Service":
        """Start it and wait until it is ready; NotReady otherwise."""
        self.launch()
        self.wait_until_ready(within=within)
        return self

    def wait_until_ready(self, *, within: float = 60.0) -> float:
        """Seconds waited."""
        began = time.monotonic()
        while self.readiness() != 200:
            if self._process is not None and self._process.poll() is not None:
                raise NotReady(f"the service ended with {self._process.returncode}. {self.end_of_log()}")
            if time.monotonic() - began > within:
                raise NotReady(f"the service was not ready after {within:g} s. {self.end_of_log()}")
            time.sleep(0.02)
        return time.monotonic() - began

    def readiness(self) -> int:
        """The status of readyz; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return 0

    def command(self, *words: str, typed: str | None = None, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """Run `moderation ...` on the same storage, as an operator would beside the service, who may type an answer."""
        return subprocess.run(
            [*PROGRAM, *words],
            cwd=ROOT, env=self.environment, input=typed, capture_output=True, text=True, timeout=timeout, check=False,
        )  # fmt: skip

    def new_token(self, role: str, name: str) -> str:
        """A token as the operator gets it from the command line."""
        made = self.command("token", "create", "--site", "default", "--role", role, "--name", name)
        if made.returncode:
            raise NotReady(f"token create ended with {made.returncode}: {made.stderr.strip()}")
        return made.stdout.strip()

    def stop(self) -> int:
        """Ask it to end as an operator would; its exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(timeout=60)
        self._process = None
        return code

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @property
    def socket(self) -> Path:
        return self.folder / "run" / "valkey.sock"

    def embedded_pid(self) -> int | None:
        """Process id of the embedded Valkey, if one answers."""
        try:
            with Redis(unix_socket_path=str(self.socket), socket_timeout=5) as client:
                return int(client.info("server")["process_id"])
        except (RedisError, OSError):
            return None

    def end_of_log(self) -> str:
        with contextlib.suppress(OSError):
            lines = (self.folder / "service.log").read_text(errors="replace").splitlines()[-15:]
            return "Its log ends:\n" + "\n".join(lines)
        return ""

    def remove(self) -> None:
        """End it in whatever state it is, wait for its storage to end, and delete its folder."""
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.stop()
            self.kill()
        until = time.monotonic() + 20
        while self.embedded and self.embedded_pid() is not None and time.monotonic() < until:
            time.sleep(0.05)
        shutil.rmtree(self.folder, ignore_errors=True)


def ask(url: str, *, method: str = "GET", token: str = "", body: object = None) -> tuple[int, object]:
    """One plain request, for setting things up: the status and the document."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read() or b"null")


def set_policy(service_url: str, token: str, changes: Mapping[str, object]) -> None:
    """Change the default site's policy as an administrator; AssertionError if it is refused."""
    address = f"{service_url}/v1/sites/default/policy"
    status, document = ask(address, method="PUT", token=token, body=dict(changes))
    assert status == 200, (status, document)
    # The next request reads the site again, and those that come meanwhile go on with the old policy.
    ask(address, token=token)


def parent_of(pid: int) -> int:
    """The process that started a process."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def signal_all(pids: Sequence[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)

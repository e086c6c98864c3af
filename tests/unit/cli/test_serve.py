"""The service as a process: starts, says where it is, survives its workers, ends without leaving anything."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from valkey_nodes import ValkeyNode

from moderation.cli.demo_comments import conversation


class Service:
    """A running `moderation serve`, or whatever command is given."""

    def __init__(self, environment: dict[str, str], command: str = "serve") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "moderation", command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "MODERATION_PORT": "0", "MODERATION_DRAIN_SECONDS": "2", **environment},
        )
        self.said: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.strip())
            if found := re.fullmatch(r"Moderation serves (http://\S+)", line.strip()):
                self.url = found[1]
                return
        raise AssertionError(self.process.stderr.read() if self.process.stderr else "")

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return bytes(answer.read())

    def workers(self) -> set[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {pid for pid in map(int, children) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()}

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        finally:
            for pipe in (self.process.stdout, self.process.stderr):
                if pipe is not None:
                    pipe.close()


def wait_for(condition: "Iterator[bool]") -> None:
    for holds in condition:
        if holds:
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_one_process_says_where_it_serves_and_ends_at_sigterm(plain_valkey: ValkeyNode) -> None:
    service = Service({"MODERATION_REDIS_URL": plain_valkey.url})
    try:
        assert b'"a":0' in service.get("/v1/counts?article=a")
    finally:
        assert service.end() == 0


@pytest.mark.long
def test_a_command_shares_the_embedded_storage_of_the_running_service(tmp_path: Path) -> None:
    environment = {"MODERATION_REDIS_URL": "", "MODERATION_DATA_DIR": str(tmp_path / "data")}
    service = Service(environment)
    try:
        made = subprocess.run(
            [sys.executable, "-m", "moderation", "token", "create", "--role", "admin", "--name", "Ad"],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
            env={**os.environ, **environment},
        )
        headers = {"Authorization": f"Bearer {made.stdout.strip()}"}
        request = urllib.request.Request(service.url + "/v1/sites/default/policy", headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200
    finally:
        assert service.end() == 0


@pytest.mark.long
def test_a_worker_that_dies_is_started_again_and_none_outlives_the_parent(plain_valkey: ValkeyNode) -> None:
    service = Service({"MODERATION_REDIS_URL": plain_valkey.url, "MODERATION_WORKERS": "2"})
    try:
        first = service.workers()
        assert len(first) == 2
        os.kill(min(first), signal.SIGKILL)
        wait_for(len(service.workers() - {min(first)}) == 2 for _ in range(400))
        assert b'"a":0' in service.get("/v1/counts?article=a")
        last = service.workers()
        service.process.kill()
        wait_for(not any(alive(pid) for pid in last) for _ in range(400))
    finally:
        service.end()


@pytest.mark.long
def test_workers_that_cannot_serve_end_the_parent_with_a_sentence(plain_valkey: ValkeyNode) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "moderation", "serve"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={
            **os.environ,
            "MODERATION_PORT": "0",
            "MODERATION_WORKERS": "2",
            "MODERATION_REDIS_URL": plain_valkey.url,
            "MODERATION_MODEL": "no-such-model",
        },
    )
    assert result.returncode == 2
    assert "workers ended as soon as they were started" in result.stderr


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_port_that_is_taken_is_one_sentence(plain_valkey: ValkeyNode, workers: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "moderation", "serve"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={
            **os.environ,
            "MODERATION_PORT": str(plain_valkey.port),
            "MODERATION_WORKERS": workers,
            "MODERATION_REDIS_URL": plain_valkey.url,
        },
    )
    assert result.returncode == 2
    assert "address already in use" in result.stderr.lower()
    assert "Traceback" not in result.stderr


@pytest.mark.long
def test_the_demonstration_is_a_newsroom_in_the_middle_of_its_day(plain_valkey: ValkeyNode) -> None:
    service = Service({"MODERATION_REDIS_URL": plain_valkey.url}, "demo")
    try:
        assert b'"demo":261' in service.get("/v1/counts?article=demo")
        (token,) = [line.split()[1] for line in service.said if line.startswith("Token")]
        counts = {each["queue"]: each["count"] for each in asked(service, token, "queues")["queues"]}
        waiting = {"pending": 4, "reported": 2, "appeals": 1, "escalated": 1}
        assert counts == waiting | {"unreviewed": 162, "unscored": 0}
        statistics = asked(service, token, "statistics")
        assert statistics["held"] == 4
        assert {"flagged_rejected", "flagged_approved", "passed_rejected"} <= {
            name for name, count in statistics["agreement"].items() if count
        }
        wave = next(
            each for each in asked(service, token, "queues/reported")["items"] if "shoes" in each["comment"]["body"]
        )
        alike = asked(service, token, "sweeps", {"comment_id": wave["comment"]["id"]})["items"]
        assert sum("80% off" in each["comment"]["body"] and not each["outlier"] for each in alike) == 9
        assert [each["outlier"] for each in alike if "Do not click" in each["comment"]["body"]] == [True]
    finally:
        assert service.end() == 0
    verify = [sys.executable, "-m", "moderation", "verify"]
    environment = {**os.environ, "MODERATION_REDIS_URL": plain_valkey.url}
    verified = subprocess.run(verify, capture_output=True, text=True, timeout=60, check=False, env=environment)
    assert (verified.returncode, verified.stdout.strip()) == (0, "Everything holds (1 site).")


def asked(service: Service, token: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    sent = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{service.url}/v1/moderation/{path}", sent, headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return dict(json.load(answer))


def test_the_demonstration_tells_the_same_story_every_time() -> None:
    first = list(conversation())
    assert first == list(conversation())
    assert len(first) > 200
    assert len({comment.body for comment in first}) == len(first)
    assert all(comment.answers is None or comment.answers < comment.number for comment in first)

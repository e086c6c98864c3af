"""The storage a new installation begins with: a Valkey of our own on a Unix socket in the data directory.

Every process that needs it calls `start`: the first one starts the server, the others adopt it. The server is ended
when the last of them has gone, however it went (see guard.py). Its data is an append-only file.
"""

import asyncio
import contextlib
import fcntl
import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

from redis.exceptions import RedisError

from moderation.domain.errors import StoreUnsuitable
from moderation.storage.address import Address, open_connection
from moderation.storage.link import Link, pack
from moderation.storage.server_binary import choose_binary, remember_server

LONGEST_SOCKET_PATH = 100  # bytes; Linux allows 107, macOS 103
UNCLAIMED = 25  # looks, 10 ms apart, before we believe that others use the server
LOG_KEPT = 4 * 1024 * 1024  # bytes of the server's log kept from one start to the next
CONFIGURATION = """\
port 0
unixsocket "{socket}"
unixsocketperm 600
dir "{data_dir}"
logfile "{log}"
daemonize no
save ""
appendonly yes
appendfsync {appendfsync}
aof-use-rdb-preamble yes
aof-load-truncated yes
maxmemory-policy noeviction
hash-max-listpack-value 128
hash-max-listpack-entries 128
"""

AppendFsync = Literal["no", "everysec", "always"]
SAFETY = ("no", "everysec", "always")


class EmbeddedNotStarted(StoreUnsuitable):
    """Our own Valkey did not start; the message ends with what its log says."""


class EmbeddedValkey:
    """This process's use of the server of one data directory."""

    def __init__(self) -> None:
        self.pid: int | None = None
        self._folder = Path()
        self._users: int | None = None
        self._guard: int | None = None

    async def start(
        self,
        data_dir: Path | str,
        appendfsync: AppendFsync = "everysec",
        *,
        binary: str = "",
        wait: float = 600.0,
    ) -> str:
        """Start the server or adopt the one that runs, and return its `unix://` URL when it takes commands.

        `wait`: seconds allowed for it to read its data. Raises EmbeddedNotStarted.
        """
        data_dir, folder = _prepare(Path(data_dir))
        self._folder = folder
        deadline = asyncio.get_running_loop().time() + wait
        try:
            self._users = await _take(folder / "users.lock", fcntl.LOCK_SH, deadline)
            starting = await _take(folder / "starting.lock", fcntl.LOCK_EX, deadline)
            try:
                await self._start_or_adopt(data_dir, folder, appendfsync, binary, deadline)
            finally:
                os.close(starting)
        except BaseException:
            await self.stop()
            raise
        return f"unix://{socket_path(data_dir)}"

    async def stop(self) -> None:
        """Stop using the server. If nobody else uses it, wait until it has written everything and ended."""
        if self._users is None:
            return
        users, self._users = self._users, None
        folder = self._folder
        os.close(users)
        # Its guard takes the lock at once when we were the last; if nobody takes it, others use the server.
        unclaimed = 0
        while unclaimed < UNCLAIMED and _locked(folder / "server.lock"):
            unclaimed = 0 if _locked(folder / "users.lock", fcntl.LOCK_SH) else unclaimed + 1
            await asyncio.sleep(0.01)
        if self._guard is not None:
            _ended(self._guard)
        if unclaimed < UNCLAIMED:
            _tidy(folder)

    async def _start_or_adopt(
        self, data_dir: Path, folder: Path, appendfsync: AppendFsync, binary: str, deadline: float
    ) -> None:
        socket = socket_path(data_dir)
        log = data_dir / "valkey.log"
        now = asyncio.get_running_loop().time
        spawned = False
        while True:
            self.pid = await _answering(socket, data_dir, appendfsync)
            if self.pid is not None:
                break
            if not _locked(folder / "server.lock") and not _locked(folder / "guard.lock"):
                # No server lives on this data, and nobody is about to start one.
                if spawned:
                    raise EmbeddedNotStarted(f"the embedded Valkey did not start. {_end_of(log)}")
                spawned = True
                _shorten(log)
                await self._spawn_guard(data_dir, folder, appendfsync, binary, None)
            if now() > deadline:
                raise EmbeddedNotStarted(f"the embedded Valkey was not ready in time. {_end_of(log)}")
            await asyncio.sleep(0.01)
        if not _locked(folder / "guard.lock"):
            await self._spawn_guard(data_dir, folder, appendfsync, binary, self.pid)

    async def _spawn_guard(
        self, data_dir: Path, folder: Path, appendfsync: AppendFsync, binary: str, pid: int | None
    ) -> None:
        server = await choose_binary(data_dir, binary)
        log = data_dir / "valkey.log"
        config = CONFIGURATION.format(
            socket=_quoted(socket_path(data_dir)),
            data_dir=_quoted(data_dir),
            log=_quoted(log),
            appendfsync=appendfsync,
        )
        # Isolated and without site-packages: nothing but the standard library is needed, and it starts faster.
        words = [sys.executable, "-I", "-S", str(Path(__file__).with_name("guard.py")), server.path, str(folder)]
        self._guard = _spawn([*words, *([] if pid is None else [str(pid)])], config.encode(), log)
        remember_server(data_dir, server)
        while not _locked(folder / "guard.lock"):
            if _ended(self._guard):
                raise EmbeddedNotStarted(f"the guard of the embedded Valkey did not start. {_end_of(log)}")
            await asyncio.sleep(0.005)


def _prepare(data_dir: Path) -> tuple[Path, Path]:
    data_dir = data_dir.resolve()
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # comments are nobody else's business on this machine
    folder = data_dir / "run"
    folder.mkdir(mode=0o700, exist_ok=True)
    return data_dir, folder


def _spawn(words: list[str], told: bytes, log: Path) -> int:
    """Start a program in a session of its own, so that Ctrl-C reaches us and not it; returns its process id.

    asyncio and subprocess would both hold on to the process and complain, or kill it, when we end before it does.
    """
    ours, theirs = os.pipe()
    try:
        pid = os.posix_spawn(
            words[0],
            words,
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, ours, 0),
                (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600),
                (os.POSIX_SPAWN_DUP2, 1, 2),
            ],
            setsid=True,
        )
        # A few hundred bytes: they fit into the pipe, so this does not wait for the reader.
        os.write(theirs, told)
    finally:
        os.close(ours)
        os.close(theirs)
    return pid


def _ended(child: int) -> bool:
    try:
        return os.waitpid(child, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True


def socket_path(data_dir: Path) -> Path:
    """Where the server listens: in the data directory, or where a path that is too long for a socket is short."""
    path = data_dir / "run" / "valkey.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    short = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"moderation-{os.getuid()}-{short}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077 or folder.is_symlink():
        raise EmbeddedNotStarted(f"{folder} must be a folder that only this user can use; it is not ours")
    return folder / "valkey.sock"


def _tidy(folder: Path) -> None:
    """Take away the folder of a socket that is kept elsewhere, unless somebody is starting a server right now."""
    elsewhere = socket_path(folder.parent).parent
    if elsewhere != folder and not _locked(folder / "starting.lock"):
        # Not empty: the server has left its socket behind, and the next one takes it over.
        with contextlib.suppress(OSError):
            elsewhere.rmdir()


async def _answering(socket: Path, data_dir: Path, appendfsync: AppendFsync) -> int | None:
    """The process id of the server on the socket; None while there is none or it is still reading its data.

    A server that is adopted is made to write at least as safely as asked for, never less: a command run beside the
    service must not weaken the service's promise.
    """
    link = Link(open_connection(Address(path=str(socket)), connect_timeout=5.0), 5.0)
    try:
        await link.open()
        replies: list[Any] = [
            await link.send(pack(*words)) for words in (("PING",), ("CONFIG", "GET", "*"), ("INFO", "server"))
        ]
        if any(isinstance(reply, Exception) for reply in replies):
            return None
        config = {name.decode(): value.decode() for name, value in replies[1].items()}
        if config["dir"] != str(data_dir):
            raise EmbeddedNotStarted(f"the server on {socket} keeps its data in {config['dir']}, not in {data_dir}")
        if SAFETY.index(config["appendfsync"]) < SAFETY.index(appendfsync):
            await link.send(pack("CONFIG", "SET", "appendfsync", appendfsync))
    except (RedisError, OSError):
        return None
    finally:
        await link.close()
    text = bytes(getattr(replies[2], "data", replies[2])).decode()
    return next(int(line.partition(":")[2]) for line in text.splitlines() if line.startswith("process_id:"))


async def _take(path: Path, kind: int, deadline: float) -> int:
    """Open a lock file and wait for the lock without standing in the way of the event loop."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while True:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, kind | fcntl.LOCK_NB)
                return lock
            if asyncio.get_running_loop().time() > deadline:
                raise EmbeddedNotStarted(f"another process has held {path} for too long")
            await asyncio.sleep(0.01)
    except BaseException:
        os.close(lock)
        raise


def _locked(path: Path, kind: int = fcntl.LOCK_EX) -> bool:
    """Somebody holds the lock in a way that keeps us from having it."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _end_of(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
    except OSError:
        lines = []
    return f"Its log ({log}) ends:\n" + "\n".join(lines) if lines else f"Its log ({log}) is empty."


def _shorten(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_KEPT:
        log.replace(log.with_suffix(".log.old"))


def _quoted(path: Path) -> str:
    """A path inside double quotes of the server's configuration."""
    return str(path).replace("\\", "\\\\").replace('"', '\\"')

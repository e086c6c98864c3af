"""Where the storage is: the URL an operator sets, taken apart, and how to open a connection to it."""

import ssl
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from redis.asyncio import connection as redis_connection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.maint_notifications import MaintNotificationsConfig

Connection = redis_connection.AbstractConnection
Mode = Literal["single", "sentinel", "cluster"]


@dataclass(frozen=True, slots=True)
class Address:
    """One server, and the credentials that open it. `path` is a Unix socket and then host and port mean nothing."""

    host: str = "127.0.0.1"
    port: int = 6379
    path: str = ""
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    db: int = 0
    tls: bool = False
    tls_ca_certs: str | None = None
    tls_verify: bool = True

    def __str__(self) -> str:
        return self.path or f"{self.host}:{self.port}"

    def at(self, host: str, port: int) -> "Address":
        """The same credentials on another server of the same installation."""
        return replace(self, host=host, port=port, path="")


@dataclass(frozen=True, slots=True)
class Location:
    """What a storage URL means. `single` may turn out to be a Cluster once it is asked."""

    mode: Mode
    addresses: tuple[Address, ...]
    master_name: str = ""
    sentinel_password: str | None = field(default=None, repr=False)


def parse_location(url: str) -> Location:
    """Take a storage URL apart. Raises ValueError with a sentence for the operator.

    `redis://`, `rediss://` (TLS), `unix:///path`, `redis+sentinel://host:port,host:port/master-name?db=0`,
    `redis+cluster://host:port,host:port`; the last two take `tls=true`. TLS takes `ca_certs=PATH` and `verify=false`.
    """
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    login, _, hosts = parts.netloc.rpartition("@")
    username, _, password = login.partition(":")
    shared = Address(
        username=unquote(username) or None,
        password=unquote(password) or None,
        tls=parts.scheme == "rediss" or options.get("tls") == "true",
        tls_ca_certs=options.get("ca_certs"),
        tls_verify=options.get("verify", "true") != "false",
        db=_number(options.get("db", "0"), "db"),
    )
    path = unquote(parts.path)
    match parts.scheme:
        case "unix":
            if not path:
                raise ValueError("a unix:// storage URL needs the path of the socket")
            return Location("single", (replace(shared, path=path),))
        case "redis" | "rediss":
            if path.strip("/"):
                shared = replace(shared, db=_number(path.strip("/"), "database"))
            return Location("single", _servers(shared, hosts, 6379)[:1])
        case "redis+sentinel":
            if not path.strip("/"):
                raise ValueError("redis+sentinel:// ends in the master's name: redis+sentinel://host:26379/mymaster")
            return Location(
                "sentinel", _servers(shared, hosts, 26379), path.strip("/"), options.get("sentinel_password")
            )
        case "redis+cluster":
            return Location("cluster", _servers(replace(shared, db=0), hosts, 6379))
    raise ValueError(
        f"{parts.scheme or 'nothing'}:// is no storage URL; "
        "known are redis, rediss, unix, redis+sentinel and redis+cluster"
    )


def open_connection(address: Address, *, connect_timeout: float) -> Connection:
    """A redis-py connection, not yet connected, that never retries by itself.

    redis-py's own Retry sends a command again after a timeout, when nobody knows whether the first one was executed;
    whether that is safe only the caller of `Store.run` can say. So retries are zero here and made one floor up.
    """
    options: dict[str, Any] = {
        "username": address.username,
        "password": address.password,
        "db": address.db,
        "protocol": 3,
        "client_name": "moderation",
        "driver_info": None,
        "socket_timeout": connect_timeout,
        "socket_connect_timeout": connect_timeout,
        "retry": Retry(NoBackoff(), 0),
        "maint_notifications_config": MaintNotificationsConfig(enabled=False),
    }
    if address.path:
        return redis_connection.UnixDomainSocketConnection(path=address.path, **options)
    options |= {"host": address.host, "port": address.port, "socket_keepalive": True}
    if not address.tls:
        return redis_connection.Connection(**options)
    return redis_connection.SSLConnection(
        ssl_ca_certs=address.tls_ca_certs,
        ssl_cert_reqs="required" if address.tls_verify else "none",
        ssl_check_hostname=address.tls_verify,
        ssl_min_version=ssl.TLSVersion.TLSv1_2,
        **options,
    )


def split_host(text: str, default_port: int) -> tuple[str, int]:
    """`host:port`, `[::1]:port`, or a host alone."""
    host, colon, port = text.rpartition(":")
    if not colon or (text.startswith("[") and text.endswith("]")):
        host, port = text, str(default_port)
    return unquote(host.strip("[]")), _number(port, "port")


def _servers(shared: Address, hosts: str, default_port: int) -> tuple[Address, ...]:
    named = [host for host in hosts.split(",") if host] or ["127.0.0.1"]
    return tuple(shared.at(*split_host(host, default_port)) for host in named)


def _number(text: str, what: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"the {what} in a storage URL is a number, not {text!r}")
    return int(text)

"""Which addresses may be called: public ones, and the private networks that the operator names."""

import ipaddress
import socket
from collections.abc import Sequence

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")
"""For protocols between neighbours (RFC 6890), of which `ipaddress` calls some public."""


class AddressRefused(OSError):
    """The address may not be called; the message is a sentence that says why."""


def innermost(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for: mapped, 6to4, Teredo or NAT64; else the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address.sixtofour is not None:
            return address.sixtofour
        if address.teredo is not None:
            return address.teredo[1]
        if address in _NAT64:
            return ipaddress.IPv4Address(address.packed[-4:])
    return address


def _public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address in _PROTOCOLS)


EVERYWHERE: tuple[Network, ...] = (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0"))
"""For servers that the operator names in a setting, wherever they stand."""


class Guard:
    """`networks` may be called although they are not public, and without encryption."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self._networks = tuple(networks)

    def allowed(self, address: Address) -> bool:
        """Whether the operator named a network that the address is in."""
        inner = innermost(address)
        return any(inner in network for network in self._networks if network.version == inner.version)

    def check(self, text: str, *, encrypted: bool) -> None:
        """AddressRefused for an address in its usual form that may not be called."""
        address = ipaddress.ip_address(text)
        if self.allowed(address):
            return
        inner = innermost(address)
        if not _public(inner):
            raise AddressRefused(
                f"The address {text} is not public; MODERATION_OUTBOUND_NETWORKS can allow the network it is in."
            )
        if not encrypted:
            raise AddressRefused(f"The address {text} is public, so it is called by https only.")

    def check_url(self, url: URL) -> None:
        """AddressRefused for what can be told without resolving a name: scheme, credentials, an address as the host."""
        if url.scheme not in ("https", "http") or not url.host:
            raise AddressRefused("Must be an https address.")
        if url.user is not None or url.password is not None:
            raise AddressRefused("Must not contain a user name or a password.")
        host = url.raw_host or ""
        # What ends in a number or has a colon is no name: it would be connected to without being resolved.
        if ":" in host or host.rstrip(".").rpartition(".")[2].isdigit():
            try:
                self.check(host, encrypted=url.scheme == "https")
            except AddressRefused:
                raise
            except ValueError:
                raise AddressRefused(f"{host} is not an address in its usual form.") from None


class GuardedResolver(AbstractResolver):
    """Resolves names to the addresses that may be called; the connection goes to one of them."""

    def __init__(self, guard: Guard, *, encrypted: bool, resolver: AbstractResolver | None = None) -> None:
        self._guard = guard
        self._encrypted = encrypted
        self._resolver = resolver or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """AddressRefused if any address of the name may not be called: a name that is public and private at once is
        an attempt at getting in."""
        found = await self._resolver.resolve(host, port, family)
        for result in found:
            try:
                self._guard.check(result["host"].partition("%")[0], encrypted=self._encrypted)
            except AddressRefused as why:
                raise AddressRefused(f"{host}: {why}") from None
        return found

    async def close(self) -> None:
        await self._resolver.close()

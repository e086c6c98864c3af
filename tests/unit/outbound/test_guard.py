"""Which addresses may be called."""

import ipaddress
import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from moderation.outbound.guard import AddressRefused, Guard, GuardedResolver

PUBLIC = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
INNER = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "fc00::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]


class Names(AbstractResolver):
    """Resolves every name to these addresses."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self._addresses
        ]

    async def close(self) -> None:
        return


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_called_encrypted_only(address: str) -> None:
    Guard(()).check(address, encrypted=True)
    with pytest.raises(AddressRefused, match="https only"):
        Guard(()).check(address, encrypted=False)


@pytest.mark.parametrize("address", INNER)
@pytest.mark.parametrize("encrypted", [True, False])
def test_an_inner_address_is_refused(address: str, encrypted: bool) -> None:
    with pytest.raises(AddressRefused, match="not public"):
        Guard(()).check(address, encrypted=encrypted)


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3"])
def test_the_operator_may_allow_a_network_and_no_other(address: str) -> None:
    guard = Guard([ipaddress.ip_network("10.1.0.0/16")])

    guard.check(address, encrypted=False)
    with pytest.raises(AddressRefused):
        guard.check("10.2.0.1", encrypted=True)
    with pytest.raises(AddressRefused):
        guard.check("127.0.0.1", encrypted=True)


async def test_a_name_with_one_inner_address_is_refused_as_a_whole() -> None:
    resolver = GuardedResolver(Guard(()), encrypted=True, resolver=Names("93.184.216.34", "127.0.0.1"))

    with pytest.raises(AddressRefused, match=r"news\.example: The address 127\.0\.0\.1 is not public"):
        await resolver.resolve("news.example", 443)


async def test_the_addresses_that_were_looked_at_are_those_that_are_connected_to() -> None:
    resolver = GuardedResolver(Guard(()), encrypted=True, resolver=Names("93.184.216.34"))

    assert [found["host"] for found in await resolver.resolve("news.example", 443)] == ["93.184.216.34"]

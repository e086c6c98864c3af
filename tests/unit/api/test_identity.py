"""Whose address a request comes from, and which site it is for."""

import ipaddress

import pytest
from aiohttp.test_utils import make_mocked_request

from moderation.api.middleware.identity import bearer, forwarded_address, site_of
from moderation.domain.errors import Malformed, NotSignedIn, UnknownSite

TRUSTED = tuple(ipaddress.ip_network(each) for each in ("127.0.0.0/8", "::1/128", "10.0.0.0/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # a stranger's word counts for nothing
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),  # forged by the client, left of what our proxy saw
        ("127.0.0.1", "198.51.100.1, 10.1.2.3", "198.51.100.1"),  # through two proxies of ours
        ("127.0.0.1", "6.6.6.6, 198.51.100.1, 10.1.2.3", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1, nonsense", "127.0.0.1"),  # nothing left of garbage can be believed
        ("127.0.0.1", "nonsense, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "10.0.0.7", "10.0.0.7"),
        ("127.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("::1", "[2001:db8::7]:443", "2001:db8::7"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("::1", "2001:DB8:0::7", "2001:db8::7"),
        ("::ffff:127.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("", "198.51.100.1", "198.51.100.1"),  # a Unix socket is a proxy's
        ("127.0.0.1", "," * 5000, "127.0.0.1"),
        ("127.0.0.1", ", ".join(["6.6.6.6"] * 500 + ["198.51.100.1"]), "198.51.100.1"),
    ],
)
def test_the_address_is_the_nearest_that_no_proxy_of_ours_has(peer: str, forwarded: str, address: str) -> None:
    assert forwarded_address(peer, forwarded, TRUSTED) == address


def _asked(target: str, **headers: str) -> tuple[object, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return make_mocked_request("GET", target, headers=named), target.partition("?")[2]


def test_the_site_is_named_by_parameter_or_header_or_is_the_default_one() -> None:
    assert site_of(*_asked("/")) == "default"
    assert site_of(*_asked("/?site=b")) == "b"
    assert site_of(*_asked("/?s%69te=b")) == "b"
    assert site_of(*_asked("/", X_Site="b")) == "b"
    assert site_of(*_asked("/?site=b", X_Site="b")) == "b"


@pytest.mark.parametrize("target", ["/?site=a", "/?site=b&site=a"])
def test_two_different_sites_are_malformed(target: str) -> None:
    with pytest.raises(Malformed):
        site_of(*_asked(target, X_Site="b"))


@pytest.mark.parametrize("name", ["", "B", "a/b", "a" * 65, "{b}", "-b"])
def test_what_cannot_be_a_site_is_unknown(name: str) -> None:
    with pytest.raises(UnknownSite):
        site_of(*_asked("/", X_Site=name))


def test_the_bearer_is_read_from_the_authorization_header() -> None:
    assert bearer(_asked("/")[0]) is None
    assert bearer(_asked("/", Authorization="Bearer abc")[0]) == "abc"
    assert bearer(_asked("/", Authorization="bearer  abc ")[0]) == "abc"


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "Bearer ", "abc", "Bearer é"])
def test_another_scheme_is_refused_and_not_ignored(header: str) -> None:
    with pytest.raises(NotSignedIn):
        bearer(_asked("/", Authorization=header)[0])

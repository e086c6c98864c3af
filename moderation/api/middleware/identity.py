"""Who is asking, for which site, and from which address."""

import ipaddress
import re
from functools import lru_cache

from aiohttp import hdrs, web

from moderation.api.reading import parse_query
from moderation.domain.errors import Malformed, NotSignedIn, UnknownSite
from moderation.domain.site import DEFAULT_SITE, valid_site_id
from moderation.settings import Network

X_FORWARDED_FOR = "X-Forwarded-For"
X_SITE = "X-Site"
_MOST_HOPS = 64


def site_of(request: web.Request, query: str) -> str:
    """The site: `?site=`, or `X-Site`, or `default`. Malformed if both are given and differ."""
    named = {value for name, value in parse_query(query) if name == "site"} if "s" in query else set()
    header = request.headers.get(X_SITE)
    if header is not None:
        named.add(header.strip())
    if not named:
        return DEFAULT_SITE
    if len(named) > 1:
        raise Malformed("The request names more than one site.")
    return checked_site(named.pop())


def checked_site(site: str) -> str:
    """UnknownSite for what cannot be the name of a site."""
    if not valid_site_id(site):
        raise UnknownSite("No site has such a name; names are 1 to 64 of a-z, 0-9 and -.")
    return site


def bearer(request: web.Request) -> str | None:
    """The token of `Authorization: Bearer <token>`; None without the header, NotSignedIn for another scheme."""
    header = request.headers.get(hdrs.AUTHORIZATION)
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or not token.isascii():
        raise NotSignedIn("Send the token as Authorization: Bearer <token>.")
    return token


def client_address(request: web.Request, trusted: tuple[Network, ...]) -> str:
    """The address of the reader: the connection's, or the nearest one in X-Forwarded-For that no proxy of ours has."""
    forwarded = request.headers.getall(X_FORWARDED_FOR, ())
    return forwarded_address(request.remote or "", ",".join(forwarded), trusted)


@lru_cache(maxsize=4096)
def forwarded_address(peer: str, forwarded: str, trusted: tuple[Network, ...]) -> str:
    """Walk X-Forwarded-For from the right while the hop before is a trusted proxy.

    Each proxy appends the address it saw, so what stands left of the first untrusted hop is anybody's invention, and
    so is everything left of a hop that is no address. A connection without an address (a Unix socket) is a proxy's.
    """
    address = _parsed(peer)
    hops = forwarded.split(",")[-_MOST_HOPS:] if forwarded else []
    for hop in reversed(hops):
        if address is not None and not any(address in network for network in trusted):
            break
        before = _parsed(hop)
        if before is None:
            break
        address = before
    return str(address) if address is not None else peer


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address, perhaps with a port or in brackets; an IPv4 address that IPv6 wraps is that IPv4 address."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


_HOST = re.compile(r"[A-Za-z0-9.-]{1,255}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")


def origin_of(request: web.Request, trusted: tuple[Network, ...]) -> str:
    """Scheme, host and port under which the caller reached us. A trusted proxy may say by `X-Forwarded-Proto` that it
    was https outside; Malformed for a Host that is none."""
    host = request.headers.get(hdrs.HOST, "")
    if not _HOST.fullmatch(host):
        raise Malformed("The Host header is not a host.")
    return f"{scheme_of(request, trusted)}://{host}"


def scheme_of(request: web.Request, trusted: tuple[Network, ...]) -> str:
    """`http` or `https`, as the caller reached us."""
    peer = _parsed(request.remote or "")
    scheme = request.scheme
    if peer is None or any(peer in network for network in trusted):
        said = request.headers.get("X-Forwarded-Proto", scheme).partition(",")[0].strip().lower()
        scheme = said if said in ("http", "https") else scheme
    return scheme

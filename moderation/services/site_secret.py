"""What only a site can have made: proofs under its secret, and what stands for an address that nobody shall know."""

import hashlib
import hmac
import ipaddress

from moderation.domain.site import Site


def keyed(site: Site, purpose: str, text: str) -> bytes:
    """HMAC-SHA256 of a text under the site's secret, apart for each purpose."""
    message = f"{purpose}|{text}".encode("utf-8", "surrogatepass")
    return hmac.new(site.secret, message, hashlib.sha256).digest()


def address_hash(site: Site, address: str) -> str:
    """Sixteen hexadecimal digits for a network address; of IPv6 the /64 that one subscriber has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return keyed(site, "address", address).hex()[:16]
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        else:
            return keyed(site, "address", str(ipaddress.ip_network((parsed, 64), strict=False))).hex()[:16]
    return keyed(site, "address", str(parsed)).hex()[:16]

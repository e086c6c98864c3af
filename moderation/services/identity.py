"""Signed-in readers: checking the JSON Web Tokens a publisher issues (RFC 7519).

Which algorithms count follows from the kind of key the site has set, never from the token's own header: a shared
secret allows HS256 alone, a key set allows RS256, ES256 and EdDSA alone; `none` is never allowed.
"""

import time
from functools import lru_cache
from typing import Any

import orjson
from joserfc import jwt
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwk import KeySet, OctKey
from joserfc.jws import JWSRegistry

from moderation.domain.actors import ADDRESS, DELIVERY, GUEST, INSTALLATION, MODERATOR, OPERATOR, POLICY
from moderation.domain.author import Reader
from moderation.domain.errors import NotSignedIn
from moderation.domain.policy import Policy
from moderation.text.names import clean_name

LEEWAY_SECONDS = 30
LONGEST_TOKEN = 8192
RESERVED = (GUEST, ADDRESS, MODERATOR, OPERATOR, "erased")
"""How no author's id of the publisher's begins."""
TAKEN = frozenset((POLICY, DELIVERY, INSTALLATION))
"""Whom the audit log names for what nobody did."""
_SHARED = ["HS256"]
_PUBLIC = ["RS256", "ES256", "EdDSA", "Ed25519"]


class _Allowed(JWSRegistry):
    """The algorithms of one kind of key. RFC 9864 renamed EdDSA to Ed25519; publishers write either, and joserfc would
    warn of the older name at every request."""

    def get_alg(self, name: str) -> Any:
        if name not in (self.allowed or ()) or name not in self.algorithms:
            raise UnsupportedAlgorithmError(f"Algorithm of '{name}' is not allowed")
        return self.algorithms[name]


_SHARED_ALLOWED = _Allowed(algorithms=_SHARED)
_PUBLIC_ALLOWED = _Allowed(algorithms=_PUBLIC)


def reader_of_token(policy: Policy, token: str, address: str, edit_token: str | None) -> Reader:
    """The reader a token speaks of; NotSignedIn, with the reason, for a token that does not hold."""
    claims = _claims(policy, token)
    author_id, name, roles = claims.get("sub"), claims.get("name"), claims.get("roles", [])
    if not isinstance(author_id, str) or not 1 <= len(author_id) <= 255 or not author_id.isprintable():
        raise NotSignedIn("The token's sub must be text of 1 to 255 printable characters.")
    if author_id.startswith(RESERVED):
        raise NotSignedIn(f"The token's sub must not begin like an id of our own ({', '.join(RESERVED)}).")
    if author_id in TAKEN:
        raise NotSignedIn(f"The token's sub must not be a word of our own ({', '.join(sorted(TAKEN))}).")
    if not isinstance(name, str) or len(name) > 100 or not (shown := clean_name(name)):
        raise NotSignedIn("The token's name must be text of 1 to 100 characters that can be seen.")
    if not isinstance(roles, list) or not all(isinstance(role, str) and len(role) <= 64 for role in roles):
        raise NotSignedIn("The token's roles must be a list of short texts.")
    return Reader(address, author_id, shown, tuple(roles[:10]), edit_token)


def _claims(policy: Policy, token: str) -> dict[str, Any]:
    if len(token) > LONGEST_TOKEN:
        raise NotSignedIn("The token is too long.")
    keys: list[tuple[OctKey | KeySet, _Allowed]] = []
    if policy.jwt_secret:
        keys.append((_shared_key(policy.jwt_secret), _SHARED_ALLOWED))
    if policy.jwks:
        keys.append((_key_set(policy.jwks), _PUBLIC_ALLOWED))
    if not keys:
        raise NotSignedIn("This site accepts no tokens: neither jwt_secret nor jwks is set in its policy.")
    for key, registry in keys:
        try:
            decoded = jwt.decode(token, key, registry=registry)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue  # what a stranger writes into a token's header is parsed before its signature can be checked
        claims = decoded.claims
        try:
            _registry(policy).validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise NotSignedIn(f"The token does not hold: {error}.") from None
        return dict(claims)
    raise NotSignedIn("The token's signature does not fit any key of this site.")


def _registry(policy: Policy) -> jwt.JWTClaimsRegistry:
    wanted: dict[str, Any] = {"exp": {"essential": True}, "sub": {"essential": True}}
    if policy.jwt_issuer:
        wanted["iss"] = {"essential": True, "value": policy.jwt_issuer}
    if policy.jwt_audience:
        wanted["aud"] = {"essential": True, "value": policy.jwt_audience}
    return jwt.JWTClaimsRegistry(now=int(time.time()), leeway=LEEWAY_SECONDS, **wanted)


@lru_cache(maxsize=64)
def _shared_key(secret: str) -> OctKey:
    return OctKey.import_key(secret)


@lru_cache(maxsize=64)
def _key_set(document: str) -> KeySet:
    return KeySet.import_key_set(orjson.loads(document))

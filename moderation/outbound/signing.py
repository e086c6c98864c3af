"""Signatures of what we send and receive: Standard Webhooks (https://www.standardwebhooks.com) and Coral's.

Standard Webhooks: HMAC-SHA256 over `<id>.<timestamp>.<raw body>`, the timestamp in seconds since 1970; the header is a
list of `v1,<base64>` separated by spaces, one for each valid secret. A secret is `whsec_` and the key in base64.

Coral: HMAC-SHA256 over the raw body; the header is a list of `sha256=<hexadecimal>` separated by commas. The key is the
secret's own text.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Final

PREFIX: Final = "whsec_"
"""What tells a secret from other texts."""
KEY_BYTES: Final = 32
CORAL_HEADER: Final = "X-Coral-Signature"


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def standard_headers(message_id: str, timestamp: int, body: bytes, keys: Sequence[str]) -> dict[str, str]:
    """The three headers of a message; `timestamp` in seconds since 1970."""
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    marks = [base64.b64encode(hmac.digest(_key(secret), signed, "sha256")).decode() for secret in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{mark}" for mark in marks),
    }


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(PREFIX))


def coral_signature(body: bytes, keys: Sequence[str]) -> str:
    """The value of Coral's header."""
    return ",".join(f"sha256={hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}" for key in keys)


def coral_signed(header: str, body: bytes, key: str) -> bool:
    """Whether one of the signatures in the header is by `key`; compared without telling how much of it was right."""
    wanted = hmac.digest(key.encode(), body, "sha256")
    found = False
    for part in header.split(",")[:8]:
        name, _, mark = part.strip().partition("=")
        try:
            given = binascii.unhexlify(mark)
        except (binascii.Error, ValueError):
            continue
        found |= name == "sha256" and hmac.compare_digest(given, wanted)
    return found

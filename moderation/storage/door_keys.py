"""Keys of the console's door: who is signed in, and by what means one may be. In the slot of the site's settings."""

from moderation.storage.keys import site_tag


def session(site: str, session_id: str) -> str:
    """Hash: record, secret, before, given, confirmed, started, seen. Expires by itself."""
    return f"{site_tag(site)}:session:{session_id}"


def sessions(site: str) -> str:
    """Sorted set of token id | session id, scored by when the session ends."""
    return f"{site_tag(site)}:sessions"


def passwords(site: str) -> str:
    """Hash of a sign-in's name -> its password's argon2 hash and the token it stands for, as JSON."""
    return f"{site_tag(site)}:passwords"


def password_doors(site: str) -> str:
    """Hash of a sign-in's name -> hashes of the addresses it was used from, as JSON."""
    return f"{site_tag(site)}:doors"


def identities(site: str) -> str:
    """Hash of an e-mail address at the provider -> the token it stands for, the account it turned out to be; JSON."""
    return f"{site_tag(site)}:identities"

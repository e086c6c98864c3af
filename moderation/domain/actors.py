"""What people are called where one word has to do: as authors, on reports and decisions, in the audit log."""

from typing import Final

MODERATOR: Final = "moderator:"
"""Then the id of the token that they hold."""
GUEST: Final = "guest:"
"""Then what stands for a name and an address together."""
ADDRESS: Final = "address:"
"""Then the hash of the address of a reader who is not signed in."""


def moderator(token_id: str) -> str:
    return MODERATOR + token_id


def token_id(actor: str) -> str:
    """The id of a moderator's token; what is no moderator, as it is."""
    return actor.removeprefix(MODERATOR)

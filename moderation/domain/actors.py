"""What people are called where one word has to do: as authors, on reports and decisions, in the audit log."""

from typing import Final

MODERATOR: Final = "moderator:"
"""Then the id of the token that they hold."""
GUEST: Final = "guest:"
"""Then what stands for a name and an address together."""
ADDRESS: Final = "address:"
"""Then the hash of the address of a reader who is not signed in."""
OPERATOR: Final = "operator:"
"""Then where an operator was at work."""
POLICY: Final = "policy"
"""A site's thresholds, words, rules and limits, where they reject or restrict without anybody's word."""
DELIVERY: Final = "delivery"
"""What sends events to webhooks, where it switches one off."""
INSTALLATION: Final = "installation"
"""The product, where it sets itself up."""


def moderator(token_id: str) -> str:
    return MODERATOR + token_id


def token_id(actor: str) -> str:
    """The id of a moderator's token; what is no moderator, as it is."""
    return actor.removeprefix(MODERATOR)

"""What a rejection may rest on: rules and laws that an administrator listed, and categories of the Transparency
Database."""

from typing import Any

from moderation.domain.audit import said
from moderation.domain.decision import Action, Ground, Order
from moderation.domain.errors import Invalid
from moderation.domain.policy import Policy
from moderation.domain.transparency_database import CATEGORIES


def grounds_document(policy: Policy) -> dict[str, Any]:
    """What moderators may choose from."""
    return {
        "statement_ground": policy.statement_ground,
        "house_rules": list(policy.house_rules),
        "legal_grounds": list(policy.legal_grounds),
        "categories": list(CATEGORIES),
    }


def basis_detail(order: Order, policy: Policy) -> dict[str, str]:
    """What a decision keeps of its basis. Invalid where it names what the site has not listed: these words are given to
    authorities, so nobody types them while deciding."""
    basis = order.basis
    if basis is None:
        return {}
    if order.action is not Action.REJECT:
        raise Invalid("Only a rejection rests on a ground.", {"ground": ["Leave it out unless you reject."]})
    key = "legal_grounds" if basis.ground is Ground.ILLEGAL else "house_rules"
    listed = policy.legal_grounds if basis.ground is Ground.ILLEGAL else policy.house_rules
    if basis.rule is None and basis.ground is Ground.ILLEGAL:
        raise Invalid("Say which law it breaks: `rule` must be one of the policy's legal_grounds.")
    if basis.rule is not None and basis.rule not in listed:
        raise Invalid(f"`rule` must be one of the policy's {key}; an administrator can add it there.")
    return said({"ground": str(basis.ground), "rule": basis.rule, "category": basis.category})

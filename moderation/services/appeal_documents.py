"""Appeals as their author and as moderators are shown them."""

from moderation.domain import ids
from moderation.domain.actors import POLICY, token_id
from moderation.domain.appeal import Appeal
from moderation.domain.clock import rfc3339
from moderation.domain.decision import Basis, Decision
from moderation.services.access import Access
from moderation.services.documents import Document, judgement_documents
from moderation.storage.records import Records


class AppealDocuments:
    def __init__(self, records: Records, access: Access) -> None:
        self._records = records
        self._access = access

    async def shown(self, site_id: str, appeal: Appeal) -> Document:
        """For moderators: the statement, the decision that is appealed, and the evidence as it was then."""
        decision = None
        if appeal.decision_id is not None:
            decision = await self._records.decisions.decision(site_id, ids.to_bytes(appeal.decision_id))
        name, by = self._access.moderator_name, appeal.decided_by
        policy = await self._access.policy(site_id)
        return {
            "id": appeal.id,
            "comment_id": appeal.comment_id,
            "state": str(appeal.state),
            "created_at": rfc3339(appeal.at),
            "statement": appeal.statement,
            "against": await name(site_id, appeal.against),
            "against_id": None if appeal.against == POLICY else token_id(appeal.against),
            "heard_by": str(policy.appeals_heard_by),
            "decision": None if decision is None else await decision_document(self._access, site_id, decision),
            "revision": appeal.revision_number,
            "evidence": None
            if appeal.revision is None
            else {"body": appeal.revision.body, **judgement_documents(appeal.revision)},
            "decided_at": None if appeal.decided_at is None else rfc3339(appeal.decided_at),
            "decided_by": None if by is None else await name(site_id, by),
            "outcome_decision_id": appeal.outcome_id,
            "note": appeal.note,
            "message": appeal.message,
        }


def own_appeal_document(appeal: Appeal) -> Document:
    """For its author: not who decides, but how it stands and what the moderators answered."""
    return {
        "id": appeal.id,
        "state": str(appeal.state),
        "statement": appeal.statement,
        "created_at": rfc3339(appeal.at),
        "decided_at": None if appeal.decided_at is None else rfc3339(appeal.decided_at),
        "message": appeal.message,
    }


async def decision_document(access: Access, site_id: str, decision: Decision) -> Document:
    """A decision in a comment's history, for moderators."""
    by = decision.undone_by
    return {
        "decision_id": decision.id,
        "action": str(decision.action),
        "moderator": await access.moderator_name(site_id, decision.moderator),
        "at": rfc3339(decision.at),
        "reason": decision.reason,
        "note": decision.note,
        "status_before": str(decision.status_before),
        "status_after": str(decision.status_after),
        "undone_by": None if by is None else await access.moderator_name(site_id, by),
        "undone_at": None if decision.undone_at is None else rfc3339(decision.undone_at),
        "bulk_id": decision.bulk,
        **basis_document(decision.basis),
    }


def basis_document(basis: Basis | None) -> Document:
    """What a decision rests on; nothing where nobody said."""
    basis = basis or Basis()
    return {"ground": str(basis.ground), "rule": basis.rule, "category": basis.category}

"""A site's settings as the lines of an export have them, both ways: who may sign in, which programs are told and asked,
which models were chosen and which were learned."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from moderation.domain import external_phase, learning, model_choice, webhook
from moderation.domain.clock import milliseconds, rfc3339
from moderation.domain.moderator import Role, Token
from moderation.domain.secret import Secret
from moderation.importers.fields import digest, flag, listed, text, text_or_none, texts, whole
from moderation.importers.record import (
    AccessRecord,
    ArtifactRecord,
    LearnedRecord,
    ModelsRecord,
    PhaseRecord,
    PolicyRecord,
    SettingRecord,
    SignIn,
    WebhookRecord,
)


def setting_document(record: SettingRecord) -> dict[str, Any]:
    """What stands on its line, in JSON."""
    match record:
        case PolicyRecord():
            left_out = {"left_out": list(record.left_out)} if record.left_out else {}
            return {"type": "policy", "set": dict(sorted(record.document.items())), **left_out}
        case AccessRecord():
            return {
                "type": "access",
                "secret": record.secret.hex(),
                "tokens": [_token_document(name, record.tokens[name]) for name in sorted(record.tokens)],
                "passwords": _sign_in_documents(record.passwords),
                "identities": _sign_in_documents(record.identities),
            }
        case WebhookRecord():
            return {"type": "webhook", **_called(webhook.document_of(record.webhook), record.webhook.secrets)}
        case PhaseRecord():
            return {"type": "phase", **_called(external_phase.document_of(record.phase), record.phase.secrets)}
        case ModelsRecord():
            return {"type": "models", "chosen": dict(sorted(model_choice.document_of(record.choices).items()))}
        case ArtifactRecord():
            return {"type": "artifact", "content": base64.b64encode(record.artifact).decode()}
        case LearnedRecord():
            document = learning.document_of(record.learned)
            return {"type": "learned", **document, "lessons": [dict(each) for each in record.lessons]}


def setting_of(document: Mapping[str, Any]) -> SettingRecord | None:
    """What `setting_document` wrote, None for a line of another type; KeyError, ValueError or TypeError say what is
    wrong with it."""
    match document.get("type"):
        case "policy":
            return PolicyRecord(dict(document["set"]), tuple(texts(document.get("left_out", []))))
        case "access":
            tokens = [_token(each) for each in listed(document["tokens"])]
            return AccessRecord(
                bytes.fromhex(document["secret"]),
                dict(tokens),
                _sign_ins(document["passwords"]),
                _sign_ins(document["identities"]),
            )
        case "webhook":
            texts(document["events"]), texts(document["queues"])
            return WebhookRecord(webhook.webhook_of(_stored(document)))
        case "phase":
            flag(document["may_approve"]), whole(document["deadline_ms"], external_phase.LEAST_DEADLINE_MS)
            return PhaseRecord(external_phase.phase_of(_stored(document)))
        case "models":
            return ModelsRecord(model_choice.choices_of(document["chosen"]))
        case "artifact":
            return ArtifactRecord(base64.b64decode(text(document["content"]), validate=True))
        case "learned":
            lessons = [dict(each) for each in listed(document["lessons"])]
            return LearnedRecord(learning.learned_of(document), lessons)
    return None


def _called(document: dict[str, Any], secrets: Sequence[Secret]) -> dict[str, Any]:
    """Another program, its times as every line has them."""
    return document | {
        "created": rfc3339(document["created"]),
        "secrets": [
            {
                "text": secret.text,
                "created": rfc3339(secret.created_at),
                "until": None if secret.until is None else rfc3339(secret.until),
            }
            for secret in secrets
        ],
    }


def _stored(document: Mapping[str, Any]) -> dict[str, Any]:
    for name in ("id", "url", "title"):
        text(document[name])
    flag(document["enabled"])
    return dict(document) | {
        "created": milliseconds(document["created"]),
        "secrets": [
            (
                text(each["text"]),
                milliseconds(each["created"]),
                None if each.get("until") is None else milliseconds(each["until"]),
            )
            for each in listed(document.get("secrets", []))
        ],
    }


def _token_document(name: str, token: Token) -> dict[str, Any]:
    return {
        "digest": name,
        "id": token.id,
        "name": token.name,
        "role": str(token.role),
        "created": rfc3339(token.created_at),
        "quota": token.quota,
    }


def _token(document: Mapping[str, Any]) -> tuple[str, Token]:
    quota = document.get("quota")
    return digest(document["digest"]), Token(
        id=text(document["id"]),
        name=text(document["name"]),
        role=Role(document["role"]),
        site="",
        created_at=milliseconds(document["created"]),
        quota=None if quota is None else whole(quota),
    )


def _sign_in_documents(found: Mapping[str, SignIn]) -> list[dict[str, Any]]:
    return [
        {"name": name, "token": each.token_id, "digest": each.token_digest, "proof": each.proof}
        for name, each in sorted(found.items())
    ]


def _sign_ins(documents: object) -> dict[str, SignIn]:
    return {
        text(each["name"]): SignIn(
            text(each["token"]),
            digest(each["digest"]),
            text_or_none(each.get("proof")),
        )
        for each in listed(documents)
    }

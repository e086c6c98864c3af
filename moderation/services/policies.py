"""A site's policy as a document: what may be set, and how it is checked."""

from collections.abc import Iterable, Mapping
from dataclasses import fields as members
from types import MappingProxyType
from typing import Any

import orjson
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from moderation.domain.errors import Invalid
from moderation.domain.policy import ATTRIBUTES, SECRETS, Consequence, Decider, Hearer, Mode, OnFailure, Policy
from moderation.domain.transparency_database import LONGEST_GROUND, TERRITORIES
from moderation.rules.evaluate import compile_rules
from moderation.rules.mistake import RulesInvalid
from moderation.text.language import LANGUAGES
from moderation.text.words import wordlist_names

MASK = "********"


class Amount(fields.Integer):
    """A whole number, where true and false are also understood as 1 and 0."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        return super()._deserialize(int(value) if isinstance(value, bool) else value, attr, data, **kwargs)


def _number(least: int, most: int) -> Amount:
    return Amount(strict=True, validate=validate.Range(least, most))


def _thresholds() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(validate=validate.OneOf(ATTRIBUTES)),
        values=fields.Float(allow_nan=False, validate=validate.Range(0, 1)),
    )


def _words() -> fields.List[str]:
    return fields.List(fields.String(validate=validate.Length(1, 100)), validate=validate.Length(max=10_000))


def _one_of(choices: Iterable[str], otherwise: str) -> fields.String:
    return fields.String(validate=validate.OneOf(tuple(choices), error=otherwise))


def _rules(text: str) -> None:
    try:
        compile_rules(text)
    except RulesInvalid as error:
        raise ValidationError(error.sentences) from None


_NO_LANGUAGE = "{input!r} is not a language we can tell; write a code of ISO 639-1 such as en or de."


def _key_set(document: str) -> None:
    try:
        if document:
            KeySet.import_key_set(orjson.loads(document))
    except (JoseError, ValueError, TypeError, KeyError):
        raise ValidationError("Must be a JSON Web Key Set as JSON text.") from None


def _shared_secret(secret: str) -> None:
    try:
        OctKey.binding.import_from_bytes(secret.encode("utf-8", "surrogatepass"))
    except ValueError:
        raise ValidationError("Must be a secret of yours and this service's; public keys belong in jwks.") from None


def _told(text: str) -> None:
    if not text.strip():
        raise ValidationError("Must say something.")


def _ground() -> fields.String:
    return fields.String(validate=[validate.Length(1, LONGEST_GROUND), _told])


def _grounds() -> fields.List[str]:
    return fields.List(_ground(), validate=validate.Length(max=200))


class PolicySchema(Schema):
    """Every key an administrator can set, with its bounds."""

    class Meta:
        unknown = RAISE

    mode = fields.Enum(Mode, by_value=True)
    guests = fields.Boolean()
    edit_window_seconds = _number(0, 365 * 86_400)
    body_min = _number(0, 10_000)
    body_max = _number(1, 50_000)
    comments_per_minute = _number(0, 10_000)
    hold = _thresholds()
    reject = _thresholds()
    hold_links = _number(0, 100)
    hold_new_commenters = _number(0, 1000)
    hold_history_rate = fields.Float(allow_nan=False, validate=validate.Range(0, 1))
    hold_history_minimum = _number(1, 1000)
    hold_repeats = fields.Boolean()
    hold_suspect_words = fields.Boolean()
    banned_words = _words()
    suspect_words = _words()
    word_lists = fields.List(
        _one_of(wordlist_names(), "There is no word list {input!r}."), validate=validate.Length(max=50)
    )
    rules = fields.String(validate=_rules)
    on_classifier_failure = fields.Enum(OnFailure, by_value=True)
    languages = fields.List(_one_of(LANGUAGES, _NO_LANGUAGE), validate=validate.Length(1, 20))
    on_unsupported_language = fields.Enum(OnFailure, by_value=True)
    light_reports_after = _number(0, 20)
    reports_per_day = _number(0, 10_000)
    strike_days = _number(0, 3650)
    strikes_suspend = fields.Float(allow_nan=False, validate=validate.Range(0, 100))
    strikes_suspend_as = fields.Enum(Consequence, by_value=True)
    strikes_suspend_days = _number(1, 3650)
    appeal_window_days = _number(0, 36_500)
    appeals_per_day = _number(0, 10_000)
    second_reader_margin = fields.Float(allow_nan=False, validate=validate.Range(0, 0.5))
    appeals_heard_by = fields.Enum(Hearer, by_value=True)
    escalations_decided_by = fields.Enum(Decider, by_value=True)
    close_after_days = _number(0, 36_500)
    origins = fields.List(fields.String(validate=validate.Length(1, 300)), validate=validate.Length(max=100))
    jwt_secret = fields.String(validate=[validate.Length(max=1024), _shared_secret])
    jwks = fields.String(validate=[validate.Length(max=65_536), _key_set])
    coral_secret = fields.String(validate=validate.Length(max=1024))
    jwt_issuer = fields.String(validate=validate.Length(max=300))
    jwt_audience = fields.String(validate=validate.Length(max=300))
    statement_ground = _ground()
    house_rules = _grounds()
    legal_grounds = _grounds()
    statement_territories = fields.List(fields.String(validate=validate.OneOf(TERRITORIES)))


_SCHEMA = PolicySchema()
_BUT_RULES = PolicySchema(exclude=("rules",))
"""Rules are checked when they are saved; those that a newer version saved must not keep this one from its policy."""
KEYS = tuple(_SCHEMA.fields)


def policy_of(document: Mapping[str, Any], version: int) -> Policy:
    """The policy of a stored document, which holds only what differs from the defaults."""
    loaded = _BUT_RULES.load({name: value for name, value in document.items() if name in _BUT_RULES.fields})
    values: dict[str, Any] = {
        name: MappingProxyType(value) if isinstance(value, dict) else tuple(value) if isinstance(value, list) else value
        for name, value in loaded.items()
    }
    return Policy(**values, rules=str(document.get("rules", "")), version=version)


def policy_document(policy: Policy, *, masked: bool = True) -> dict[str, Any]:
    """The whole policy as JSON values; a secret that is set shows as asterisks."""
    document: dict[str, Any] = {}
    for member in members(policy):
        value = getattr(policy, member.name)
        if isinstance(value, Mapping):
            value = dict(value)
        elif isinstance(value, tuple):
            value = list(value)
        elif masked and member.name in SECRETS and value:
            value = MASK
        document[member.name] = value if isinstance(value, bool | int | float | dict | list) else str(value)
    return document


def changed_document(present: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The stored document after `changes`: whole keys, or `hold.TOXICITY` for one threshold. None means the default
    again; a masked secret means that it stays. Invalid names each key that is wrong."""
    document = dict(present)
    for name, value in changes.items():
        key, _, attribute = name.partition(".")
        if name in SECRETS and value == MASK:
            continue
        if attribute:
            inner = document.get(key, dict(getattr(Policy(), key)) if key in ("hold", "reject") else {})
            if not isinstance(inner, Mapping) or key not in ("hold", "reject"):
                raise Invalid(f"There is no policy key {name!r}.", {name: ["Unknown key."]})
            document[key] = {other: kept for other, kept in inner.items() if other != attribute}
            if value is not None:
                document[key][attribute] = value
        elif name == "version":
            continue
        elif value is None:
            document.pop(name, None)
        else:
            document[name] = value
    rules = {} if "rules" in changes else {name: document.pop(name) for name in ("rules",) if name in document}
    try:
        loaded = _SCHEMA.load(document)
    except ValidationError as error:
        flat = _flat(error.messages_dict)
        raise Invalid("The policy was not changed.", flat, **_mistakes(document if "rules" in flat else {})) from None
    if loaded.get("body_min", Policy().body_min) > loaded.get("body_max", Policy().body_max):
        raise Invalid("The policy was not changed.", {"body_min": ["Must not be greater than body_max."]})
    dumped = _SCHEMA.dump(loaded)
    return {name: dumped[name] for name in loaded} | rules


def _mistakes(document: Mapping[str, Any]) -> dict[str, Any]:
    """What is wrong with the rules, by place, for programs that show it there."""
    try:
        compile_rules(str(document.get("rules", "")))
    except RulesInvalid as error:
        return {"mistakes": error.documents}
    return {}


def _flat(messages: Mapping[str, Any], prefix: str = "") -> dict[str, list[str]]:
    flat: dict[str, list[str]] = {}
    for name, value in messages.items():
        path = f"{prefix}{name}"
        if isinstance(value, Mapping):
            flat.update(_flat(value, f"{path}."))
        else:
            flat[path] = [str(sentence) for sentence in value]
    return flat

"""A site's policy as a document: what may be set, and how it is checked."""

from collections.abc import Iterable, Mapping
from dataclasses import fields as members
from types import MappingProxyType
from typing import Any

import orjson
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey
from marshmallow import RAISE, Schema, ValidationError, fields, validate
from yarl import URL

from moderation.domain.errors import Invalid
from moderation.domain.policy import ATTRIBUTES, SECRETS, Consequence, Decider, Hearer, Mode, OnFailure, Policy
from moderation.domain.transparency_database import LONGEST_GROUND, TERRITORIES
from moderation.rules.evaluate import compile_rules
from moderation.rules.mistake import RulesInvalid
from moderation.services.values import Number, Switch, Whole, sentences_of
from moderation.text.drawn import on_one_line, readable
from moderation.text.language import LANGUAGES
from moderation.text.words import wordlist_names

MASK = "********"
THRESHOLDS = ("hold", "reject")


def _number(least: int, most: int) -> Whole:
    return Whole(validate=validate.Range(least, most))


def _share(most: float = 1) -> Number:
    return Number(validate=validate.Range(0, most))


def _thresholds() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(validate=validate.OneOf(ATTRIBUTES)),
        values=_share(),
    )


def _words() -> fields.List[str]:
    return fields.List(fields.String(validate=[validate.Length(1, 100), _seen]), validate=validate.Length(max=10_000))


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


def _seen(text: str) -> None:
    if text and not readable(text):
        raise ValidationError("There is nothing to read in it.")


def _seen_on_one_line(text: str) -> None:
    _seen(text)
    if not on_one_line(text):
        raise ValidationError("Write it on one line, without control, direction and other invisible characters.")


def _ground() -> fields.String:
    return fields.String(validate=[validate.Length(1, LONGEST_GROUND), _seen_on_one_line])


def _origin(text: str) -> None:
    """As browsers send it, as it is compared with what they send."""
    if text == "*":
        return
    try:
        sent = str(URL(text).origin()) if "*" not in text else ""
    except ValueError:
        sent = ""
    if not sent or sent != text:
        wanted = sent or "an origin such as https://news.example.org"
        raise ValidationError(f"Write {wanted}, as browsers send it: without a path; or * for every page.")


def _grounds() -> fields.List[str]:
    return fields.List(_ground(), validate=validate.Length(max=200))


class PolicySchema(Schema):
    """Every key an administrator can set, with its bounds."""

    class Meta:
        unknown = RAISE

    mode = fields.Enum(Mode, by_value=True)
    guests = Switch()
    edit_window_seconds = _number(0, 365 * 86_400)
    body_min = _number(0, 10_000)
    body_max = _number(1, 50_000)
    comments_per_minute = _number(0, 10_000)
    hold = _thresholds()
    reject = _thresholds()
    hold_links = _number(0, 100)
    hold_new_commenters = _number(0, 1000)
    hold_history_rate = _share()
    hold_history_minimum = _number(1, 1000)
    hold_repeats = Switch()
    hold_suspect_words = Switch()
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
    strikes_suspend = _share(100)
    strikes_suspend_as = fields.Enum(Consequence, by_value=True)
    strikes_suspend_days = _number(1, 3650)
    appeal_window_days = _number(0, 36_500)
    appeals_per_day = _number(0, 10_000)
    second_reader_margin = _share(0.5)
    appeals_heard_by = fields.Enum(Hearer, by_value=True)
    escalations_decided_by = fields.Enum(Decider, by_value=True)
    close_after_days = _number(0, 36_500)
    origins = fields.List(fields.String(validate=[validate.Length(1, 300), _origin]), validate=validate.Length(max=100))
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
KEYS = tuple(_SCHEMA.fields)


def policy_of(document: Mapping[str, Any], version: int) -> Policy:
    """The policy of a stored document, which holds only what differs from the defaults. It was checked when it was
    saved, by the version that saved it; what this one would not let in any more still counts."""
    values = {name: _kept(_SCHEMA.fields[name], value) for name, value in document.items() if name in _SCHEMA.fields}
    return Policy(**values, version=version)


def _kept(field: fields.Field[Any], value: Any) -> Any:
    match value:
        case dict():
            return MappingProxyType(value)
        case list():
            return tuple(value)
    return field.enum(value) if isinstance(field, fields.Enum) else value


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
    again; a masked secret means that it stays. Invalid names each key that is wrong; what is not named is not checked,
    as an earlier version or a newer one may have saved it."""
    kept, wanted = dict(present), dict[str, Any]()
    for name, value in changes.items():
        key, _, attribute = name.partition(".")
        if name == "version" or (name in SECRETS and value == MASK):
            continue
        if attribute:
            if key not in THRESHOLDS:
                raise Invalid(f"There is no policy key {name!r}.", {name: ["Unknown key."]})
            inner = wanted.get(key, kept.get(key, getattr(Policy(), key)))
            if isinstance(inner, Mapping):
                wanted[key] = {other: known for other, known in inner.items() if other != attribute}
                if value is not None:
                    wanted[key][attribute] = value
        elif value is None and name in KEYS:
            kept.pop(name, None)
            wanted.pop(name, None)
        else:
            wanted[name] = value
    try:
        loaded = _SCHEMA.load(wanted)
    except ValidationError as error:
        flat = sentences_of(error.messages)
        raise Invalid("The policy was not changed.", flat, **_mistakes(wanted if "rules" in flat else {})) from None
    dumped = _SCHEMA.dump(loaded)
    document = kept | {name: dumped[name] for name in loaded}
    if document.get("body_min", Policy().body_min) > document.get("body_max", Policy().body_max):
        raise Invalid("The policy was not changed.", {"body_min": ["Must not be greater than body_max."]})
    return document


def _mistakes(document: Mapping[str, Any]) -> dict[str, Any]:
    """What is wrong with the rules, by place, for programs that show it there."""
    try:
        compile_rules(str(document.get("rules", "")))
    except RulesInvalid as error:
        return {"mistakes": error.documents}
    return {}

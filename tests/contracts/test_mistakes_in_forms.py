"""Whatever somebody types into a form of the console or its settings: what is wrong with it has a kind, by which the
page says it in their language."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from people import Caller, Moderator
from service_client import Service

PAGES = Path(__file__).parents[2] / "moderation" / "web"
PASSWORD = "seven ferries at dawn"
PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
-----END PUBLIC KEY-----"""

TEXTS = [
    *("", " ", "\u200b", "\u202eodd", "two\nlines", "\x00", "\ud800", "ab" * 8, "x" * 70_000),
    *("{}", '{"keys": [{}]}', PUBLIC_KEY, "klingon", "o'neil", "ada@news.example"),
    *("news.example", "https://news.example/a", "ftp://news.example", "https://a:b@news.example", "https://[::"),
    *("http://news.example", "http://93.184.216.34", "https://10.0.0.7", "https://127.1"),
]
CHOSEN = {"role", "format", "on_silence", "may_approve", "standing", "outcome"}
"""Fields in which nothing can be typed, nor left out."""
NUMBERS = [None, -1, 0.5, 1e9, 1e300]

SITE, REVIEW = "/v1/sites/default", "/v1/moderation"
Form = tuple[str, str, dict[str, Any], set[str]]
"""Method, address, a body without a mistake, and some of the kinds that are met when its fields are mistyped."""
FORMS: dict[str, Form] = {
    "own password": (
        "PUT",
        "/console/password",
        {"password": "eight ferries at dusk", "current": PASSWORD},
        {"wrong_length", "too_few_different", "wrong_password"},
    ),
    "a person": ("POST", f"{SITE}/tokens", {"name": "Mia", "role": "moderator"}, {"wrong_length", "blank", "no_text"}),
    "a password": (
        "PUT",
        f"{SITE}/moderators/MAX/password",
        {"name": "max", "password": PASSWORD},
        {"taken_name", "wrong_length"},
    ),
    "an address": (
        "PUT",
        f"{SITE}/moderators/MAX/identity",
        {"email": "max@news.example"},
        {"taken_address", "no_email_address"},
    ),
    "a webhook": (
        "POST",
        f"{SITE}/webhooks",
        {"url": "https://news.example", "title": "", "format": "json", "events": ["*"], "queues": []},
        {"not_public", "unusual_address", "no_https_address", "no_web_address", "holds_a_password"},
    ),
    "a phase": (
        "POST",
        f"{SITE}/phases",
        {"url": "https://news.example", "title": "Links", "format": "text", "deadline_ms": 500}
        | {"on_silence": "hold", "may_approve": False},
        {"not_public", "unusual_address", "no_https_address", "blank", "no_whole_number", "out_of_range", "required"},
    ),
    "trying a phase": ("POST", f"{SITE}/phases/none/try", {"body": "Good game."}, {"wrong_length"}),
}
WINDOWS: dict[str, Form] = {
    "a standing": (
        "PUT",
        f"{REVIEW}/authors/ann/standing",
        {"standing": "banned", "reason": "Spam", "message": "No."},
        {"blank", "wrong_length"},
    ),
    "a warning": ("POST", f"{REVIEW}/authors/ann/warnings", {"message": "Be kind."}, {"blank", "no_text"}),
    "a note": ("POST", f"{REVIEW}/authors/ann/notes", {"text": "Was warned."}, {"blank"}),
    "a shift's note": ("POST", f"{REVIEW}/notes", {"text": "All quiet."}, {"blank"}),
    "an appeal": (
        "POST",
        f"{REVIEW}/appeals/none/outcome",
        {"outcome": "upheld", "note": "", "message": ""},
        {"no_text"},
    ),
    "the door": ("POST", "/console/session", {"name": "max", "password": PASSWORD}, {"wrong_length"}),
    "the door, by token": ("POST", "/console/session", {"token": "mod_none"}, {"wrong_length"}),
}


def test_every_field_that_can_be_typed_in_is_tried_here() -> None:
    """But those of the policy, which the service names."""
    settings = "".join(path.read_text(encoding="utf-8") for path in (PAGES / "settings").glob("*.js"))
    assert set(re.findall(r'\{ name: "(\w+)", label', settings)) == _fields(FORMS)
    console = "".join(path.read_text(encoding="utf-8") for path in (PAGES / "console").glob("*.js"))
    written = set(re.findall(r'<(?:textarea|input)[^>]* name="(\w+)"', console))
    assert {"message", "note", "reason", "text"} == written <= _fields(WINDOWS)


@pytest.mark.parametrize("form", FORMS)
async def test_every_mistake_in_a_form_of_the_settings_has_a_kind(service: Service, form: str) -> None:
    ada, max_ = await service.admin(), await service.moderator()
    others, his = f"{SITE}/moderators/{await _id_of(ada)}", await _id_of(max_)
    await ada.put(f"{others}/password", {"name": "o'neil", "password": PASSWORD})
    await ada.put(f"{others}/identity", {"email": "ada@news.example"})
    method, path, good, expected = FORMS[form]
    met = set[str]()
    who = max_ if path.startswith("/console") else ada
    for number, body in enumerate(_mistyped(good)):
        who.headers["X-Forwarded-For"] = f"198.51.100.{number}"  # or passwords would have been tried too often
        await service.house.passwords.set("default", his, "max", PASSWORD, "operator")
        met |= await _kinds(who, method, path.replace("MAX", his), body)
    assert expected <= met


async def test_every_mistake_in_a_form_of_the_policy_has_a_kind(service: Service) -> None:
    ada = await service.admin()
    typed: dict[str, list[Any]] = {"text": TEXTS, "secret": TEXTS, "whole": NUMBERS, "number": NUMBERS}
    typed["texts"] = [[], *([each] for each in TEXTS)]
    typed["thresholds"] = [{"TOXICITY": each} for each in NUMBERS]
    met = set[str]()
    for key in (await ada.get(f"{SITE}/policy/keys")).document["keys"]:
        if key["key"] != "rules":  # they have a page of their own, where each mistake has a place
            for value in typed.get(key["kind"], ()):
                met |= await _kinds(ada, "PUT", f"{SITE}/policy", {key["key"]: value})
    assert met >= {"no_key_set", "public_key", "no_origin", "other_origin", "no_language", "not_one_line", "too_long"}


@pytest.mark.parametrize("window", WINDOWS)
async def test_every_mistake_in_a_window_of_the_console_has_a_kind_and_its_field_a_name(
    service: Service, window: str
) -> None:
    words = json.loads((PAGES / "console" / "en.json").read_text(encoding="utf-8"))
    method, path, good, expected = WINDOWS[window]
    max_ = await service.moderator()
    met = set[str]()
    for body in _mistyped(good):
        met |= await _kinds(max_, method, path, body, words)
    assert expected <= met


def _fields(forms: dict[str, Form]) -> set[str]:
    return {field for _, _, body, _ in forms.values() for field in body}


def _mistyped(good: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a page sends where something else was typed in one field."""
    for field, value in good.items():
        if field not in CHOSEN:
            typed = TEXTS if isinstance(value, str) else [[]] if isinstance(value, list) else NUMBERS
            yield from (good | {field: each} for each in typed)


async def _kinds(
    who: Caller, method: str, path: str, body: dict[str, Any], names: dict[str, Any] | None = None
) -> set[str]:
    """Of the mistakes in it, each of which must have one, and its field one of the `names`."""
    answer = await who.call(method, path, data=json.dumps(body))
    document = answer.document if answer.body else {}
    met = set()
    for field, sentences in document.get("errors", {}).items():
        causes = document.get("causes", {}).get(field, [None] * len(sentences))
        for sentence, cause in zip(sentences, causes, strict=True):
            assert cause is not None, (path, field, sentence)
            assert names is None or f"field.{field}" in names
            met.add(cause["code"])
    return met


async def _id_of(moderator: Moderator) -> str:
    return str((await moderator.get("/console/session")).document["moderator"]["id"])

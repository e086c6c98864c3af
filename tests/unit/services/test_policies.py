"""A site's policy as a document: what may be set, what is kept, what is shown."""

from typing import Any

import pytest

from moderation.domain.errors import Invalid
from moderation.domain.policy import Mode, OnFailure, Policy
from moderation.services.policies import KEYS, MASK, changed_document, policy_document, policy_of
from moderation.services.rulebook import prepare


def test_without_any_document_the_defaults_hold() -> None:
    assert policy_of({}, 0) == Policy()
    assert changed_document({}, {}) == {}


def test_every_member_of_a_policy_can_be_set() -> None:
    assert set(KEYS) == set(policy_document(Policy())) - {"version"}


def test_only_what_differs_is_stored_and_comes_back() -> None:
    document = changed_document({}, {"mode": "pre", "body_max": 300, "banned_words": ["casino"]})

    assert document == {"mode": "pre", "body_max": 300, "banned_words": ["casino"]}
    policy = policy_of(document, 4)
    assert (policy.mode, policy.body_max, policy.banned_words, policy.version) == (Mode.PRE, 300, ("casino",), 4)
    assert policy.on_classifier_failure is OnFailure.PUBLISH


def test_what_is_shown_can_be_sent_back_unchanged() -> None:
    document = changed_document({}, {"jwt_secret": "something long and secret", "hold.THREAT": 0.5})
    shown = policy_document(policy_of(document, 3))

    assert shown["jwt_secret"] == MASK
    again = changed_document(document, shown)

    assert policy_of(again, 3) == policy_of(document, 3)


def test_one_threshold_can_be_set_and_taken_away() -> None:
    document = changed_document({}, {"hold.TOXICITY": 0.5})
    assert policy_of(document, 1).hold == dict(Policy().hold) | {"TOXICITY": 0.5}

    document = changed_document(document, {"hold.TOXICITY": None, "reject.THREAT": 0.9})

    assert "TOXICITY" not in policy_of(document, 1).hold
    assert policy_of(document, 1).reject == {"THREAT": 0.9}


def test_none_is_the_default_again() -> None:
    document = changed_document({"mode": "pre", "hold": {"THREAT": 0.1}}, {"mode": None, "hold": None})

    assert policy_of(document, 1) == policy_of({}, 1)


def test_the_mask_keeps_a_secret_and_an_empty_text_takes_it_away() -> None:
    document = changed_document({}, {"jwt_secret": "something long and secret"})

    assert changed_document(document, {"jwt_secret": MASK}) == document
    assert policy_of(changed_document(document, {"jwt_secret": ""}), 1).jwt_secret == ""


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"colour": 1}, "colour"),
        ({"mode": "maybe"}, "mode"),
        ({"guests": "perhaps"}, "guests"),
        ({"body_max": 0}, "body_max"),
        ({"body_max": 1.5}, "body_max"),
        ({"body_min": 400, "body_max": 300}, "body_min"),
        ({"comments_per_minute": -1}, "comments_per_minute"),
        ({"hold.TOXICITY": 1.1}, "hold.TOXICITY.value"),
        ({"hold.TOXICITY": float("nan")}, "hold.TOXICITY.value"),
        ({"hold.NICENESS": 0.5}, "hold.NICENESS.key"),
        ({"guests.TOXICITY": 0.5}, "guests.TOXICITY"),
        ({"banned_words": [""]}, "banned_words.0"),
        ({"word_lists": ["klingon"]}, "word_lists.0"),
        ({"languages": ["klingon"]}, "languages.0"),
        ({"languages": []}, "languages"),
        ({"on_unsupported_language": "translate"}, "on_unsupported_language"),
        ({"jwks": "{"}, "jwks"),
        ({"jwks": '{"keys": 1}'}, "jwks"),
        ({"origins": "https://news.example"}, "origins"),
        ({"guests": "yes"}, "guests"),
        ({"guests": 1}, "guests"),
        ({"comments_per_minute": True}, "comments_per_minute"),
        ({"body_max": "300"}, "body_max"),
        ({"hold_history_rate": "0.5"}, "hold_history_rate"),
        ({"hold.TOXICITY": "0.5"}, "hold.TOXICITY.value"),
        ({"hold": {"TOXICITY": True}}, "hold.TOXICITY.value"),
        ({"origins": ["evil"]}, "origins.0"),
        ({"origins": ["null"]}, "origins.0"),
        ({"origins": ["*", "https://news.example/"]}, "origins.1"),
        ({"origins": ["https://news.example/page"]}, "origins.0"),
        ({"origins": ["https://me@news.example"]}, "origins.0"),
        ({"origins": ["https://news.example:443"]}, "origins.0"),
        ({"origins": ["https://*.news.example"]}, "origins.0"),
        ({"origins": ["HTTPS://News.Example"]}, "origins.0"),
        ({"banned_words": ["\u200b"]}, "banned_words.0"),
        ({"house_rules": ["Be kind.", "\u200b\u2800"]}, "house_rules.1"),
        ({"house_rules": ["Be \u202ednik"]}, "house_rules.0"),
        ({"legal_grounds": ["One line\nand another"]}, "legal_grounds.0"),
        ({"statement_ground": "\u2060"}, "statement_ground"),
        ({"rules": 'rule "\u200b" when reply then hold'}, "rules"),
        ({"colour": None}, "colour"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_changes(changes: dict[str, Any], named: str) -> None:
    before = {"body_max": 300} if "body_min" in changes else {}
    with pytest.raises(Invalid) as refused:
        changed_document(before, changes)

    assert list(refused.value.errors) == [named]


@pytest.mark.parametrize(
    "origins",
    [["*"], [], ["https://news.example", "http://localhost:8080", "http://[::1]:3000"], ["capacitor://localhost"]],
)
def test_origins_are_written_as_browsers_send_them(origins: list[str]) -> None:
    assert policy_of(changed_document({}, {"origins": origins}), 1).origins == tuple(origins)


def test_what_is_almost_an_origin_is_told_how_it_is_written() -> None:
    with pytest.raises(Invalid) as refused:
        changed_document({}, {"origins": ["HTTPS://Bücher.example:443/shop"]})

    [sentence] = refused.value.errors["origins.0"]
    assert "Write https://xn--bcher-kva.example," in sentence


def test_rules_and_laws_are_named_in_every_script() -> None:
    named = ["§ 130 StGB", "قانون مکافحة الجریمة", "می\u200cخواهم", "Ne « jamais »", "👩\u200d💻"]

    assert policy_of(changed_document({}, {"legal_grounds": named}), 1).legal_grounds == tuple(named)


def test_what_an_earlier_version_let_in_still_counts_and_keeps_nobody_from_the_rest() -> None:
    stored = {"origins": ["evil"], "house_rules": ["\u200b"], "hold_links": 500, "statement_ground": "a\nb"}

    policy = policy_of(stored, 7)

    assert (policy.origins, policy.house_rules, policy.hold_links) == (("evil",), ("\u200b",), 500)
    assert changed_document(stored, {"mode": "pre"}) == stored | {"mode": "pre"}
    assert changed_document(stored, {"origins": None}) == {
        name: value for name, value in stored.items() if name != "origins"
    }
    with pytest.raises(Invalid):
        changed_document(stored, {"house_rules": stored["house_rules"]})


def test_rules_that_a_newer_version_saved_do_not_keep_this_one_from_the_policy() -> None:
    stored = {"mode": "pre", "rules": 'rule "Later" when text.sarcasm > 50% then hold'}

    policy = policy_of(stored, 3)
    words, rules = prepare("default", policy)

    assert (policy.mode, policy.rules) == (Mode.PRE, stored["rules"])
    assert (rules.rules, words.banned.words) == ((), ())
    assert changed_document(stored, {"mode": "post"}) == {"mode": "post", "rules": stored["rules"]}
    with pytest.raises(Invalid, match="not changed"):
        changed_document(stored, {"rules": stored["rules"]})
    assert changed_document(stored, {"rules": None}) == {"mode": "pre"}

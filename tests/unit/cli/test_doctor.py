"""The doctor finds what would lose comments, and says how to mend it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from identity_provider import IdentityProvider, in_a_thread
from small_models import a_model
from valkey_nodes import ValkeyNode, free_port

from moderation.storage import keys

Command = Callable[..., Result]


def line_about(result: Result, what: str) -> str:
    (found,) = [line for line in result.stdout.splitlines() if what in line]
    return found


def test_a_server_that_forgets_is_told_and_mended_as_told(moderation: Command, valkey_node: ValkeyNode) -> None:
    result = moderation("doctor")
    assert result.exit_code == 1
    assert line_about(result, "no append-only file").startswith("fail")
    assert "-> CONFIG SET appendonly yes" in result.stdout
    assert line_about(result, "model: ").startswith("ok")
    assert line_about(result, "clock: ").startswith("ok")
    with valkey_node.client() as client:
        client.config_set("appendonly", "yes")
        try:
            healthy = moderation("doctor")
        finally:
            client.config_set("appendonly", "no")
    assert healthy.exit_code == 0, healthy.stdout
    assert line_about(healthy, "persistence: ").startswith("ok")


def test_a_server_that_evicts_is_told(moderation: Command, valkey_node: ValkeyNode) -> None:
    with valkey_node.client() as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
        try:
            assert line_about(moderation("doctor"), "memory: ").startswith("fail")
        finally:
            client.config_set("maxmemory-policy", "noeviction")


def test_the_other_things_are_looked_at_when_storage_is_away(
    moderation: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATION_REDIS_URL", f"redis://127.0.0.1:{free_port()}")
    result = moderation("doctor")
    assert result.exit_code == 1
    assert line_about(result, "storage: it cannot be reached").startswith("fail")
    assert line_about(result, "model: ").startswith("ok")


def test_a_missing_model_and_a_folder_in_the_way_are_told(
    moderation: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file")
    monkeypatch.setenv("MODERATION_REDIS_URL", "")
    monkeypatch.setenv("MODERATION_DATA_DIR", str(in_the_way))
    monkeypatch.setenv("MODERATION_MODEL", "no-such-model")
    result = moderation("doctor")
    assert result.exit_code == 1
    assert line_about(result, "data directory: ").startswith("fail")
    assert line_about(result, "model: ").startswith("fail")


def test_readers_and_further_models_are_told(
    moderation: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    a_model(tmp_path / "good", name="good")
    (tmp_path / "half-copied").mkdir()
    monkeypatch.setenv("MODERATION_MODELS_DIR", str(tmp_path))
    monkeypatch.setenv("MODERATION_CAREFUL", "off")

    result = moderation("doctor")

    assert "the fast reader" in line_about(result, "model: ")
    assert line_about(result, "careful reader: ").endswith("MODERATION_CAREFUL says so")
    assert line_about(result, "half-copied").startswith("warn")
    assert line_about(result, "models folder: good").startswith("ok")


def test_replicas_that_must_acknowledge_and_are_not_there_are_told(
    moderation: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATION_ACKNOWLEDGE_REPLICAS", "1")
    monkeypatch.setenv("MODERATION_ACKNOWLEDGE_TIMEOUT_MS", "50")
    result = moderation("doctor")
    assert result.exit_code == 1
    assert "fail" in result.stdout


def test_rules_that_do_not_act_are_told(moderation: Command, valkey_node: ValkeyNode) -> None:
    assert moderation("policy", "set", 'rules=rule "A" when reply then hold').exit_code == 0
    assert "rules of" not in moderation("doctor").stdout
    with valkey_node.client() as client:
        key = keys.site_policy("default")
        client.set(key, client.get(key).replace(b"reply", b"irony"))

    result = moderation("doctor")

    told = line_about(result, "rules of default, which do not act: Line 1, column 15: There is no field irony.")
    assert (result.exit_code, told.startswith("fail")) == (1, True)


def test_the_sign_in_provider_is_asked(moderation: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "sign-in provider" not in moderation("doctor").stdout
    with in_a_thread(IdentityProvider()) as provider:
        monkeypatch.setenv("MODERATION_OIDC_ISSUER", provider.issuer)
        assert line_about(moderation("doctor"), "sign-in provider: ") == f"ok    sign-in provider: {provider.issuer}"
        provider.configuration = {"issuer": "https://somebody.example"}
        wrong = moderation("doctor")
    assert line_about(wrong, "calls itself 'https://somebody.example'").startswith("warn")
    away = moderation("doctor")
    assert line_about(away, "sign-in provider: The provider cannot be reached.").startswith("warn")
    assert "tokens and passwords go on working" in away.stdout


def test_a_console_without_https_is_told(moderation: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODERATION_PUBLIC_URL", "http://comments.example")
    assert line_about(moderation("doctor"), "cookie unencrypted").startswith("warn")
    monkeypatch.setenv("MODERATION_PUBLIC_URL", "https://comments.example")
    assert "cookie unencrypted" not in moderation("doctor").stdout

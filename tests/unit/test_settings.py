"""Settings are read strictly, and every refusal names its variable."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from moderation.settings import BadSetting, Settings, describe, unknown_variables


def test_without_variables_the_defaults_hold() -> None:
    settings = Settings.from_environment({})
    assert settings == Settings()
    assert (settings.host, settings.port, settings.redis_url) == ("127.0.0.1", 8080, "")


def test_an_empty_variable_counts_as_not_set() -> None:
    assert Settings.from_environment({"MODERATION_PORT": " "}).port == 8080


def test_variables_are_read() -> None:
    settings = Settings.from_environment(
        {
            "MODERATION_PORT": "0",
            "MODERATION_DATA_DIR": "~/comments",
            "MODERATION_TRUSTED_PROXIES": "10.0.0.0/8, 2001:db8::/32,192.0.2.1",
            "MODERATION_CHECK_ANSWERS": "Yes",
            "MODERATION_APPENDFSYNC": "ALWAYS",
            "MODERATION_PUBLIC_URL": "https://comments.example.org/",
            "MODERATION_REDIS_URL": "redis+cluster://10.0.0.1:7000,10.0.0.2:7000",
        }
    )
    assert settings.port == 0
    assert settings.data_dir == Path.home() / "comments"
    assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.0/8", "2001:db8::/32", "192.0.2.1/32"]
    assert settings.check_answers is True
    assert settings.appendfsync == "always"
    assert settings.public_url == "https://comments.example.org"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODERATION_PORT", "tcp://10.0.0.1:8080"),
        ("MODERATION_PORT", "65536"),
        ("MODERATION_WORKERS", "0"),
        ("MODERATION_TRUSTED_PROXIES", "everybody"),
        ("MODERATION_APPENDFSYNC", "no"),
        ("MODERATION_CHECK_ANSWERS", "perhaps"),
        ("MODERATION_SSE_HEARTBEAT_SECONDS", "0"),
        ("MODERATION_DRAIN_SECONDS", "nan"),
        ("MODERATION_REDIS_URL", "http://example.org"),
        ("MODERATION_PUBLIC_URL", "example.org"),
        ("MODERATION_LOG_FORMAT", "xml"),
    ],
)
def test_a_bad_value_is_refused_in_a_sentence_that_names_the_variable(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=rf"^{name} must be .*\.$"):
        Settings.from_environment({name: value})


def test_a_variable_that_no_setting_has_is_noticed() -> None:
    given = {"MODERATION_PROT": "80", "MODERATION_PORT": "80", "HOME": "/"}
    assert unknown_variables(given) == ["MODERATION_PROT"]


def test_every_setting_is_described_once() -> None:
    described = describe()
    assert [each.variable for each in described] == [f"MODERATION_{each.name.upper()}" for each in fields(Settings)]
    assert all(each.meaning for each in described)


def test_settings_cannot_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1

"""Settings come from the environment, and what is missing or wrong is named."""

import pytest
from pydantic import SecretStr

from assistant.errors import SettingsError
from assistant.settings import Settings, load, require


def test_a_missing_setting_is_named_with_an_example() -> None:
    with pytest.raises(SettingsError, match=r"ASSISTANT_CLIENT_ID=local\."):
        require(Settings(_env_file=None), "client_id")


def test_settings_that_are_there_pass() -> None:
    require(Settings(_env_file=None, client_id="local.1", client_secret=SecretStr("x")), "client_id", "client_secret")


def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", "eighty")
    with pytest.raises(SettingsError, match="ASSISTANT_PORT"):
        load()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_PORT", "99999"),
        ("ASSISTANT_WORKERS", "0"),
        ("ASSISTANT_THREADS", "0"),
        ("ASSISTANT_REDIS_URL", "127.0.0.1:6379"),
        ("ASSISTANT_PUBLIC_URL", "bot.example.com"),
    ],
)
def test_a_value_that_could_not_work_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"wrong: {name}: "):
        load()


def test_redis_url_is_read_under_its_usual_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    assert load().redis_url == "redis://127.0.0.1:1"


def test_a_secret_does_not_show() -> None:
    assert "hush" not in repr(Settings(_env_file=None, client_secret=SecretStr("hush")))


def test_the_public_address_wins_over_host_and_port() -> None:
    assert Settings(_env_file=None, port=81).base_url == "http://127.0.0.1:81"
    assert Settings(_env_file=None, public_url="https://bot.example/").base_url == "https://bot.example"

"""Typed settings from the environment (prefix `ASSISTANT_`) or `.env`; a missing one is named with an example."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.errors import SettingsError


class Settings(BaseSettings):
    """Everything that an admin decides. Secrets never show in `repr`."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Path("var")
    """Where the embedded Redis keeps its data; the process writes nowhere else."""
    model_dir: Path = Path("model")
    """Where the trained model lies."""
    intents_dir: Path = Path("intents")
    training_dir: Path = Path("training_data")

    redis_url: Annotated[str, Field(validation_alias=AliasChoices("ASSISTANT_REDIS_URL", "REDIS_URL"))] = ""
    """`redis://host:6379` or `unix:///path`; empty starts the embedded server.

    Database 0 belongs to the queue, database 1 to everything else."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    """Where the intake listens."""
    public_url: str = ""
    """Where the portal reaches the intake, `https://bot.example`; empty is `http://host:port`."""

    transport: Literal["webhook", "fetch"] = "webhook"
    """How events come: `webhook`, the portal posts them to `public_url`; `fetch`, they are fetched, without one."""
    ca_bundle: Path | None = None
    """Certificates to be trusted beside the public ones, PEM, for a portal with a certificate of its own."""

    client_id: str = ""
    """Of the local application, `local.…`."""
    client_secret: SecretStr = SecretStr("")
    oauth_hosts: tuple[str, ...] = ("oauth.bitrix24.tech", "oauth.bitrix.info")
    """Hosts that may be given the client secret."""
    oauth_url: str = ""
    """Address of the authorization server in place of those hosts, for a portal in a box: `http://127.0.0.1:8800`."""

    webhook_url: SecretStr = SecretStr("")
    """An inbound webhook in place of an application: `https://PORTAL/rest/1/SECRET/`. Answers are then limited to what
    is provably the asker's own."""
    bot_token: SecretStr = SecretStr("")
    """With a webhook: a secret of up to 40 characters that you make up; whoever knows it drives the bot."""
    webhook_crm_open: bool = False
    """With a webhook: every employee may see all deals and clients that the webhook's owner sees."""
    token_keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    """Encrypt people's tokens in Redis; `assistant key` makes one. Several, with commas: the first encrypts, all
    decrypt."""
    token_days: int = Field(default=180, ge=1)
    """How long people stay connected without asking anything; refresh tokens live no longer than 180 days."""
    departments: Annotated[tuple[int, ...], NoDecode] = ()
    """Ids of the only departments whose people are served, with commas; empty: all employees."""

    budget_requests: int = Field(default=50, ge=0)
    """Requests that the portal takes at once: 50, on the plan Enterprise 250; 0 where it does not count, on-premise."""
    budget_rate: float = Field(default=2.0, gt=0)
    """Requests a second after that: 2, on the plan Enterprise 5."""
    operating_limit: float = Field(default=480.0, gt=0)
    """Seconds of run time that the portal grants a method in ten minutes; on-premise usually 420."""
    source_address: str = ""
    """Where processes with one Redis reach the portal from several addresses: a name of this one's, since the portal
    counts each address for itself."""

    call_line: str = ""
    """Line from which the portal starts calls, as `voximplant.line.get` names it (`reg151083`); empty: only the
    person's own device dials."""

    bot_code: str = "assistant"
    bot_name: str = "Assistant"
    """What people see in the list of chats."""
    country: str = "RU"
    """Country of national phone numbers, ISO 3166."""
    lang: str = "en"
    """The portal's language, for people whose own is not known."""
    time_zone: str = ""
    """The portal's zone, for people without one (`Europe/Moscow`); empty: as the portal's clock shows."""

    journal_days: int = Field(default=30, ge=1)
    """How long it is remembered who changed what through the assistant; with it, that nothing is done twice."""
    identity_days: int = Field(default=3, ge=1)
    """How long an event that comes again is known for having been accepted."""
    dialog_days: int = Field(default=1, ge=1)
    """How long it is remembered what was said last in a dialog."""
    dead_days: int = Field(default=14, ge=1)
    """How long messages that were given up, with their text, can be looked at and replayed; 1000 of them at most."""

    workers: int = Field(default=1, ge=1)
    """Worker processes."""
    threads: int = Field(default=64, ge=1)
    """Threads of a worker process: so many people can wait for the portal at the same time."""

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, url: str) -> str:
        return _begins(url, "redis://", "rediss://", "unix://")

    @field_validator("public_url", "oauth_url")
    @classmethod
    def _web(cls, url: str) -> str:
        return _begins(url, "https://", "http://")

    @field_validator("token_keys", "departments", mode="before")
    @classmethod
    def _several(cls, given: object) -> object:
        return [each for each in re.split(r"[\s,]+", given) if each] if isinstance(given, str) else given

    @field_validator("token_keys")
    @classmethod
    def _key(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if not all(re.fullmatch(r"[A-Za-z0-9_-]{43}=", key.get_secret_value()) for key in keys):
            raise ValueError("is no key; make one with: assistant key")
        return keys

    @property
    def by_webhook(self) -> bool:
        """The portal is reached by an inbound webhook, without an application."""
        return bool(self.webhook_url.get_secret_value())

    @property
    def base_url(self) -> str:
        """Where the portal reaches the intake, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"


def _begins(url: str, *schemes: str) -> str:
    if url and not url.startswith(schemes):
        raise ValueError(f"begins with {' or '.join(schemes)}")
    return url


EXAMPLES = {
    "client_id": "local.5f0c8d1a2b3c4d.12345678",
    "client_secret": "the secret beside the client id in the application's form",
    "webhook_url": "https://your-company.bitrix24.com/rest/1/SECRET/",
    "bot_token": "40 random letters and digits, for example from: openssl rand -hex 20",
    "token_keys": "a key that encrypts people's tokens in Redis, made by: assistant key",
    "redis_url": "redis://127.0.0.1:6379",
    "public_url": "https://assistant.example.com",
}


def load(**overrides: object) -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: a value has the wrong form; the text names the variable.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(f"{_variable(e['loc'])}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors())
        raise SettingsError(f"These settings are wrong: {wrong}") from None


def _variable(place: tuple[int | str, ...]) -> str:
    """The environment variable of a field; a field with a name of its own outside is found under that."""
    return "ASSISTANT_" + "_".join(map(str, place)).upper().removeprefix("ASSISTANT_")


def require_portal(settings: Settings) -> None:
    """Check that an application, with a key for its people's tokens, or a webhook is set.

    Raises:
        SettingsError: names each missing variable with an example.
    """
    application = ("client_id", "client_secret", "token_keys")
    require(settings, *(("webhook_url", "bot_token") if settings.by_webhook else application))


def require(settings: Settings, *names: str) -> None:
    """Check that settings which have no default are there.

    Raises:
        SettingsError: names each missing variable with an example.
    """
    missing = [name for name in names if not _present(getattr(settings, name))]
    if missing:
        lines = "\n".join(f"  ASSISTANT_{name.upper()}={EXAMPLES.get(name, '…')}" for name in missing)
        raise SettingsError(f"Set these in the environment or in .env, for example:\n{lines}")


def _present(value: object) -> bool:
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)

"""The processes of a running assistant: how each is started and when it is ready."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping

import httpx
from pydantic import SecretStr
from redis import RedisError

from assistant import storage
from assistant.processes.child import Child
from assistant.settings import Settings
from assistant.workers.presence import present


def command(*words: str) -> tuple[str, ...]:
    """A command of `assistant` in a process of its own."""
    return (sys.executable, "-m", "assistant", *words)


def environment(settings: Settings) -> dict[str, str]:
    """The settings of this process for its children; what they inherit anyway is left out."""
    return {
        "ASSISTANT_REDIS_URL": settings.redis_url,
        "ASSISTANT_HOST": settings.host,
        "ASSISTANT_PORT": str(settings.port),
        "ASSISTANT_PUBLIC_URL": settings.public_url,
        "ASSISTANT_CLIENT_ID": settings.client_id,
        "ASSISTANT_CLIENT_SECRET": settings.client_secret.get_secret_value(),
        "ASSISTANT_WEBHOOK_URL": settings.webhook_url.get_secret_value(),
        "ASSISTANT_BOT_TOKEN": settings.bot_token.get_secret_value(),
        "ASSISTANT_OAUTH_URL": settings.oauth_url,
        "ASSISTANT_BUDGET_REQUESTS": str(settings.budget_requests),
        "ASSISTANT_BUDGET_RATE": str(settings.budget_rate),
        "ASSISTANT_TOKEN_KEYS": ",".join(key.get_secret_value() for key in settings.token_keys),
    }


def assistant_services(settings: Settings) -> list[Child]:
    """The intake, what fetches events where none are posted, and the workers."""
    env = environment(settings)
    started = time.time()
    web = Child("web", command("web"), env, ready=_answers(f"http://127.0.0.1:{settings.port}/health/ready"))

    def at_work() -> bool:
        try:
            with storage.connect(settings, storage.STATE_DB, timeout=1.0, retries=0) as redis:
                return present(redis, since=started) >= settings.workers
        except RedisError:  # it may be the one that is being restarted
            return False

    names = ["worker"] if settings.workers == 1 else [f"worker-{n}" for n in range(1, settings.workers + 1)]
    poll = [Child("poll", command("poll"), env)] if settings.transport == "fetch" else []
    return [web, *poll, *(Child(name, command("worker"), env, ready=at_work, ready_within=60.0) for name in names)]


def sandbox_service(arguments: Mapping[str, str], url: str, secret: SecretStr) -> Child:
    """The portal in a box; the secret of its application stays out of the list of processes."""
    words = [word for name, value in arguments.items() for word in (f"--{name}", value)]
    env = {"SANDBOX_CLIENT_SECRET": secret.get_secret_value()}
    return Child("portal", command("sandbox", *words), env, ready=_answers(f"{url}/_sandbox/health"))


def _answers(url: str) -> Callable[[], bool]:
    def answers() -> bool:
        try:
            return httpx.get(url, timeout=1.0).is_success
        except httpx.TransportError:
            return False

    return answers

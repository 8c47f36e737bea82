"""`assistant run`: everything that a real portal needs, in one command."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import click

from assistant.cli.model import is_fresh
from assistant.cli.register import bring_all
from assistant.cli.services import assistant_services, command
from assistant.processes.child import Child
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.processes.supervisor import Supervisor
from assistant.settings import Settings, load, require, require_portal


@click.command(
    epilog="""\b
Example:
  export ASSISTANT_CLIENT_ID=local.… ASSISTANT_CLIENT_SECRET=… ASSISTANT_PUBLIC_URL=https://bot.example.com
  export ASSISTANT_TOKEN_KEYS=$(assistant key)   # made once and kept
  assistant run"""
)
def run() -> None:
    """Run the assistant for a real portal: Redis (embedded unless REDIS_URL is set), web and workers.

    With ASSISTANT_TRANSPORT=fetch also what fetches events; the portal need not reach this machine then.
    """
    settings = load()
    require_portal(settings)
    if settings.transport == "webhook":
        require(settings, "public_url")
    ensure_model(settings)

    def told(settings: Settings) -> None:
        bring_all(settings)
        if settings.by_webhook:
            click.echo("Ready, by an inbound webhook. Ctrl-C stops everything.")
            return
        click.echo(f"Ready. Paths for the application's form: {settings.base_url}/b24/oauth (handler), "
                   f"{settings.base_url}/b24/install (initial installation). Ctrl-C stops everything.")  # fmt: skip

    supervise(settings, (), told)


def ensure_model(settings: Settings) -> None:
    """Train when the model is missing or was made of something else, in a process that gives its memory back."""
    if is_fresh(settings):
        return
    click.echo("Training the model (about a minute, only when the training data changed) …")
    if subprocess.run(command("train"), check=False).returncode:  # noqa: S603 - the program is ours
        raise click.ClickException("The model could not be trained; the lines above say why.")


def supervise(settings: Settings, others: tuple[Child, ...], ready: Callable[[Settings], None]) -> None:
    """Run Redis, `others`, web and workers until Ctrl-C.

    Args:
        settings: without `redis_url` a Redis of our own is started.
        others: more processes.
        ready: called when all work, with the settings that they work with.
    """
    redis = None if settings.redis_url else EmbeddedRedis(settings.data_dir)
    ground: tuple[Child, ...] = ()
    if redis:
        redis.lock()
        settings = settings.model_copy(update={"redis_url": redis.url})
        ground = (redis.child,)
    try:
        supervisor = Supervisor((*ground, *others, *assistant_services(settings)))
        supervisor.run(lambda _: ready(settings))
    finally:
        if redis:
            redis.unlock()

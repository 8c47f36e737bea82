"""What the assistant that runs here has stored, for commands that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from redis import Redis, RedisError

from assistant import storage
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.settings import Settings, load


@contextmanager
def stored() -> Iterator[tuple[Settings, Redis]]:
    """The settings with the address of Redis, the embedded one where none is set; and its database of states.

    Raises:
        click.ClickException: Redis does not answer.
    """
    settings = load()
    if not settings.redis_url:
        settings = settings.model_copy(update={"redis_url": EmbeddedRedis(settings.data_dir).url})
    with storage.connect(settings, storage.STATE_DB, retries=0) as redis:
        try:
            yield settings, redis
        except RedisError as error:
            advice = "Start the assistant (assistant run), or check REDIS_URL and ASSISTANT_DATA_DIR"
            raise click.ClickException(f"Redis does not answer ({type(error).__name__}). {advice}") from None

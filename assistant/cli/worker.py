"""`assistant worker`: answers accepted events."""

from __future__ import annotations

import click

from assistant.assembly import conversation, daily, deliveries, tell_waiting
from assistant.replies import open_books
from assistant.settings import load, require, require_portal
from assistant.workers.process import run_worker


@click.command(epilog="\b\nExample:\n  REDIS_URL=redis://127.0.0.1:6379 assistant worker")
def worker() -> None:
    """Answer accepted events until stopped. Needs REDIS_URL; `assistant run` sets it by itself."""
    settings = load()
    require(settings, "redis_url")
    require_portal(settings)
    with conversation(settings) as talk:

        def warm_up() -> None:
            open_books()
            for text in ("how many open deals do I have", "сколько у меня открытых сделок"):
                talk.engine.read(text, now=talk.clock().replace(tzinfo=None))

        run_worker(
            settings,
            talk.answer,
            tell_waiting(talk),
            daily=daily(talk),
            each_second=deliveries(talk).hand_over,
            warm_up=warm_up,
        )

"""`assistant doctor`: what works, what does not, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import click
import redis as redis_errors
from redis import Redis

from assistant import storage
from assistant.bitrix24 import Finding, Portals
from assistant.bitrix24.webhook_mode.address import Address
from assistant.catalogue import Catalogue
from assistant.cli.demo_address import read as running_demo
from assistant.cli.demo_key import token_keys
from assistant.cli.model import is_fresh
from assistant.errors import AssistantError
from assistant.polling.leadership import led
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.settings import Settings, load, require_portal
from assistant.workers.presence import present

HARDLY_LESS = 0.99
"""Share of the budget from which nothing is amiss."""


@click.command(epilog="\b\nExample:\n  assistant doctor")
@click.option("--demo", is_flag=True, help="Examine the demo that runs here instead of the configured portal.")
def doctor(*, demo: bool) -> None:
    """Check settings, Redis, model, workers, portals, rights, bot and commands; say what to do."""
    settings = load()
    if demo:
        address = running_demo(settings)
        settings = load(
            redis_url=address.redis,
            webhook_url="",
            client_id=address.client_id,
            client_secret=address.client_secret,
            oauth_url=address.portal,
            transport=address.transport,
            token_keys=token_keys(settings),
        )
    bad = 0
    for finding in _examined(settings):
        click.echo(f"{'ok  ' if finding.good else 'FAIL'}  {finding.what}")
        if not finding.good:
            bad += 1
            click.echo("      → " + finding.advice.replace("\n", "\n      "))
    if bad:
        raise click.exceptions.Exit(1)


def _examined(settings: Settings) -> Iterator[Finding]:
    try:
        require_portal(settings)
        if settings.by_webhook:
            Address.of(settings.webhook_url.get_secret_value())
        secrets = "Webhook and token of the bot" if settings.by_webhook else "Client id, secret and key of the tokens"
        yield Finding(good=True, what=f"{secrets} are set")
    except AssistantError as error:
        yield Finding(good=False, what="What connects to the portal is not set", advice=str(error))
        if settings.by_webhook:
            return
    if not settings.by_webhook:
        yield _way_back(settings)
    try:
        catalogue = Catalogue.load(settings.intents_dir)
        yield Finding(good=True, what=f"{len(catalogue.intents)} intents in {settings.intents_dir}")
    except AssistantError as error:
        yield Finding(good=False, what="The intents cannot be read", advice=str(error))
        return
    fresh = is_fresh(settings)
    yield Finding(
        good=fresh,
        what=f"The model in {settings.model_dir} " + ("is up to date" if fresh else "is missing or out of date"),
        advice="Run: assistant train",
    )
    if not settings.redis_url:
        settings = settings.model_copy(update={"redis_url": EmbeddedRedis(settings.data_dir).url})
    with storage.connect(settings, storage.STATE_DB, retries=0) as redis:
        try:
            yield from _at_work(redis)
            if settings.transport == "fetch":
                yield Finding(good=led(redis), what="Events are fetched", advice="Start: assistant poll")
        except redis_errors.RedisError as error:
            advice = "Start it, or start everything with: assistant run. With REDIS_URL, check the address."
            yield Finding(good=False, what=f"Redis does not answer ({type(error).__name__})", advice=advice)
            return
        if not (settings.by_webhook or settings.token_keys):
            return  # what is known of portals cannot be read
        with Portals(redis, settings) as portals, suppress(redis_errors.RedisError):
            yield from _portals(portals, catalogue)


def _way_back(settings: Settings) -> Finding:
    """Where employees come back to after the portal's page; the portal in a box is on their own machine."""
    return Finding(
        good=bool(settings.public_url or settings.oauth_url),
        what=f"People come back from the portal's page to {settings.base_url}/b24/oauth",
        advice="That is this machine only. Set ASSISTANT_PUBLIC_URL to an address that employees' browsers reach\n"
        "(the intranet is enough) and the same in the application's form; where there is none, use an inbound\n"
        "webhook instead: ASSISTANT_WEBHOOK_URL",
    )


def _at_work(redis: Redis) -> Iterator[Finding]:
    info = redis.info("server")
    yield Finding(good=True, what=f"Redis answers (version {info.get('valkey_version') or info['redis_version']})")
    policy = str(redis.config_get("maxmemory-policy").get("maxmemory-policy", ""))
    yield Finding(
        good=policy in {"noeviction", ""},
        what=f"Redis keeps everything (maxmemory-policy {policy or 'unknown'})",
        advice="Set maxmemory-policy to noeviction: otherwise accepted messages can be dropped",
    )
    workers = present(redis)
    yield Finding(good=workers > 0, what=f"{workers} worker(s) at work", advice="Start one: assistant worker")
    dead = int(redis.llen(storage.DEAD))
    advice = "See which and why: assistant dead. Once the cause is gone: assistant replay --all"
    yield Finding(good=not dead, what=f"{dead} message(s) were given up", advice=advice)


def _portals(portals: Portals, catalogue: Catalogue) -> Iterator[Finding]:
    installed = portals.installed()
    if not installed:
        yield Finding(
            good=False,
            what="No portal has installed the application",
            advice="Save the form of the local application in the portal while `assistant run` runs (see README)",
        )
    for member_id in installed:
        yield Finding(good=True, what=f"Portal {member_id}:")
        yield from portals.check(member_id, catalogue)
        yield from _budget(portals, member_id)


def _budget(portals: Portals, member_id: str) -> Iterator[Finding]:
    state = portals.budget(member_id)
    if state is None:
        return
    if not state.limited:
        yield Finding(good=True, what="Requests to the portal are not limited (ASSISTANT_BUDGET_REQUESTS=0)")
    else:
        yield Finding(
            good=state.share > HARDLY_LESS and not state.closed,
            what=f"Requests to the portal: {state.free:.0f} of {state.size:.0f} at once, then {state.rate:.2g}/s; "
            f"{state.waiting} wait",
            advice="The portal refused requests, so fewer are sent for some minutes. If this happens often, something "
            "else calls it from this address,\nor its plan grants less than ASSISTANT_BUDGET_REQUESTS and "
            "ASSISTANT_BUDGET_RATE say",
        )
    for method, seconds in state.paused.items():
        what = f"{method} is left alone for {seconds:.0f} s: its run time of ten minutes is used up"
        yield Finding(good=False, what=what, advice="Ask for shorter periods; it comes back by itself")

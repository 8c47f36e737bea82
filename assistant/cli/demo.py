"""`assistant demo`: the assistant, a portal in a box and a chat page, with one command."""

from __future__ import annotations

import secrets
import time
from datetime import datetime

import click
import httpx
from pydantic import SecretStr

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.cli.demo_address import DemoAddress, forget, note
from assistant.cli.demo_key import token_keys
from assistant.cli.run import ensure_model, supervise
from assistant.cli.services import sandbox_service
from assistant.errors import SettingsError
from assistant.processes.ports import free_port
from assistant.sandbox.profiles import PROFILES, Profile
from assistant.settings import Settings, load

CLIENT_ID = "local.sandbox"
TO_TRY = (
    "how many open deals do I have",
    "когда последний раз общались с Ромашкой?",
    "/deals won this month",
)


@click.command(epilog="\b\nExamples:\n  assistant demo\n  assistant demo --port 8800 --date 2026-06-10")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8800,
    show_default=True,
    help="Port of the chat page; the next free one is taken.",
)
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The portal's today.  [default: today]")
@click.option("--no-bucket", is_flag=True, help="The portal takes any number of requests.")
@click.option("--deals", type=click.IntRange(100, 100_000), help="How many deals the portal has.  [default: 1500]")
@click.option("--profile", type=click.Choice(PROFILES), default="cloud", show_default=True, help="Kind of portal.")
def demo(*, port: int, date: datetime | None, no_bucket: bool, deals: int | None, profile: Profile) -> None:
    """Try the assistant: starts a portal in a box, Redis, web and a worker, and prints what to try."""
    began = time.monotonic()
    base = load()
    ensure_model(base)
    portal_port = free_port(port)
    portal_url = f"http://127.0.0.1:{portal_port}"
    settings = base.model_copy(
        update={
            "host": "127.0.0.1",
            "port": free_port(base.port),
            "public_url": "",
            "webhook_url": SecretStr(""),
            "client_id": CLIENT_ID,
            "client_secret": SecretStr(secrets.token_hex(16)),
            "oauth_url": portal_url,
            **({"budget_requests": 0} if no_bucket else {}),
            "token_keys": token_keys(base),
        }
    )
    sandbox = {
        "port": str(portal_port),
        "client-id": CLIENT_ID,
        "handler": settings.base_url,
        "profile": profile,
        **({"date": f"{date:%Y-%m-%d}"} if date else {}),
        **({"bucket": "0"} if no_bucket else {}),
        **({"deals": str(deals)} if deals else {}),
    }

    def ready(settings: Settings) -> None:
        install(portal_url, settings)
        note(settings, DemoAddress(portal_url, settings.base_url, settings.redis_url, CLIENT_ID,
                                   settings.client_secret.get_secret_value(), settings.transport))  # fmt: skip
        click.echo(_welcome(portal_url, time.monotonic() - began))

    click.echo("Starting the portal, the intake and a worker …")
    try:
        supervise(settings, (sandbox_service(sandbox, portal_url, settings.client_secret),), ready)
    finally:
        forget(settings)


def install(portal_url: str, settings: Settings) -> None:
    """Install the assistant on a portal in a box, and take over the tokens of its fixed people.

    Raises:
        SettingsError: the portal could not install it.
    """
    with httpx.Client(base_url=portal_url, timeout=30) as http:
        answer = http.post("/_sandbox/install", json={}).raise_for_status().json()
        if answer["status"] != httpx.codes.OK:
            raise SettingsError(f"The portal in a box could not install the assistant: {answer}")
        handed = http.get("/_sandbox/tokens", params={"client_id": settings.client_id}).raise_for_status().json()
    with storage.connect(settings, storage.STATE_DB) as redis, Portals(redis, settings) as portals:
        for person in handed["tokens"]:
            portals.store_token(
                handed["member_id"],
                access_token=person["access_token"],
                refresh_token=person["refresh_token"],
                client_endpoint=handed["client_endpoint"],
                expires_in=person["expires_in"],
                lang=person["language"],
            )


def _welcome(portal_url: str, seconds: float) -> str:
    tries = "\n".join(f"    {text}" for text in TO_TRY)
    return f"""
  Ready in {seconds:.0f} s. Open the chat:  {portal_url}

  Pick who you are (anna writes English, ivan Russian) and try:
{tries}

  Or from another window:  assistant ask "{TO_TRY[0]}" --as anna
  Ctrl-C stops everything.
"""

"""`assistant sandbox`: a Bitrix24 portal in a box."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from assistant.sandbox.access import APP_SCOPES
from assistant.sandbox.company.generator import DEALS
from assistant.sandbox.company.people import PEOPLE
from assistant.sandbox.options import Options
from assistant.sandbox.profiles import PROFILES, Profile
from assistant.sandbox.server import serve

VARIABLE = "SANDBOX_CLIENT_SECRET"
"""Holds the application's secret where the list of processes is read by others."""


@click.command(
    epilog="""\b
Examples:
  assistant sandbox
  assistant sandbox --port 9000 --date 2026-06-10 --no-bucket
  assistant sandbox --handler http://127.0.0.1:8080
  assistant sandbox --profile on-premise --scopes imbot,im,user"""
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where it listens.")
@click.option("--port", default=8800, show_default=True, help="Its port; 0 takes a free one.")
@click.option("--seed", default=1, show_default=True, help="The same seed and date give the same company.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The portal's today.  [default: today]")
@click.option("--deals", type=click.IntRange(100, 100_000), default=DEALS, show_default=True, help="How many deals.")
@click.option("--people", type=click.IntRange(PEOPLE, 1000), default=PEOPLE, show_default=True, help="How many people.")
@click.option("--handler", help="Base address of the assistant, for the installation.")
@click.option("--client-id", default="local.sandbox", show_default=True, help="Of the local application.")
@click.option("--client-secret", default="sandbox-secret", envvar=VARIABLE, help="Of the local application.")
@click.option("--profile", type=click.Choice(PROFILES), default="cloud", show_default=True,
              help="on-premise: without imbot.v2; extended: with timeman.absence.create, voip.call.start.")  # fmt: skip
@click.option("--scopes", help="What the application is granted, as imbot,im,crm.  [default: all it can use]")
@click.option("--bucket", default=50, show_default=True, help="Requests that fit into the leaky bucket.")
@click.option("--leak", default=2.0, show_default=True, help="Requests that leave the bucket each second.")
@click.option("--no-bucket", is_flag=True, help="No limit of requests.")
@click.option("--latency", default=0, show_default=True, help="Milliseconds added to each REST call.")
@click.option("--page-latency", default=0, show_default=True, help="Milliseconds added for each page of a list.")
@click.option("--count-latency", default=0, show_default=True, help="Milliseconds added for each page that is counted.")
@click.option("--certfile", type=click.Path(exists=True, path_type=Path), help="Serve HTTPS with this certificate.")
@click.option("--keyfile", type=click.Path(exists=True, path_type=Path), help="The certificate's key.")
def sandbox(
    *,
    host: str,
    port: int,
    seed: int,
    date: datetime | None,
    deals: int,
    people: int,
    handler: str | None,
    client_id: str,
    client_secret: str,
    profile: Profile,
    scopes: str | None,
    bucket: int,
    leak: float,
    no_bucket: bool,
    latency: int,
    page_latency: int,
    count_latency: int,
    certfile: Path | None,
    keyfile: Path | None,
) -> None:
    """Run a Bitrix24 portal in a box: REST, OAuth tokens, the bot platform, a company and a chat page."""
    serve(
        Options(
            host=host,
            port=port,
            seed=seed,
            date=date.date() if date else None,
            deals=deals,
            people=people,
            handler=handler,
            client_id=client_id,
            client_secret=client_secret,
            profile=profile,
            scopes=frozenset(scopes.split(",")) if scopes else APP_SCOPES,
            bucket=0 if no_bucket else bucket,
            leak=leak,
            latency_ms=latency,
            page_ms=page_latency,
            count_ms=count_latency,
            certfile=certfile,
            keyfile=keyfile,
        )
    )

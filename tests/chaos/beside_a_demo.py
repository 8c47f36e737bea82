"""What a test does beside a running demo: another intake, what the portal would post, what was said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from redis import Redis

from assistant.bitrix24 import Portals
from assistant.processes.ports import free_port
from assistant.settings import Settings
from tests.assistant_at_work import ROOT
from tests.intake.deliveries import command
from tests.running_demo import RunningDemo
from tests.workers.conftest import until

FORM = {"content-type": "application/x-www-form-urlencoded"}


def address_of(demo: RunningDemo) -> dict[str, str]:
    """Where its parts are."""
    return dict(json.loads((Path(demo.env["ASSISTANT_DATA_DIR"]) / "demo.json").read_text()))


def settings_of(demo: RunningDemo) -> Settings:
    """As the demo's own processes have them."""
    folder = Path(demo.env["ASSISTANT_DATA_DIR"])
    address = address_of(demo)
    key = (folder / "token.key").read_text()
    return Settings(
        _env_file=None, data_dir=folder, redis_url=address["redis"], client_id=address["client_id"], token_keys=key,
        client_secret=address["client_secret"], oauth_url=address["portal"], budget_requests=0,
    )  # fmt: skip


@dataclass(frozen=True)
class Intake:
    """A process that takes events."""

    address: str
    process: subprocess.Popen[bytes]


@contextmanager
def another_intake(settings: Settings) -> Iterator[Intake]:
    """A second process that takes events, as `assistant run` starts it."""
    port = free_port(18300)
    env = {
        "ASSISTANT_REDIS_URL": settings.redis_url,
        "ASSISTANT_PORT": str(port),
        "ASSISTANT_CLIENT_ID": settings.client_id,
        "ASSISTANT_CLIENT_SECRET": settings.client_secret.get_secret_value(),
        "ASSISTANT_OAUTH_URL": settings.oauth_url,
        "ASSISTANT_TOKEN_KEYS": settings.token_keys[0].get_secret_value(),
    }
    argv = [sys.executable, "-m", "assistant", "web"]
    process = subprocess.Popen(argv, cwd=ROOT, env={**os.environ, **env}, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        until(lambda: ready(address), within=60)
        yield Intake(address, process)
    finally:
        process.terminate()
        process.wait(30)


def ready(address: str) -> bool:
    """Whether the intake there takes events."""
    try:
        return httpx.get(f"{address}/health/ready", timeout=5).is_success
    except httpx.TransportError:
        return False


def said(portal: httpx.Client) -> list[dict[str, Any]]:
    """What anna was answered."""
    query = {"as": "anna", "dialog": "bot"}
    messages = portal.get("/_sandbox/messages", params=query).raise_for_status().json()
    return [m for m in messages if m["bot"] and not all(trace.startswith("notice:") for trace in m["trace"])]


def press_of(question: dict[str, Any], portal: httpx.Client, redis: Redis, settings: Settings) -> dict[str, Any]:
    """What the portal posts when anna presses the first button."""
    told = portal.get("/_sandbox/people").raise_for_status().json()
    anna = next(person for person in told["people"] if person["login"] == "anna")
    bot = told["bots"][0]["id"]
    member = portal.get("/_sandbox/tokens", params={"client_id": settings.client_id}).json()["member_id"]
    button = question["keyboard"][0]
    event = command(
        button["COMMAND"], button["COMMAND_PARAMS"], context="keyboard", number=question["id"], ts=int(time.time()),
        bot={"id": bot, "code": "assistant", "auth": {}},
        chat={"id": question["chat_id"], "dialogId": str(anna["id"]), "type": "private"},
        user={"id": anna["id"], "name": "Anna", "bot": False, "extranet": False},
    )  # fmt: skip
    with Portals(redis, settings) as portals:
        token = portals.application_token(member)
    return event | {"auth": event["auth"] | {"member_id": member, "application_token": token}}

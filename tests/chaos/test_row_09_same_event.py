"""Row 9: the same event a hundred times at once, at two intakes, and again after a restart. Pass: a hundred times 200
within three seconds, one effect, one reply.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis import Redis

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.processes.ports import free_port
from assistant.settings import Settings
from tests.assistant_at_work import ROOT
from tests.intake.deliveries import command, form
from tests.running_demo import RunningDemo, http
from tests.workers.conftest import until

pytestmark = pytest.mark.chaos
TIMES = 100
TITLE = "Row nine"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def test_the_same_press_a_hundred_times_at_two_intakes_makes_one_task_and_one_answer(demo: RunningDemo) -> None:
    settings = settings_of(demo)
    first = json.loads((settings.data_dir / "demo.json").read_text())["intake"]
    with http(demo) as portal, another_intake(settings) as second, Redis.from_url(settings.redis_url, db=1) as redis:
        wish = {"as": "anna", "dialog": "bot", "text": f"/task {TITLE} tomorrow"}
        portal.post("/_sandbox/say", json=wish).raise_for_status()
        until(lambda: said(portal))
        (question,) = said(portal)
        body = form(press_of(question, portal, redis, settings))
        places = [f"{(first, second)[n % 2]}/b24/events" for n in range(TIMES)]
        with httpx.Client(timeout=10) as client, ThreadPoolExecutor(TIMES) as pool:
            answers = list(pool.map(lambda place: client.post(place, content=body, headers=FORM), places))
        assert [answer.status_code for answer in answers] == [200] * TIMES
        assert max(answer.elapsed.total_seconds() for answer in answers) < 3
        until(lambda: len(said(portal)) == 2)
        demo.kill("web")
        demo.wait_for("web is back")
        assert httpx.post(places[0], content=body, headers=FORM, timeout=10).status_code == 200
        until(lambda: not redis.exists(storage.WORK))
        assert len(said(portal)) == 2
        tasks = portal.get("/_sandbox/tables/tasks").text.splitlines()
        assert sum(json.loads(task)["title"] == TITLE for task in tasks) == 1


def settings_of(demo: RunningDemo) -> Settings:
    """As the demo's own processes have them."""
    folder = Path(demo.env["ASSISTANT_DATA_DIR"])
    address = json.loads((folder / "demo.json").read_text())
    key = (folder / "token.key").read_text()
    return Settings(
        _env_file=None, data_dir=folder, redis_url=address["redis"], client_id=address["client_id"], token_keys=key,
        client_secret=address["client_secret"], oauth_url=address["portal"], budget_requests=0,
    )  # fmt: skip


@contextmanager
def another_intake(settings: Settings) -> Iterator[str]:
    """A second process that takes events; its address."""
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
        yield address
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

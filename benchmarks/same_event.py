"""The same press of "Create task" a hundred times at once at two intakes: `python -m benchmarks.same_event`.

Beside it the plain way in the same run: each request that arrives makes its task. Printed: acknowledgements, the
slowest of them, tasks and answers.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx

from assistant.bitrix24 import Portals
from assistant.cli.demo_address import read
from assistant.processes.ports import free_port
from assistant.replying import NOTICE
from benchmarks.running_assistant import RunningAssistant, running

TIMES = 100
TITLE = "The same event"
FORM = {"content-type": "application/x-www-form-urlencoded"}
PATIENCE = 60.0


def main() -> None:
    """Press once, a hundred times."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as assistant,
        httpx.Client(base_url=assistant.address, timeout=60) as portal,
        _another_intake(assistant) as second,
    ):
        first = read(assistant.settings).intake
        wish = {"as": "anna", "dialog": "bot", "text": f"/task {TITLE} tomorrow"}
        portal.post("/_sandbox/say", json=wish).raise_for_status()
        (question,) = _said(portal, 1)
        body = urlencode(list(_flat("", _press(question, portal, assistant)))).encode()
        places = [f"{(first, second)[number % 2]}/b24/events" for number in range(TIMES)]
        with httpx.Client(timeout=30) as client, ThreadPoolExecutor(TIMES) as pool:
            acknowledged = list(pool.map(lambda place: client.post(place, content=body, headers=FORM), places))
        answers = _said(portal, 2)
        time.sleep(3.0)  # a second answer would come by then
        answers = _said(portal, 2)
        slowest = max(each.elapsed.total_seconds() for each in acknowledged)
        print(f"{'':14}{'acknowledged':>14}{'slowest':>10}{'tasks':>7}{'answers':>9}")
        good = sum(each.status_code == 200 for each in acknowledged)
        print(f"{'the assistant':14}{good:14}{slowest:8.2f} s{_tasks(portal, TITLE):7}{len(answers) - 1:9}")
        print(f"{'the plain way':14}{TIMES:14}{'':>10}{_plainly(portal, assistant):7}{'':>9}")


@contextmanager
def _another_intake(assistant: RunningAssistant) -> Iterator[str]:
    settings, port = assistant.settings, free_port(18500)
    environment = {
        "ASSISTANT_REDIS_URL": settings.redis_url,
        "ASSISTANT_PORT": str(port),
        "ASSISTANT_CLIENT_ID": settings.client_id,
        "ASSISTANT_CLIENT_SECRET": "not used by an intake",
        "ASSISTANT_OAUTH_URL": assistant.address,
        "ASSISTANT_TOKEN_KEYS": settings.token_keys[0].get_secret_value(),
    }
    process = subprocess.Popen([sys.executable, "-m", "assistant", "web"], env={**os.environ, **environment})
    address, deadline = f"http://127.0.0.1:{port}", time.monotonic() + PATIENCE
    try:
        while not _ready(address):
            if time.monotonic() > deadline:
                raise SystemExit("the second intake does not start")
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health/ready", timeout=5).is_success
    except httpx.TransportError:
        return False


def _press(question: dict[str, Any], portal: httpx.Client, assistant: RunningAssistant) -> dict[str, Any]:
    """What the portal posts for a press of the first button (api-reference/chat-bots/chat-bots-v2, events)."""
    people = portal.get("/_sandbox/people").raise_for_status().json()
    anna = next(person["id"] for person in people["people"] if person["login"] == "anna")
    member = portal.get("/_sandbox/tokens", params={"client_id": assistant.settings.client_id}).json()["member_id"]
    with Portals(assistant.redis, assistant.settings) as portals:
        token = portals.application_token(member)
    bot, button = people["bots"][0]["id"], question["keyboard"][0]
    return {
        "event": "ONIMBOTV2COMMANDADD",
        "ts": int(time.time()),
        "auth": {"domain": "portal", "member_id": member, "application_token": token},
        "data": {
            "bot": {"id": bot, "code": "assistant"},
            "command": {
                "id": 31,
                "command": button["COMMAND"],
                "params": button["COMMAND_PARAMS"],
                "context": "keyboard",
            },
            "message": {"id": question["id"], "chatId": question["chat_id"], "authorId": bot, "text": ""},
            "chat": {"id": question["chat_id"], "dialogId": str(anna), "type": "private"},
            "user": {"id": anna, "name": "Anna", "bot": "0", "extranet": "0"},
            "language": "en",
        },
    }


def _plainly(portal: httpx.Client, assistant: RunningAssistant) -> int:
    """Tasks of requests that each do what they say."""
    tokens = portal.get("/_sandbox/tokens", params={"client_id": assistant.settings.client_id, "all": 1}).json()
    anna = next(each for each in tokens["tokens"] if each["login"] == "anna")
    fields = {"TITLE": f"{TITLE}, plainly", "RESPONSIBLE_ID": anna["user_id"]}
    call = {"fields": fields, "auth": anna["access_token"]}
    with ThreadPoolExecutor(TIMES) as pool:
        list(pool.map(lambda _: portal.post("/rest/tasks.task.add", json=call), range(TIMES)))
    return _tasks(portal, fields["TITLE"])


def _tasks(portal: httpx.Client, title: str) -> int:
    rows = portal.get("/_sandbox/tables/tasks").raise_for_status().text
    return rows.count(f'"{title}"')


def _said(portal: httpx.Client, number: int) -> list[dict[str, Any]]:
    """What anna was answered, once there are so many answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        messages = portal.get("/_sandbox/messages", params={"as": "anna", "dialog": "bot"}).raise_for_status().json()
        said = [m for m in messages if m["bot"] and not all(trace.startswith(NOTICE) for trace in m["trace"])]
        if len(said) >= number:
            return said
        time.sleep(0.1)
    raise SystemExit("no answer")


def _flat(name: str, value: object) -> Iterator[tuple[str, str]]:
    """As PHP writes a form."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{name}[{key}]" if name else key, inner)
    else:
        yield name, str(value)


if __name__ == "__main__":
    main()

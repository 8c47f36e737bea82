"""Row 17: the network drops between worker and portal after a write has reached it. Pass: it is looked up before it is
repeated; one effect.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.chaos.beside_a_demo import said
from tests.running_demo import RunningDemo, http
from tests.workers.conftest import until

pytestmark = pytest.mark.chaos
MODERN = "api/tasks.task.add"
CLASSIC = "tasks.task.add"
UNKNOWN = {"status": 404, "error": "ERROR_METHOD_NOT_FOUND", "description": "Method not found!"}


@pytest.fixture
def portal(standing_demo: RunningDemo) -> Iterator[httpx.Client]:
    with http(standing_demo) as portal:
        yield portal
        portal.delete("/_sandbox/faults").raise_for_status()


def calls(portal: httpx.Client, after: int = 0) -> list[dict[str, Any]]:
    return [json.loads(line) for line in portal.get("/_sandbox/calls", params={"after": after}).text.splitlines()]


@pytest.mark.parametrize(("way", "title"), [(MODERN, "Mend the gate"), (CLASSIC, "Sweep the yard")])
def test_a_task_whose_answer_was_lost_is_looked_up_and_made_once(portal: httpx.Client, way: str, title: str) -> None:
    before = len(said(portal))
    portal.post("/_sandbox/say", json={"as": "anna", "dialog": "bot", "text": f"/task {title} tomorrow"})
    until(lambda: len(said(portal)) > before)
    if way == CLASSIC:
        portal.post("/_sandbox/faults", json={"kind": "status", "method": MODERN, "value": UNKNOWN})
    portal.post("/_sandbox/faults", json={"kind": "drop", "method": way, "value": "after", "count": 1})
    last = calls(portal)[-1]["n"]
    question = said(portal)[-1]
    press = {"as": "anna", "message_id": question["id"], "button": question["keyboard"][0]["TEXT"]}
    portal.post("/_sandbox/press", json=press).raise_for_status()
    until(lambda: len(said(portal)) > before + 1)

    assert portal.get("/_sandbox/faults").json() == [] or way == CLASSIC, "the answer was lost"
    tasks = [json.loads(line)["title"] for line in portal.get("/_sandbox/tables/tasks").text.splitlines()]
    assert tasks.count(title) == 1
    made = [call["method"] for call in calls(portal, last) if call["method"] in {way, "batch"}]
    assert made[0] == way
    assert "batch" in made[1:], "it is looked for"
    assert way not in made[1:], "it is there, so it is not sent again"

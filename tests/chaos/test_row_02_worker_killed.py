"""Row 2: kill -9 of a worker before, during and after each write. Pass: done by another worker, each write once, each
question answered; where the dialog can be read as its asker, as here, each reply once too.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import httpx
import pytest

from assistant.replying import NOTICE
from benchmarks.dialogs_under_way import Dialogs, Outcome
from benchmarks.running_assistant import RunningAssistant, running
from tests.workers.conftest import until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900)]
WORKERS = 2
ROUNDS = 20
ADD, SAY, EDIT, DELETE = (
    "api/tasks.task.add",
    "imbot.v2.Chat.Message.send",
    "imbot.v2.Chat.Message.update",
    "tasks.task.delete",
)
BEFORE, ON_THE_WAY, MADE, ANSWERED = ("hang", "before"), ("latency", 1000), ("hang", "after"), None
"""The call has left and changes nothing; what it does comes after the kill; it is done and no answer comes; there is an
answer."""
MOMENTS = [(write, moment) for moment in (BEFORE, ON_THE_WAY, MADE, ANSWERED) for write in (ADD, SAY, EDIT, DELETE)]
WITHIN, RESTARTED = 20.0, 90.0
"""Seconds until another worker has answered: the heartbeat of the queue and five; when there is none until one is."""


def test_twenty_kills_around_every_write_leave_each_effect_once_and_no_question_open(
    tmp_path: Path, stamped_model: Path
) -> None:
    environment = {"ASSISTANT_MODEL_DIR": str(stamped_model), "ASSISTANT_WORKERS": str(WORKERS)}
    with running(tmp_path, **environment) as assistant:
        outcome = kill_around_writes(assistant)
    assert outcome.broken == ()
    assert outcome.wrong == ()
    assert outcome.unanswered == ()
    assert outcome.repeated == ()
    assert outcome.effects >= ROUNDS


def kill_around_writes(assistant: RunningAssistant) -> Outcome:
    """Each round kills the worker that is at the wanted write; another one has to end what it was at.

    Every second time the other one may not be back yet: then nobody works for a while.
    """
    dialogs = Dialogs(assistant)
    dialogs.start()
    for number in range(ROUNDS):
        assistant.wait_for_workers(WORKERS - number % WORKERS)
        write, moment = MOMENTS[number % len(MOMENTS)]
        event = event_at(dialogs.http, write, moment)
        worker = assistant.at_work_on(event)
        for killed in [worker] if worker else assistant.workers.values():
            assistant.kill(killed)
        dialogs.http.delete("/_sandbox/faults").raise_for_status()
        until(partial(dialogs.answers, event), within=WITHIN if assistant.workers else RESTARTED)
    return dialogs.finish()


def event_at(portal: httpx.Client, write: str, moment: tuple[str, str | int] | None) -> str:
    """Wait until an answer is at such a write; which event it is about."""
    found: list[str] = []
    until(lambda: not portal.get("/_sandbox/hanging").json())  # those of the last worker
    if moment:
        fault = {"kind": moment[0], "method": write, "count": 1, "value": moment[1]}
        portal.post("/_sandbox/faults", json=fault).raise_for_status()

        def struck() -> bool:
            found.extend(portal.get("/_sandbox/hanging").json())
            return bool(found)
    else:
        latest = len(portal.get("/_sandbox/calls").text.splitlines())

        def struck() -> bool:
            calls = portal.get("/_sandbox/calls", params={"after": latest}).text.splitlines()
            found.extend(",".join(call["trace"]) for call in map(json.loads, calls) if call["method"] == write)
            return bool(found)

    until(struck, within=WITHIN)
    return found[-1].partition(",")[0].removeprefix(NOTICE)

"""Redis gone, with work queued, running and waiting for another try: `python -m benchmarks.outages`.

Real processes: `assistant demo` with two workers on a Redis that is killed (-9) and started again with its data. A
hundred questions are accepted, the portal errs on some of their requests, so that they wait for another try; then
Redis goes. Printed: how long after its return the last one was answered.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx

from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.replying import NOTICE
from benchmarks.dialogs_under_way import Dialogs
from benchmarks.running_assistant import RunningAssistant, running

GONE = (1.0, 20.0)
"""Seconds."""
QUESTIONS = 100
ERRORS = 40
"""Requests of the workers that the portal answers with an error."""
UNDER_WAY = 10
"""Answers after which Redis goes."""
PATIENCE = 120.0


def main() -> None:
    """Once for each time that Redis is gone."""
    heads = f"{'Redis gone':>12}{'questions':>11}{'answered before':>17}{'refused before':>16}"
    print(f"{heads}{'all after':>11}{'twice':>7}")
    for gone in GONE:
        with (
            tempfile.TemporaryDirectory() as folder,
            EmbeddedRedis(Path(folder) / "store") as redis,
            running(Path(folder), ASSISTANT_WORKERS="2", ASSISTANT_REDIS_URL=redis.url) as assistant,
        ):
            print(_outage(assistant, redis, gone), flush=True)


def _outage(assistant: RunningAssistant, redis: EmbeddedRedis, gone: float) -> str:
    dialogs = Dialogs(assistant)  # they connect their people, and are not started
    with httpx.Client(base_url=assistant.address, timeout=60) as http:
        fault = {"kind": "status", "method": "batch", "count": ERRORS, "value": {"status": 500}}
        http.post("/_sandbox/faults", json=fault).raise_for_status()
        for number in range(QUESTIONS):
            talk = dialogs.talks[number % len(dialogs.talks)]
            said = {"as": talk.person, "dialog": "bot", "text": f"how many deals over {number + 1}k"}
            http.post("/_sandbox/say", json=said).raise_for_status()
        _until(lambda: _delivered(http) >= QUESTIONS and sum(_answers(http, dialogs).values()) >= UNDER_WAY)
        before = sum(_answers(http, dialogs).values())
        retried = sum('"status": 500' in row for row in http.get("/_sandbox/calls").text.splitlines())
        redis.kill()
        time.sleep(gone)
        redis.start()
        back = time.monotonic()
        _until(lambda: len(_answers(http, dialogs)) >= QUESTIONS)
        took = time.monotonic() - back
        twice = sum(number > 1 for number in _answers(http, dialogs).values())
    return f"{gone:10.0f} s{QUESTIONS:11}{before:17}{retried:16}{took:9.1f} s{twice:7}"


def _delivered(http: httpx.Client) -> int:
    """Messages that the assistant has accepted: what it refuses while Redis is gone is the portal's to send again."""
    rows = map(json.loads, http.get("/_sandbox/deliveries").text.splitlines())
    return len({row["message_id"] for row in rows if row["status"] == 200})


def _answers(http: httpx.Client, dialogs: Dialogs) -> Counter[str]:
    """How often each event was answered."""
    found: Counter[str] = Counter()
    for talk in dialogs.talks:
        query: dict[str, str | int] = {"as": talk.person, "dialog": "bot"}
        for message in http.get("/_sandbox/messages", params=query).raise_for_status().json():
            if message["bot"]:
                found.update(trace for trace in message["trace"] if not trace.startswith(NOTICE))
    return found


def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise SystemExit(f"not done after {PATIENCE:.0f} s")
        time.sleep(0.2)


if __name__ == "__main__":
    main()

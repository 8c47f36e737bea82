"""The processes of a running assistant are killed while 200 messages are under way."""

import time
from collections import Counter

import pytest

from tests.running_demo import RunningDemo, http

MESSAGES = 200
KILLS = 2


@pytest.mark.chaos
@pytest.mark.timeout(180)
def test_all_200_messages_are_answered_although_worker_and_redis_are_killed(demo: RunningDemo) -> None:
    with http(demo) as portal:
        people = [person["id"] for person in portal.get("/_sandbox/people").json()["people"]]
        for number in range(MESSAGES):
            body = {"as": people[number % len(people)], "dialog": "bot", "text": f"/help deals {number}"}
            portal.post("/_sandbox/say", json=body).raise_for_status()
            if number == MESSAGES // 2:
                demo.kill("worker")
        _wait_until_delivered(portal)
        demo.kill("redis")
        answers = _answers(portal, people)
    assert len(answers) == MESSAGES, "one answer for each message"
    repeated = sum(answers.values()) - MESSAGES
    assert repeated <= KILLS * 8, "only what was being sent at a kill may be repeated: 8 threads"


def _wait_until_delivered(portal: object) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        rows = portal.get("/_sandbox/deliveries").text.splitlines()  # type: ignore[attr-defined]
        if sum('"status": 200' in row for row in rows) >= MESSAGES:
            return
        time.sleep(0.1)
    raise AssertionError("not all messages were delivered")


def _answers(portal: object, people: list[int]) -> Counter[str]:
    """Answers by the id of their event."""
    deadline = time.monotonic() + 90
    while True:
        found: Counter[str] = Counter()
        for person in people:
            query = {"as": person, "dialog": "bot"}
            for message in portal.get("/_sandbox/messages", params=query).json():  # type: ignore[attr-defined]
                if message["bot"]:
                    found.update(trace for trace in message["trace"] if not trace.startswith("notice:"))
        if len(found) >= MESSAGES or time.monotonic() > deadline:
            return found
        time.sleep(0.5)

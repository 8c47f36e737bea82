"""Row 4: worker and Redis of a whole assistant are killed while 200 messages are under way. Pass: all are answered."""

import time
from collections import defaultdict
from dataclasses import dataclass

import pytest

from tests.running_demo import RunningDemo, http

MESSAGES = 200
REPEATS = ("This may be a repeat", "Возможно, это повтор")
"""How a repeated answer says so."""


@dataclass(frozen=True)
class Answer:
    """One message of the assistant."""

    person: int
    marked: bool
    """It says that it may be a repeat."""


@pytest.mark.chaos
@pytest.mark.timeout(180)
def test_all_200_messages_are_answered_although_worker_and_redis_are_killed(demo: RunningDemo) -> None:
    with http(demo) as portal:
        everybody = portal.get("/_sandbox/people").json()["people"]
        people = [person["id"] for person in everybody]
        connected = {person["id"] for person in everybody if person["fixed"]}
        for number in range(MESSAGES):
            body = {"as": people[number % len(people)], "dialog": "bot", "text": f"/help deals {number}"}
            portal.post("/_sandbox/say", json=body).raise_for_status()
            if number == MESSAGES // 2:
                demo.kill("worker")
        _wait_until_delivered(portal)
        demo.kill("redis")
        answers = _answers(portal, people)
    assert len(answers) == MESSAGES, "an answer for each message"
    for event, said in answers.items():
        # What was being sent at a kill is looked for as its reader. Only of people who are not connected it cannot be:
        # they get it once more at most, and are told that it may be a repeat.
        first, *more = sorted(said, key=lambda answer: answer.marked)
        assert not more or (len(more) == 1 and more[0].marked), f"{event}: {said}"
        assert first.person not in connected or not (more or first.marked), f"{event}: {said}"


def _wait_until_delivered(portal: object) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        rows = portal.get("/_sandbox/deliveries").text.splitlines()  # type: ignore[attr-defined]
        if sum('"status": 200' in row for row in rows) >= MESSAGES:
            return
        time.sleep(0.1)
    raise AssertionError("not all messages were delivered")


def _answers(portal: object, people: list[int]) -> dict[str, list[Answer]]:
    """Answers by the id of their event."""
    deadline = time.monotonic() + 90
    while True:
        found: dict[str, list[Answer]] = defaultdict(list)
        for person in people:
            query = {"as": person, "dialog": "bot"}
            for message in portal.get("/_sandbox/messages", params=query).json():  # type: ignore[attr-defined]
                if message["bot"]:
                    answer = Answer(person, marked=any(words in message["text"] for words in REPEATS))
                    for trace in message["trace"]:
                        if not trace.startswith("notice:"):
                            found[trace].append(answer)
        if len(found) >= MESSAGES or time.monotonic() > deadline:
            return found
        time.sleep(0.5)

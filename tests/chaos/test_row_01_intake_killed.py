"""Row 1: the intake is killed between reading an event and storing it, or after that and before its 200. Pass: without
a 200 nothing was promised; one effect even if the event comes again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

import httpx
import pytest
from redis import Redis

from assistant import storage
from assistant.intake.events import events_of
from assistant.settings import Settings
from tests.chaos.beside_a_demo import FORM, address_of, another_intake, press_of, said, settings_of
from tests.chaos.redis_gate import RedisGate
from tests.intake.deliveries import form
from tests.running_demo import RunningDemo, http
from tests.workers.conftest import until

pytestmark = pytest.mark.chaos


class Office:
    """Anna and her portal, and the store of the assistant."""

    def __init__(self, demo: RunningDemo, portal: httpx.Client, redis: Redis) -> None:
        self.settings: Settings = settings_of(demo)
        self.intake = address_of(demo)["intake"]
        self.portal = portal
        self.redis = redis

    def offered(self, title: str) -> dict[str, Any]:
        """Ask for a task; what the portal posts when anna presses the button that makes it."""
        before = len(said(self.portal))
        wish = {"as": "anna", "dialog": "bot", "text": f"/task {title} tomorrow"}
        self.portal.post("/_sandbox/say", json=wish).raise_for_status()
        until(lambda: len(said(self.portal)) > before)
        return press_of(said(self.portal)[-1], self.portal, self.redis, self.settings)

    def post_and_kill(self, press: dict[str, Any], stop: Literal["request", "answer"]) -> None:
        """Post it to another intake that is killed while it stores it."""
        mark = identity(press).encode()
        with RedisGate(socket_of(self.settings), mark, stop) as gate:
            settings = self.settings.model_copy(update={"redis_url": gate.url})
            with another_intake(settings) as beside, ThreadPoolExecutor(1) as pool:
                place = f"{beside.address}/b24/events"
                answer = pool.submit(httpx.post, place, content=form(press), headers=FORM, timeout=10)
                assert gate.stopped.wait(10)
                beside.process.kill()
                with pytest.raises(httpx.TransportError):
                    answer.result()

    def stored(self, press: dict[str, Any]) -> bool:
        """Whether it was accepted."""
        return bool(self.redis.exists(storage.identity(identity(press))))

    def post_again(self, press: dict[str, Any]) -> None:
        """To the intake that is left; then wait until nothing is at work."""
        assert httpx.post(f"{self.intake}/b24/events", content=form(press), headers=FORM).status_code == 200
        self.rest()

    def rest(self) -> None:
        until(lambda: not self.redis.exists(storage.WORK))

    def made(self, title: str) -> int:
        """How many tasks have this title."""
        tasks = self.portal.get("/_sandbox/tables/tasks").text.splitlines()
        return sum(json.loads(task)["title"] == title for task in tasks)


def identity(press: dict[str, Any]) -> str:
    (event,) = events_of(press, press["auth"]["member_id"], 0.0)
    return event.id


def socket_of(settings: Settings) -> str:
    return settings.redis_url.removeprefix("unix://")


@pytest.fixture
def office(standing_demo: RunningDemo) -> Iterator[Office]:
    store = settings_of(standing_demo).redis_url
    with http(standing_demo) as portal, Redis.from_url(store, db=storage.STATE_DB) as redis:
        yield Office(standing_demo, portal, redis)


def test_a_press_whose_intake_is_killed_before_it_is_stored_does_nothing_until_it_comes_again(office: Office) -> None:
    press = office.offered("Water the plants")
    office.post_and_kill(press, "request")
    office.rest()
    assert not office.stored(press)
    assert office.made("Water the plants") == 0
    answers = len(said(office.portal))
    office.post_again(press)
    assert (office.made("Water the plants"), len(said(office.portal))) == (1, answers + 1)


def test_a_press_whose_intake_is_killed_after_it_was_stored_acts_once_though_it_comes_again(office: Office) -> None:
    press = office.offered("Count the boxes")
    answers = len(said(office.portal))
    office.post_and_kill(press, "answer")
    assert office.stored(press)
    office.post_again(press)
    assert (office.made("Count the boxes"), len(said(office.portal))) == (1, answers + 1)

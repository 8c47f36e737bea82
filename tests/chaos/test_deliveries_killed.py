"""Kill -9 around the delivery of a subscription. Pass: one delivery for each due time, and the next one comes too."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import cast
from zoneinfo import ZoneInfo

import httpx
import pytest
from redis import Redis

from assistant import storage
from assistant.models import Rhythm, Run, Subscription
from assistant.models.rhythm import EVERY_DAY
from assistant.settings import Settings
from assistant.subscriptions import Name, Subscriptions
from tests.assistant_at_work import ROOT
from tests.chaos.beside_a_demo import settings_of
from tests.due_now import make_due
from tests.running_demo import RunningDemo, http
from tests.workers.conftest import until

pytestmark = pytest.mark.chaos
NINE = datetime(2026, 6, 15, 9, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
MONDAYS = Rhythm(time(9), (0,))
SAY = "imbot.v2.Chat.Message.send"
WITHIN = 60.0
"""Seconds for a worker to be there again and to end what the last one was at."""


def test_whoever_dies_while_it_hands_over_what_is_due_repeats_nothing_and_loses_nothing(
    redis_settings: Settings,
) -> None:
    redis = storage.connect(redis_settings, storage.STATE_DB)
    people = {7: "taken", 8: "accepted", 9: "planned"}
    for person, point in people.items():
        before = Subscriptions(redis, (NINE - timedelta(hours=1)).timestamp).of("portal", person, UTC_ZONE)
        assert before.add(Run("deals.list"), None, Rhythm(time(9), EVERY_DAY))
        assert hand_over(redis_settings, point, NINE) == -9
    # Who took something and died is known after a minute; the next day another time is due.
    assert hand_over(redis_settings, "never", NINE + timedelta(seconds=61), NINE + timedelta(1)) == 0
    for person, point in people.items():
        handed = cast("list[bytes]", redis.lrange(storage.inbox(f"portal:{person}:{person}"), 0, -1))
        due = [int(entry.split(b" ")[0].rpartition(b"-")[2]) for entry in handed]
        assert due == [NINE.timestamp(), (NINE + timedelta(1)).timestamp()], point


def hand_over(settings: Settings, point: str, *moments: datetime) -> int:
    argv = [sys.executable, "-m", "tests.chaos.handing_over_process", settings.redis_url, point]
    return subprocess.run([*argv, *(str(at.timestamp()) for at in moments)], cwd=ROOT, check=False).returncode


@dataclass
class Office:
    """People of a running demo whose subscriptions become due when a test wants it."""

    demo: RunningDemo
    portal: httpx.Client
    redis: Redis
    subscribed: Mapping[str, tuple[Name, Subscription]]

    def make_due(self, login: str) -> str:
        """The event that delivers it."""
        name, subscription = self.subscribed[login]
        moment = make_due(self.redis, name, subscription, timedelta(seconds=1))
        return f"due-{name.id}-{moment}"

    def held_up(self, login: str, kind: str, method: str, value: str | int) -> str:
        """It is due, and such a call of its delivery is under way now."""
        fault = {"kind": kind, "method": method, "count": 1, "value": value}
        self.portal.post("/_sandbox/faults", json=fault).raise_for_status()
        event = self.make_due(login)
        until(lambda: any(event in trace for trace in self.portal.get("/_sandbox/hanging").json()), within=WITHIN)
        return event

    def came(self) -> Counter[str]:
        """How often each delivery stands in the chat of its person."""
        found: Counter[str] = Counter()
        for login in self.subscribed:
            messages = self.portal.get("/_sandbox/messages", params={"as": login, "dialog": "bot"}).json()
            found.update(t for each in messages if each["bot"] for t in each["trace"] if t.startswith("due-"))
        return found

    def all_came(self, events: Collection[str]) -> bool:
        """Whether these deliveries are over."""
        return self.came().keys() >= set(events) and not self.redis.zcard(storage.DELIVERIES)


@pytest.fixture
def office(standing_demo: RunningDemo) -> Iterator[Office]:
    settings = settings_of(standing_demo)
    with http(standing_demo) as portal, storage.connect(settings, storage.STATE_DB) as redis:
        handed = portal.get("/_sandbox/tokens", params={"client_id": settings.client_id}).json()
        member, everybody = handed["member_id"], Subscriptions(redis, lambda: datetime.now(UTC).timestamp())
        mine = {row["login"]: everybody.of(member, row["user_id"], UTC_ZONE) for row in handed["tokens"]}
        added = {login: each.add(Run("deals.list"), None, MONDAYS) for login, each in mine.items()}
        people = {row["login"]: row["user_id"] for row in handed["tokens"]}
        subscribed = {login: (Name(member, people[login], each.id), each) for login, each in added.items() if each}
        yield Office(standing_demo, portal, redis, subscribed)
        portal.delete("/_sandbox/faults").raise_for_status()
        for login, (name, _) in subscribed.items():
            mine[login].stop(name.id)


@pytest.mark.timeout(240)
def test_each_due_time_is_delivered_once_whenever_worker_or_redis_are_killed(office: Office) -> None:
    due = [
        office.held_up("anna", "hang", SAY, "after"),  # said, and nobody knows it
        office.held_up("ivan", "hang", SAY, "before"),
        office.held_up("olga", "hang", "batch", "before"),  # in the middle of reading
    ]
    office.demo.kill("worker")
    due.append(office.make_due("max"))  # while nobody looks for what is due
    until(partial(office.all_came, due), within=WITHIN)
    due.append(office.held_up("max", "latency", "batch", 1000))
    office.demo.kill("redis")
    until(partial(office.all_came, due), within=WITHIN)
    due += [office.make_due(login) for login in ("anna", "ivan", "olga")]  # the next due time of each
    until(partial(office.all_came, due), within=WITHIN)
    assert office.came() == Counter(due)

"""Where the portal's places are few: reports come after questions, and nobody is shown that an answer is on its way."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from redis import Redis

from assistant import storage
from assistant.bitrix24 import Urgency
from tests.assistant_at_work import DAY, AtWork
from tests.workers.conftest import until

pytestmark = pytest.mark.sandbox(date=DAY, bucket=50)
TYPING = "imbot.v2.Chat.InputAction.notify"
CLASS = 1_000_000_000
"""What a class of requests counts in the line."""


class Bucket:
    """The portal's bucket, as all processes keep it."""

    def __init__(self, redis: Redis, host: str) -> None:
        self._redis = redis
        self._bucket, self._line, *_ = storage.budget(host, "")

    def fill(self, requests: float) -> None:
        """As if so many had just been made."""
        self._redis.hset(self._bucket, mapping={"level": requests, "at": time.time()})

    def waiting(self) -> set[Urgency]:
        """The classes of what stands in line."""
        return {Urgency(int(place // CLASS)) for _, place in self._redis.zrange(self._line, 0, -1, withscores=True)}


@pytest.fixture
def bucket(own_office: AtWork) -> Iterator[Bucket]:
    with Redis.from_url(own_office.settings.redis_url, db=storage.STATE_DB) as redis:
        yield Bucket(redis, own_office.portal.url.removeprefix("http://"))


def shown(office: AtWork) -> bool:
    """Whether the bot showed that an answer is on its way."""
    return any(call["method"] == TYPING for call in office.portal.calls())


def test_a_report_stands_in_line_behind_the_questions_of_others(own_office: AtWork, bucket: Bucket) -> None:
    own_office.say("anna", "/help")
    own_office.say("olga", "/help")
    bucket.fill(90)
    report = own_office.write("olga", "/report sales this month")
    question = own_office.write("anna", "how many open deals do I have")
    until(lambda: {Urgency.REPORT, Urgency.QUESTION} <= bucket.waiting())
    bucket.fill(0)
    assert "open deals" in own_office.answer("anna", "bot", question)["text"]
    assert own_office.answer("olga", "bot", report)["calls"]


def test_who_waits_for_a_moment_sees_that_an_answer_is_on_its_way(own_office: AtWork) -> None:
    own_office.portal.faults("latency", method="batch", count=1, value=4000)
    own_office.write("anna", "how many open deals do I have")
    until(lambda: shown(own_office))


def test_nobody_sees_it_where_half_of_the_places_are_taken(own_office: AtWork, bucket: Bucket) -> None:
    own_office.say("anna", "/help")
    bucket.fill(35)
    own_office.portal.faults("latency", method="batch", count=1, value=4000)
    question = own_office.write("anna", "how many open deals do I have")
    assert own_office.answer("anna", "bot", question)
    assert not shown(own_office)


def test_what_is_remembered_is_told_with_its_time_where_the_portal_does_not_answer(own_office: AtWork) -> None:
    asked = "/deals stage Nowhere"
    anew = own_office.say("anna", asked)
    assert "as of" not in anew["text"]
    with Redis.from_url(own_office.settings.redis_url, db=storage.STATE_DB) as redis:
        (pipelines,) = redis.scan_iter("directory:*:pipelines")
        redis.expire(pipelines, storage.DIRECTORY_KEPT - 1200)
    own_office.portal.faults("status", method="batch", value=500)
    remembered = own_office.say("anna", asked)
    line = re.fullmatch(
        re.escape(anew["text"]) + r"\n\[i\]People and stages as of (\d\d:\d\d)\.\[/i\]", remembered["text"]
    )
    assert line, remembered["text"]

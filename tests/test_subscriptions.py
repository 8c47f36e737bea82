"""What somebody subscribed to arrives by itself: through worker, inbox and the portal's REST."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from redis import Redis

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.effects import Journal
from assistant.leaving import look_round
from assistant.models import Subscription
from assistant.subscriptions import Name
from assistant.subscriptions.store import _STORED
from tests import due_now
from tests.assistant_at_work import DAY, AtWork
from tests.test_files import files
from tests.workers.conftest import until

pytestmark = pytest.mark.sandbox(date=DAY)
ANNA = 2
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HEAD = f"[b]Every {DAYS[due_now.FAR]} 9:00[/b]"


@pytest.fixture
def redis(own_office: AtWork) -> Iterator[Redis]:
    with storage.connect(own_office.settings, storage.STATE_DB) as client:
        yield client


def subscribed(office: AtWork, redis: Redis) -> Subscription:
    """Anna's list of open deals, each Monday."""
    office.say("anna", "show my open deals")
    assert "Every Monday 9:00:" in office.press("anna", "Every Monday 9:00")["text"]
    return kept(office, redis)


def kept(office: AtWork, redis: Redis) -> Subscription:
    """The only one that Anna has."""
    (raw,) = redis.hvals(storage.subscriptions(office.member_id, ANNA))
    return _STORED.validate_json(raw)


def make_due(office: AtWork, redis: Redis, subscription: Subscription, ago: timedelta) -> None:
    due_now.make_due(redis, Name(office.member_id, ANNA, subscription.id), subscription, ago)


def delivered(office: AtWork, redis: Redis, subscription: Subscription, ago: timedelta) -> dict[str, Any]:
    last = office.last("anna")
    make_due(office, redis, subscription, ago)
    answer = office.answer("anna", "bot", last)
    until(lambda: not redis.zcard(storage.DELIVERIES))
    return answer


def deliver_silently(office: AtWork, redis: Redis, subscription: Subscription) -> None:
    """Its time comes, and nothing is said."""
    make_due(office, redis, subscription, timedelta(seconds=1))
    now = datetime.now().astimezone().timestamp()
    until(lambda: kept(office, redis).due > now)  # it was handed over
    until(lambda: not redis.zcard(storage.DELIVERIES))


def labels(answer: dict[str, Any]) -> list[str]:
    return [key["TEXT"] for key in answer["keyboard"] if "TEXT" in key]


def test_it_arrives_once_with_its_buttons_and_one_goes_on_from_it(own_office: AtWork, redis: Redis) -> None:
    subscription = subscribed(own_office, redis)
    last = own_office.last("anna")
    answer = delivered(own_office, redis, subscription, timedelta(seconds=1))
    assert answer["text"].startswith(f"{HEAD}\n[b]Your open deals: ")
    assert "It was due" not in answer["text"]
    assert labels(answer)[-2:] == ["Change", "Cancel it"]
    assert "Every Monday 9:00" not in labels(answer), "it is subscribed to already"
    assert "won" in own_office.say("anna", "only the won ones")["text"].lower()
    came = [m["text"] for m in own_office.messages("anna", after=last) if HEAD in m["text"]]
    assert len(came) == 1
    assert "Stopped" in own_office.press("anna", "Cancel it")["text"]
    assert redis.zcard(storage.SCHEDULE) == 0


def test_files_that_were_sent_with_the_question_come_as_links(own_office: AtWork, redis: Redis) -> None:
    before = own_office.last("anna")
    own_office.say("anna", "/report sales May")
    files(own_office, "anna", before, 2)
    own_office.say("anna", "every Monday at 9:00")
    answer = delivered(own_office, redis, kept(own_office, redis), timedelta(seconds=1))
    assert answer["text"].startswith(HEAD)
    assert answer["text"].count("/disk/file/") == 2
    assert not [message for message in own_office.messages("anna", after=answer["id"]) if message["files"]]


def test_one_that_comes_late_says_when_it_was_due(own_office: AtWork, redis: Redis) -> None:
    subscription = subscribed(own_office, redis)
    answer = delivered(own_office, redis, subscription, timedelta(hours=2))
    assert "It was due " in answer["text"]


def test_while_the_portal_is_away_it_is_tried_and_then_comes_once_with_its_time(
    own_office: AtWork, redis: Redis
) -> None:
    subscription = subscribed(own_office, redis)
    last, calls = own_office.last("anna"), len(own_office.portal.calls())
    away = {"status": 503, "error": "INTERNAL_SERVER_ERROR", "description": "away"}
    for method in ("crm.item.list", "batch"):
        own_office.portal.faults("status", method=method, value=away)
    make_due(own_office, redis, subscription, timedelta(minutes=11))
    until(lambda: len(own_office.portal.calls(after=calls)) > 1)
    own_office.portal.clear_faults()
    answer = own_office.answer("anna", "bot", last)
    until(lambda: not redis.zcard(storage.DELIVERIES))
    assert answer["text"].startswith(f"{HEAD}\n[i]It was due ")
    assert "Your open deals: " in answer["text"]
    assert [m["id"] for m in own_office.messages("anna", after=last) if HEAD in m["text"]] == [answer["id"]]


def test_a_report_that_fails_says_so_and_stays(own_office: AtWork, redis: Redis) -> None:
    subscription = subscribed(own_office, redis)
    refusal = {"status": 403, "error": "insufficient_scope", "description": "no"}
    own_office.portal.faults("status", method="crm.item.list", value=refusal)
    own_office.portal.faults("status", method="batch", value=refusal)
    try:
        answer = delivered(own_office, redis, subscription, timedelta(seconds=1))
    finally:
        own_office.portal.clear_faults()
    assert answer["text"].startswith(f"{HEAD}\n")
    assert "administrator" in answer["text"]
    assert labels(answer)[-2:] == ["Change", "Cancel it"]
    # A time of its own: what is due in the same second has been delivered.
    assert "Your open deals: " in delivered(own_office, redis, subscription, timedelta(minutes=1))["text"]


def test_who_may_not_see_it_any_more_is_told_once_and_gets_it_again_with_the_right(
    own_office: AtWork, redis: Redis
) -> None:
    subscription = subscribed(own_office, redis)
    refusal = {"status": 403, "error": "ACCESS_DENIED", "description": "no"}
    own_office.portal.faults("status", method="crm.item.list", value=refusal)
    own_office.portal.faults("status", method="batch", value=refusal)
    try:
        answer = delivered(own_office, redis, subscription, timedelta(seconds=2))
        told = own_office.last("anna")
        until(lambda: kept(own_office, redis).paused)
        deliver_silently(own_office, redis, replace(subscription, paused=True))
    finally:
        own_office.portal.clear_faults()
    assert answer["text"].startswith(f"{HEAD}\nBitrix24 does not let you see this.")
    assert "send it again as soon as Bitrix24 lets you see it" in answer["text"]
    assert labels(answer)[-2:] == ["Change", "Cancel it"]
    assert own_office.last("anna") == told, "it was told before"
    assert "· on hold" in own_office.say("anna", "/subscriptions")["text"]
    again = delivered(own_office, redis, replace(subscription, paused=True), timedelta(0))
    assert "Your open deals: " in again["text"]
    until(lambda: not kept(own_office, redis).paused)


def test_without_permission_the_person_is_told_once_and_it_goes_on_after_connecting(
    own_office: AtWork, redis: Redis
) -> None:
    subscription = subscribed(own_office, redis)
    redis.delete(storage.token(own_office.member_id, ANNA))
    answer = delivered(own_office, redis, subscription, timedelta(seconds=2))
    assert "I need your permission" in answer["text"]
    assert "Until then I keep it" in answer["text"]
    assert "Connect" in labels(answer)
    last = own_office.last("anna")
    until(lambda: kept(own_office, redis).paused)
    deliver_silently(own_office, redis, replace(subscription, paused=True))
    assert own_office.last("anna") == last, "it was told before"
    own_office.agree("anna")
    own_office.answer("anna", "bot", last)  # the list that waited
    again = delivered(own_office, redis, replace(subscription, paused=True), timedelta(0))
    assert "Your open deals: " in again["text"]
    until(lambda: not kept(own_office, redis).paused)


def test_who_is_dismissed_is_told_once_that_it_waits_and_then_nothing_is_left(own_office: AtWork, redis: Redis) -> None:
    subscription = subscribed(own_office, redis)
    own_office.portal.http.post("/_sandbox/staff", json={"login": "anna", "active": False}).raise_for_status()
    for method in ("crm.item.list", "batch"):
        own_office.portal.faults("expired_token", method=method)
    answer = delivered(own_office, redis, subscription, timedelta(seconds=2))
    assert "Until then I keep it" in answer["text"]
    until(lambda: kept(own_office, redis).paused)
    last = own_office.last("anna")
    deliver_silently(own_office, redis, replace(subscription, paused=True))
    own_office.portal.clear_faults()
    with Portals(redis, own_office.settings) as portals:
        look_round(portals)
    assert not redis.exists(storage.subscriptions(own_office.member_id, ANNA))
    redis.zadd(storage.SCHEDULE, {str(Name(own_office.member_id, ANNA, subscription.id)): 1.0})
    until(lambda: not redis.zcard(storage.SCHEDULE))
    assert own_office.last("anna") == last


def test_the_audit_tells_who_subscribed_changed_and_stopped(own_office: AtWork, redis: Redis) -> None:
    subscription = subscribed(own_office, redis)
    own_office.say("anna", "show my open deals")
    own_office.press("anna", "Every Monday 9:00")  # it is there already
    own_office.press("anna", "Change")
    own_office.say("anna", "every Friday at 17:30")
    own_office.press("anna", "Cancel it")
    told = [(entry.person, entry.what) for entry in Journal(redis).entries()]
    assert told == [(ANNA, f"subscription.{change} {subscription.id}") for change in ("stop", "change", "add")]

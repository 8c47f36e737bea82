"""What is kept of people has an end: by time, when they disconnect, when they leave, when the portal says goodbye."""

from collections.abc import Iterator
from datetime import datetime, time
from urllib.parse import urlencode

import httpx
import pytest
from redis import Redis

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.errors import NotConnectedError, NotServedError, PortalUnavailableError
from assistant.leaving import look_round
from assistant.models import Dialog, Event, EventKind, Person
from assistant.sent_files import SentFiles
from assistant.subscriptions import Name
from assistant.workers.dead import Dead
from assistant.workers.inbox import Inbox
from tests.assistant_at_work import DAY, AtWork
from tests.workers.conftest import until

pytestmark = pytest.mark.sandbox(date=DAY)

WITHOUT_END = {storage.WORK, storage.DUE, storage.WORKERS, storage.SCHEDULE, storage.DELIVERIES}
"""Lists of what has to be done and of who works; each entry goes away by itself, see docs/security.md."""


@pytest.fixture
def office(own_office: AtWork) -> AtWork:
    return own_office


@pytest.fixture
def redis(office: AtWork) -> Iterator[Redis]:
    with storage.connect(office.settings, storage.STATE_DB) as client:
        yield client


@pytest.fixture
def portals(office: AtWork, redis: Redis) -> Iterator[Portals]:
    with Portals(redis, office.settings, forget=Dead(redis).wipe) as made:
        yield made


def talk(office: AtWork, login: str) -> int:
    """Leave traces of every kind; the id of the person."""
    person = next(int(row["id"]) for row in office.portal.table("users") if row["login"] == login)
    office.say(login, "my open deals")
    office.press(login, "Every Monday 9:00")
    office.say(login, "/client")  # a question stays open
    bot = office.bot_id
    dead = Event(f"dead-{login}", EventKind.MESSAGE, office.member_id, bot, Person(person), Dialog("-"), 1, "my deals")
    with storage.connect(office.settings, storage.STATE_DB) as redis:
        SentFiles(redis).remember(office.member_id, str(person), "0" * 64, 101)
        letters = len(Dead(redis).letters())
        Inbox(office.settings).accept([dead])  # no dialog has this id, so it cannot be answered
        until(lambda: len(Dead(redis).letters()) > letters)
    return person


def kept(redis: Redis, member_id: str, person: int) -> set[str]:
    """Kinds of keys that belong to a person, by the key or by what it holds."""
    mine = set()
    for key in redis.scan_iter():
        parts = key.decode().split(":")
        own = parts[0] in {"token", "directory", "language", "waiting", "subscriptions"} and parts[1:3] == [
            member_id,
            str(person),
        ]
        own |= parts[0] in {"dialog", "answer"} and parts[1] == member_id and parts[3] == str(person)
        own |= parts[0] == "drive" and parts[1] == member_id and parts[3] == str(person)
        own |= parts[0] == "press" and f'"person":{person},'.encode() in (redis.get(key) or b"")
        if own:
            mine.add(parts[0])
    if any(letter.event.person.id == person for letter in Dead(redis).letters()):
        mine.add("dead")
    return mine


def test_who_left_is_found_and_everything_of_theirs_wiped(office: AtWork, redis: Redis, portals: Portals) -> None:
    max_, anna = talk(office, "max"), talk(office, "anna")
    everything = {"token", "directory", "language", "dialog", "answer", "press", "dead", "subscriptions", "drive"}
    until(lambda: kept(redis, office.member_id, max_) == kept(redis, office.member_id, anna) == everything)
    office.portal.http.post("/_sandbox/staff", json={"login": "max", "active": False}).raise_for_status()
    before = len(office.portal.calls())
    look_round(portals)
    assert kept(redis, office.member_id, max_) == set()
    assert kept(redis, office.member_id, anna) == everything
    # What was said before may end up in the record only now.
    asked = [call["method"] for call in office.portal.calls()[before:] if not call["method"].startswith("imbot")]
    assert asked == ["batch"], "one request for up to a thousand"
    with pytest.raises(NotConnectedError):
        portals.as_person(office.member_id, max_).pipelines()


def test_who_moved_to_a_department_that_is_not_served_is_no_longer(
    office: AtWork, redis: Redis, portals: Portals
) -> None:
    rows = {row["name"]: row["id"] for row in office.portal.table("departments")}
    people = {row["login"]: row for row in office.portal.table("users")}
    own = people["max"]["departments"]
    narrow = office.settings.model_copy(update={"departments": tuple(own)})
    elsewhere = next(number for number in rows.values() if number not in own)
    office.portal.http.post("/_sandbox/staff", json={"login": "max", "departments": [elsewhere]}).raise_for_status()
    key = storage.token(office.member_id, people["max"]["id"])
    redis.expire(key, 1000)
    with Portals(redis, narrow) as served:
        assert served.as_person(office.member_id, people["max"]["id"]).pipelines()
        look_round(served)
        with pytest.raises(NotServedError):
            served.as_person(office.member_id, people["max"]["id"])
    assert 0 < redis.ttl(key) <= 1000, "having been looked after makes no token live longer"


def test_who_moved_to_another_zone_gets_what_comes_regularly_by_the_new_clock(
    office: AtWork, redis: Redis, portals: Portals
) -> None:
    anna = next(row["id"] for row in office.portal.table("users") if row["login"] == "anna")
    office.say("anna", "my tasks")
    office.press("anna", "Every working day 9:00")
    mine = portals.as_person(office.member_id, anna).subscriptions
    before = mine.all()[0].due
    wish = {"table": "users", "rows": {anna: {"time_zone": "Asia/Yekaterinburg"}}}
    office.portal.http.post("/_sandbox/reword", json=wish).raise_for_status()
    look_round(portals)
    after = portals.as_person(office.member_id, anna)
    assert after.zone.key == "Asia/Yekaterinburg"
    (moved,) = after.subscriptions.all()
    assert moved.due != before
    assert datetime.fromtimestamp(moved.due, after.zone).time() == time(9)
    assert redis.zscore(storage.SCHEDULE, str(Name(office.member_id, anna, moved.id))) == moved.due


def test_a_portal_that_does_not_answer_is_asked_again(office: AtWork, redis: Redis, portals: Portals) -> None:
    office.portal.faults("status", method="batch", value={"status": 502, "error": "X", "description": "x"})
    with pytest.raises(PortalUnavailableError):
        look_round(portals)
    office.portal.clear_faults()
    assert portals.connected(office.member_id, 2)


def test_who_disconnects_is_forgotten(office: AtWork, redis: Redis) -> None:
    anna = talk(office, "anna")
    assert "Your permission is deleted" in office.say("anna", "/disconnect")["text"]
    until(lambda: kept(redis, office.member_id, anna) <= {"dialog", "answer", "press"})
    told = b"".join(redis.get(key) or b"" for pattern in ("dialog:*", "answer:*") for key in redis.scan_iter(pattern))
    assert b"client" not in told
    assert b"deals" not in told


def test_a_portal_that_removes_the_assistant_leaves_nothing_behind(
    office: AtWork, redis: Redis, portals: Portals
) -> None:
    talk(office, "anna")
    goodbye = {
        "event": "ONAPPUNINSTALL",
        "data[LANGUAGE_ID]": "en",
        "data[CLEAN]": "1",
        "auth[member_id]": office.member_id,
        "auth[application_token]": str(portals.application_token(office.member_id)),
    }
    install = f"{office.settings.base_url}/b24/install"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    forged = {**goodbye, "auth[application_token]": "made-up"}
    assert httpx.post(install, content=urlencode(forged), headers=form).status_code == 403
    assert portals.connected(office.member_id, 2)
    assert httpx.post(install, content=urlencode(goodbye), headers=form).status_code == 200
    left = [key.decode() for key in redis.scan_iter() if office.member_id.encode() in key or key.startswith(b"press:")]
    assert [key for key in left if not key.startswith(("inbox:", "progress:", "lease:"))] == []
    assert Dead(redis).letters() == []


def test_every_key_has_a_lifetime_after_a_busy_talk(office: AtWork, redis: Redis) -> None:
    talk(office, "anna")
    for text in (
        "call Igor Somov",
        "my tasks",
        "/help",
        "/connect",
        "what is due this week",
        "/disconnect",
        "my deals",
    ):
        office.say("anna", text)
    office.portal.faults("status", method="batch", count=1, value={"status": 502, "error": "X", "description": "x"})
    office.say("ivan", "мои сделки")
    group = office.group("olga", "ivan")
    office.answer("olga", group, 0)
    office.say("olga", "/deals", dialog=group)
    kinds = set()
    for key in redis.scan_iter():
        name = key.decode()
        kinds.add(name.partition(":")[0])
        life = redis.ttl(key)
        assert life != -1 or name in WITHOUT_END or name.startswith("subscriptions:"), f"{name} lives for ever"
        assert life <= storage.TOKEN_LIFE
    seen = {
        "drive",
        "token",
        "portal",
        "seen",
        "dialog",
        "press",
        "answer",
        "language",
        "invitation",
        "waiting",
        "directory",
    }
    assert seen <= kinds

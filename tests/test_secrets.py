"""No secret shows: a talk in which everything fails, and then a search of all that was written down."""

import logging
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from redis import Redis

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.cli.doctor import _examined
from assistant.models import Dialog, Event, EventKind, Person
from assistant.workers.dead import Dead
from assistant.workers.inbox import Inbox
from tests.assistant_at_work import DAY, INBOUND, AtWork
from tests.test_connect import _query, follow, link, newcomer
from tests.workers.conftest import until

pytestmark = pytest.mark.sandbox(date=DAY)

REFUSED = {
    "500": {"status": 500, "error": "INTERNAL_SERVER_ERROR", "description": "x"},
    "scope": {"status": 403, "error": "insufficient_scope", "description": "x"},
    "token": {"status": 401, "error": "NO_AUTH_FOUND", "description": "Wrong authorization data"},
    "unknown": {"status": 400, "error": "X", "description": "x"},
}


def everything_fails(office: AtWork, login: str) -> None:
    """Each kind of failure that a portal has; each is answered."""
    for fault in ("html", "truncate", "drop"):
        office.portal.faults(fault, method="batch", count=1)
        assert office.say(login, "my tasks")["text"]
    for value in REFUSED.values():
        office.portal.faults("status", method="batch", count=1, value=value)
        assert office.say(login, "my deals")["text"]


def give_up(office: AtWork, person: int, number: int) -> None:
    """An event that cannot be answered, and one that breaks what answers it."""
    common = (EventKind.MESSAGE, office.member_id, office.bot_id)
    refused = Event(f"refused-{number}", *common, Person(person), Dialog("-"), 1, "my deals", received=time.time())
    broken = Event(f"broken-{number}", *common, Person(-1), Dialog(str(person)), 1, "my deals", received=time.time())
    with storage.connect(office.settings, storage.STATE_DB) as redis:
        before = len(Dead(redis).letters())
        Inbox(office.settings).accept([refused, broken])
        until(lambda: len(Dead(redis).letters()) == before + 2)


def plain(redis: Redis) -> Iterator[str]:
    """Every key of the state database with what it holds."""
    read: dict[bytes, Callable[[bytes], object]] = {
        b"string": redis.get,
        b"hash": redis.hgetall,
        b"list": lambda key: redis.lrange(key, 0, -1),
        b"set": redis.smembers,
        b"zset": lambda key: redis.zrange(key, 0, -1, withscores=True),
    }
    for key in redis.scan_iter():
        yield f"{key!r} {read[redis.type(key)](key)!r}"


def written_down(office: AtWork, caplog: pytest.LogCaptureFixture) -> tuple[str, str]:
    """Logs, dead letters and the doctor's findings; and what lies in Redis."""
    findings = "\n".join(map(repr, _examined(office.settings)))
    # What the test itself asks over HTTP and what the portal in a box does is not the assistant's log.
    records = [record for record in caplog.records if not record.name.startswith("http")]
    logs = "\n".join(f"{record.getMessage()} {record.exc_text} {record.exc_info}" for record in records)
    with storage.connect(office.settings, storage.STATE_DB) as redis:
        return f"{logs}\n{findings}\n{Dead(redis).letters()!r}", "\n".join(plain(redis))


def test_no_secret_of_an_application_shows(own_office: AtWork, caplog: pytest.LogCaptureFixture) -> None:
    office = own_office
    caplog.set_level(logging.DEBUG)
    anew = newcomer(office)
    asked = office.say(anew, "how many open deals do I have")
    state = _query(link(asked))["state"]
    back = httpx.get(link(asked), params={**_query(link(asked)), "login": anew})
    code = _query(back.headers["location"])["code"]
    assert follow(back.headers["location"], anew).status_code == 200
    office.answer(anew, "bot", asked["id"])
    follow(back.headers["location"], anew)
    httpx.get(f"{office.settings.base_url}/b24/oauth", params={"state": state, "code": code, "member_id": "evil"})
    person = next(int(row["id"]) for row in office.portal.table("users") if row["login"] == anew)
    with storage.connect(office.settings, storage.STATE_DB) as redis, Portals(redis, office.settings) as portals:
        pairs = [portals._tokens.load(office.member_id, each) for each in (0, 2, person)]
        office.portal.faults("expired_token", method="batch", count=1)
        assert office.say(anew, "my tasks")["text"]
        everything_fails(office, anew)
        give_up(office, person, 1)
        pairs += [portals._tokens.load(office.member_id, each) for each in (0, 2, person)]
        token = portals.application_token(office.member_id)
    assert len({pair.access for pair in pairs}) > 3, "the token was renewed"
    secrets = {state, code, str(token), office.settings.client_secret.get_secret_value()}
    secrets |= {key.get_secret_value() for key in office.settings.token_keys}
    secrets |= {text for pair in pairs for text in (pair.access, pair.refresh)}
    told, kept = written_down(office, caplog)
    assert "is connected" in told
    assert "ValueError" in told
    assert "message(s) were given up" in told
    assert [secret for secret in secrets if secret in told] == []
    assert [secret for secret in secrets if secret in kept] == []


def test_no_secret_of_a_webhook_shows(offices: Callable[[str], AtWork], caplog: pytest.LogCaptureFixture) -> None:
    office = offices(INBOUND)
    caplog.set_level(logging.DEBUG)
    everything_fails(office, "anna")
    assert "need no permission" in office.say("anna", "/connect")["text"]
    give_up(office, 2, 2)
    address = office.settings.webhook_url.get_secret_value()
    secrets = {address, urlsplit(address).path.strip("/").split("/")[-1]}
    secrets.add(office.settings.bot_token.get_secret_value())
    told, kept = written_down(office, caplog)
    assert "message(s) were given up" in told
    assert [secret for secret in secrets if secret in told] == []
    assert [secret for secret in secrets if secret in kept] == []

"""The intake over HTTP: verified, stored, then acknowledged; everything else is refused with a reason."""

import asyncio
import contextlib
import gc
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from redis import Redis

from assistant import storage
from assistant.errors import NotConnectedError, PortalUnavailableError, StoreUnavailableError
from assistant.intake.app import create_app
from assistant.intake.server import config
from assistant.models import Event
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.settings import Settings
from assistant.workers.inbox import Inbox
from tests.intake import deliveries_v1
from tests.intake.deliveries import MEMBER, TOKEN, command, delivery, form, written

FORM = {"content-type": "application/x-www-form-urlencoded"}


@contextmanager
def serving(app) -> Iterator[httpx.Client]:
    """The application on a real socket."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        listener.listen(1024)
        server = uvicorn.Server(config(app, "127.0.0.1", port))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            yield client
        server.should_exit = True
        thread.join()
    gc.collect()


class Portals:
    """The installed portals."""

    def __init__(self) -> None:
        self.tokens = {MEMBER: TOKEN}
        self.lookups = 0
        self.posted: list[dict] = []
        self.error: Exception | None = None

    def application_token(self, member_id: str) -> str | None:
        """Look one up."""
        self.lookups += 1
        if self.error:
            raise self.error
        return self.tokens.get(member_id)

    def installed(self, payload: dict) -> None:
        """The portal says that the application was installed or removed."""
        if self.error:
            raise self.error
        self.posted.append(payload)
        auth = payload["auth"]
        self.tokens[auth["member_id"]] = auth["application_token"]


@pytest.fixture
def portals() -> Portals:
    """One portal is installed."""
    return Portals()


@pytest.fixture
def client(redis_settings: Settings, portals: Portals) -> Iterator[httpx.Client]:
    """The intake with its real store."""
    inbox = Inbox(redis_settings)
    with serving(create_app(inbox.accept, portals.application_token, portals.installed)) as client:
        yield client
    inbox.close()


@pytest.fixture
def stored(redis_settings: Settings):
    """How many events lie in inboxes."""
    redis = storage.connect(redis_settings, storage.STATE_DB)
    yield lambda: sum(redis.llen(key) for key in redis.scan_iter("inbox:*"))
    redis.close()


def post(client: httpx.Client, payload: dict, path: str = "/b24/events") -> httpx.Response:
    """Post a form."""
    return client.post(path, content=form(payload), headers=FORM)


def test_a_message_is_stored_and_acknowledged(client, stored):
    answer = post(client, written())
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert stored() == 1


def test_json_is_taken_as_well(client, stored):
    assert client.post("/b24/events", json=written()).status_code == 200
    assert stored() == 1


def test_what_is_of_no_interest_is_acknowledged_and_not_stored(client, stored):
    assert post(client, delivery("ONCRMDEALADD")).status_code == 200
    assert stored() == 0


@pytest.mark.parametrize(
    "auth",
    [
        {"member_id": MEMBER, "application_token": "wrong"},
        {"member_id": MEMBER, "application_token": ""},
        {"member_id": MEMBER},
        {"member_id": "unknown", "application_token": TOKEN},
        {"application_token": "wrong"},
        {"member_id": MEMBER, "application_token": {"a": TOKEN}},
        {},
    ],
    ids=["wrong", "empty", "missing", "unknown", "no-member", "nested", "none"],
)
def test_forged_deliveries_are_refused_and_nothing_is_stored(client, stored, auth, caplog):
    answer = post(client, {**written(), "auth": auth})
    assert answer.status_code == 403
    assert set(answer.json()) == {"error", "error_description"}
    assert stored() == 0
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("auth", [{"member_id": MEMBER, "application_token": "wrong"}, {"member_id": MEMBER}, {}])
@pytest.mark.parametrize(
    "payload",
    [deliveries_v1.written(), deliveries_v1.command("press", "a1", context="KEYBOARD"), deliveries_v1.removed()],
    ids=["message", "press", "removal"],
)
def test_forged_deliveries_of_the_first_generation_are_refused_though_their_bots_show_a_token(
    client, stored, payload, auth, caplog
):
    for entries in (payload["data"].get("BOT", {}), payload["data"].get("COMMAND", {})):
        for entry in entries.values():
            entry["application_token"] = entry["AUTH"]["application_token"] = TOKEN
    assert post(client, {**payload, "auth": auth}).status_code == 403
    assert stored() == 0
    assert TOKEN not in caplog.text
    assert "SECRET" not in caplog.text


def test_replayed_deliveries_of_the_first_generation_are_stored_once(client, stored):
    for payload in (
        deliveries_v1.written("one"),
        deliveries_v1.command("deals", "won"),
        deliveries_v1.written("/deals won"),
        deliveries_v1.command("press", "a1", context="KEYBOARD"),
    ):
        assert [post(client, payload).status_code for _ in range(5)] == [200] * 5
    assert stored() == 3


def test_the_token_inside_the_data_proves_nothing(client, stored):
    bot = {"id": 456, "code": "assistant", "auth": {"member_id": MEMBER, "application_token": TOKEN}}
    payload = {**written(bot=bot), "auth": {"member_id": MEMBER, "application_token": "wrong"}}
    assert post(client, payload).status_code == 403
    assert stored() == 0


def test_a_token_at_the_top_without_member_id_is_matched_to_the_portal_of_the_bot(client, stored):
    assert post(client, {**written(), "auth": {"application_token": TOKEN}}).status_code == 200
    assert stored() == 1


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"", "application/x-www-form-urlencoded", 403),
        (b"event=%FF", "application/x-www-form-urlencoded", 400),
        (b"{broken", "application/json", 400),
        (b"&".join(b"f%d=1" % n for n in range(5000)), "application/x-www-form-urlencoded", 400),
        (b"a=" + b"x" * 300_000, "application/x-www-form-urlencoded", 413),
        (b"--x", "multipart/form-data; boundary=x", 415),
        (form({**written(), "event": "nonsense!"}), "application/x-www-form-urlencoded", 400),
        (form(delivery()), "application/x-www-form-urlencoded", 400),
    ],
    ids=["empty", "encoding", "json", "fields", "large", "multipart", "event", "incomplete"],
)
def test_bad_input_is_refused_with_a_reason(client, stored, content, content_type, status):
    answer = client.post("/b24/events", content=content, headers={"content-type": content_type})
    assert answer.status_code == status
    assert answer.json()["error_description"]
    assert stored() == 0


@pytest.mark.parametrize(
    "begin",
    [b"", b"POST /b24/events HTTP/1.1\r\nHo", b"POST /b24/events HTTP/1.1\r\nContent-Length: 50\r\n\r\na="],
    ids=["nothing", "headers", "body"],
)
def test_connections_that_trickle_are_closed_and_others_are_served_meanwhile(client, begin, monkeypatch):
    monkeypatch.setattr("assistant.intake.protocol.HEADERS_WITHIN", 0.5)
    monkeypatch.setattr("assistant.intake.door.BODY_WITHIN", 0.5)
    slow = [socket.create_connection((client.base_url.host, client.base_url.port)) for _ in range(50)]
    for connection in slow:
        connection.settimeout(5)
        connection.sendall(begin)
    assert post(client, written()).status_code == 200
    for connection in slow:
        while connection.recv(1000):
            pass
        connection.close()


def test_a_large_body_without_a_length_is_refused_while_it_streams(client, stored):
    sent: list[int] = []

    def chunks():
        for _ in range(2000):
            sent.append(1)
            yield b"a=" + b"x" * 65536 + b"&"

    with contextlib.suppress(httpx.TransportError):  # the connection is closed before everything is written
        assert client.post("/b24/events", content=chunks(), headers=FORM).status_code == 413
    assert len(sent) < 2000
    assert stored() == 0


def test_secrets_of_a_refused_delivery_stay_out_of_the_log(client, caplog):
    post(client, {**written(), "auth": {"member_id": MEMBER, "application_token": "FORGED-TOKEN"}})
    client.post("/b24/events", content=b"access_token=SECRET&event=%FF", headers=FORM)
    assert "403" in caplog.text
    assert "400" in caplog.text
    assert "SECRET" not in caplog.text
    assert "FORGED-TOKEN" not in caplog.text


def test_get_is_not_allowed(client):
    assert client.get("/b24/events").status_code == 405


def test_a_hundred_duplicates_at_once_are_acknowledged_and_stored_once(client, stored):
    async def burst() -> list[int]:
        limits = httpx.Limits(max_connections=100)
        async with httpx.AsyncClient(base_url=client.base_url, limits=limits, timeout=20) as many:
            body = form(written())
            answers = await asyncio.gather(*(many.post("/b24/events", content=body, headers=FORM) for _ in range(100)))
        return [answer.status_code for answer in answers]

    assert asyncio.run(burst()) == [200] * 100
    assert stored() == 1


def test_a_command_delivered_twice_in_two_shapes_is_stored_once(client, stored):
    assert post(client, written("/deals won june", ts=1)).status_code == 200
    assert post(client, command("/deals", "won june", ts=2)).status_code == 200
    assert stored() == 1


def test_the_stored_token_is_looked_up_once_for_many_deliveries(client, portals):
    for number in range(20):
        assert post(client, written(number=number + 1)).status_code == 200
    assert portals.lookups == 1


def test_guessing_tokens_does_not_become_load_on_redis(client, portals):
    for number in range(20):
        payload = {**written(), "auth": {"member_id": MEMBER, "application_token": f"guess{number}"}}
        assert post(client, payload).status_code == 403
    assert portals.lookups <= 3


def test_an_installation_is_handed_over_and_its_token_counts_at_once(client, portals, stored):
    auth = {"member_id": "new", "application_token": "fresh", "access_token": "A", "refresh_token": "R"}
    assert post(client, {**written(), "auth": auth}).status_code == 403
    install = {"event": "ONAPPINSTALL", "data": {"VERSION": "1"}, "ts": "1", "auth": auth}
    assert post(client, install, "/b24/install").status_code == 200
    assert portals.posted == [install]
    assert post(client, {**written(), "auth": auth}).status_code == 200
    assert stored() == 1


def test_a_removal_has_to_show_the_token(client, portals):
    removal = {"event": "ONAPPUNINSTALL", "data": {"CLEAN": "1"}, "ts": "1"}
    forged = {**removal, "auth": {"member_id": MEMBER, "application_token": "wrong"}}
    assert post(client, forged, "/b24/install").status_code == 403
    assert portals.posted == []
    real = {**removal, "auth": {"member_id": MEMBER, "application_token": TOKEN}}
    assert post(client, real, "/b24/install").status_code == 200
    assert portals.posted == [real]


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotConnectedError("the tokens do not work"), 400), (PortalUnavailableError("502"), 503)],
)
def test_a_failed_installation_is_refused_with_an_id_for_the_log(client, portals, error, status, caplog):
    portals.error = error
    auth = {"member_id": "new", "application_token": "fresh"}
    answer = post(client, {"event": "ONAPPINSTALL", "data": "", "auth": auth}, "/b24/install")
    assert answer.status_code == status
    assert error.id in answer.json()["error_description"]
    assert error.id in caplog.text


def test_only_installation_events_go_through_the_installation_door(client, portals):
    assert post(client, written(), "/b24/install").status_code == 200
    assert post(client, {"event": "what?"}, "/b24/install").status_code == 400
    assert portals.posted == []


def test_health_tells_life_from_readiness(redis_settings, portals):
    def away(_events: object) -> tuple[bool, ...]:
        raise StoreUnavailableError("Redis is away")

    with serving(create_app(away, portals.application_token, portals.installed)) as client:
        assert client.get("/health/live").status_code == 200
        ready = client.get("/health/ready")
        assert ready.status_code == 503
        assert ready.json()["error_description"] == "Redis is away"


def test_a_working_intake_is_ready(client):
    assert client.get("/health/ready").json() == {"status": "ok", "requests": []}


def test_nothing_is_acknowledged_before_it_is_stored(portals):
    release = threading.Event()

    def slow(events: list[Event]) -> tuple[bool, ...]:
        release.wait(0.5)
        return tuple(True for _ in events)

    with serving(create_app(slow, portals.application_token, portals.installed)) as client:
        began = time.monotonic()
        assert post(client, written()).status_code == 200
        assert time.monotonic() - began >= 0.5


def test_without_redis_nothing_is_acknowledged_and_it_recovers(tmp_path, portals):
    redis = EmbeddedRedis(tmp_path)
    redis.start()
    inbox = Inbox(Settings(_env_file=None, redis_url=redis.url))
    with serving(create_app(inbox.accept, portals.application_token, portals.installed)) as client:
        assert post(client, written()).status_code == 200
        redis.kill()
        began = time.monotonic()
        answer = post(client, written(number=2))
        assert time.monotonic() - began < 1.5
        assert answer.status_code == 503
        assert client.get("/health/ready").status_code == 503
        redis.start()
        assert post(client, written(number=2)).status_code == 200
        with Redis.from_url(redis.url, db=storage.STATE_DB) as state:
            assert state.llen("inbox:" + storage.conversation(MEMBER, "27", 27)) == 2
    inbox.close()
    redis.stop()


def test_a_redis_that_hangs_is_answered_503_in_time(tmp_path, portals):
    with EmbeddedRedis(tmp_path) as redis:
        inbox = Inbox(Settings(_env_file=None, redis_url=redis.url))
        with serving(create_app(inbox.accept, portals.application_token, portals.installed)) as client:
            assert post(client, written()).status_code == 200
            with Redis.from_url(redis.url) as admin:
                admin.execute_command("CLIENT", "PAUSE", "3000")
            began = time.monotonic()
            statuses = [post(client, written(number=n)).status_code for n in (2, 3)]
            assert statuses == [503, 503]
            assert time.monotonic() - began < 4
        inbox.close()


def test_the_answer_is_json_with_its_length(client):
    answer = post(client, written())
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.content) == {"status": "ok"}

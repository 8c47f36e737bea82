"""What somebody on the internet may post to the intake, with real portals behind it: nothing of it is believed."""

import copy
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from redis import Redis

from assistant.bitrix24 import Portals
from assistant.intake.app import create_app
from assistant.models import Event
from tests.bitrix24.conftest import Company, Handler
from tests.intake.deliveries import form, written
from tests.intake.test_door import serving
from tests.portal_in_a_box import RunningSandbox

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Doors:
    """The intake, and what it let through."""

    def __init__(self, client: httpx.Client, let_in: list[Event]) -> None:
        self._client = client
        self.let_in = let_in

    def install(self, payload: dict[str, Any]) -> int:
        return self._client.post("/b24/install", content=form(payload), headers=FORM).status_code

    def event(self, **auth: str) -> int:
        payload = written() | {"auth": auth}
        return self._client.post("/b24/events", content=form(payload), headers=FORM).status_code


@pytest.fixture
def doors(portals: Portals) -> Iterator[Doors]:
    let_in: list[Event] = []

    def accept(events: Any) -> tuple[bool, ...]:
        let_in.extend(events)
        return (True,) * len(events)

    with serving(create_app(accept, portals.application_token, portals.install)) as client:
        yield Doors(client, let_in)


@pytest.fixture
def trap() -> Iterator[tuple[str, list[str]]]:
    """A server of the attacker: its address, and what came there."""
    came: list[str] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.append(self.path)
            self.send_response(200)
            self.end_headers()

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}", came
    server.shutdown()
    thread.join()
    server.server_close()


def stored(redis: Redis) -> dict[bytes, bytes]:
    return {key: redis.dump(key) for key in redis.scan_iter()}


def test_a_portal_that_the_vendor_does_not_know_is_not_installed(
    doors: Doors, redis: Redis, sandbox: RunningSandbox, handler: Handler, trap: tuple[str, list[str]]
) -> None:
    address, came = trap
    sandbox.install(handler.url)
    forged = copy.deepcopy(handler.posted[-1])
    endpoint = f"http://{address}/rest/"
    forged["auth"] |= {"member_id": "evil", "client_endpoint": endpoint, "server_endpoint": endpoint, "domain": address}
    assert doors.install(forged | {"auth": forged["auth"] | {"refresh_token": "made-up"}}) == 403
    assert doors.install(forged) == 403, "a true token of another portal proves nothing either"
    assert stored(redis) == {}
    assert came == [], "no address in what was posted was called"
    assert doors.event(member_id="evil", application_token=forged["auth"]["application_token"]) == 403


def test_the_application_token_of_a_known_portal_cannot_be_changed_by_posting_another(
    doors: Doors, company: Company, redis: Redis, handler: Handler, trap: tuple[str, list[str]]
) -> None:
    address, came = trap
    true = next(posted["auth"] for posted in handler.posted if posted["event"] == "ONAPPINSTALL")
    before = stored(redis)
    for event in ("ONAPPINSTALL", "ONAPPUPDATE"):
        auth = true | {"application_token": "evil", "refresh_token": "made-up", "domain": address}
        auth |= {"client_endpoint": f"http://{address}/rest/", "server_endpoint": f"http://{address}/rest/"}
        assert doors.install({"event": event, "data": {"VERSION": "2"}, "ts": "1", "auth": auth}) == 403
    assert doors.install({"event": "ONAPPUNINSTALL", "ts": "1", "auth": true | {"application_token": "evil"}}) == 403
    assert stored(redis) == before
    assert came == []
    assert doors.event(member_id=company.member_id, application_token="evil") == 403
    assert doors.let_in == []
    assert doors.event(member_id=company.member_id, application_token=true["application_token"]) == 200
    assert [event.portal for event in doors.let_in] == [company.member_id]


def test_addresses_and_tokens_in_a_true_event_are_not_used(
    doors: Doors, company: Company, redis: Redis, handler: Handler, trap: tuple[str, list[str]]
) -> None:
    address, came = trap
    token = next(posted["auth"] for posted in handler.posted if posted["event"] == "ONAPPINSTALL")["application_token"]
    before = stored(redis)
    endpoint = f"http://{address}/rest/"
    auth = {"member_id": company.member_id, "application_token": token, "domain": address, "access_token": "evil"}
    auth |= {"client_endpoint": endpoint, "server_endpoint": endpoint, "refresh_token": "evil"}
    assert doors.event(**auth) == 200
    assert stored(redis) == before
    assert not [value for event in doors.let_in for value in (repr(event),) if address in value or "evil" in value]
    assert company.portal("anna").pipelines()
    assert came == []

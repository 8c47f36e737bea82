"""HTTP: what goes out, what is repeated, and what happens when the other side misbehaves."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant.bitrix24 import Patience, Transport, transport
from assistant.errors import PortalBusyError, PortalUnavailableError, RejectedError

RESULT = b'{"result": {"ID": "7"}, "time": {}}'
LIMITED = b'{"error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many requests"}'


@dataclass
class Portal:
    """Answers in turn: (status, headers, body); the last answer stays."""

    url: str = ""
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=lambda: [(200, {}, RESULT)])
    requests: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)


@pytest.fixture
def portal() -> Iterator[Portal]:
    state = Portal()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.requests.append((self.command, self.path, dict(self.headers), body))
            state.connections.add(self.client_address)
            status, headers, content = state.answers.pop(0) if len(state.answers) > 1 else state.answers[0]
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}/rest/"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def caller(slept: list[float]) -> Iterator[Transport]:
    with Transport(Patience(unavailable=(0.1, 0.2), busy=(0.5, 1.0), bound=10.0), sleep=slept.append) as made:
        yield made


def call(caller: Transport, portal: Portal, *, repeatable: bool = True, trace: tuple[str, ...] = ()) -> Any:
    params = {"filter": {">id": 5}}
    answer = caller.call(portal.url, "profile", params, auth="secret-token", repeatable=repeatable, trace=trace)
    return answer.result


def test_a_call_is_a_post_with_the_token_in_the_body_alone(caller: Transport, portal: Portal) -> None:
    assert call(caller, portal) == {"ID": "7"}
    ((method, path, headers, body),) = portal.requests
    assert (method, path) == ("POST", "/rest/profile")
    assert json.loads(body) == {"filter": {">id": 5}, "auth": "secret-token"}
    assert "secret-token" not in str(headers)
    assert headers["User-Agent"].startswith("bitrix24-assistant/")


def test_the_events_behind_a_call_are_named(caller: Transport, portal: Portal) -> None:
    call(caller, portal, trace=("e1", "e2"))
    assert portal.requests[0][2]["X-Trace-Id"] == "e1,e2"


def test_connections_are_kept(caller: Transport, portal: Portal) -> None:
    for _ in range(5):
        call(caller, portal)
    assert len(portal.connections) == 1


def test_a_portal_that_moved_gets_the_same_post_there(caller: Transport, portal: Portal) -> None:
    moved = portal.url.replace("/rest/", "/new/rest/profile")
    portal.answers = [(302, {"Location": moved}, b""), (200, {}, RESULT)]
    assert call(caller, portal, repeatable=False) == {"ID": "7"}
    (first, second) = portal.requests
    assert (second[0], second[1]) == ("POST", "/new/rest/profile")
    assert second[3] == first[3]


def test_a_portal_that_sends_in_circles_is_given_up(caller: Transport, portal: Portal) -> None:
    portal.answers = [(302, {"Location": portal.url + "profile"}, b"")]
    with pytest.raises(PortalUnavailableError, match="redirects"):
        call(caller, portal, repeatable=False)
    assert len(portal.requests) == transport.REDIRECTS + 1


def test_a_read_is_repeated_after_growing_delays(caller: Transport, portal: Portal, slept: list[float]) -> None:
    portal.answers = [(500, {}, b"{}"), (502, {}, b"<html>"), (200, {}, RESULT)]
    assert call(caller, portal) == {"ID": "7"}
    assert slept == [0.1, 0.2]


def test_a_read_is_given_up_after_the_last_delay(caller: Transport, portal: Portal, slept: list[float]) -> None:
    portal.answers = [(500, {}, b"{}")]
    with pytest.raises(PortalUnavailableError):
        call(caller, portal)
    assert len(portal.requests) == 3


def test_a_write_goes_out_once_whatever_happens(caller: Transport, portal: Portal, slept: list[float]) -> None:
    portal.answers = [(500, {}, b"{}")]
    with pytest.raises(PortalUnavailableError):
        call(caller, portal, repeatable=False)
    assert len(portal.requests) == 1
    assert slept == []


@pytest.mark.parametrize("status", [503, 429])
def test_a_write_that_a_limit_refused_is_repeated(
    caller: Transport, portal: Portal, slept: list[float], status: int
) -> None:
    portal.answers = [(status, {}, LIMITED), (200, {}, RESULT)]
    assert call(caller, portal, repeatable=False) == {"ID": "7"}
    assert slept == [0.5]


def test_a_limit_that_stays_is_told(caller: Transport, portal: Portal, slept: list[float]) -> None:
    portal.answers = [(503, {}, LIMITED)]
    with pytest.raises(PortalBusyError):
        call(caller, portal)
    assert slept == [0.5, 1.0]


def test_a_method_that_is_blocked_for_minutes_is_not_waited_for(
    caller: Transport, portal: Portal, slept: list[float]
) -> None:
    portal.answers = [(429, {}, b'{"error": "OPERATION_TIME_LIMIT", "error_description": ""}')]
    with pytest.raises(PortalBusyError) as error:
        call(caller, portal)
    assert slept == []
    assert error.value.retry_after == 60


def test_a_page_of_a_proxy_does_not_repeat_a_write(caller: Transport, portal: Portal, slept: list[float]) -> None:
    """Whether the portal behind it has run the method is not known."""
    portal.answers = [(503, {}, b"<html>Service Unavailable</html>")]
    with pytest.raises(PortalUnavailableError):
        call(caller, portal, repeatable=False)
    assert len(portal.requests) == 1


def test_an_answer_without_end_is_cut_off(caller: Transport, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "ANSWER_LIMIT", 1000)
    portal.answers = [(200, {}, b'{"result": "' + b"x" * 2000 + b'"}')]
    with pytest.raises(RejectedError) as error:
        call(caller, portal)
    assert error.value.code == "ANSWER_TOO_LARGE"
    assert len(portal.requests) == 1


def test_a_write_that_never_left_is_tried_again(caller: Transport, slept: list[float]) -> None:
    with pytest.raises(PortalUnavailableError, match="no connection"):
        caller.call("http://127.0.0.1:9/rest/", "profile", {}, auth="secret-token", repeatable=False)
    assert slept == [0.1, 0.2]


def test_errors_do_not_lead_to_the_token(caller: Transport) -> None:
    with pytest.raises(PortalUnavailableError) as error:
        caller.call("http://127.0.0.1:9/rest/", "profile", {}, auth="secret-token", repeatable=False)
    assert error.value.__cause__ is None
    assert "secret-token" not in repr(error.value)


def test_a_client_has_time_limits(caller: Transport) -> None:
    assert (caller.http.timeout.connect, caller.http.timeout.read) == (3.0, 30.0)


def test_a_token_that_the_portal_echoes_is_not_repeated(caller: Transport, portal: Portal) -> None:
    portal.answers = [(400, {}, b'{"error": "BAD", "error_description": "cannot read secret-token"}')]
    with pytest.raises(RejectedError, match=r"cannot read \*\*\*") as error:
        call(caller, portal)
    assert "secret-token" not in str(error.value)


def test_a_redirect_to_nowhere_is_a_portal_that_is_away(caller: Transport, portal: Portal) -> None:
    portal.answers = [(302, {"Location": "http://[nowhere/"}, b"")]
    with pytest.raises(PortalUnavailableError):
        call(caller, portal, repeatable=False)

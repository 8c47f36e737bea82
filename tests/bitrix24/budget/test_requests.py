"""Calls within the budget, at a portal that counts."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from redis import Redis

from assistant.bitrix24 import Budget, Patience, Transport
from assistant.errors import PortalBusyError, PortalUnavailableError
from assistant.settings import Settings
from tests.portal_in_a_box import RunningSandbox

ONCE = Patience(unavailable=(), busy=())


@pytest.fixture
def budget(redis: Redis, redis_settings: Settings) -> Budget:
    return Budget(redis, redis_settings.model_copy(update={"budget_requests": 20, "budget_rate": 100.0}))


@pytest.mark.sandbox(bucket=20, leak=100)
def test_many_calls_in_a_row_are_never_refused(budget: Budget, sandbox: RunningSandbox) -> None:
    with Transport(budget=budget) as transport:
        for _ in range(60):
            transport.call(sandbox.webhook(), "profile", {}, auth="", repeatable=True)
    assert {call["status"] for call in sandbox.calls()} == {200}


@pytest.mark.sandbox(bucket=20, leak=100)
def test_a_refusal_is_waited_out_with_a_smaller_budget(budget: Budget, sandbox: RunningSandbox) -> None:
    sandbox.faults("limit", count=1)
    with Transport(Patience(busy=(0.01,)), budget=budget) as transport:
        transport.call(sandbox.webhook(), "profile", {}, auth="", repeatable=False)
    host = sandbox.url.removeprefix("http://")
    assert budget.state(host).share < 0.6
    assert [call["status"] for call in sandbox.calls()] == [503, 200]


def test_a_portal_that_cannot_be_reached_costs_nothing(budget: Budget) -> None:
    with Transport(ONCE, budget=budget) as transport, pytest.raises(PortalUnavailableError):
        transport.call("http://127.0.0.1:9/rest/", "profile", {}, auth="t", repeatable=True)
    assert budget.state("127.0.0.1:9").free == 19


@pytest.fixture
def tired_portal() -> Iterator[str]:
    """Asks for peace with each answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(429)
            self.send_header("Retry-After", "7")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_portal_says_how_long_it_wants_to_be_left_alone(budget: Budget, tired_portal: str) -> None:
    with Transport(ONCE, budget=budget) as transport, pytest.raises(PortalBusyError) as error:
        transport.call(f"http://{tired_portal}/rest/", "profile", {}, auth="t", repeatable=True)
    assert error.value.retry_after == 7
    assert 6 < budget.state(tired_portal).closed <= 7

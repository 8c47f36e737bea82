"""The fixture `sandbox`: a real portal in a box on a free port, for every suite of tests.

`@pytest.mark.sandbox(date=date(2026, 6, 10), bucket=50)` gives options of the sandbox; by default its bucket is off and
its date is today. `@pytest.mark.misuses_rest("why")` lets a test make calls that the documentation does not know.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.sandbox.options import Options
from assistant.sandbox.server import Sandbox
from tests import rest_spec

SPEC = Path(__file__).resolve().parent.parent.parent / "shared" / "bitrix24-spec" / "methods"


@dataclass(frozen=True)
class Login:
    """A token pair of one of the fixed people."""

    login: str
    user_id: int
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int
    time_zone: str
    language: str


class RunningSandbox:
    """A sandbox that answers; everything is asked over HTTP."""

    def __init__(self, url: str, options: Options, verify: ssl.SSLContext | None = None) -> None:
        self.url = url
        self.options = options
        # Without a certificate there is nothing to verify, and no context to build for it.
        self.http = httpx.Client(base_url=url, timeout=30, verify=verify or False)
        self._webhooks: dict[str, str] = {}

    @property
    def today(self) -> date:
        """The portal's date."""
        return date.fromisoformat(self.http.get("/_sandbox/health").json()["date"])

    def calls(self, after: int = 0, trace: str | None = None) -> list[dict[str, Any]]:
        """The log of REST calls."""
        query = {"after": after} | ({"trace": trace} if trace else {})
        return _rows(self.http.get("/_sandbox/calls", params=query))

    def faults(
        self, kind: str, *, method: str = "", count: int | None = None, value: Any = None, skip: int = 0
    ) -> None:
        """Order a fault."""
        wish = {"kind": kind, "method": method, "count": count, "value": value, "skip": skip}
        self.http.post("/_sandbox/faults", json=wish).raise_for_status()

    def clear_faults(self) -> None:
        """Take all faults back."""
        self.http.delete("/_sandbox/faults").raise_for_status()

    def tokens(self) -> dict[str, Login]:
        """New token pairs of the fixed people, by login."""
        answer = self.http.get("/_sandbox/tokens").raise_for_status().json()
        return {row["login"]: Login(**row) for row in answer["tokens"]}

    def install(self, handler: str) -> dict[str, Any]:
        """Install the assistant that listens there."""
        answer: dict[str, Any] = (
            self.http.post("/_sandbox/install", json={"handler": handler}).raise_for_status().json()
        )
        return answer

    def webhook(self, login: str = "admin") -> str:
        """The inbound webhook of a person, with a slash at the end."""
        if login not in self._webhooks:
            answer = self.http.get("/_sandbox/webhook", params={"login": login}).raise_for_status()
            self._webhooks[login] = answer.json()["url"]
        return self._webhooks[login]

    def table(self, name: str) -> list[dict[str, Any]]:
        """All raw rows of a table, whoever may see them."""
        return _rows(self.http.get(f"/_sandbox/tables/{name}").raise_for_status())

    def call(self, method: str, params: dict[str, Any] | None = None, *, login: str = "admin") -> httpx.Response:
        """One REST call as this person, with a JSON body."""
        return self.http.post(f"{self.webhook(login)}{method}", json=params or {})

    def result(self, method: str, params: dict[str, Any] | None = None, *, login: str = "admin") -> Any:
        """The result of a REST call that has to succeed."""
        answer = self.call(method, params, login=login)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]


@contextmanager
def running(options: Options, verify: ssl.SSLContext | None = None) -> Iterator[RunningSandbox]:
    """Serve a sandbox in a thread."""
    served = Sandbox(options)
    thread = threading.Thread(target=served.run, name="sandbox")
    thread.start()
    portal = RunningSandbox(served.url, options, verify)
    try:
        # The socket listens already, so this waits for the first answer.
        portal.http.get("/_sandbox/health").raise_for_status()
        yield portal
    finally:
        portal.http.close()
        served.stop()
        thread.join()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sandbox(**options): options of the portal in a box, see Options")
    config.addinivalue_line("markers", "misuses_rest(why): calls here need not follow the vendor's documentation")


@pytest.fixture
def sandbox(request: pytest.FixtureRequest) -> Iterator[RunningSandbox]:
    """A portal in a box; what the test called is held against the vendor's documentation afterwards."""
    marker = request.node.get_closest_marker("sandbox")
    with running(Options(**{"port": 0, "bucket": 0} | (marker.kwargs if marker else {}))) as portal:
        yield portal
        _check(request, portal, 0)


@pytest.fixture(scope="session")
def _lasting_sandbox() -> Iterator[RunningSandbox]:
    with running(Options(port=0, bucket=0)) as portal:
        yield portal


@pytest.fixture
def reading_sandbox(request: pytest.FixtureRequest, _lasting_sandbox: RunningSandbox) -> Iterator[RunningSandbox]:
    """One portal for all tests that only read: faster, but whoever writes or orders faults needs `sandbox`."""
    calls = _lasting_sandbox.calls()
    yield _lasting_sandbox
    _check(request, _lasting_sandbox, calls[-1]["n"] if calls else 0)


def _check(request: pytest.FixtureRequest, portal: RunningSandbox, after: int) -> None:
    if request.node.get_closest_marker("misuses_rest") is None and SPEC.is_dir():
        rest_spec.check(portal.calls(after), SPEC)


def _rows(answer: httpx.Response) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.text.splitlines()]

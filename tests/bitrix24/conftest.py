"""A portal in a box with the assistant installed, and its people connected."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from redis import Redis

from assistant import storage
from assistant.bitrix24 import AskersPortal, Patience, Portals, Transport
from assistant.catalogue import Catalogue
from assistant.sandbox.options import Options
from assistant.sandbox.rest.brackets import unfold
from assistant.settings import Settings
from tests import rest_spec
from tests.portal_in_a_box import SPEC, RunningSandbox, running

ROOT = Path(__file__).resolve().parent.parent.parent
QUICK = Patience(unavailable=(0.01, 0.02, 0.03), busy=(0.01, 0.02), bound=5.0)


@dataclass
class Handler:
    """Takes what a portal posts."""

    url: str
    posted: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def receiving() -> Iterator[Handler]:
    """A server that accepts everything and keeps it."""

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.posted.append(unfold(parse_qsl(body.decode(), keep_blank_values=True)))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    taken = Handler(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield taken
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def handler() -> Iterator[Handler]:
    """See `receiving`."""
    with receiving() as taken:
        yield taken


@pytest.fixture
def redis(redis_settings: Settings) -> Iterator[Redis]:
    with storage.connect(redis_settings, storage.STATE_DB) as client:
        yield client


@pytest.fixture
def settings(redis_settings: Settings, sandbox: RunningSandbox, handler: Handler) -> Settings:
    return redis_settings.model_copy(
        update={
            "client_id": sandbox.options.client_id,
            "client_secret": Settings(_env_file=None, client_secret=sandbox.options.client_secret).client_secret,
            "oauth_url": sandbox.url,
            "public_url": handler.url,
        }
    )


@pytest.fixture
def portals(redis: Redis, settings: Settings, sandbox: RunningSandbox) -> Iterator[Portals]:
    """Nothing is installed yet; the clock is the portal's noon."""
    noon = datetime.combine(sandbox.today, datetime.min.time(), tzinfo=UTC).replace(hour=12).timestamp()
    with Portals(redis, settings, transport=Transport(QUICK), clock=lambda: noon) as made:
        yield made


@dataclass
class Company:
    """An installed portal and its people."""

    portals: Portals
    sandbox: RunningSandbox
    member_id: str
    people: dict[str, int]

    def portal(self, login: str, trace: tuple[str, ...] = ()) -> AskersPortal:
        return self.portals.as_person(self.member_id, self.people[login], trace=trace)

    def requests(self, after: int) -> list[dict[str, Any]]:
        """REST requests that came after so many."""
        return self.sandbox.calls()[after:]

    def count(self) -> int:
        """REST requests until now."""
        return len(self.sandbox.calls())


@pytest.fixture
def company(portals: Portals, sandbox: RunningSandbox, handler: Handler) -> Company:
    """The assistant is installed and everybody is connected."""
    sandbox.install(handler.url)
    member_id = portals.install(handler.posted[-1])
    return connect(portals, sandbox, member_id)


def connect(portals: Portals, sandbox: RunningSandbox, member_id: str) -> Company:
    answer = sandbox.http.get("/_sandbox/tokens").json()
    people = {}
    for row in answer["tokens"]:
        identity = portals.store_token(
            member_id,
            access_token=row["access_token"],
            refresh_token=row["refresh_token"],
            client_endpoint=answer["client_endpoint"],
            lang=row["language"],
        )
        people[row["login"]] = identity.id
    return Company(portals, sandbox, member_id, people)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load(ROOT / "intents")


@pytest.fixture(scope="module")
def reading_sandbox() -> Iterator[RunningSandbox]:
    """One portal for all tests of a module that change nothing in it, on a Wednesday in June."""
    with running(Options(port=0, bucket=0, date=date(2026, 6, 10))) as portal:
        yield portal
        if SPEC.is_dir():
            rest_spec.check(portal.calls(), SPEC)


@pytest.fixture
def readers(redis: Redis, redis_settings: Settings, reading_sandbox: RunningSandbox) -> Iterator[Company]:
    """Everybody is connected to that portal; at 12:04 in Berlin."""
    now = datetime(2026, 6, 10, 10, 4, tzinfo=UTC).timestamp()
    with Portals(redis, redis_settings, transport=Transport(QUICK), clock=lambda: now) as portals:
        yield connect(portals, reading_sandbox, "m1")

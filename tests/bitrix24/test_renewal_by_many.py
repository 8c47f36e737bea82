"""Four processes find the same token expired at the same time."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from pydantic import SecretStr
from redis import Redis

from assistant.bitrix24 import Portals
from assistant.bitrix24.token_record import Identity, TokenPair, TokenRecord
from assistant.sandbox.options import Options
from assistant.sandbox.server import Sandbox
from assistant.settings import Settings
from tests.bitrix24.conftest import ROOT

PROCESS = """
import json, sys, threading
from assistant import storage
from assistant.bitrix24 import Portals
from assistant.errors import AssistantError
from assistant.settings import Settings

settings = Settings(_env_file=None, **json.loads(sys.argv[1]))
told = []


def ask():
    asked = 0
    while True:
        try:
            asked += 1
            portals.as_person("m1", 2).people("Anna")
            told.append(asked)
            return
        except AssistantError as error:
            if not error.retry or asked == 5:
                told.append(repr(error))
                return


with Portals(storage.connect(settings, storage.STATE_DB), settings) as portals:
    print("ready", flush=True)
    sys.stdin.readline()
    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(json.dumps(told))
"""


@dataclass
class AuthorizationServer:
    """Stands before the portal's own and counts; the first `failing` requests are answered 502."""

    url: str
    failing: int
    asked: list[str] = field(default_factory=list)


@contextmanager
def standing_before(portal: str, failing: int) -> Iterator[AuthorizationServer]:
    class Receiver(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with lock:
                server.asked.append(dict(parse_qsl(urlsplit(self.path).query))["grant_type"])
                fails = len(server.asked) <= server.failing
            answer = None if fails else httpx.get(f"{portal}{self.path}", timeout=20)
            body = answer.content if answer else b"<h1>502</h1>"
            self.send_response(answer.status_code if answer else 502)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    lock = threading.Lock()
    http = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server = AuthorizationServer(f"http://127.0.0.1:{http.server_port}", failing)
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


@contextmanager
def portal_with_an_expired_token(options: Options) -> Iterator[tuple[str, TokenPair]]:
    """The portal's address and Anna's pair; a renewed one is good for an hour."""
    portal = Sandbox(options)
    state = portal.app.state.portal
    app = state.register(options.client_id, options.client_secret, "http://127.0.0.1:9")
    state.tokens.lifetime = -1.0
    token = state.tokens.issue(app, state.login("anna"))
    state.tokens.lifetime = 3600.0
    thread = threading.Thread(target=portal.run)
    thread.start()
    try:
        yield portal.url, TokenPair(token.access, token.refresh, f"{portal.url}/rest/")
    finally:
        portal.stop()
        thread.join()


@pytest.mark.parametrize("failing", [0, 1])
def test_four_processes_with_fifty_requests_each_renew_a_token_once(
    redis: Redis, redis_settings: Settings, failing: int
) -> None:
    options = Options(port=0, bucket=0)
    with (
        portal_with_an_expired_token(options) as (url, pair),
        standing_before(url, failing) as server,
    ):
        application = {"client_id": options.client_id, "oauth_url": server.url}
        secret = SecretStr(options.client_secret)
        settings = redis_settings.model_copy(update={**application, "client_secret": secret})
        with Portals(redis, settings) as portals:
            portals._tokens.save("m1", 2, TokenRecord(Identity(2, "Anna Becker"), pair))
        keys = settings.token_keys[0].get_secret_value()
        told = crowd(
            {
                **application,
                "client_secret": options.client_secret,
                "token_keys": keys,
                "redis_url": settings.redis_url,
                "budget_requests": 0,
            }
        )
    assert server.asked == ["refresh_token"] * (1 + failing)
    assert sorted(told) == [1] * (200 - failing) + [2] * failing  # how often each had to ask


def crowd(settings: dict[str, Any]) -> list[Any]:
    """How often each of two hundred asked until there was an answer, or why there was none."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, json.dumps(settings)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [each for process in processes for each in json.loads(process.communicate(timeout=100)[0])]

"""A sandbox on a real port, and a bot's handler on another, both in threads of the test."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import httpx

from assistant.sandbox.options import Options
from assistant.sandbox.rest.brackets import unfold
from assistant.sandbox.server import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 10.0
"""Seconds until a test gives up waiting."""


class Handler:
    """A bot's handler over real HTTP: keeps the events and may answer each."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.raw: list[str] = []
        self.react: Callable[[dict[str, Any]], object] = bool
        self.status = 200
        self.delay = 0.0
        handler = self

        class Requests(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                event = unfold(parse_qsl(body, keep_blank_values=True))
                time.sleep(handler.delay)
                self.send_response(handler.status)
                self.send_header("Content-Length", "0")
                self.end_headers()
                handler.raw.append(body)
                handler.events.append(event)
                handler.react(event)

            def log_message(self, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args: Any) -> None:
                """The portal may hang up while a test ends."""

        self._server = Server(("127.0.0.1", 0), Requests)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def names(self) -> list[str]:
        """The events so far, without the prefix."""
        return [event["event"].removeprefix("ONIMBOTV2") for event in self.events]

    def wait(self, count: int, name: str = "") -> list[dict[str, Any]]:
        """The events (of one name), once there are so many."""

        def found() -> list[dict[str, Any]]:
            return [event for event in list(self.events) if event["event"].endswith(name)]

        return eventually(found, lambda events: len(events) >= count)

    @contextmanager
    def running(self) -> Iterator[Handler]:
        """Listen while the block runs."""
        thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()


class PortalClient:
    """Speaks with a sandbox over HTTP: REST as the application, the page's API as people."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False)
        self.token = ""
        self.bot = 0

    def rest(self, method: str, params: dict[str, Any] | None = None, *, trace: str = "") -> httpx.Response:
        """A REST call with the application's token."""
        headers = {"X-Trace-Id": trace} if trace else {}
        return self.http.post(f"/rest/{method}", json={**(params or {}), "auth": self.token}, headers=headers)

    def ok(self, method: str, params: dict[str, Any] | None = None, *, trace: str = "") -> Any:
        """The result of a call that succeeds."""
        answer = self.rest(method, params, trace=trace)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def refused(self, method: str, params: dict[str, Any] | None = None) -> str:
        """The error code of a call that is refused."""
        answer = self.rest(method, params)
        assert answer.status_code in (400, 403), answer.text
        return str(answer.json()["error"])

    def bot_call(self, method: str, params: dict[str, Any] | None = None, *, trace: str = "") -> Any:
        """The result of a call of the registered bot."""
        return self.ok(f"imbot.v2.{method}", {"botId": self.bot, **(params or {})}, trace=trace)

    def bot_refused(self, method: str, params: dict[str, Any] | None = None) -> str:
        """The error code of a refused call of the registered bot."""
        return self.refused(f"imbot.v2.{method}", {"botId": self.bot, **(params or {})})

    def page(self, name: str, **body: Any) -> dict[str, Any]:
        """An answer of the page's API to a POST."""
        answer = self.http.post(f"/_sandbox/{name}", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def say(self, who: str, text: str, dialog: str = "bot") -> int:
        """A person writes; the message's id."""
        return int(self.page("say", **{"as": who}, dialog=dialog, text=text)["message_id"])

    def messages(self, who: str, dialog: str = "bot", after: int = 0) -> list[dict[str, Any]]:
        """The messages of a dialog as a person sees them."""
        query = {"as": who, "dialog": dialog, "after": after}
        return list(self.http.get("/_sandbox/messages", params=query).json())

    def lines(self, name: str) -> list[dict[str, Any]]:
        """A log of the sandbox."""
        return [json.loads(line) for line in self.http.get(f"/_sandbox/{name}").text.splitlines()]

    def sign_in(self) -> None:
        """Take the admin's token of the application."""
        tokens = self.http.get("/_sandbox/tokens").json()["tokens"]
        self.token = next(row["access_token"] for row in tokens if row["login"] == "admin")

    def register_bot(self, handler_url: str, **fields: Any) -> int:
        """Register the assistant as a bot in webhook mode."""
        given = {"code": "assistant", "eventMode": "webhook", "webhookUrl": f"{handler_url}/events", **fields}
        given.setdefault("properties", {"name": "Assistant", "workPosition": "Asks the portal for you"})
        self.bot = int(self.ok("imbot.v2.Bot.register", {"fields": given})["bot"]["id"])
        return self.bot

    def command(self, word: str, **fields: Any) -> int:
        """Register a slash command of the bot."""
        given = {"command": word, "title": {"en": word.title()}, **fields}
        return int(self.bot_call("Command.register", {"fields": given})["command"]["id"])


@contextmanager
def running_portal(**options: Any) -> Iterator[PortalClient]:
    """A sandbox on a free port, and a client signed in as the application."""
    sandbox = Sandbox(Options(port=0, bucket=0, **options))
    thread = threading.Thread(target=sandbox.run, daemon=True)
    thread.start()
    client = PortalClient(sandbox.url)
    try:
        eventually(lambda: _health(client), lambda healthy: healthy)
        client.sign_in()
        yield client
    finally:
        client.http.close()
        sandbox.stop()
        thread.join()


def _health(client: PortalClient) -> bool:
    try:
        return client.http.get("/_sandbox/health").status_code == 200
    except httpx.HTTPError:
        return False


def eventually(look: Callable[[], Any], good: Callable[[Any], bool]) -> Any:
    """Look until what is seen is good; the test fails when it never is."""
    until = time.monotonic() + PATIENCE
    while True:
        seen = look()
        if good(seen):
            return seen
        assert time.monotonic() < until, f"It did not happen; last seen: {seen!r}"
        time.sleep(0.01)

"""How fast events are acknowledged, in bursts and beside a bare application. Run `python -m benchmarks.intake`.

Both servers and the load share this machine. Each acknowledged event is stored in a real Redis.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from urllib.parse import quote_plus, urlencode

import uvicorn
import uvloop
from redis import Redis
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from assistant.intake.app import EVENTS_PATH, create_app
from assistant.intake.server import serve
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.processes.ports import free_port
from assistant.settings import Settings
from assistant.workers.inbox import Inbox

TOKEN = "831c76b092f9f135d9b6b36c3a720757"
MEMBER = "bac1cd5c8940947a75e0d71b1a84e348"
BURSTS, BURST = 20, 200
ROUNDS, SECONDS, CONNECTIONS = 5, 3.0, 50
AUTH = {
    "access_token": "0b02a0690000071b0008440001b0007a16b39202c2490f015",
    "expires": "1772093963",
    "expires_in": "3600",
    "scope": "imbot",
    "domain": "some-domain.bitrix24.ru",
    "server_endpoint": "https://oauth.bitrix24.tech/rest/",
    "status": "F",
    "client_endpoint": "https://some-domain.bitrix24.ru/rest/",
    "member_id": MEMBER,
    "user_id": "27",
    "application_token": TOKEN,
}


def body(number: int) -> bytes:
    """A message as the portal posts it: 58 fields."""
    message = {"id": number, "chatId": 5, "authorId": 27, "date": "2026-01-15T10:30:00+03:00"}
    message |= {"text": "сколько сделок я выиграл в июне?", "isSystem": "0", "uuid": "", "forward": ""}
    chat = {"id": 5, "dialogId": f"chat{number % 50}", "type": "chat", "name": "Отдел продаж", "entityType": ""}
    chat |= {"owner": 1, "avatar": "", "color": "#ab7761", "extranet": "0"}
    user = {"id": 27, "active": "1", "name": "Анна Петрова", "firstName": "Анна", "lastName": "Петрова"}
    user |= {"workPosition": "Менеджер по продажам", "color": "#df532d", "avatar": "", "gender": "F", "birthday": ""}
    user |= {"extranet": "0", "bot": "0", "connector": "0", "externalAuthId": "default", "status": "online"}
    user |= {"idle": "0", "lastActivityDate": "2026-01-15T10:29:00+03:00", "absent": "0", "type": "employee"}
    fields = {"event": "ONIMBOTV2MESSAGEADD", "event_handler_id": "5", "ts": "1772093963", "data[language]": "ru"}
    fields |= {"data[bot][id]": "456", "data[bot][code]": "assistant"}
    fields |= {f"data[bot][auth][{name}]": value for name, value in AUTH.items()}
    for name, values in (("message", message), ("chat", chat), ("user", user)):
        fields |= {f"data[{name}][{key}]": str(value) for key, value in values.items()}
    fields |= {f"auth[{name}]": AUTH[name] for name in ("domain", "client_endpoint", "member_id", "application_token")}
    return urlencode(fields, quote_via=quote_plus).encode()


def request(number: int) -> bytes:
    """The whole request; the numbers of the message and of the chat make it one of its own."""
    content = TEMPLATE.replace(b"10000000", b"%d" % (20000000 + number)).replace(b"chat0", b"chat%d" % (number % 50))
    head = f"POST {EVENTS_PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


TEMPLATE = body(10000000)


class Connection(asyncio.Protocol):
    """Posts the next request when the last one is answered."""

    def __init__(self, requests: Iterator[bytes], done: asyncio.Future[None]) -> None:
        self.requests = requests
        self.done = done
        self.answered = 0
        self.refused = 0
        self.received = b""
        self.transport: asyncio.WriteTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Post the first."""
        self.transport = cast("asyncio.WriteTransport", transport)
        self._next()

    def data_received(self, data: bytes) -> None:
        """Count an answer once it is complete."""
        self.received += data
        head, end, content = self.received.partition(b"\r\n\r\n")
        if end and len(content) == int(head.lower().partition(b"content-length: ")[2].split(b"\r")[0]):
            self.answered += 1
            self.refused += not head.startswith(b"HTTP/1.1 200")
            self.received = b""
            self._next()

    def connection_lost(self, _error: Exception | None) -> None:
        """It is over."""
        if not self.done.done():
            self.done.set_result(None)

    def _next(self) -> None:
        following = next(self.requests, None)
        if following is None:
            self.transport.close()
        else:
            self.transport.write(following)


async def burst(port: int, requests: list[bytes]) -> float:
    """Seconds until all of them, posted at once, are acknowledged."""
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    dones = [loop.create_future() for _ in requests]
    pairs = zip(requests, dones, strict=True)
    made = await asyncio.gather(*(_connect(port, iter([text]), done) for text, done in pairs))
    await asyncio.gather(*dones)
    if any(connection.refused or not connection.answered for connection in made):
        raise SystemExit("an event was not acknowledged")
    return time.perf_counter() - began


async def _connect(port: int, requests: Iterator[bytes], done: asyncio.Future[None]) -> Connection:
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(lambda: Connection(requests, done), "127.0.0.1", port)
    return connection


async def throughput(port: int, requests: list[bytes]) -> float:
    """Answers a second on `CONNECTIONS` connections that post without a pause for `SECONDS`."""
    loop = asyncio.get_running_loop()
    stop = time.perf_counter() + SECONDS

    def until() -> Iterator[bytes]:
        while time.perf_counter() < stop:
            yield requests.pop()

    stream = until()
    dones = [loop.create_future() for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    made = [await _connect(port, stream, done) for done in dones]
    await asyncio.gather(*dones)
    if any(connection.refused for connection in made):
        raise SystemExit("an event was not acknowledged")
    return sum(connection.answered for connection in made) / (time.perf_counter() - began)


async def _bare(request: Request) -> JSONResponse:
    return JSONResponse({"size": len(await request.body())})


def run_bare(port: int) -> None:
    """The application to compare with: reads the body and answers."""
    app = Starlette(routes=[Route(EVENTS_PATH, _bare, methods=["POST"])])
    uvicorn.run(app, port=port, loop="uvloop", http="httptools", access_log=False, log_level="warning", backlog=4096)


def run_intake(port: int, redis_url: str) -> None:
    """The intake with its real store; one portal is installed."""
    inbox = Inbox(Settings(redis_url=redis_url))
    serve(create_app(inbox.accept, {MEMBER: TOKEN}.get, lambda _payload: None), "127.0.0.1", port)


@contextmanager
def server(*arguments: str) -> Iterator[int]:
    """One of the two in a process of its own; gives its port."""
    port = free_port(18080)
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.intake", arguments[0], str(port), *arguments[1:]])
    try:
        asyncio.run(_until_open(port))
        yield port
    finally:
        process.terminate()
        process.wait()


async def _until_open(port: int) -> None:
    for _ in range(300):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise SystemExit("the server did not start")


def main() -> None:
    """Measure and print a table."""
    numbers = iter(range(1, 10_000_000))

    def fresh(count: int) -> list[bytes]:
        return [request(next(numbers)) for _ in range(count)]

    with (
        tempfile.TemporaryDirectory() as folder,
        EmbeddedRedis(Path(folder)) as store,
        Redis.from_url(store.url) as redis,
        server("bare") as bare,
        server("intake", store.url) as intake,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        bursts: list[float] = []
        for _ in range(BURSTS):
            bursts.append(runner.run(burst(intake, fresh(BURST))))
            redis.flushall()
        rates: dict[int, list[float]] = {bare: [], intake: []}
        for _ in range(ROUNDS):
            for port, found in rates.items():
                found.append(runner.run(throughput(port, fresh(45_000 if port == bare else 15_000))))
                redis.flushall()
    share = [100 * ours / floor for ours, floor in zip(rates[intake], rates[bare], strict=True)]
    print(f"{'':34}{'median':>10}{'best':>10}{'worst':>10}")
    row("burst of 200 acknowledged, ms", [1000 * seconds for seconds in bursts], best=min)
    row("bare application, requests/s", rates[bare], best=max)
    row("intake, events/s", rates[intake], best=max)
    row("intake, % of the bare application", share, best=max)


def row(name: str, values: list[float], best: object) -> None:
    low, high = min(values), max(values)
    good, bad = (low, high) if best is min else (high, low)
    print(f"{name:34}{statistics.median(values):10.0f}{good:10.0f}{bad:10.0f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["bare"]:
        run_bare(int(sys.argv[2]))
    elif sys.argv[1:2] == ["intake"]:
        run_intake(int(sys.argv[2]), sys.argv[3])
    else:
        main()

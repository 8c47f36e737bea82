"""Delivery of events to the bots' handlers: in the background, each event once, never repeated."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import deque
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import httpx

from assistant.sandbox.rest.brackets import fold

if TYPE_CHECKING:
    from assistant.sandbox.portal import Portal

TIMEOUT = 20.0
"""Seconds until the portal hangs up; the documentation names none."""
AT_ONCE = 8
"""Events that are on the way to one handler at the same time."""
SLOW = 2.0
"""Seconds; a handler that takes longer gets pauses as long as it took."""
LONGEST_PAUSE = 5.0
HELD_BACK = 0.3
"""Seconds that a reordered event waits for the next one to overtake it."""
KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event on its way to one bot."""

    event: str
    bot_id: int
    url: str
    body: dict[str, Any]
    chat_id: int
    """Events of one chat travel one after the other; 0 for none."""
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A line of the log; `status` is 0 when no answer came."""

    n: int
    ts: float
    event: str
    bot_id: int
    message_id: int | None
    host: str
    """The handler's host and port; its path may hold a secret."""
    status: int
    ms: int
    error: str | None


class Deliveries:
    """Posts events to handlers, from the event loop that calls `send`."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._client: httpx.AsyncClient | None = None
        self._doors: dict[str, asyncio.Semaphore] = {}
        self._lanes: dict[tuple[str, int], asyncio.Lock] = {}
        self._pauses: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: list[Envelope] = []
        self._log: deque[Delivery] = deque(maxlen=KEPT)
        self._numbers = itertools.count(1)

    def send(self, envelope: Envelope) -> None:
        """Post an event soon; ordered faults are applied here."""
        faults = self._portal.faults
        if faults.take("reorder_events", envelope.event):
            self._held.append(envelope)
            self._spawn(self._release_later())
            return
        copies = 2 if faults.take("duplicate_event", envelope.event) else 1
        for _ in range(copies):
            self._spawn(self._post(envelope))
        self._release()

    def log(self, after: int = 0) -> list[dict[str, Any]]:
        """Lines with a number above `after`, oldest first."""
        return [asdict(line) for line in self._log if line.n > after]

    async def idle(self) -> None:
        """Wait until nothing is on its way."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def aclose(self) -> None:
        """Drop what is on its way and close the connections."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _release(self) -> None:
        held, self._held = self._held, []
        for envelope in held:
            self._spawn(self._post(envelope, delay=0.05))

    async def _release_later(self) -> None:
        await asyncio.sleep(HELD_BACK)
        self._release()

    async def _post(self, envelope: Envelope, delay: float = 0.0) -> None:
        if delay:
            await asyncio.sleep(delay)
        lane = self._lanes.setdefault((envelope.url, envelope.chat_id), asyncio.Lock())
        door = self._doors.setdefault(envelope.url, asyncio.Semaphore(AT_ONCE))
        async with lane, door:
            await self._pause(envelope.url)
            started = time.perf_counter()
            status, error = await self._call(envelope)
            took = time.perf_counter() - started
        if took > SLOW:
            self._pauses[envelope.url] = time.monotonic() + min(took, LONGEST_PAUSE)
        self._note(envelope, status, error, round(took * 1000))

    async def _pause(self, url: str) -> None:
        rest = self._pauses.get(url, 0.0) - time.monotonic()
        if rest > 0:
            await asyncio.sleep(rest)

    async def _call(self, envelope: Envelope) -> tuple[int, str | None]:
        client = self._client
        if client is None:
            limits = httpx.Limits(max_keepalive_connections=AT_ONCE)
            client = self._client = httpx.AsyncClient(timeout=TIMEOUT, limits=limits, trust_env=False)
        try:
            answer = await client.post(
                envelope.url,
                content=urlencode(fold(envelope.body)),
                headers={"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "Bitrix24 Webhook Engine"},
            )
        except httpx.TimeoutException:
            return 0, f"no answer within {TIMEOUT:g} s"
        except (httpx.HTTPError, httpx.InvalidURL) as failure:
            return 0, f"{type(failure).__name__}: {failure}"
        return answer.status_code, None if answer.is_success else answer.reason_phrase or "refused"

    def _note(self, envelope: Envelope, status: int, error: str | None, ms: int) -> None:
        line = Delivery(
            n=next(self._numbers),
            ts=round(time.time(), 3),
            event=envelope.event,
            bot_id=envelope.bot_id,
            message_id=envelope.message_id,
            host=urlsplit(envelope.url).netloc,
            status=status,
            ms=ms,
            error=error,
        )
        self._log.append(line)
        self._portal.changes.publish("delivery", asdict(line))

"""Ten processes call one portal as fast as they are let, for a minute. Run `python -m benchmarks.hammering`.

The portal in a box has the standard bucket: 50 requests at once, 2 a second. Printed is how often it refused, and how
much of what it would have taken was used; beside it what happens to processes that do not know of each other.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from assistant import storage
from assistant.bitrix24 import Budget, Caller, Patience, Transport
from assistant.errors import PortalError
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.settings import Settings

PROCESSES = 10
THREADS = 4
"""Of each process."""
SECONDS = 60.0
BARE = "bare"
"""In place of the address of Redis: without a budget."""


@dataclass(frozen=True, slots=True)
class Hammered:
    """What reached the portal."""

    statuses: Counter[int]
    seconds: float
    """From the first request to the last."""
    requests: int
    """Of its bucket."""
    rate: float

    @property
    def refused(self) -> int:
        """Requests over the limit."""
        return self.statuses[503]

    @property
    def used(self) -> float:
        """Share of what the portal would have taken in that time."""
        return self.statuses[200] / (self.requests + self.rate * self.seconds)


def hammer(hook: str, redis_url: str, requests: int, rate: float) -> None:
    """Call the portal until killed, in several threads; begins with a line on stdin."""
    patience = Patience(busy=(0.5,) * 1000, bound=1e6)
    budget = None
    if redis_url != BARE:
        settings = Settings(redis_url=redis_url, budget_requests=requests, budget_rate=rate)
        budget = Budget(storage.connect(settings, storage.STATE_DB), settings)
    transport = Transport(patience, budget=budget)
    threads = [threading.Thread(target=_call, args=(transport, hook, str(n)), daemon=True) for n in range(THREADS)]
    print("ready", flush=True)
    sys.stdin.readline()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _call(transport: Transport, hook: str, person: str) -> None:
    while True:
        with suppress(PortalError):
            transport.call(hook, "profile", {}, auth="", repeatable=True, caller=Caller(person=person))


def measure(
    portal: str, redis_url: str, *, processes: int, seconds: float, requests: int = 50, rate: float = 2.0
) -> Hammered:
    """Let so many processes loose on a portal in a box for so long."""
    with httpx.Client(base_url=portal, timeout=30) as http:
        hook = http.get("/_sandbox/webhook").json()["url"]
        words = [sys.executable, "-m", "benchmarks.hammering", hook, redis_url, str(requests), str(rate)]
        clients = [
            subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)
        ]
        try:
            for client in clients:
                assert client.stdout is not None
                client.stdout.readline()
            for client in clients:
                assert client.stdin is not None
                client.stdin.write("go\n")
                client.stdin.flush()
            time.sleep(seconds)
        finally:
            for client in clients:
                client.kill()
            for client in clients:
                client.communicate()
        rows = [httpx.Response(200, text=line).json() for line in http.get("/_sandbox/calls").text.splitlines()]
    times = [row["ts"] for row in rows]
    return Hammered(Counter(row["status"] for row in rows), max(times) - min(times), requests, rate)


@contextmanager
def portal() -> Iterator[str]:
    """A portal in a box with the standard bucket, in a process of its own; gives its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "sandbox", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().split()[-1]
        for _ in range(300):
            with suppress(httpx.TransportError):
                httpx.get(f"{address}/_sandbox/health")
                break
            time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.communicate()


def main() -> None:
    """Measure with the common budget and without one."""
    print(f"{PROCESSES} processes, {THREADS} threads each, {SECONDS:.0f} s, bucket of 50, 2 a second")
    print(f"{'':28}{'answered':>10}{'refused':>10}{'used':>9}")
    for name in ("one budget for all", "each for itself"):
        with tempfile.TemporaryDirectory() as folder, EmbeddedRedis(Path(folder)) as redis, portal() as address:
            url = redis.url if name == "one budget for all" else BARE
            found = measure(address, url, processes=PROCESSES, seconds=SECONDS)
        print(f"{name:28}{found.statuses[200]:10}{found.refused:10}{found.used:9.1%}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        hammer(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
    else:
        main()

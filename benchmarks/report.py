"""The figures of a sales report over 10,000 deals with their histories. Run `python -m benchmarks.report`.

They are read through REST from a portal in a box, a process of its own without modelled times, and computed: requests,
seconds of which the portal's are told apart, processor time, and the peak of memory above what the process had before.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from redis import Redis

from assistant.bitrix24 import AskersPortal, Transport
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.directories import Directories
from assistant.bitrix24.webhook_mode.address import Address
from assistant.bitrix24.webhook_mode.connection import HookConnection
from assistant.catalogue import Catalogue
from assistant.models import File, Period, Reply, Run, Slots, User
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.replies import Locale, attached, render
from assistant.scenarios import answer

DEALS = 10_000
TODAY = date(2026, 6, 10)
ALWAYS = Period(date(2020, 1, 1), TODAY)


@contextmanager
def portal(deals: int) -> Iterator[httpx.Client]:
    """Start a portal without limits; its control routes."""
    words = ["sandbox", "--port", "0", "--deals", str(deals), "--no-bucket", "--date", TODAY.isoformat()]
    process = subprocess.Popen([sys.executable, "-m", "assistant", *words], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        with httpx.Client(base_url=found[0], timeout=60) as http:
            yield http
    finally:
        process.terminate()
        process.wait(timeout=30)


def report(view: AskersPortal, catalogue: Catalogue) -> tuple[Reply, tuple[File, ...]]:
    """The answer to `/report sales` over all deals of a head, with its files."""
    reply = answer(Run("report.sales", Slots(period=ALWAYS)), view, catalogue)
    locale = Locale("en", view.zone, view.now)
    render(reply, locale, lambda _: "")
    return reply, tuple(attached(each, locale, "https://example.bitrix24.com") for each in reply.attachments)


def main() -> None:
    """One report to warm up, on a small portal, then the large one."""
    deals = int(sys.argv[1]) if len(sys.argv) > 1 else DEALS
    catalogue = Catalogue.load(Path("intents"))
    with tempfile.TemporaryDirectory() as folder, EmbeddedRedis(Path(folder)) as server, Transport() as transport:
        for number in (200, deals):
            with portal(number) as http, Redis.from_url(server.url) as redis:
                hook = http.get("/_sandbox/webhook").raise_for_status().json()["url"]
                source = HookConnection(transport, Address.of(hook))
                now = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
                directories = Directories(redis, f"portal of {number}", 1)
                view = AskersPortal(Asker(User(1, "Admin"), ZoneInfo("Europe/Moscow"), now, source, directories))
                idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                began, busy = time.perf_counter(), time.process_time()
                _, files = report(view, catalogue)
                seconds, busy = time.perf_counter() - began, time.process_time() - busy
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle
                changes = len(http.get("/_sandbox/tables/history").text.splitlines())
                calls = [json.loads(line) for line in http.get("/_sandbox/calls").text.splitlines()]
    portals = sum(call["ms"] for call in calls) / 1000
    most = 3 + -(-deals // 2500) + -(-changes // 2500)
    print(f"{deals} deals, {changes} stage changes: {len(calls)} requests, at most {most}")
    print(f"{seconds:.2f} s, of which the portal's {portals:.2f} s; {busy:.2f} s of processor time")
    print(f"Peak {peak / 1024:.0f} MiB above idle")
    print("\n".join(f"{len(file.content) / 1024:.0f} KiB: {file.name}" for file in files))


if __name__ == "__main__":
    main()

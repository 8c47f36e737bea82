"""The figures of a sales report over 10,000 deals with their histories. Run `python -m benchmarks.report`.

They are read through REST from a portal in a box, a process of its own without modelled times, and computed: requests,
seconds of which the portal's are told apart, and the peak of memory above what the process had before.
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
from assistant.models import Period, User
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.scenarios.reports.asking import sales_criteria
from assistant.scenarios.reports.figures import SalesFigures, SalesTally

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


def figures(view: AskersPortal) -> tuple[SalesFigures, int]:
    """The report over all deals, and how many stage changes were read for it."""
    deals = view.each_deal(sales_criteria(ALWAYS))
    # The pipelines came with the first deals.
    tally = SalesTally(ALWAYS, view.zone, view.pipelines())
    for deal in deals:
        tally.add(deal)
    changes = 0
    for change in view.stage_changes(tally.cohort):
        tally.enter(change)
        changes += 1
    return tally.figures(), changes


def main() -> None:
    """One report to warm up, on a small portal, then the large one."""
    deals = int(sys.argv[1]) if len(sys.argv) > 1 else DEALS
    with tempfile.TemporaryDirectory() as folder, EmbeddedRedis(Path(folder)) as server, Transport() as transport:
        for number in (200, deals):
            with portal(number) as http, Redis.from_url(server.url) as redis:
                hook = http.get("/_sandbox/webhook").raise_for_status().json()["url"]
                source = HookConnection(transport, Address.of(hook))
                now = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
                directories = Directories(redis, f"portal of {number}", 1)
                view = AskersPortal(Asker(User(1, "Admin"), ZoneInfo("Europe/Moscow"), now, source, directories))
                idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                began = time.perf_counter()
                found, changes = figures(view)
                seconds = time.perf_counter() - began
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle
                calls = [json.loads(line) for line in http.get("/_sandbox/calls").text.splitlines()]
    portals = sum(call["ms"] for call in calls) / 1000
    most = 3 + -(-deals // 2500) + -(-changes // 2500)
    print(f"{found.created.number} deals, {changes} stage changes: {len(calls)} requests, at most {most}")
    print(f"{seconds:.2f} s, of which the portal's {portals:.2f} s; peak {peak / 1024:.0f} MiB above idle")


if __name__ == "__main__":
    main()

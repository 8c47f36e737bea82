"""All deals of a large portal, by us and by two known clients. Run `python -m benchmarks.rows`; 10,000 deals, 3 rounds.

Everybody reads the same fields from a portal in a box of its own, a process that speaks HTTPS, with the standard bucket
of 50 requests and modelled times: 60 ms of network, 25 ms a page, 25 ms more for a page that is counted. Requests run
beside each other there, the commands of a batch one after another.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import trustme
from b24pysdk import BitrixWebhook, Client
from fast_bitrix24 import BitrixAsync

from assistant.bitrix24 import Transport
from assistant.bitrix24.rows import FRUGAL, AtOnce, Listing, Spare, stream
from assistant.bitrix24.webhook_mode.address import Address
from assistant.bitrix24.webhook_mode.connection import HookConnection

DEALS = 10_000
ROUNDS = 3
FIELDS = ["ID", "TITLE", "OPPORTUNITY", "STAGE_ID"]
MODEL = ("--latency", "60", "--page-latency", "25", "--count-latency", "25")


@dataclass(frozen=True, slots=True)
class Box:
    """A portal that runs."""

    webhook: str
    ca_bundle: Path


@contextmanager
def portal(folder: Path, deals: int) -> Iterator[tuple[Box, httpx.Client]]:
    """Start a portal with a certificate; its control routes come along."""
    files = ["--certfile", str(folder / "cert.pem"), "--keyfile", str(folder / "key.pem")]
    words = ["sandbox", "--port", "0", "--deals", str(deals), *MODEL, *files]
    process = subprocess.Popen([sys.executable, "-m", "assistant", *words], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"https://\S+", process.stdout.readline())
        assert found is not None
        with httpx.Client(base_url=found[0], verify=False, timeout=60) as http:
            hook = http.get("/_sandbox/webhook").raise_for_status().json()["url"]
            yield Box(hook, folder / "ca.pem"), http
    finally:
        process.terminate()
        process.wait(timeout=30)


def ours(spare: Spare) -> Callable[[Box], list[int]]:
    """Our reading, the frugal or the fast one."""

    def read(box: Box) -> list[int]:
        listing = Listing("crm.deal.list", {}, {"select": FIELDS}, id="ID", key="ID")
        with Transport(ca_bundle=box.ca_bundle) as transport:
            source = HookConnection(transport, Address.of(box.webhook))
            return [listing.id_of(row) for row in stream(source, (listing,), spare=spare)]

    return read


def fast_bitrix24(box: Box) -> list[int]:
    """`get_all`."""

    async def read() -> Any:
        portal = BitrixAsync(box.webhook, verbose=False, ssl=False)
        return await portal.get_all("crm.deal.list", {"select": FIELDS})

    return [int(row["ID"]) for row in asyncio.run(read())]


def b24pysdk(how: str) -> Callable[[Box], list[int]]:
    """`as_list` or `as_list_fast`."""

    def read(box: Box) -> list[int]:
        domain, _, tail = box.webhook.removeprefix("https://").partition("/rest/")
        client = Client(BitrixWebhook(domain=domain, webhook_token=tail.strip("/")))
        os.environ["REQUESTS_CA_BUNDLE"] = str(box.ca_bundle)
        answer = getattr(client.crm.deal.list(select=FIELDS), how)()
        return [int(row["ID"]) for row in answer.result]

    return read


PEERS: dict[str, Callable[[Box], list[int]]] = {
    "ours, fewest requests": ours(FRUGAL),
    "ours, 16 at once": ours(AtOnce(16)),
    "fast-bitrix24 get_all": fast_bitrix24,
    "b24pysdk as_list": b24pysdk("as_list"),
    "b24pysdk as_list_fast": b24pysdk("as_list_fast"),
}


def measure(peer: Callable[[Box], list[int]], folder: Path, deals: int) -> tuple[float, int, int, int]:
    """Seconds, requests, those that were refused, commands; ends when rows are missing or doubled."""
    with portal(folder, deals) as (box, http):
        began = time.perf_counter()
        found = peer(box)
        seconds = time.perf_counter() - began
        if sorted(found) != list(range(1, deals + 1)):
            raise SystemExit(f"{len(found)} rows, {len(set(found))} different ones, of {deals}")
        calls = [json.loads(line) for line in http.get("/_sandbox/calls").text.splitlines()]
    commands = sum(len(call["params"].get("cmd", "1")) for call in calls if call["status"] == httpx.codes.OK)
    refused = sum(call["status"] == httpx.codes.SERVICE_UNAVAILABLE for call in calls)
    return seconds, len(calls), refused, commands


def main() -> None:
    """All peers by turns, so that the machine's mood is shared."""
    warnings.filterwarnings("ignore")
    deals = int(sys.argv[1]) if len(sys.argv) > 1 else DEALS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        authority = trustme.CA()
        certificate = authority.issue_cert("localhost", "127.0.0.1")
        certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
        certificate.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
        authority.cert_pem.write_to_path(str(folder / "ca.pem"))
        rounds = [{peer: measure(read, folder, deals) for peer, read in PEERS.items()} for _ in range(ROUNDS)]
    print(f"{f'{deals} deals':26}{'seconds':>9}{'best':>7}{'worst':>7}{'requests':>10}{'refused':>9}{'commands':>10}")
    for peer in PEERS:
        seconds = sorted(each[peer][0] for each in rounds)
        _, requests, refused, commands = rounds[-1][peer]
        cells = f"{statistics.median(seconds):9.2f}{seconds[0]:7.2f}{seconds[-1]:7.2f}"
        print(f"{peer:26}{cells}{requests:10}{refused:9}{commands:10}")
    shares = [each["ours, 16 at once"][0] / each["fast-bitrix24 get_all"][0] for each in rounds]
    print(f"ours, 16 at once, of fast-bitrix24's time: {', '.join(f'{share:.0%}' for share in shares)}")


if __name__ == "__main__":
    main()

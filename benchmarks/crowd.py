"""A hundred people ask at the same second, at a portal with the standard bucket. Run `python -m benchmarks.crowd`.

Everything is real: the portal posts the events, `assistant run` answers them. Once people have tokens of their own,
once there is one inbound webhook; beside it the plain way: a hundred programs, three calls an answer, each call alone,
repeated when it is refused. `CROWD_LOG=1` prints each request.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx

from assistant import storage
from assistant.bitrix24 import Patience, Transport
from assistant.bitrix24.oauth import OAuth
from assistant.bitrix24.sealing import Seal, new_key
from assistant.bitrix24.token_record import Identity, TokenPair, TokenRecord
from assistant.bitrix24.tokens import Tokens
from assistant.effects import Permit
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.processes.ports import free_port
from assistant.settings import Settings, load

PEOPLE = 100
QUESTION = "how many open deals do I have"
ANSWERS = ("deal", "сдел")
"""One of these words stands in each answer, and in no notice."""
CLIENT_ID, CLIENT_SECRET = "local.sandbox", "sandbox-secret"
TOKEN_KEY = new_key()
PATIENCE = 90.0
SEND = "imbot.v2.chat.message.send"


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the bot."""

    at: float
    """Unix seconds of the portal's answer."""
    dialog: str
    answer: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds from the question to the answers, in their order, and what it took."""

    answers: list[float]
    requests: int
    refused: int
    notices: int

    def line(self, name: str) -> str:
        """A row of the table."""
        half = self.answers[PEOPLE // 2 - 1] if len(self.answers) >= PEOPLE // 2 else float("nan")
        last = self.answers[-1] if self.answers else float("nan")
        return (
            f"{name:22}{len(self.answers):9}{half:11.1f}{last:9.1f}{self.requests:10}"
            f"{self.requests / max(1, len(self.answers)):12.2f}{self.notices:9}{self.refused:9}"
        )


@contextmanager
def portal() -> Iterator[httpx.Client]:
    """A portal in a box with the standard bucket and enough people, in a process of its own."""
    words = ("sandbox", "--port", "0", "--people", str(PEOPLE + 10), "--date", "2026-06-10")
    process = subprocess.Popen([sys.executable, "-m", "assistant", *words], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        address = process.stdout.readline().split()[-1]
        with httpx.Client(base_url=address, timeout=30) as http:
            _until(lambda: http.get("/_sandbox/health").is_success)
            yield http
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def assistant(folder: str, http: httpx.Client, **extra: str) -> Iterator[Settings]:
    """`assistant run` beside the portal."""
    port = free_port(18200)
    env = {
        "ASSISTANT_DATA_DIR": folder,
        "ASSISTANT_PORT": str(port),
        "ASSISTANT_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "ASSISTANT_CLIENT_ID": CLIENT_ID,
        "ASSISTANT_CLIENT_SECRET": CLIENT_SECRET,
        "ASSISTANT_TOKEN_KEYS": TOKEN_KEY,
        "ASSISTANT_OAUTH_URL": str(http.base_url).rstrip("/"),
        **extra,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "run"],
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        for line in process.stdout or ():
            if line.startswith("Ready"):
                break
        else:
            raise SystemExit("assistant run did not start")
        threading.Thread(target=_drain, args=(process,), daemon=True).start()
        redis_url = EmbeddedRedis(Path(folder)).url
        yield load(data_dir=folder, port=port, redis_url=redis_url, token_keys=TOKEN_KEY)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _drain(process: subprocess.Popen[str]) -> None:
    for _ in process.stdout or ():
        pass


def _until(true: Any) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            if true():
                return
        time.sleep(0.1)
    raise SystemExit("nothing happens")


def connect(http: httpx.Client, settings: Settings) -> None:
    """Install the assistant and give it everybody's tokens, without a request to the portal."""
    wish = {"handler": settings.base_url, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    http.post("/_sandbox/install", json=wish).raise_for_status()
    given = http.get("/_sandbox/tokens", params={"all": 1}).raise_for_status().json()
    with storage.connect(settings, storage.STATE_DB) as redis:
        tokens = Tokens(redis, OAuth(http, settings), Seal(settings), settings.token_days)
        for row in given["tokens"]:
            identity = Identity(row["user_id"], row["login"], row["time_zone"], row["language"])
            expires = time.time() + row["expires_in"]
            pair = TokenPair(row["access_token"], row["refresh_token"], given["client_endpoint"], expires)
            tokens.save(given["member_id"], row["user_id"], TokenRecord(identity, pair))


def calls(http: httpx.Client, after: int) -> list[dict[str, Any]]:
    """REST requests after so many."""
    text = http.get("/_sandbox/calls", params={"after": after}).text
    return [json.loads(line) for line in text.splitlines()]


def said(rows: list[dict[str, Any]]) -> Iterator[Said]:
    """What the bot said in these requests."""
    for row in rows:
        if row["status"] != httpx.codes.OK:
            continue
        at = row["ts"] + row["ms"] / 1000
        if row["method"].lower() == SEND:
            yield _said(at, row["params"]["dialogId"], row["params"]["fields"]["message"])
        elif row["method"] == "batch":
            for command in row["params"]["cmd"].values():
                method, _, query = command.partition("?")
                if method.lower() == SEND:
                    fields = dict(parse_qsl(query))
                    yield _said(at, fields["dialogId"], fields["fields[message]"])


def _said(at: float, dialog: object, text: str) -> Said:
    return Said(at, str(dialog), any(word in text.lower() for word in ANSWERS))


def ask(http: httpx.Client, settle: float) -> Measured:
    """Everybody asks; until everybody is answered."""
    people = [person["id"] for person in http.get("/_sandbox/people").json()["people"]][:PEOPLE]
    time.sleep(settle)
    before = len(calls(http, 0))
    began = time.time()

    def say(person: int) -> None:
        http.post("/_sandbox/say", json={"as": person, "dialog": "bot", "text": QUESTION}).raise_for_status()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(say, people))
    deadline = time.monotonic() + PATIENCE
    rows: list[dict[str, Any]] = []
    while time.monotonic() < deadline:
        rows += calls(http, before + len(rows))
        answered = {each.dialog for each in said(rows) if each.answer}
        if len(answered) >= len(people):
            break
        time.sleep(0.5)
    first: dict[str, float] = {}
    for each in said(rows):
        if each.answer:
            first.setdefault(each.dialog, each.at - began)
    statuses = Counter(row["status"] for row in rows)
    notices = sum(not each.answer for each in said(rows))
    if os.environ.get("CROWD_LOG"):
        for row in rows:
            size = len(row["params"].get("cmd", ())) if isinstance(row["params"], dict) else 0
            print(f"{row['ts'] - began:8.2f} {row['ms']:7.1f} ms  {row['method']} ({size}) {row['as']} {row['status']}")
    return Measured(sorted(first.values()), len(rows), statuses[503], notices)


def plain(http: httpx.Client) -> Measured:
    """A hundred programs that do not know of each other: who is it, the deals, the answer."""
    given = http.get("/_sandbox/tokens", params={"all": 1}).raise_for_status().json()
    before = len(calls(http, 0))
    patience = Patience(busy=(0.5, 1.0, 2.0, *(4.0,) * 1000), bound=1e6)
    began = time.time()

    def answer(row: dict[str, Any]) -> float:
        def call(method: str, params: dict[str, Any], permit: Permit | None = None) -> None:
            transport.call(
                given["client_endpoint"], method, params, auth=row["access_token"], repeatable=True, permit=permit
            )

        call("profile", {})
        call("crm.item.list", {"entityTypeId": 2, "filter": {"assignedById": row["user_id"], "closed": "N"}})
        message = {"DIALOG_ID": str(row["user_id"]), "MESSAGE": "12 open deals"}
        call("im.message.add", message, Permit(secrets.token_hex(16)))
        return time.time() - began

    with Transport(patience) as transport, ThreadPoolExecutor(PEOPLE) as pool:
        answers = sorted(pool.map(answer, given["tokens"][:PEOPLE]))
    rows = calls(http, before)
    return Measured(answers, len(rows), Counter(row["status"] for row in rows)[503], 0)


def main() -> None:
    """Measure and print a table; the bucket is empty at the start of each row."""
    ways = sys.argv[1:] or ["tokens", "webhook", "plain"]
    titles = ("answers", "first 50 s", "all s", "requests", "an answer", "notices", "refused")
    print(" " * 22 + "{:>9}{:>11}{:>9}{:>10}{:>12}{:>9}{:>9}".format(*titles))
    if "tokens" in ways:
        with tempfile.TemporaryDirectory() as folder, portal() as http, assistant(folder, http) as settings:
            connect(http, settings)
            print(ask(http, settle=20).line("own tokens"), flush=True)
    if "webhook" in ways:
        with tempfile.TemporaryDirectory() as folder, portal() as http:
            hook = {
                "ASSISTANT_WEBHOOK_URL": http.get("/_sandbox/webhook").json()["url"],
                "ASSISTANT_BOT_TOKEN": "0123456789abcdef" * 2,
            }
            with assistant(folder, http, **hook):
                print(ask(http, settle=20).line("inbound webhook"), flush=True)
    if "plain" in ways:
        with portal() as http:
            print(plain(http).line("the plain way"), flush=True)


if __name__ == "__main__":
    main()

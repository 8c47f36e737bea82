"""Row 7: the portal errs. Pass: reads are repeated within the budget, writes not blindly; whoever asked is told within
ten seconds; the portal's bucket, which is the standard one here, is never overfilled by us.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis import Redis

from assistant import storage
from assistant.bitrix24.sealing import Seal
from assistant.replying import NOTICE
from assistant.settings import Settings
from tests.chaos.beside_a_demo import address_of
from tests.running_demo import RunningDemo
from tests.running_demo import http as http_of

pytestmark = pytest.mark.chaos
QUESTION = "how many open deals do I have"
REFUSED = {"error": "QUERY_LIMIT_EXCEEDED", "description": "Too many requests"}
ONCE = [
    ("500", {"kind": "status", "value": 500}),
    ("502 HTML", {"kind": "html"}),
    ("503", {"kind": "limit"}),
    ("429", {"kind": "status", "value": {"status": 429, **REFUSED}}),
    ("reset", {"kind": "drop", "value": "before"}),
    ("truncated JSON", {"kind": "truncate"}),
]


class Portal:
    """The portal of a running demo, as anna and as its operator see it."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def fault(self, **wish: Any) -> None:
        """Order a fault of reading: what is read comes in batches here, what the bot says does not."""
        self.http.post("/_sandbox/faults", json={"method": "batch", **wish}).raise_for_status()

    def ask(self) -> tuple[int, float]:
        """The id of the question, and when it was asked."""
        body = {"as": "anna", "dialog": "bot", "text": QUESTION}
        sent = self.http.post("/_sandbox/say", json=body).raise_for_status().json()
        return sent["message_id"], time.monotonic()

    def said(self, after: int, *, notice: bool, within: float) -> tuple[str, float]:
        """The last thing that the bot said of this kind, and when it was seen."""
        deadline = time.monotonic() + within
        query: dict[str, str | int] = {"as": "anna", "dialog": "bot", "after": after}
        while time.monotonic() < deadline:
            for message in self.http.get("/_sandbox/messages", params=query).json():
                is_notice = all(trace.startswith(NOTICE) for trace in message["trace"])
                if message["bot"] and is_notice == notice:
                    return message["text"], time.monotonic()
            time.sleep(0.05)
        raise AssertionError("nothing was said")

    def calls(self) -> list[dict[str, Any]]:
        """All REST requests."""
        return [json.loads(line) for line in self.http.get("/_sandbox/calls").text.splitlines()]


@pytest.fixture
def portal(standing_demo: RunningDemo) -> Iterator[Portal]:
    """Without faults, and at the end without a request over the limit that nobody ordered."""
    with http_of(standing_demo) as http:
        http.delete("/_sandbox/faults").raise_for_status()
        made = Portal(http)
        before = len(made.calls())
        yield made
        http.delete("/_sandbox/faults").raise_for_status()
        ordered = [call for call in made.calls()[before:] if call["method"] == "batch"]
        refused = [call for call in made.calls()[before:] if call["status"] == 503]
        assert all(call in ordered for call in refused)
        assert len(refused) <= 1


def store(demo: RunningDemo) -> Redis:
    """Where the demo keeps its states."""
    return Redis.from_url(address_of(demo)["redis"], db=storage.STATE_DB)


@pytest.mark.parametrize("fault", [wish for _, wish in ONCE], ids=[name for name, _ in ONCE])
def test_a_read_that_failed_once_is_repeated_and_answered(portal: Portal, fault: dict[str, Any]) -> None:
    portal.fault(**fault, count=1)
    question, asked = portal.ask()
    text, seen = portal.said(question, notice=False, within=20)
    assert "open deals" in text
    assert seen - asked < 10


def test_a_portal_that_goes_on_failing_is_told_of_within_ten_seconds(portal: Portal) -> None:
    portal.fault(kind="status", value=500)
    question, asked = portal.ask()
    _, seen = portal.said(question, notice=True, within=15)
    assert seen - asked < 10
    portal.http.delete("/_sandbox/faults").raise_for_status()
    text, _ = portal.said(question, notice=False, within=60)
    assert "open deals" in text


def test_a_portal_that_takes_thirty_seconds_is_told_of_within_ten(portal: Portal) -> None:
    portal.fault(kind="latency", value=30_000, count=1)
    question, asked = portal.ask()
    _, seen = portal.said(question, notice=True, within=15)
    assert seen - asked < 10
    text, _ = portal.said(question, notice=False, within=60)
    assert "open deals" in text


def test_an_address_that_leads_nowhere_is_told_of_within_ten_seconds(
    portal: Portal, standing_demo: RunningDemo
) -> None:
    """Only anna's own connection leads there: what the bot says still arrives."""
    folder = Path(standing_demo.env["ASSISTANT_DATA_DIR"])
    seal = Seal(Settings(_env_file=None, token_keys=(folder / "token.key").read_text()))
    with store(standing_demo) as redis:
        (key,) = redis.scan_iter("token:*:2")
        kept = redis.get(key)
        record = json.loads(seal.open(kept) or b"")
        record["pair"]["client_endpoint"] = "https://nowhere.invalid/rest/"
        redis.set(key, seal.close(json.dumps(record).encode()), keepttl=True)
        question, asked = portal.ask()
        _, seen = portal.said(question, notice=True, within=15)
        redis.set(key, kept, keepttl=True)
    assert seen - asked < 10
    text, _ = portal.said(question, notice=False, within=60)
    assert "open deals" in text


def test_a_write_whose_answer_was_lost_is_not_sent_again_blindly(portal: Portal, standing_demo: RunningDemo) -> None:
    """The bot's answer is found in its dialog."""
    portal.fault(kind="drop", value="after", method="imbot.v2.Chat.Message.send", count=1)
    question, _ = portal.ask()
    portal.said(question, notice=False, within=20)
    with store(standing_demo) as redis:
        deadline = time.monotonic() + 30
        while redis.zcard(storage.WORK) and time.monotonic() < deadline:
            time.sleep(0.05)
    query: dict[str, str | int] = {"as": "anna", "dialog": "bot", "after": question}
    said = [m["text"] for m in portal.http.get("/_sandbox/messages", params=query).json() if "open deals" in m["text"]]
    assert len(said) == 1

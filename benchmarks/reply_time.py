"""From the person's message to the answer in the chat, in a running demo. Run `python -m benchmarks.reply_time`.

Everything is real: the portal posts the event, the intake stores it, a worker answers through REST, the portal stores
the answer. The portal does not limit requests, so that the time is ours.
"""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from benchmarks.demo import Demo, running

QUESTIONS = {
    "without data": "/help",
    "a number": "how many open deals do I have",
    "a list": "/deals",
    "a name": "когда последний раз общались с Ромашкой?",
    "not understood": "the weather on the moon",
}
EACH = 40
BURSTS = 20
LOGINS = ("anna", "ivan", "olga", "max", "admin")
LOOK_EVERY = 0.003
"""Seconds between two looks into the chat; half of it is the error."""
PATIENCE = 60.0


def reply_time(http: httpx.Client, login: str, text: str) -> float:
    """Seconds from writing to the answer."""
    began = time.perf_counter()
    body = {"as": login, "dialog": "bot", "text": text}
    sent = http.post("/_sandbox/say", json=body).raise_for_status().json()["message_id"]
    query: dict[str, str | int] = {"as": login, "dialog": "bot", "after": sent}
    while time.perf_counter() - began < PATIENCE:
        messages = http.get("/_sandbox/messages", params=query).json()
        if any(message["bot"] for message in messages):
            return time.perf_counter() - began
        time.sleep(LOOK_EVERY)
    raise SystemExit(f"no answer to {text!r}")


def row(name: str, seconds: list[float]) -> None:
    """One line of the table, in milliseconds."""
    values = sorted(1000 * value for value in seconds)
    cells = (statistics.median(values), values[int(len(values) * 0.9)], values[int(len(values) * 0.99)], values[-1])
    print(f"{name:28}" + "".join(f"{value:9.0f}" for value in cells))


def measure(demo: Demo) -> None:
    """One after another, then several at once."""
    print(f"{'ms from message to answer':28}" + "".join(f"{title:>9}" for title in ("p50", "p90", "p99", "max")))
    with httpx.Client(base_url=demo.portal, timeout=30) as http:
        for name, text in QUESTIONS.items():
            reply_time(http, "anna", text)
            row(name, [reply_time(http, "anna", text) for _ in range(EACH)])
        row(f"{len(LOGINS)} people at once", [value for _ in range(BURSTS) for value in burst(http)])


def burst(http: httpx.Client) -> list[float]:
    """A question of each person at the same time."""
    texts = list(QUESTIONS.values())

    def one(number: int) -> float:
        return reply_time(http, LOGINS[number], texts[number % len(texts)])

    with ThreadPoolExecutor(len(LOGINS)) as pool:
        return list(pool.map(one, range(len(LOGINS))))


if __name__ == "__main__":
    with running("--no-bucket") as started:
        measure(started)

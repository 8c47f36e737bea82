"""From the person's message to the answer in the chat, in a running demo. Run `python -m benchmarks.reply_time`.

Everything is real: the portal posts the event, the intake stores it, a worker answers through REST, the portal stores
the answer. "own" is the time without what the portal itself spent on the REST calls of the answer.
"""

from __future__ import annotations

import itertools
import json
import statistics
import time
from concurrent.futures import Future, ThreadPoolExecutor

import httpx

from benchmarks.demo import running

QUESTIONS = {
    "without data": "/help",
    "a number": "how many open deals do I have",
    "a list": "/deals",
    "a name": "когда последний раз общались с Ромашкой?",
    "not understood": "the weather on the moon",
}
EACH = 40
LOGINS = ("anna", "ivan", "olga", "max", "admin")
LOOK_EVERY = 0.003
"""Seconds between two looks into the chat; half of it is the error."""
PATIENCE = 60.0


def reply(http: httpx.Client, login: str, text: str) -> tuple[float, list[str]]:
    """Seconds from writing to the answer, and the trace of the answer."""
    began = time.perf_counter()
    body = {"as": login, "dialog": "bot", "text": text}
    sent = http.post("/_sandbox/say", json=body).raise_for_status().json()["message_id"]
    query: dict[str, str | int] = {"as": login, "dialog": "bot", "after": sent}
    while time.perf_counter() - began < PATIENCE:
        answer = next((m for m in http.get("/_sandbox/messages", params=query).json() if m["bot"]), None)
        if answer:
            return time.perf_counter() - began, answer["trace"]
        time.sleep(LOOK_EVERY)
    raise SystemExit(f"no answer to {text!r}")


def portals_part(http: httpx.Client, trace: list[str]) -> float:
    """Seconds that the portal spent on the REST calls of an answer."""
    rows = http.get("/_sandbox/calls", params={"trace": trace[0]}).text.splitlines()
    return sum(float(json.loads(row)["ms"]) for row in rows) / 1000


def row(name: str, answers: list[tuple[float, float]]) -> None:
    """One line of the table, in milliseconds."""
    whole = sorted(1000 * seconds for seconds, _ in answers)
    own = sorted(1000 * (seconds - portal) for seconds, portal in answers)
    cells = (statistics.median(whole), _p95(whole), whole[-1], statistics.median(own), _p95(own))
    print(f"{name:34}" + "".join(f"{value:9.0f}" for value in cells), flush=True)


def _p95(values: list[float]) -> float:
    return values[min(len(values) - 1, int(len(values) * 0.95))]


def one_by_one(http: httpx.Client) -> None:
    """Each kind of question for itself."""
    for name, text in QUESTIONS.items():
        reply(http, "anna", text)
        row(
            name,
            [
                (seconds, portals_part(http, trace))
                for seconds, trace in (reply(http, "anna", text) for _ in range(EACH))
            ],
        )


def steady(http: httpx.Client, name: str, every: float, count: int) -> None:
    """Messages at fixed times, whether or not the one before is answered."""
    texts, logins = itertools.cycle(QUESTIONS.values()), itertools.cycle(LOGINS)
    with ThreadPoolExecutor(32) as pool:
        asked: list[Future[tuple[float, list[str]]]] = []
        began = time.perf_counter()
        for number in range(count):
            time.sleep(max(0.0, began + number * every - time.perf_counter()))
            asked.append(pool.submit(reply, http, next(logins), next(texts)))
        answers = [each.result() for each in asked]
    row(name, [(seconds, portals_part(http, trace)) for seconds, trace in answers])


def main() -> None:
    """Without the portal's limit of requests, then with it."""
    titles = ("p50", "p95", "max", "own p50", "own p95")
    print(f"{'ms from message to answer':34}" + "".join(f"{title:>9}" for title in titles))
    with running("--no-bucket") as demo, httpx.Client(base_url=demo.portal, timeout=30) as http:
        one_by_one(http)
        steady(http, "5 messages a second, no bucket", 0.2, 300)
    with running() as demo, httpx.Client(base_url=demo.portal, timeout=30) as http:
        steady(http, "1 message in 2 s, standard bucket", 2.0, 30)


if __name__ == "__main__":
    main()

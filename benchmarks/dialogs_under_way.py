"""Twenty people who talk to a running demo all the time, and what came of everything that they asked for."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.cli.demo_address import read
from assistant.conversation import NOTICE
from assistant.settings import Settings, load

PEOPLE = 20
PATIENCE = 90.0
"""Seconds for an answer."""
THINKING = 0.2
"""Seconds between an answer and the next message."""
LOOK = 0.1
QUESTIONS = ("/help deals", "how many open deals do I have", "/help tasks")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of everything."""

    questions: int
    unanswered: int
    repeated: int
    """Replies more than there were questions and presses."""
    effects: int
    """Tasks that were to be made, and to be deleted again."""
    wrong: tuple[str, ...]
    """Those that are not there once, or not gone."""

    def __str__(self) -> str:
        return (
            f"{self.effects} effects, {len(self.wrong)} of them not exactly once; {self.questions} questions, "
            f"{self.unanswered} without an answer; {self.repeated} replies repeated"
        )


@dataclass
class RunningAssistant:
    """`assistant demo` with processes of its own."""

    process: subprocess.Popen[str]
    folder: Path
    lines: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Of the portal in a box."""
        return next(found[1] for line in self.lines if (found := re.search(r"Open the chat:\s+(\S+)", line)))

    @property
    def worker(self) -> int:
        """The number of the worker that runs now or has just died."""
        found = re.findall(r"worker is (?:ready|back) \(process (\d+)", "\n".join(self.lines))
        return int(found[-1])

    @property
    def backs(self) -> int:
        """How often the worker was restarted."""
        return sum("worker is back" in line for line in self.lines)

    def kill_worker(self) -> None:
        """Kill -9."""
        os.kill(self.worker, signal.SIGKILL)

    def wait_until_back(self, times: int) -> None:
        """Until the worker was restarted so often."""
        deadline = time.monotonic() + PATIENCE
        while self.backs < times:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise SystemExit("the worker does not come back:\n" + "\n".join(self.lines[-40:]))
            time.sleep(0.02)


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[RunningAssistant]:
    """A demo without a limit of requests, whose people are all connected; stopped at the end."""
    env = {**os.environ, "ASSISTANT_DATA_DIR": str(folder), **environment}
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "demo", "--no-bucket"],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assistant = RunningAssistant(process, folder)
    threading.Thread(target=_collect, args=(assistant,), daemon=True).start()
    try:
        deadline = time.monotonic() + PATIENCE
        while not any("Ready in" in line for line in assistant.lines):
            if time.monotonic() > deadline or process.poll() is not None:
                raise SystemExit("the demo did not start:\n" + "\n".join(assistant.lines))
            time.sleep(0.05)
        while not any("Open the chat" in line for line in assistant.lines):
            time.sleep(0.05)
        yield assistant
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _collect(assistant: RunningAssistant) -> None:
    with assistant.process.stdout or sys.stdin as stream:
        for line in stream:
            assistant.lines.append(line.rstrip())


class Dialogs:
    """Twenty people; half of them make tasks and take every second one back, the others ask."""

    def __init__(self, assistant: RunningAssistant) -> None:
        self._assistant = assistant
        self.http = httpx.Client(base_url=assistant.address, timeout=30)
        everybody = self.http.get("/_sandbox/people").raise_for_status().json()["people"]
        self._people = [int(person["id"]) for person in everybody[:PEOPLE]]
        settings = load(data_dir=assistant.folder)
        address = read(settings)
        key = (assistant.folder / "token.key").read_text().strip()
        settings = settings.model_copy(
            update={
                "redis_url": address.redis,
                "client_id": address.client_id,
                "token_keys": load(token_keys=key).token_keys,
            }
        )
        self._connect(settings)
        self._stop = threading.Event()
        self._errors: list[BaseException] = []
        self._asked: Counter[int] = Counter()
        self._answered_times: Counter[int] = Counter()
        self._made: list[str] = []
        self._undone: list[str] = []
        self._threads = [
            threading.Thread(target=self._run, args=(number, person), daemon=True)
            for number, person in enumerate(self._people)
        ]

    def start(self) -> None:
        """Everybody begins."""
        for thread in self._threads:
            thread.start()

    def settle(self) -> None:
        """Until everybody was answered once more: an event that is hit again and again is given up, rightly."""
        before = dict(self._answered_times)
        deadline = time.monotonic() + PATIENCE
        while any(self._answered_times[person] == before.get(person, 0) for person in self._people):
            if self._errors or time.monotonic() > deadline:
                return  # `finish` tells of it
            time.sleep(LOOK)

    def finish(self) -> Outcome:
        """Let everybody end what they are at; what came of everything."""
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE * 2)
        if self._errors:
            raise self._errors[0]
        answers = [Counter(self._answers(person)) for person in self._people]
        questions = sum(self._asked.values())
        rows = self.http.get("/_sandbox/tables/tasks").raise_for_status().text.splitlines()
        there = Counter(json.loads(row)["title"] for row in rows)
        wrong = [title for title in self._made if there[title] != (title not in self._undone)]
        self.http.close()
        return Outcome(
            questions=questions,
            unanswered=questions - sum(map(len, answers)),
            repeated=sum(answer.total() - len(answer) for answer in answers),
            effects=len(self._made) + len(self._undone),
            wrong=tuple(wrong),
        )

    def _connect(self, settings: Settings) -> None:
        handed = self.http.get("/_sandbox/tokens", params={"all": 1, "client_id": settings.client_id}).json()
        with storage.connect(settings, storage.STATE_DB) as redis, Portals(redis, settings) as portals:
            for person in (row for row in handed["tokens"] if row["user_id"] in self._people):
                portals.store_token(
                    handed["member_id"],
                    access_token=person["access_token"],
                    refresh_token=person["refresh_token"],
                    client_endpoint=handed["client_endpoint"],
                    expires_in=person["expires_in"],
                    lang=person["language"],
                )

    def _run(self, number: int, person: int) -> None:
        turn = number
        try:
            while not self._stop.is_set():
                turn += 1
                if number % 2:
                    self._say(person, QUESTIONS[turn % len(QUESTIONS)])
                else:
                    self._task(person, f"Report {person} {turn}", undo=turn % 2 == 0)
        except BaseException as error:  # noqa: BLE001 - it is raised in `finish`
            self._errors.append(error)

    def _task(self, person: int, title: str, *, undo: bool) -> None:
        question = self._say(person, f"/task {title} tomorrow")
        made = self._press(person, question)
        self._made.append(title)
        if undo:
            self._press(person, made)
            self._undone.append(title)

    def _say(self, person: int, text: str) -> int:
        wish = {"as": person, "dialog": "bot", "text": text}
        return self._answered(person, "say", wish)

    def _press(self, person: int, message: int) -> int:
        """The first button of a message."""
        return self._answered(person, "press", {"as": person, "message_id": message, "button": 0})

    def _answered(self, person: int, what: str, wish: dict[str, Any]) -> int:
        """The id of the answer: one that belongs to no earlier question."""
        seen = set(self._answers(person))
        self.http.post(f"/_sandbox/{what}", json=wish).raise_for_status()
        self._asked[person] += 1
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            time.sleep(LOOK)
            for message in self._said(person):
                if message["bot"] and not set(message["trace"]) <= seen and not _is_notice(message):
                    self._answered_times[person] += 1
                    time.sleep(THINKING)
                    return int(message["id"])
        about = [line for line in self._assistant.lines if "given up" in line or "ERROR" in line]
        raise AssertionError(f"person {person} got no answer to {wish}\n" + "\n".join(about[-10:]))

    def _answers(self, person: int) -> list[str]:
        """The event that each answer belongs to."""
        return [trace for m in self._said(person) if m["bot"] and not _is_notice(m) for trace in m["trace"]]

    def _said(self, person: int) -> list[dict[str, Any]]:
        query: dict[str, str | int] = {"as": person, "dialog": "bot"}
        return list(self.http.get("/_sandbox/messages", params=query).raise_for_status().json())


def _is_notice(message: dict[str, Any]) -> bool:
    return all(trace.startswith(NOTICE) for trace in message["trace"])

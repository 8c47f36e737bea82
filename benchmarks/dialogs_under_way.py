"""Twenty people who talk to a running demo all the time, and what came of everything that they asked for."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx

from assistant import storage
from assistant.bitrix24 import Portals
from assistant.replying import NOTICE
from benchmarks.running_assistant import RunningAssistant

PEOPLE = 20
PATIENCE = 300.0
"""Seconds for an answer; a loaded machine may need a minute until a worker is there again."""
EDITED_WITHIN = 30.0
"""Seconds after a question; the answer to an older one is not edited any more."""
THINKING = 0.5
"""Seconds between an answer and the next message."""
FIRST_LOOK, LONGEST_LOOK = 0.1, 0.5
"""Seconds between looks for an answer; they grow, so that looking costs the machine little."""
TASK = "Report"
"""Begins the titles of the tasks."""
QUESTIONS = ("/help deals", "how many open deals do I have", "/help tasks")
EDITS = ("how many deals did I win in May", "/help clients")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of everything."""

    questions: int
    """Messages, presses and edits."""
    unanswered: tuple[str, ...]
    repeated: tuple[str, ...]
    """Replies that came more than once."""
    effects: int
    """Tasks that were to be made, and to be deleted again."""
    wrong: tuple[str, ...]
    """Tasks that are not there exactly once, or not gone."""
    broken: tuple[str, ...]
    """Dialogs that ended early, for another reason than a missing answer."""

    def __str__(self) -> str:
        return (
            f"{self.effects} effects, {len(self.wrong)} of them not exactly once; {self.questions} questions, "
            f"{len(self.unanswered)} without an answer; {len(self.repeated)} replies repeated; "
            f"{len(self.broken)} dialogs broken off"
        )


@dataclass
class Talk:
    """The private dialog of one person with the assistant."""

    http: httpx.Client
    person: int
    asked: int = 0
    unanswered: list[str] = field(default_factory=list)
    answers: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The messages that answered each event."""
    _latest: int = 0

    def say(self, text: str) -> tuple[int, int]:
        """The ids of the message and of its answer; 0 without one."""
        wish = {"dialog": "bot", "text": text}
        return self._ask("say", wish, after=self._latest)

    def press(self, message: int) -> int:
        """The first button of a message; the id of the answer."""
        wish = {"message_id": message, "button": 0}
        return self._ask("press", wish, after=self._latest)[1]

    def edit(self, message: int, text: str, answer: int) -> int:
        """Change what was asked; the id of the answer, which is mostly the old one."""
        wish = {"message_id": message, "text": text}
        return self._ask("edit", wish, after=answer - 1)[1]

    def look(self, after: int = 0) -> None:
        """Note which event each answer belongs to."""
        query: dict[str, str | int] = {"as": self.person, "dialog": "bot", "after": after}
        for message in self.http.get("/_sandbox/messages", params=query).raise_for_status().json():
            self._latest = max(self._latest, message["id"])
            for trace in message["trace"]:
                if message["bot"] and not trace.startswith(NOTICE):
                    self.answers[trace].add(message["id"])

    def _ask(self, what: str, wish: dict[str, Any], after: int) -> tuple[int, int]:
        known = set(self.answers)
        response = self.http.post(f"/_sandbox/{what}", json={"as": self.person, **wish})
        if response.is_error:
            said = self.http.get("/_sandbox/messages", params={"as": self.person, "dialog": "bot"}).json()
            raise AssertionError(f"{what} {wish}: {response.text}, after {[each['text'] for each in said[-3:]]}")
        asked = response.json()
        self.asked += 1
        deadline, pause = time.monotonic() + PATIENCE, FIRST_LOOK
        while time.monotonic() < deadline:
            time.sleep(pause)
            pause = min(pause * 1.3, LONGEST_LOOK)
            self.look(after)
            for event in self.answers.keys() - known:
                return int(asked.get("message_id") or 0), max(self.answers[event])
        self.unanswered.append(f"person {self.person}: {what} {wish}")
        return int(asked.get("message_id") or 0), 0


class Dialogs:
    """Half of the people make tasks and take every second one back, the others ask and change their questions."""

    def __init__(self, assistant: RunningAssistant) -> None:
        self.http = _client(assistant)
        everybody = self.http.get("/_sandbox/people").raise_for_status().json()["people"]
        self.talks = [Talk(_client(assistant), int(person["id"])) for person in everybody[:PEOPLE]]
        self._connect(assistant)
        self._stop = threading.Event()
        self._broken: list[str] = []
        self._made: list[str] = []
        self._undone: list[str] = []
        self._threads = [
            threading.Thread(target=self._run, args=(number, talk), daemon=True)
            for number, talk in enumerate(self.talks)
        ]

    def start(self) -> None:
        """Everybody begins."""
        for thread in self._threads:
            thread.start()

    @property
    def answered(self) -> int:
        """How many answers there are."""
        return sum(len(talk.answers) for talk in self.talks)

    def answers(self, event: str) -> bool:
        """Whether an event has its answer."""
        return any(event in talk.answers for talk in self.talks)

    def finish(self) -> Outcome:
        """Let everybody end what they are at; what came of everything."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        for talk in self.talks:
            talk.look()
            talk.http.close()
        rows = self.http.get("/_sandbox/tables/tasks").raise_for_status().text.splitlines()
        there = Counter(title for row in rows if (title := json.loads(row)["title"]).startswith(f"{TASK} "))
        expected = Counter({title: int(title not in self._undone) for title in self._made})
        self.http.close()
        return Outcome(
            questions=sum(talk.asked for talk in self.talks),
            unanswered=tuple(each for talk in self.talks for each in talk.unanswered),
            repeated=tuple(_repeated(self.talks)),
            effects=len(self._made) + len(self._undone),
            wrong=tuple(title for title in there | expected if there[title] != expected[title]),
            broken=tuple(self._broken),
        )

    def _connect(self, assistant: RunningAssistant) -> None:
        settings = assistant.settings
        handed = self.http.get("/_sandbox/tokens", params={"all": 1, "client_id": settings.client_id}).json()
        people = {talk.person for talk in self.talks}
        with storage.connect(settings, storage.STATE_DB) as redis, Portals(redis, settings) as portals:
            for person in (row for row in handed["tokens"] if row["user_id"] in people):
                portals.store_token(
                    handed["member_id"],
                    access_token=person["access_token"],
                    refresh_token=person["refresh_token"],
                    client_endpoint=handed["client_endpoint"],
                    expires_in=person["expires_in"],
                    lang=person["language"],
                )

    def _run(self, number: int, talk: Talk) -> None:
        turn = number
        try:
            while not self._stop.is_set():
                turn += 1
                if number % 2:
                    self._question(talk, turn)
                else:
                    self._task(talk, f"{TASK} {talk.person} {turn}", undo=turn % 2 == 0)
        except (AssertionError, httpx.HTTPError) as error:
            self._broken.append(f"person {talk.person}: {type(error).__name__} {error}")

    def _question(self, talk: Talk, turn: int) -> None:
        asked = time.monotonic()
        message, answer = talk.say(QUESTIONS[turn % len(QUESTIONS)])
        self._think()
        if answer and turn % 2 and time.monotonic() < asked + EDITED_WITHIN:
            talk.edit(message, EDITS[turn % len(EDITS)], answer)
            self._think()

    def _task(self, talk: Talk, title: str, *, undo: bool) -> None:
        _, question = talk.say(f"/task {title} tomorrow")
        self._think()
        if not question:
            return
        made = talk.press(question)
        self._made.append(title)
        self._think()
        if undo and made:
            talk.press(made)
            self._undone.append(title)
            self._think()

    def _think(self) -> None:
        self._stop.wait(THINKING)


def _client(assistant: RunningAssistant) -> httpx.Client:
    # Shorter than the portal keeps an idle connection: a message must not meet its end.
    return httpx.Client(base_url=assistant.address, timeout=60, limits=httpx.Limits(keepalive_expiry=2.0))


def _repeated(talks: Iterable[Talk]) -> Iterable[str]:
    for talk in talks:
        for event, messages in talk.answers.items():
            if len(messages) > 1:
                yield f"person {talk.person}: event {event} in messages {sorted(messages)}"

"""How many REST requests an answer takes, and how many it may. Run `python -m benchmarks.requests`.

Each question goes through the whole assistant in a running demo: with nothing known beforehand, then with people,
stages and pipelines remembered. `plain` is what it takes in the plain way, one call for each page, name or list: the
commands that were inside of the batches. Then a report over 10,000 deals.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from assistant.models import Rhythm, Run, Scope, Slots
from assistant.models.rhythm import EVERY_DAY
from assistant.subscriptions import Subscriptions
from benchmarks.running_assistant import RunningAssistant, running

DEALS = 10_000
ROWS, MOST_ROWS = 500, 2500
"""Of one request at first, and of each after it."""
PATIENCE = 60.0
UPLOAD = "imbot.v2.File.upload"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, and how many requests for data its answer may take."""

    what: str
    login: str
    text: str
    most: int
    press: str = ""
    """The button that is pressed below the answer to the text; its own answer is counted."""


QUESTIONS = (
    Question("deals.list: own", "anna", "/deals", 1),
    Question("deals.list: of a colleague", "olga", "open deals of Anna Becker", 1),
    Question("deals.list: at a stage", "anna", "my deals in negotiation", 1),
    Question("deals.list: of the team, over 500", "olga", "all deals of my team", 2),
    Question("deals.list: of a client", "anna", "deals with Acme Corp", 2),
    Question("deals.list: of a client, by button", "anna", "what do we know about Acme Corp", 1, "Deals"),
    Question("deals.count: own", "anna", "how many open deals do I have", 1),
    Question("deals.count: sum of more than 500", "admin", "how many deals do we have in total since 2025", 2),
    Question("tasks.list", "anna", "my tasks", 1),
    Question("meetings.list", "anna", "my meetings this week", 1),
    Question("meetings.list: free time of the team", "olga", "when is my team free this week", 1),
    Question("client.card: by name", "anna", "what do we know about Acme Corp", 1),
    Question("client.card: misspelt", "ivan", "карточка Ромашкки", 2),
    Question("client.card: by phone", "anna", "/client +49 30 1234567", 1),
    Question("client.card: by e-mail", "anna", "/client info@acme.example", 1),
    Question("client.card: by button", "anna", "when did we last talk to Acme Corp", 1, "Client card"),
    Question("client.last_contact", "ivan", "когда последний раз общались с Ромашкой?", 1),
    Question("call.start", "anna", "call Acme Corp", 1),
    Question("task.create", "anna", "/task send the offer tomorrow", 1, "Create task"),
    Question("report.tasks", "olga", "/report tasks June", 1),
    Question("people.birthdays", "anna", "/birthdays", 1),
    Question("people.newcomers", "anna", "/newcomers", 1),
)
REPORT = Question("report.sales", "admin", "sales report of everybody since January 2020", 0)


def most_of_report(http: httpx.Client) -> int:
    """For a report over all deals of a portal."""
    deals, changes = (len(http.get(f"/_sandbox/tables/{name}").text.splitlines()) for name in ("deals", "history"))
    return 3 + -(-deals // MOST_ROWS) + -(-changes // MOST_ROWS)


@dataclass(frozen=True, slots=True)
class Taken:
    """Requests of one answer."""

    data: int
    replies: int
    files: int
    """Uploads, and the check of one that lies on the Drive already."""
    plain: int

    @classmethod
    def of(cls, calls: list[dict[str, object]]) -> Taken:
        """From the portal's log of calls."""
        files = [call for call in calls if call["method"] == UPLOAD or _of_drive(call)]
        data = [call for call in calls if call["as"] != "bot" and call not in files]
        replies = [call for call in calls if call["as"] == "bot" and call not in files]
        return cls(len(data), len(replies), len(files), sum(map(commands, data)))


def commands(call: dict[str, object]) -> int:
    """What a request would be one by one."""
    params = call["params"]
    return len(params["cmd"]) if isinstance(params, dict) and "cmd" in params else 1


def _of_drive(call: dict[str, object]) -> bool:
    params = call["params"]
    inner = params.get("cmd", {}) if isinstance(params, dict) else {}
    return bool(inner) and all(str(each).startswith("disk.") for each in dict(inner).values())


@dataclass(frozen=True, slots=True)
class Office:
    """A demo whose memory can be emptied."""

    http: httpx.Client
    assistant: RunningAssistant

    def ask(self, question: Question) -> Taken:
        """Write, and press where a button is meant."""
        last = self._last(question.login)
        self._post("say", question.login, dialog="bot", text=question.text)
        answer = self._answer(question.login, last)
        if question.press:
            time.sleep(1.1)  # two presses within a second are one event
            self._post("press", question.login, message_id=answer["id"], button=question.press)
            answer = self._answer(question.login, int(str(answer["id"])))
        return self._taken(answer)

    def deliver(self, login: str) -> Taken:
        """What somebody subscribed to comes now."""
        people = self.http.get("/_sandbox/people").json()["people"]
        person = next(each["id"] for each in people if each["login"] == login)
        due = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=1)
        portal = next(iter(self.assistant.redis.scan_iter("portal:*"))).decode().partition(":")[2]
        kept = Subscriptions(self.assistant.redis, lambda: due.timestamp() - 1)
        last = self._last(login)
        mine = kept.of(portal, person, ZoneInfo("UTC"))
        made = mine.add(Run("deals.list", Slots(), Scope.OWN), None, Rhythm(due.time(), EVERY_DAY))
        assert made is not None
        taken = self._taken(self._answer(login, last))
        mine.stop(made.id)
        return taken

    def forget(self) -> None:
        """Everything that was remembered of people, stages and pipelines."""
        for key in self.assistant.redis.scan_iter("directory:*"):
            self.assistant.redis.delete(key)

    def _post(self, what: str, login: str, **wish: object) -> None:
        self.http.post(f"/_sandbox/{what}", json={"as": login, **wish}).raise_for_status()

    def _messages(self, login: str) -> list[dict[str, object]]:
        found = self.http.get("/_sandbox/messages", params={"as": login, "dialog": "bot"}).raise_for_status().json()
        return [message for message in found if message["bot"]]

    def _last(self, login: str) -> int:
        return max((int(str(message["id"])) for message in self._messages(login)), default=0)

    def _answer(self, login: str, after: int) -> dict[str, object]:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            time.sleep(0.02)
            new = [each for each in self._messages(login) if int(str(each["id"])) > after]
            traced = [each for each in new if not str(each["trace"]).startswith("['notice:")]
            if traced and not any(self.assistant.redis.keys(f"{kind}:*") for kind in ("inbox", "lease")):
                return traced[0]
        raise SystemExit(f"no answer to {login}")

    def _taken(self, answer: dict[str, object]) -> Taken:
        trace = answer["trace"]
        assert isinstance(trace, list)
        log = self.http.get("/_sandbox/calls", params={"trace": trace[0]}).text.splitlines()
        return Taken.of([json.loads(line) for line in log])


def row(what: str, cold: Taken, warm: Taken, most: int) -> None:
    """One line of the table."""
    held = "held" if warm.data <= most and warm.replies <= 1 else "NOT HELD"
    cells = (cold.data, warm.data, most)
    print(
        f"{what:40}" + "".join(f"{each:>7}" for each in (*cells, warm.replies, cold.files, warm.files, warm.plain)),
        held,
    )


def main() -> None:
    """Each question cold and warm, then the report on a large portal."""
    titles = ("first", "again", "most", "reply", "files", "again", "plain")
    print(f"{'requests':40}" + "".join(f"{title:>7}" for title in titles))
    for deals, questions in ((0, QUESTIONS), (int(sys.argv[1]) if len(sys.argv) > 1 else DEALS, (REPORT,))):
        options = ["--deals", str(deals)] if deals else []
        with (
            tempfile.TemporaryDirectory() as folder,
            running(Path(folder), options) as assistant,
            httpx.Client(base_url=assistant.address, timeout=PATIENCE) as http,
        ):
            office = Office(http, assistant)
            for question in questions:
                office.forget()
                cold = office.ask(question)
                row(question.what, cold, office.ask(question), question.most or most_of_report(http))
            if not deals:
                office.forget()
                cold = office.deliver("olga")
                row("delivery of a subscription: deals.list", cold, office.deliver("olga"), 1)


if __name__ == "__main__":
    main()

"""Tells a story of `stories/`: turn after turn in an office, each answer compared with what the story says of it."""

from __future__ import annotations

import time
from typing import Any

from tests.assistant_at_work import PATIENCE, AtWork

EVERYBODY = ("anna", "ivan", "olga", "max")
ANSWERS = frozenset({"answer", "not", "buttons", "only", "requests"})
PRIVATE = "bot"
FORGOTTEN_WITHIN_A_DAY = ("press", "dialog", "answer", "told")
"""How the keys begin in Redis."""


class Told:
    """A story while it is told."""

    def __init__(self, office: AtWork) -> None:
        office.forget("drive")  # files of other stories
        self.office = office
        self.login = ""
        self.group = ""
        self.newcomers: dict[str, str] = {}
        self.silent: list[tuple[str, str, int]] = []
        """Who expects nothing, where, after which message."""

    def turn(self, turn: dict[str, Any], number: int) -> None:
        """Do what a turn says and look at what comes of it."""
        self.settle()
        self.login = self.who(turn["as"]) if "as" in turn else self.login
        dialog = self.group if turn.get("in") == "group" else PRIVATE
        private, there = self.office.last(self.login), self.office.last(self.login, dialog)
        answer = self.act(turn, dialog, there)
        if "file" in turn:
            self.file(dialog, there, turn["file"])
        if "privately" in turn:
            self.check(self.office.answer(self.login, PRIVATE, private), {"answer": turn["privately"]}, number)
        if answer is not None:
            self.check(answer, turn, number)
        elif dialog != PRIVATE or "nothing" in turn:
            self.silent.append((self.login, dialog, self.office.last(self.login, dialog)))

    def act(self, turn: dict[str, Any], dialog: str, there: int) -> dict[str, Any] | None:
        """What happens, and the answer to it."""
        office = self.office
        if "trouble" in turn:
            office.portal.faults(**turn["trouble"])
        if "a_day_later" in turn:
            office.forget(*FORGOTTEN_WITHIN_A_DAY)
        expected = bool(ANSWERS & set(turn)) or not {"nothing", "privately", "file"} & set(turn)
        if "connects" in turn:
            office.agree(self.login)
        elif "makes" in turn:
            bot = turn["makes"] == "group"
            dialog = self.group = office.group(self.login, *EVERYBODY, bot=bot)
            expected, there = bot, 0
        elif "edit" in turn and expected:
            return office.edit(self.login, self.text(turn["edit"]), dialog)
        elif "edit" in turn:
            office.rewrite(self.login, self.text(turn["edit"]), dialog)
        elif "delete" in turn:
            office.delete(self.login, dialog)
        elif "press" in turn:
            office.tap(self.login, turn["press"], dialog)
        else:
            there = office.write(self.login, self.text(turn["say"]), dialog)
        return office.answer(self.login, dialog, there) if expected else None

    def who(self, name: str) -> str:
        """The login; a newcomer stays the same through a story."""
        if name.startswith("newcomer") and name not in self.newcomers:
            self.newcomers[name] = self.office.newcomer(name.split()[1])
        return self.newcomers.get(name, name)

    def text(self, written: str) -> str:
        """As the portal writes it."""
        return written.replace("@", self.office.mention)

    def check(self, answer: dict[str, Any], turn: dict[str, Any], number: int) -> None:
        """Whether an answer is as expected."""
        where = f"turn {number}: {answer['text']}"
        for text in turn.get("answer", []):
            assert text in answer["text"], where
        for text in turn.get("not", []):
            assert text not in answer["text"], where
        offered = [key["TEXT"] for key in answer["keyboard"] if "TEXT" in key]
        for button in turn.get("buttons", []):
            assert button in offered, f"{where} offers {offered}"
        assert turn.get("only", offered) == offered, where
        if "requests" in turn:
            reads = [call["method"] for call in answer["calls"] if call["as"] != "bot"]
            assert len(reads) == turn["requests"], reads

    def file(self, dialog: str, after: int, ending: str) -> None:
        """Wait for a file of a kind, or for a link to one that came earlier in the story."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            messages = self.office.messages(self.login, dialog, after)
            came = [file["name"] for message in messages for file in message["files"]]
            linked = any(f".{ending}[/url]" in message["text"] for message in messages)
            if linked or any(name.endswith(f".{ending}") for name in came):
                return
            time.sleep(0.02)
        raise AssertionError(f"no .{ending} in {PATIENCE} s")

    def settle(self) -> None:
        """Where nothing was expected, nothing came before the answer to another message."""
        for login, dialog, after in self.silent:
            sent = self.office.write(login, "/help deals", dialog)
            self.office.answer(login, dialog, sent)
            came = [m["text"] for m in self.office.messages(login, dialog, after) if m["id"] < sent and m["bot"]]
            assert came == []
        self.silent.clear()

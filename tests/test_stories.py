"""Whole dialogues as people had them: `stories/*.yaml`, each through intake, queue, worker and the portal's REST,
whichever way events come: posted, fetched, posted by an older portal, posted to a bot without an application.

A story is a list of turns, told by each transport but those that `not_by` names. A turn says `as` who (stays until
changed; `newcomer en` is somebody who is not connected and never wrote) and `in: group` where (else in the private
chat), then what happens:

- `connects: true`: the person opens the newest link of the private chat and agrees;
- `say`, `edit` (the own message written last), `delete` (that message) or `press` (the text of a button, or its
  place); `@` stands for a mention of the bot;
- `makes`: `group` or `group without the assistant`, with everybody in it;
- before it `trouble`: a fault of the portal (see `sandbox/faults.py`), or `a_day_later: true`;

and then what comes of it:

- `answer` texts that stand in the answer there, `not` texts that do not, `buttons` that it offers, `only`
  these;
- `privately` texts that stand in an answer in the private chat meanwhile, nothing is said in the group unless `answer`
  says so;
- `nothing: true` when nothing is answered, which is made sure of before the next turn;
- `requests` REST requests for the data, the reply not counted.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.assistant_at_work import PROFILES, AtWork

FOLDER = Path(__file__).parent / "stories"
STORIES = [
    pytest.param(story, id=f"{path.stem}: {story['story']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for story in yaml.safe_load(path.read_text(encoding="utf-8"))
]
EVERYBODY = ("anna", "ivan", "olga", "max")
ANSWERS = frozenset({"answer", "not", "buttons", "only", "requests"})
PRIVATE = "bot"
FORGOTTEN_WITHIN_A_DAY = ("press", "dialog", "answer", "told")
"""How the keys begin in Redis."""


class Told:
    """A story while it is told."""

    def __init__(self, office: AtWork) -> None:
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
        expected = bool(ANSWERS & set(turn)) or not {"nothing", "privately"} & set(turn)
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

    def settle(self) -> None:
        """Where nothing was expected, nothing came before the answer to another message."""
        for login, dialog, after in self.silent:
            sent = self.office.write(login, "/help deals", dialog)
            self.office.answer(login, dialog, sent)
            came = [m["text"] for m in self.office.messages(login, dialog, after) if m["id"] < sent and m["bot"]]
            assert came == []
        self.silent.clear()


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("transport", PROFILES)
def test_a_story_goes_as_written(story: dict[str, Any], transport: str, offices: Callable[[str], AtWork]) -> None:
    if transport in story.get("not_by", ()):
        pytest.skip("the story is not about this transport")
    told = Told(offices(transport))
    try:
        for number, turn in enumerate(story["turns"], start=1):
            told.turn(turn, number)
        told.settle()
    finally:
        told.office.portal.clear_faults()

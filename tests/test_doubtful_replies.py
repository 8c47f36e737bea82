"""A reply whose sending was not confirmed: it is looked for in its chat, as the asker, before it is said again."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from assistant.assembly import conversation
from assistant.conversation import Conversation
from assistant.errors import PortalUnavailableError
from assistant.models import Dialog, Event, EventKind, Person
from tests.assistant_at_work import AtWork

SENDS = {"webhook": "imbot.v2.Chat.Message.send", "webhook-v1": "imbot.message.add"}
LOOKS = "im.dialog.messages.get"
REPEAT = "This may be a repeat"
ANNA = Person(2, "Anna Becker")
QUESTION = "how many deals did I win in May"
numbers = itertools.count()


@dataclass
class Desk:
    """Answers a question of Anna's as often as a worker would try."""

    office: AtWork
    talk: Conversation
    send: str
    group: str = ""

    def __post_init__(self) -> None:
        self.event = Event(
            f"doubtful {next(numbers)}", EventKind.MESSAGE, self.office.member_id, self.office.bot_id, ANNA,
            Dialog(self.group or str(ANNA.id), group=bool(self.group)), self.office.last("anna", self.group or "bot"),
            text=QUESTION,
        )  # fmt: skip
        self.before = self.office.last("anna")
        self.calls = len(self.office.portal.calls())

    def answer(self) -> bool:
        """One try; whether the portal confirmed it."""
        try:
            self.talk.answer(self.event)
        except PortalUnavailableError:
            return False
        return True

    def said(self) -> list[str]:
        """The answers in the private chat."""
        return [message["text"] for message in self.office.messages("anna", after=self.before) if message["bot"]]

    def looked(self) -> list[object]:
        """Who read a dialog meanwhile."""
        return [call["as"] for call in self.office.portal.calls()[self.calls :] if LOOKS in str(call)]


@pytest.fixture(params=sorted(SENDS))
def office(request: pytest.FixtureRequest, offices: Callable[[str], AtWork]) -> Iterator[tuple[AtWork, str]]:
    office = offices(request.param)
    yield office, SENDS[request.param]
    office.portal.clear_faults()


@pytest.fixture
def talk(office: tuple[AtWork, str]) -> Iterator[Conversation]:
    with conversation(office[0].settings) as talk:
        yield talk


@pytest.fixture
def desk(office: tuple[AtWork, str], talk: Conversation) -> Desk:
    return Desk(office[0], talk, office[1])


def test_a_reply_that_arrived_is_found_and_not_said_again(desk: Desk) -> None:
    desk.office.portal.faults("drop", method=desk.send, count=1, value="after")
    assert [desk.answer(), desk.answer(), desk.answer()] == [False, True, True]
    (text,) = desk.said()
    assert "May" in text
    assert REPEAT not in text
    assert desk.looked() == [ANNA.id], "with the rights of who asked, and once"


def test_a_reply_that_did_not_arrive_is_said_without_a_remark(desk: Desk) -> None:
    desk.office.portal.faults("drop", method=desk.send, count=1, value="before")
    assert [desk.answer(), desk.answer()] == [False, True]
    (text,) = desk.said()
    assert REPEAT not in text


def test_the_same_words_of_an_earlier_answer_are_not_taken_for_it(desk: Desk) -> None:
    assert desk.answer()
    again = Desk(desk.office, desk.talk, desk.send)
    desk.office.portal.faults("drop", method=desk.send, count=1, value="before")
    assert [again.answer(), again.answer()] == [False, True]
    assert again.said() == desk.said()[:1]


def test_where_the_dialog_cannot_be_read_it_is_said_again_once_with_a_remark(desk: Desk) -> None:
    refusal = {"status": 403, "error": "ACCESS_ERROR"}
    desk.office.portal.faults("status", method=LOOKS, value=refusal)
    desk.office.portal.faults("drop", method=desk.send, count=2, value="after")
    assert [desk.answer(), desk.answer(), desk.answer()] == [False, False, True]
    first, second = desk.said()
    assert REPEAT not in first
    assert second.startswith(first)
    assert REPEAT in second


def test_in_a_group_only_what_did_not_arrive_is_said_again(office: tuple[AtWork, str], talk: Conversation) -> None:
    at_work, send = office
    group = at_work.group("anna", "ivan")
    at_work.answer("anna", group, 0)  # it has introduced itself
    desk = Desk(at_work, talk, send, group)
    at_work.portal.faults("drop", method=send, count=1, value="after")
    assert [desk.answer(), desk.answer()] == [False, True]
    assert len(desk.said()) == 1
    notes = [m["text"] for m in at_work.messages("anna", desk.group) if "answered you privately" in m["text"]]
    assert len(notes) == 1

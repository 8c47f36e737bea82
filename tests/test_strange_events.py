"""Proved events that must lead to nothing: late edits, those for another bot, planted commands and presses."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.assembly import conversation
from assistant.conversation import Conversation
from assistant.models import Dialog, Event, EventKind, Person
from tests.assistant_at_work import AtWork


@pytest.fixture(scope="module")
def talk(at_work: AtWork) -> Iterator[Conversation]:
    with conversation(at_work.settings) as talk:
        yield talk


@pytest.fixture
def asked(at_work: AtWork, talk: Conversation) -> Event:
    """A question of Anna's that was answered."""
    person = Person(2, "Anna Becker")
    number = at_work.last("anna") + 1
    asked = Event(f"asked {number}", EventKind.MESSAGE, at_work.member_id, at_work.bot_id, person, Dialog("2"), number,
                  text="how many deals did I win in May", ts=1_000_000)  # fmt: skip
    talk.answer(asked)
    return asked


def said(at_work: AtWork) -> list[tuple[int, str]]:
    return [(message["id"], message["text"]) for message in at_work.messages("anna") if message["bot"]]


@pytest.mark.parametrize(("later", "answered"), [(60, True), (61, False), (3600, False)])
def test_an_edit_is_answered_within_a_minute(
    at_work: AtWork, talk: Conversation, asked: Event, later: int, *, answered: bool
) -> None:
    before = said(at_work)
    edit = replace(
        asked, id=f"{asked.id} edit", kind=EventKind.EDIT, text="how many deals did I win in June", ts=asked.ts + later
    )
    talk.answer(edit)
    after = said(at_work)
    assert [number for number, _ in after] == [number for number, _ in before], "nothing new"
    assert ("June" in after[-1][1]) is answered


def test_the_buttons_of_an_edited_question_are_dead(at_work: AtWork, talk: Conversation, asked: Event) -> None:
    press = at_work.messages("anna")[-1]["keyboard"][0]["COMMAND_PARAMS"]
    talk.answer(replace(asked, id=f"{asked.id} edit", kind=EventKind.EDIT, text="how many deals did I win in June"))
    talk.answer(replace(asked, id=f"{asked.id} press", kind=EventKind.PRESS, params=press, text=""))
    assert said(at_work)[-1][1] == "This button is too old. Ask again and you get a new one."


def test_an_event_for_another_bot_is_not_answered(at_work: AtWork, talk: Conversation, asked: Event) -> None:
    before = said(at_work)
    for kind in EventKind:
        talk.answer(replace(asked, id=f"other {kind}", kind=kind, bot_id=asked.bot_id + 1, text="my tasks"))
    assert said(at_work) == before


@pytest.mark.parametrize("kind", [EventKind.MESSAGE, EventKind.COMMAND])
def test_a_typed_press_does_nothing(at_work: AtWork, talk: Conversation, asked: Event, kind: EventKind) -> None:
    press = at_work.messages("anna")[-1]["keyboard"][0]["COMMAND_PARAMS"]
    typed = replace(asked, id=f"typed {kind}", kind=kind, message_id=asked.message_id + 1, text=f"/press {press}")
    talk.answer(replace(typed, params=press))
    assert said(at_work)[-1][1].startswith("There is no such command")

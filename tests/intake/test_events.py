"""Deliveries → events: shapes, casts, what is ignored, what is one event and what are two."""

import pytest

from assistant.errors import BadEventError
from assistant.intake.events import events_of
from assistant.intake.form import decode
from assistant.models import Dialog, Event, EventKind, Person
from tests.intake.deliveries import BOT, MEMBER, command, delivery, form, message, written


def read(payload) -> list[Event]:
    """Its events."""
    return events_of(payload, MEMBER, 1.0)


def ids(*payloads) -> list[str]:
    """The identities in them."""
    return [event.id for payload in payloads for event in read(payload)]


def test_a_message_becomes_an_event():
    (event,) = read(written())
    assert event == Event(
        id=event.id,
        kind=EventKind.MESSAGE,
        portal=MEMBER,
        bot_id=BOT,
        person=Person(27, "Анна Петрова"),
        dialog=Dialog("27"),
        message_id=789,
        text="сколько сделок",
        lang="ru",
        ts=1772093963,
        received=1.0,
    )


@pytest.mark.parametrize(
    "payload",
    [
        written(),
        command("/deals", "won june"),
        command("/press", "8f3a", context="keyboard"),
        delivery("ONIMBOTV2MESSAGEUPDATE", message=message(text="иначе")),
        delivery("ONIMBOTV2JOINCHAT", dialogId="chat5", chat={"id": 5, "dialogId": "chat5", "type": "chat"}),
        delivery("ONIMBOTV2CONTEXTGET", dialogId="27", context="deal:7"),
        delivery("ONIMBOTV2DELETE"),
    ],
    ids=lambda payload: payload["event"],
)
def test_a_form_full_of_strings_says_the_same_as_json(payload):
    assert read(decode(form(payload))) == read(payload) != []


def test_a_typed_command_is_a_command_with_its_whole_line():
    (event,) = read(command("/deals", "won june"))
    assert (event.kind, event.text, event.params, event.command_id) == (
        EventKind.COMMAND,
        "/deals won june",
        "won june",
        31,
    )


def test_a_pressed_button_is_a_press_although_its_message_is_of_the_bot():
    (event,) = read(command("/press", "8f3a", context="keyboard"))
    assert (event.kind, event.params, event.text) == (EventKind.PRESS, "8f3a", "")


def test_two_presses_of_one_button_are_two_events_and_a_repeated_delivery_is_one():
    first = command("/press", "8f3a", context="keyboard", ts=100)
    second = command("/press", "8f3a", context="keyboard", ts=101)
    assert len(set(ids(first, second, first))) == 2


@pytest.mark.parametrize(
    "text",
    ["/deals won june", "/Deals  won june ", "[USER=456]Assistant[/USER], /deals won june", "/deals won june\n"],
)
def test_the_message_and_the_command_of_one_typed_command_are_one_event(text):
    both = ids(written(text, ts=100), command("/deals", "won june", ts=101))
    assert len(set(both)) == 1


def test_several_commands_in_one_message_are_several_events_however_they_are_delivered():
    text = "/deals won june\n/tasks today\nsecond line of tasks"
    by_message = ids(written(text))
    by_commands = ids(command("/deals", "won june"), command("/tasks", "today"))
    with_rest = ids(command("/deals", "won june\n/tasks today\nsecond line of tasks"), command("/tasks", "today"))
    assert by_message == by_commands == with_rest
    assert len(set(by_message)) == 2
    assert [event.text for event in read(written(text))] == ["/deals won june", "/tasks today\nsecond line of tasks"]
    (first,) = read(command("/deals", "won june\n/tasks today"))
    assert (first.text, first.params) == ("/deals won june", "won june")


def test_a_slash_inside_a_sentence_is_no_command():
    (event,) = read(written("see /etc/hosts\n/deals", ts=1))
    assert event.text == "see /etc/hosts\n/deals"


@pytest.mark.parametrize(
    "other",
    [
        written("сколько сделок", number=790),
        written(user={"id": 28, "name": "Иван"}),
        written(bot={"id": 457, "code": "other", "auth": ""}),
        written(ts=5),
    ],
    ids=["message", "person", "bot", "time"],
)
def test_different_messages_are_different_events(other):
    assert ids(written()) != ids(other)


def test_the_portal_is_part_of_the_identity():
    assert events_of(written(), "one", 1.0)[0].id != events_of(written(), "two", 1.0)[0].id


def test_each_change_of_a_message_is_an_event():
    changes = [delivery("ONIMBOTV2MESSAGEUPDATE", message=message(text=text)) for text in ("one", "two", "one")]
    assert len(set(ids(*changes))) == 2
    assert read(changes[0])[0].kind is EventKind.EDIT


NOT_FOR_US = {
    "bot": written(user={"id": 99, "name": "Another bot", "bot": "1"}),
    "ourselves": delivery(message=message(authorId=BOT)),
    "nobody": delivery(message=message(authorId=0)),
    "system": delivery(message=message(isSystem="1")),
    "us": written(user={"id": BOT, "name": "We"}),
    "our edit": delivery("ONIMBOTV2MESSAGEUPDATE", message=message(authorId=BOT)),
    "a bot's edit": delivery("ONIMBOTV2MESSAGEUPDATE", message=message(), user={"id": 99, "bot": True}),
    "the system's edit": delivery("ONIMBOTV2MESSAGEUPDATE", message=message(isSystem=True)),
    "a bot's command": command("/deals", user={"id": 99, "bot": True}),
    "our command": command("/deals", user={"id": BOT}),
    "a bot's press": command("/press", "x", context="keyboard", user={"id": 99, "bot": True}),
    "let in by a bot": delivery("ONIMBOTV2JOINCHAT", dialogId="chat5", user={"id": 99, "bot": True}),
    "let in by ourselves": delivery("ONIMBOTV2JOINCHAT", dialogId="chat5", user={"id": BOT}),
    "let in by nobody": delivery("ONIMBOTV2JOINCHAT", dialogId="chat5", user={"id": 0}),
    "a bot's link": delivery("ONIMBOTV2CONTEXTGET", dialogId="27", context="/deals", user={"id": 99, "bot": True}),
    "deletion": delivery("ONIMBOTV2MESSAGEDELETE", messageId=789),
    "reaction": delivery("ONIMBOTV2REACTIONCHANGE", reaction="like", action="add", message=message()),
    "deal": delivery("ONCRMDEALADD"),
}


@pytest.mark.parametrize("payload", NOT_FOR_US.values(), ids=NOT_FOR_US)
def test_what_is_not_for_us_is_ignored(payload):
    assert read(payload) == []


def test_a_group_is_answered_in_the_group_and_a_private_chat_to_the_person():
    chat = {"id": 5, "dialogId": "chat142", "type": "chat"}
    assert read(written(chat=chat))[0].dialog == Dialog("chat142", group=True)
    as_the_person_sees_it = {"id": 5, "dialogId": str(BOT), "type": "private"}
    assert read(written(chat=as_the_person_sees_it))[0].dialog == Dialog("27")


def test_a_deep_link_carries_its_content_as_text():
    context = {"entityId": 164, "entityType": "task"}
    (event,) = read(delivery("ONIMBOTV2CONTEXTGET", dialogId="1", context=context))
    assert (event.kind, event.text) == (EventKind.CONTEXT, '{"entityId": 164, "entityType": "task"}')


def test_the_removal_of_the_bot_needs_no_person():
    (event,) = read({"event": "ONIMBOTV2DELETE", "ts": "5", "data": {"bot": {"id": "456"}}})
    assert (event.kind, event.person, event.bot_id) == (EventKind.BOT_DELETED, Person(0), 456)


@pytest.mark.parametrize(
    ("payload", "missing"),
    [
        ({}, "event"),
        ({"event": "; DROP TABLE"}, "event"),
        ({"event": {"a": "b"}}, "event"),
        ({"event": "ONIMBOTV2MESSAGEADD", "data": "text"}, "`data`"),
        (delivery(bot=""), r"data\[bot\]\[id\]"),
        (delivery(), r"data\[message\]\[id\]"),
        (written(user={"name": "nobody"}), r"data\[user\]\[id\]"),
        (written(user={"id": "x"}), r"data\[user\]\[id\]"),
        (written(user={"id": -5}), r"data\[user\]\[id\]"),
        (written(user={"id": float("inf")}), r"data\[user\]\[id\]"),
        (written(user={"id": {"a": 1}, "bot": {"b": 2}}), r"data\[user\]\[id\]"),
        (written(chat={"type": "private"}), "dialogId"),
        (written(chat={"dialogId": "chat5\nworking"}), "dialogId"),
        (delivery("ONIMBOTV2COMMANDADD", message=message()), r"data\[command\]"),
        (written(ts="now"), "ts"),
    ],
)
def test_what_is_missing_is_named(payload, missing):
    with pytest.raises(BadEventError, match=missing):
        read(payload)

"""Deliveries to bots of the first generation become the same events as those of the second."""

from dataclasses import replace

import pytest

from assistant.errors import BadEventError
from assistant.intake.events import events_of
from assistant.intake.form import decode
from assistant.models import Dialog, Event, EventKind, Person
from tests.intake import deliveries as v2
from tests.intake.deliveries import BOT, MEMBER, form
from tests.intake.deliveries_v1 import ANNA, GROUP, PRIVATE, bot_entry, command, delivery, joined, removed, written

ANNA_READ = Person(27, "Анна Петрова")
MENTION = f"[USER={BOT}]Assistant[/USER]"


def read(payload) -> list[Event]:
    return events_of(decode(form(payload)), MEMBER, 1.0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (written(), v2.written()),
        (written(event="ONIMBOTMESSAGEUPDATE"), v2.delivery("ONIMBOTV2MESSAGEUPDATE", message=v2.message())),
        (command("deals", "won june"), v2.command("/deals", "won june")),
        (command("press", "8f3a", context="KEYBOARD"), v2.command("/press", "8f3a", context="keyboard")),
        (command("deals", "won", context="MENU"), v2.command("/deals", "won", context="menu")),
        (joined(), v2.delivery("ONIMBOTV2JOINCHAT", dialogId="27")),
        (removed(), v2.delivery("ONIMBOTV2DELETE", language="")),
    ],
    ids=["message", "edit", "command", "press", "menu", "join", "removal"],
)
def test_both_generations_tell_the_same_events_with_the_same_identities(old, new):
    assert read(old) == events_of(new, MEMBER, 1.0) != []


def test_a_group_is_answered_in_the_group_and_the_text_keeps_its_mention():
    about = GROUP | {"MESSAGE_ORIGINAL": f"{MENTION}, сколько сделок"}
    (event,) = read(written(", сколько сделок", about=about))
    assert (event.dialog, event.text) == (Dialog("chat142", group=True), f"{MENTION}, сколько сделок")
    (without_original,) = read(written(", сколько сделок", about=GROUP))
    assert without_original.text == "сколько сделок"


def test_a_command_after_a_mention_is_one_event_in_both_its_deliveries():
    about = GROUP | {"MESSAGE_ORIGINAL": f"{MENTION} /deals won"}
    (typed,) = read(written("/deals won", about=about))
    (called,) = read(command("deals", "won", about=GROUP))
    assert typed.id == called.id


def test_several_commands_of_one_message_are_several_events():
    first = bot_entry(COMMAND="deals", COMMAND_ID="1", COMMAND_PARAMS="won", COMMAND_CONTEXT="TEXTAREA", MESSAGE_ID="9")
    second = first | {"COMMAND": "tasks", "COMMAND_ID": "2", "COMMAND_PARAMS": "today"}
    events = read(delivery("ONIMCOMMANDADD", COMMAND={"1": first, "2": second}, PARAMS=PRIVATE))
    assert [event.text for event in events] == ["/deals won", "/tasks today"]
    assert len({event.id for event in events}) == 2


@pytest.mark.parametrize("user", [{}, "", None], ids=["empty", "text", "absent"])
def test_without_user_the_parameters_tell_who_it_was(user):
    (event,) = read(written(USER=user))
    assert event.person == Person(27)
    (edit,) = read(written("x", "ONIMBOTMESSAGEUPDATE", USER=user, about=GROUP | {"FROM_USER_ID": ""}))
    assert edit.person == Person(27)
    (join,) = read(joined() | {"data": joined()["data"] | {"USER": user}})
    assert join.person == Person(27)


@pytest.mark.parametrize("sender", ["27", str(BOT), ""], ids=["presser", "author-of-the-keyboard", "unknown"])
@pytest.mark.parametrize("user", [ANNA, {}], ids=["user", "no-user"])
def test_a_press_is_of_who_pressed_whatever_the_parameters_say_of_the_message(user, sender):
    about = PRIVATE | {"FROM_USER_ID": sender, "AUTHOR_ID": str(BOT)}
    (event,) = read(command("press", "8f3a", context="KEYBOARD", about=about, USER=user))
    assert (event.kind, event.person.id, event.params) == (EventKind.PRESS, 27, "8f3a")


@pytest.mark.parametrize(
    "payload",
    [
        written(USER={}, about=PRIVATE | {"FROM_USER_ID": "0", "AUTHOR_ID": "0"}),
        written(about=PRIVATE | {"SYSTEM": "Y"}),
        written(about=PRIVATE | {"AUTHOR_ID": str(BOT)}),
        written(USER=ANNA | {"ID": "99", "IS_BOT": "Y"}),
        written(USER=ANNA | {"ID": str(BOT)}),
        written(event="ONIMBOTMESSAGEUPDATE", about=PRIVATE | {"AUTHOR_ID": str(BOT)}),
        written(event="ONIMBOTMESSAGEDELETE"),
        command("press", "x", context="KEYBOARD", USER={"ID": str(BOT)}),
        written(event="ONIMBOTMESSAGEUPDATE", USER=ANNA | {"ID": "99", "IS_BOT": "Y"}),
        command("deals", USER=ANNA | {"ID": "99", "IS_BOT": "Y"}),
        command("deals", USER={"ID": str(BOT)}),
        joined() | {"data": joined(USER_ID="0")["data"] | {"USER": {}}},
        joined() | {"data": joined()["data"] | {"USER": ANNA | {"ID": "99", "IS_BOT": "Y"}}},
        joined() | {"data": joined()["data"] | {"USER": {"ID": str(BOT)}}},
    ],
    ids=[
        "nobody",
        "system",
        "ourselves",
        "bot",
        "us",
        "our-edit",
        "deletion",
        "our-press",
        "bots-edit",
        "bots-command",
        "our-command",
        "join-by-nobody",
        "join-by-bot",
        "join-by-us",
    ],
)
def test_what_is_not_for_us_is_ignored(payload):
    assert read(payload) == []


def test_a_private_chat_without_its_dialog_is_the_persons():
    bare = {key: value for key, value in PRIVATE.items() if key != "DIALOG_ID"}
    assert read(written(about=bare))[0].dialog == Dialog("27")
    grouped = {key: value for key, value in GROUP.items() if key != "DIALOG_ID"}
    assert read(written(about=grouped))[0].dialog == Dialog("chat142", group=True)


def test_of_several_bots_the_addressed_one_is_meant():
    both = {"457": bot_entry(457), str(BOT): bot_entry()}
    assert read(written(BOT=both))[0].bot_id == BOT
    assert read(written(BOT=both, about=PRIVATE | {"TO_USER_ID": "0"}))[0].bot_id == 457


def test_an_extranet_person_is_known_as_one():
    (event,) = read(written(USER=ANNA | {"IS_EXTRANET": "Y"}))
    assert event.person == replace(ANNA_READ, extranet=True)


@pytest.mark.parametrize(
    ("payload", "missing"),
    [
        (written(BOT=""), r"data\[BOT\]"),
        (written(BOT={"456": "x"}), "names no bot"),
        (written(about={"MESSAGE_ID": "1"}, USER=""), r"data\[USER\]\[ID\]"),
        (written(about={"FROM_USER_ID": "27", "MESSAGE_ID": "1"}), "DIALOG_ID"),
        (written(about=PRIVATE | {"DIALOG_ID": "chat1\nworking"}), "DIALOG_ID"),
        (written(about=PRIVATE | {"MESSAGE_ID": "x"}), "MESSAGE_ID"),
        (written(PARAMS="text"), "`PARAMS`"),
        (command(""), "COMMAND"),
        (command("deals", COMMAND={"31": "x"}), "bot|commands"),
    ],
)
def test_what_is_missing_is_named(payload, missing):
    with pytest.raises(BadEventError, match=missing):
        read(payload)

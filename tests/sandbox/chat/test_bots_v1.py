"""Bots of the first generation: methods, refusals, and the form of their events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.chat.portal_in_a_thread import Handler, PortalClient, running_portal

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def old() -> Iterator[PortalClient]:
    with running_portal(profile="on-premise") as portal:
        yield portal


@pytest.fixture
def portal(old: PortalClient, handler: Handler) -> Iterator[PortalClient]:
    old.bot = register(old, handler)
    old.ok("imbot.update", {"BOT_ID": old.bot, "FIELDS": {"EVENT_HANDLER": f"{handler.url}/events"}})
    yield old
    old.http.post("/_sandbox/chat-settings", json={"command_twins": True})
    for bot in old.ok("imbot.bot.list"):
        old.ok("imbot.unregister", {"BOT_ID": bot})


def register(portal: PortalClient, handler: Handler, **params: Any) -> int:
    given = {"CODE": "assistant", "EVENT_HANDLER": f"{handler.url}/events", "PROPERTIES": {"NAME": "Assistant"}}
    return int(portal.ok("imbot.register", given | params))


def command(portal: PortalClient, handler: Handler, word: str, **params: Any) -> int:
    given = {
        "BOT_ID": portal.bot,
        "COMMAND": word,
        "EVENT_COMMAND_ADD": f"{handler.url}/events",
        "LANG": [{"LANGUAGE_ID": "en", "TITLE": word.title()}],
    }
    return int(portal.ok("imbot.command.register", given | params))


def test_an_old_portal_has_no_second_generation(portal: PortalClient):
    answer = portal.rest("imbot.v2.Revision.get")
    assert (answer.status_code, answer.json()["error"]) == (404, "ERROR_METHOD_NOT_FOUND")
    assert portal.ok("method.get", {"name": "imbot.v2.revision.get"}) == {"isExisting": False, "isAvailable": False}
    assert portal.ok("im.revision.get")["rest"] < 32


def test_a_private_message_is_told_in_upper_case_without_a_chat(portal: PortalClient, handler: Handler):
    message_id = portal.say("anna", "hello")
    (event,) = handler.wait(1, "ONIMBOTMESSAGEADD")
    params, (bot,) = event["data"]["PARAMS"], event["data"]["BOT"].values()
    assert (params["MESSAGE"], params["MESSAGE_ID"], params["SYSTEM"]) == ("hello", str(message_id), "N")
    assert params["DIALOG_ID"] == params["FROM_USER_ID"] == event["data"]["USER"]["ID"] == event["auth"]["user_id"]
    assert not [name for name in params if name.startswith("CHAT_") and name != "CHAT_TYPE"]
    assert (bot["BOT_ID"], bot["AUTH"]["user_id"], event["data"]["USER"]["IS_BOT"]) == (
        str(portal.bot),
        str(portal.bot),
        "N",
    )
    assert event["auth"]["application_token"] == bot["application_token"]


def test_in_a_group_the_mention_is_taken_out_and_the_original_told(portal: PortalClient, handler: Handler):
    dialog = portal.page("chats", **{"as": "anna"}, title="Sales", users=["ivan"], bot=True)["dialog"]
    (joined,) = handler.wait(1, "ONIMBOTJOINCHAT")
    assert (joined["data"]["PARAMS"]["DIALOG_ID"], joined["data"]["PARAMS"]["ACCESS_HISTORY"]) == (dialog, "1")
    text = f"[USER={portal.bot}]Assistant[/USER], my deals"
    sent = portal.say("anna", text, dialog)
    (event,) = handler.wait(1, "ONIMBOTMESSAGEADD")
    params = event["data"]["PARAMS"]
    assert (params["MESSAGE"], params["MESSAGE_ORIGINAL"], params["CHAT_TITLE"]) == (", my deals", text, "Sales")
    assert params["MENTIONED_LIST"] == {str(portal.bot): str(portal.bot)}
    portal.page("edit", **{"as": "anna"}, message_id=sent, text=f"{text} won")
    (edited,) = handler.wait(1, "ONIMBOTMESSAGEUPDATE")
    assert "USER" not in edited["data"]
    assert edited["data"]["PARAMS"]["ID"] == str(sent)
    portal.page("delete", **{"as": "anna"}, message_id=sent)
    assert handler.wait(1, "ONIMBOTMESSAGEDELETE")[0]["data"]["PARAMS"]["MESSAGE_ID"] == str(sent)


def test_edits_are_only_told_after_an_update_has_bound_them(portal: PortalClient, handler: Handler):
    portal.ok("imbot.unregister", {"BOT_ID": portal.bot})
    assert handler.wait(1, "ONIMBOTDELETE")[0]["data"] == {"BOT_ID": str(portal.bot), "BOT_CODE": "assistant"}
    portal.bot = register(portal, handler)
    sent = portal.say("anna", "one")
    portal.page("edit", **{"as": "anna"}, message_id=sent, text="two")
    portal.say("anna", "three")
    handler.wait(2, "ONIMBOTMESSAGEADD")
    assert not [event for event in handler.events if event["event"] == "ONIMBOTMESSAGEUPDATE"]


def test_a_command_is_told_without_its_slash_under_its_id(portal: PortalClient, handler: Handler):
    command_id = command(portal, handler, "deals")
    message_id = portal.say("anna", "/deals won june")
    (event,) = handler.wait(1, "ONIMCOMMANDADD")
    called = event["data"]["COMMAND"][str(command_id)]
    assert (called["COMMAND"], called["COMMAND_PARAMS"], called["COMMAND_CONTEXT"], called["MESSAGE_ID"]) == (
        "deals",
        "won june",
        "TEXTAREA",
        str(message_id),
    )
    assert "IS_BOT" not in event["data"]["USER"]


def test_a_button_calls_its_command_for_who_pressed(portal: PortalClient, handler: Handler):
    command(portal, handler, "press", HIDDEN="Y")
    anna = portal.http.get("/_sandbox/people").json()["people"][0]["id"]
    board = {"BOT_ID": portal.bot, "BUTTONS": [{"TEXT": "Go", "COMMAND": "press", "COMMAND_PARAMS": "a1"}]}
    sent = portal.ok("imbot.message.add", {"DIALOG_ID": anna, "MESSAGE": "Well?", "KEYBOARD": board})
    told = portal.page("press", **{"as": anna}, message_id=sent, button="Go")
    assert told["event"] == "ONIMCOMMANDADD"
    (event,) = handler.wait(1, "ONIMCOMMANDADD")
    (called,) = event["data"]["COMMAND"].values()
    assert (called["COMMAND_CONTEXT"], called["COMMAND_PARAMS"]) == ("KEYBOARD", "a1")
    assert event["data"]["USER"]["ID"] == str(anna)


def test_messages_are_changed_and_deleted(portal: PortalClient):
    sent = portal.ok("imbot.message.add", {"BOT_ID": portal.bot, "DIALOG_ID": "1", "MESSAGE": " one "})
    assert portal.ok("imbot.message.update", {"MESSAGE_ID": sent, "MESSAGE": "two", "KEYBOARD": "N"}) is True
    assert portal.ok("imbot.chat.sendTyping", {"DIALOG_ID": "1"}) is True
    assert portal.ok("imbot.message.update", {"MESSAGE_ID": sent, "MESSAGE": ""}) is True
    assert portal.refused("imbot.message.update", {"MESSAGE_ID": sent, "MESSAGE": "x"}) == "CANT_EDIT_MESSAGE"


def test_a_chat_without_the_bot_takes_answers_to_commands_only(portal: PortalClient, handler: Handler):
    command_id = command(portal, handler, "deals", COMMON="Y")
    dialog = portal.page("chats", **{"as": "anna"}, title="Us", users=["ivan"], bot=False)["dialog"]
    asked = portal.say("anna", "/deals", dialog)
    assert portal.refused("imbot.message.add", {"DIALOG_ID": dialog, "MESSAGE": "12"}) == "WRONG_REQUEST"
    given = {"COMMAND_ID": command_id, "MESSAGE_ID": asked, "MESSAGE": "12"}
    assert portal.ok("imbot.command.answer", given) > asked


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("imbot.register", {"CODE": "x", "PROPERTIES": {"NAME": "x"}}, "EVENT_MESSAGE_ADD_ERROR"),
        ("imbot.register", {"CODE": "x", "EVENT_HANDLER": "ftp://x"}, "EVENT_MESSAGE_ADD_ERROR"),
        ("imbot.register", {"CODE": "x", "EVENT_HANDLER": "http://x/"}, "NAME_ERROR"),
        ("imbot.register", {"EVENT_HANDLER": "http://x/", "PROPERTIES": {"NAME": "x"}}, "CODE_ERROR"),
        ("imbot.register", {"fields": {}}, "100"),
        ("imbot.update", {"BOT_ID": 1, "FIELDS": {"CODE": "x"}}, "BOT_ID_ERROR"),
        ("imbot.command.register", {"BOT_ID": 1}, "EVENT_COMMAND_ADD_ERROR"),
        ("imbot.command.answer", {"COMMAND_ID": 999, "MESSAGE_ID": 1}, "COMMAND_ID_ERROR"),
        ("imbot.message.add", {"DIALOG_ID": "1"}, "MESSAGE_EMPTY"),
        ("imbot.message.add", {"MESSAGE": "x"}, "DIALOG_ID_EMPTY"),
        ("imbot.message.add", {"DIALOG_ID": "1", "MESSAGE": "x", "KEYBOARD": ["y" * 31_000]}, "KEYBOARD_OVERSIZE"),
        ("imbot.message.add", {"DIALOG_ID": "1", "MESSAGE": "x", "BOT_ID": 7}, "BOT_ID_ERROR"),
    ],
)
def test_what_is_wrong_is_refused_in_the_words_of_the_documentation(
    portal: PortalClient, method: str, params: dict[str, Any], code: str
):
    assert portal.refused(method, params) == code


def test_registering_again_gives_the_same_bot_and_the_same_command(portal: PortalClient, handler: Handler):
    assert register(portal, handler, PROPERTIES={"NAME": "Other"}) == portal.bot
    assert portal.ok("imbot.bot.list")[str(portal.bot)]["NAME"] == "Assistant"
    assert command(portal, handler, "deals") == command(portal, handler, "deals")
    assert portal.refused("imbot.command.update", {"COMMAND_ID": 1, "FIELDS": {}}) in (
        "WRONG_REQUEST",
        "COMMAND_ID_ERROR",
    )


def test_a_webhook_names_its_bots_by_a_client_id(portal: PortalClient, handler: Handler):
    hook = portal.http.get("/_sandbox/webhook").json()["url"]
    given = {"CODE": "hooked", "EVENT_HANDLER": f"{handler.url}/x", "PROPERTIES": {"NAME": "Hooked"}}
    assert portal.http.post(f"{hook}imbot.register", json=given).json()["error"] == "ACCESS_DENIED"
    bot = portal.http.post(f"{hook}imbot.register", json=given | {"CLIENT_ID": "mine"}).json()["result"]
    assert portal.refused("imbot.message.add", {"BOT_ID": bot, "DIALOG_ID": "1", "MESSAGE": "x"}) == "APP_ID_ERROR"
    portal.http.post(f"{hook}imbot.unregister", json={"BOT_ID": bot, "CLIENT_ID": "mine"}).raise_for_status()


def test_a_bot_keeps_the_events_of_the_generation_that_registered_it(handler: Handler):
    with running_portal() as cloud:
        first = register(cloud, handler)
        assert cloud.register_bot(handler.url) == first
        cloud.say("anna", "hello")
        assert handler.wait(1)[0]["event"] == "ONIMBOTMESSAGEADD"


def test_an_extended_portal_offers_more_and_a_scope_can_be_left_out():
    with running_portal(profile="extended", scopes=frozenset({"imbot", "timeman"})) as portal:
        absence = {"USER_ID": 1, "DATE_FROM": "2026-06-10", "DATE_TO": "2026-06-12"}
        assert portal.ok("method.get", {"name": "timeman.absence.create"})["isAvailable"] is True
        assert portal.ok("timeman.absence.create", absence)["DATE_TO"] == "2026-06-12"
        assert portal.ok("method.get", {"name": "voip.call.start"}) == {"isExisting": True, "isAvailable": False}
        assert portal.refused("crm.item.list", {"entityTypeId": 2}) == "insufficient_scope"
    with running_portal() as cloud:
        assert cloud.rest("timeman.absence.create", absence).json()["error"] == "ERROR_METHOD_NOT_FOUND"

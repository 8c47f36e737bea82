"""What a bot's handler is told, over real HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sandbox.chat.portal_in_a_thread import eventually

if TYPE_CHECKING:
    from tests.sandbox.chat.portal_in_a_thread import Handler, PortalClient

ANNA = "2"


def test_a_private_message_reaches_the_handler_form_encoded_with_strings(portal: PortalClient, handler: Handler):
    message_id = portal.say("anna", "how many open deals do I have?")
    event = handler.wait(1)[0]
    assert event["event"] == "ONIMBOTV2MESSAGEADD"
    data = event["data"]
    assert data["message"]["id"] == str(message_id)
    assert data["message"]["text"] == "how many open deals do I have?"
    assert data["user"]["id"] == ANNA
    assert (data["user"]["active"], data["user"]["extranet"], data["user"]["idle"]) == ("1", "0", "0")
    assert data["message"]["forward"] == ""
    assert data["chat"]["dialogId"] == ANNA
    assert data["chat"]["type"] == "private"
    assert event["ts"].isdigit()
    assert "data%5Bbot%5D%5Bid%5D=" in handler.raw[0]


def test_the_envelope_carries_the_application_token_and_the_bot_a_token_to_call_back(
    portal: PortalClient, handler: Handler
):
    portal.say("anna", "hello")
    event = handler.wait(1)[0]
    assert set(event["auth"]) >= {"domain", "application_token", "member_id", "client_endpoint", "server_endpoint"}
    auth = event["data"]["bot"]["auth"]
    assert auth["user_id"] == ANNA
    sent = portal.http.post(
        "/rest/imbot.v2.Chat.Message.send",
        json={
            "botId": event["data"]["bot"]["id"],
            "dialogId": event["data"]["chat"]["dialogId"],
            "fields": {"message": "14"},
            "auth": auth["access_token"],
        },
    )
    assert sent.status_code == 200, sent.text
    assert portal.messages("anna")[-1]["text"] == "14"


def test_a_slash_command_gives_a_command_event_and_its_twin_message(portal: PortalClient, handler: Handler):
    command_id = portal.command("deals")
    portal.say("anna", "/deals won june")
    handler.wait(2)
    assert sorted(handler.names()) == ["COMMANDADD", "MESSAGEADD"]
    command = handler.wait(1, "COMMANDADD")[0]["data"]["command"]
    assert command == {"id": str(command_id), "command": "/deals", "params": "won june", "context": "textarea"}


def test_without_twins_a_slash_command_gives_only_the_command_event(portal: PortalClient, handler: Handler):
    portal.page("chat-settings", command_twins=False)
    portal.command("deals")
    portal.say("anna", "/deals")
    portal.say("anna", "and a plain message")
    handler.wait(2)
    assert sorted(handler.names()) == ["COMMANDADD", "MESSAGEADD"]
    assert handler.wait(1, "MESSAGEADD")[0]["data"]["message"]["text"] == "and a plain message"


def test_each_command_of_one_message_gives_an_event_of_its_own(portal: PortalClient, handler: Handler):
    portal.command("deals")
    portal.command("tasks")
    message_id = portal.say("anna", "/deals open\n/tasks today\nand overdue")
    events = handler.wait(2, "COMMANDADD")
    called = {event["data"]["command"]["command"]: event["data"]["command"]["params"] for event in events}
    assert called == {"/deals": "open", "/tasks": "today\nand overdue"}
    assert {event["data"]["message"]["id"] for event in events} == {str(message_id)}


def test_in_a_group_the_bot_hears_only_mentions_and_commands(portal: PortalClient, handler: Handler):
    portal.command("deals")
    group = portal.page("chats", **{"as": "anna"}, title="Sales", users=["ivan"], bot=True)["dialog"]
    handler.wait(1, "JOINCHAT")
    portal.say("ivan", "nothing for the bot", group)
    portal.say("ivan", f"[USER={portal.bot}]Assistant[/USER], how many deals?", group)
    portal.say("ivan", "/deals", group)
    handler.wait(3)
    heard = [e["data"]["message"]["text"] for e in handler.events if "message" in e["data"]]
    assert sorted(heard) == ["/deals", f"[USER={portal.bot}]Assistant[/USER], how many deals?"]
    assert handler.wait(1, "COMMANDADD")[0]["data"]["chat"]["dialogId"] == group


def test_a_personal_bot_hears_everything_in_its_group(portal: PortalClient, handler: Handler):
    portal.register_bot(handler.url, code="listener", type="personal")
    group = portal.page("chats", **{"as": "anna"}, title="All ears", users=["ivan", portal.bot])["dialog"]
    portal.say("ivan", "good morning everybody", group)
    assert handler.wait(1, "MESSAGEADD")[0]["data"]["message"]["text"] == "good morning everybody"


def test_a_common_command_works_in_a_chat_without_the_bot_and_is_answered_there(portal: PortalClient, handler: Handler):
    command_id = portal.command("oncall", common=True)
    group = portal.page("chats", **{"as": "anna"}, title="People", users=["ivan"])["dialog"]
    message_id = portal.say("anna", "/oncall", group)
    event = handler.wait(1)[0]
    assert handler.names() == ["COMMANDADD"]
    assert portal.bot_refused("Chat.Message.send", {"dialogId": group, "fields": {"message": "x"}}) == "ACCESS_DENIED"
    answer = portal.bot_call(
        "Command.answer",
        {
            "commandId": command_id,
            "messageId": message_id,
            "dialogId": event["data"]["chat"]["dialogId"],
            "fields": {"message": "Max is on call"},
        },
    )
    assert answer == {"result": True}
    shown = portal.messages("ivan", group)[-1]
    assert (shown["text"], shown["system"]) == ("Max is on call", True)


def test_a_command_of_the_bot_is_not_called_where_the_bot_is_absent(portal: PortalClient, handler: Handler):
    portal.command("deals")
    portal.say("anna", "/deals", portal.page("chats", **{"as": "anna"}, title="No bot", users=["ivan"])["dialog"])
    portal.say("anna", "last")
    handler.wait(1)
    assert handler.names() == ["MESSAGEADD"]


def test_a_command_button_gives_a_command_event_of_who_pressed_it(portal: PortalClient, handler: Handler):
    portal.command("ack", hidden=True)
    group = portal.page("chats", **{"as": "anna"}, title="Alerts", users=["max"], bot=True)["dialog"]
    keyboard = [{"TEXT": "Acknowledged", "COMMAND": "ack", "COMMAND_PARAMS": "7F3A", "BLOCK": "Y"}]
    sent = portal.bot_call(
        "Chat.Message.send", {"dialogId": group, "fields": {"message": "Down", "keyboard": keyboard}}
    )
    portal.page("press", **{"as": "max"}, message_id=sent["id"], button="Acknowledged")
    data = handler.wait(1, "COMMANDADD")[0]["data"]
    assert data["command"]["context"] == "keyboard"
    assert data["command"]["params"] == "7F3A"
    assert data["message"]["id"] == str(sent["id"])
    assert data["user"]["id"] == "5"
    again = portal.http.post("/_sandbox/press", json={"as": "anna", "message_id": sent["id"], "button": 0})
    assert again.status_code == 400
    assert again.json() == {"error": "The button is locked"}


def test_buttons_with_actions_and_links_give_no_event(portal: PortalClient, handler: Handler):
    keyboard = [
        {"TEXT": "Put", "ACTION": "PUT", "ACTION_VALUE": "/deals "},
        {"TEXT": "Open", "LINK": "/crm/deal/details/1/"},
        {"TEXT": "Say", "ACTION": "SEND", "ACTION_VALUE": "yes"},
    ]
    sent = portal.bot_call("Chat.Message.send", {"dialogId": ANNA, "fields": {"message": "?", "keyboard": keyboard}})
    pressed = [portal.page("press", **{"as": "anna"}, message_id=sent["id"], button=place) for place in range(3)]
    assert pressed[0] == {"action": "PUT", "value": "/deals "}
    assert pressed[1] == {"link": "/crm/deal/details/1/"}
    assert handler.wait(1)[0]["data"]["message"]["text"] == "yes"
    assert handler.names() == ["MESSAGEADD"]


def test_edits_deletions_and_reactions_are_told(portal: PortalClient, handler: Handler):
    message_id = portal.say("anna", "deal")
    portal.page("edit", **{"as": "anna"}, message_id=message_id, text="deals")
    assert handler.wait(1, "MESSAGEUPDATE")[0]["data"]["message"]["text"] == "deals"
    portal.page("delete", **{"as": "anna"}, message_id=message_id)
    assert handler.wait(1, "MESSAGEDELETE")[0]["data"]["messageId"] == str(message_id)
    own = portal.bot_call("Chat.Message.send", {"dialogId": ANNA, "fields": {"message": "Done"}})["id"]
    portal.page("react", **{"as": "anna"}, message_id=own, reaction="like")
    portal.page("react", **{"as": "anna"}, message_id=own, reaction="like")
    changes = [(e["data"]["reaction"], e["data"]["action"]) for e in handler.wait(2, "REACTIONCHANGE")]
    assert sorted(changes) == [("like", "add"), ("like", "delete")]


def test_a_look_at_the_bot_and_a_deep_link_are_told(portal: PortalClient, handler: Handler):
    portal.page("open", **{"as": "olga"}, dialog="bot")
    assert handler.wait(1, "JOINCHAT")[0]["data"]["dialogId"] == "4"
    portal.page("context", **{"as": "olga"}, dialog="bot", context={"entityType": "deal", "entityId": 164})
    context = handler.wait(1, "CONTEXTGET")[0]["data"]
    assert context["context"] == {"entityType": "deal", "entityId": "164"}
    assert context["dialogId"] == "4"


def test_the_last_event_of_a_bot_is_its_deletion(portal: PortalClient, handler: Handler):
    portal.bot_call("Bot.unregister")
    assert handler.wait(1)[0]["event"] == "ONIMBOTV2DELETE"
    assert portal.bot_refused("Chat.Message.send", {"dialogId": ANNA, "fields": {"message": "x"}}) == "BOT_NOT_FOUND"
    assert portal.bot not in [int(row["dialog"]) for row in portal.http.get("/_sandbox/dialogs?as=admin").json()]


def test_an_ordered_fault_delivers_an_event_twice(portal: PortalClient, handler: Handler):
    portal.page("faults", kind="duplicate_event", count=1)
    message_id = portal.say("anna", "once")
    events = handler.wait(2)
    assert [event["data"]["message"]["id"] for event in events] == [str(message_id)] * 2


def test_an_ordered_fault_lets_a_later_event_overtake(portal: PortalClient, handler: Handler):
    portal.page("faults", kind="reorder_events", count=1)
    portal.say("anna", "first")
    portal.say("anna", "second")
    assert [event["data"]["message"]["text"] for event in handler.wait(2)] == ["second", "first"]


def test_a_failing_handler_is_not_called_again_and_the_failure_is_noted(portal: PortalClient, handler: Handler):
    handler.status = 500
    before = len(portal.lines("deliveries"))
    message_id = portal.say("anna", "hello")
    noted = eventually(lambda: portal.lines("deliveries")[before:], lambda rows: len(rows) == 1)[0]
    assert (noted["event"], noted["message_id"], noted["status"]) == ("ONIMBOTV2MESSAGEADD", message_id, 500)
    assert handler.names() == ["MESSAGEADD"]


def test_a_handler_that_is_gone_is_noted_with_the_reason(portal: PortalClient):
    portal.bot_call("Bot.update", {"fields": {"webhookUrl": "http://127.0.0.1:9/secret-path"}})
    before = len(portal.lines("deliveries"))
    portal.say("anna", "anybody there?")
    noted = eventually(lambda: portal.lines("deliveries")[before:], lambda rows: len(rows) == 1)[0]
    assert noted["status"] == 0
    assert "ConnectError" in noted["error"]
    assert "secret-path" not in str(noted)


def test_a_slow_handler_does_not_hold_the_portal_up(portal: PortalClient, handler: Handler):
    handler.delay = 1.0
    for number in range(3):
        portal.say("anna", f"message {number}")
    assert handler.events == []
    assert len(portal.messages("anna")) >= 3
    handler.wait(3)


def test_the_events_of_one_dialog_come_in_order(portal: PortalClient, handler: Handler):
    for number in range(40):
        portal.say("anna", str(number))
    texts = [event["data"]["message"]["text"] for event in handler.wait(40)]
    assert texts == [str(number) for number in range(40)]

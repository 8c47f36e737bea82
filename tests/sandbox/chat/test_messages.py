"""Messages, keyboards, attachments, files and chats of bots."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.sandbox.chat.portal_in_a_thread import PortalClient

ANNA = "2"


def send(portal: PortalClient, dialog: str = ANNA, **fields: Any) -> int:
    sent = portal.bot_call("Chat.Message.send", {"dialogId": dialog, "fields": fields}, trace="event-1,event-2")
    assert set(sent) == {"id", "uuidMap"}
    return int(sent["id"])


def shown(portal: PortalClient, message_id: int, who: str = "anna", dialog: str = "bot") -> dict[str, Any]:
    return next(m for m in portal.messages(who, dialog) if m["id"] == message_id)


def refused(portal: PortalClient, **fields: Any) -> str:
    return portal.bot_refused("Chat.Message.send", {"dialogId": ANNA, "fields": fields})


def test_a_message_shows_its_author_text_and_the_traces_of_its_call(portal: PortalClient):
    message = shown(portal, send(portal, message="[b]14 open deals[/b]"))
    assert message["author"] == portal.bot
    assert message["author_name"] == "Assistant"
    assert message["text"] == "[b]14 open deals[/b]"
    assert message["trace"] == ["event-1", "event-2"]
    assert message["updated"] is False


def test_an_empty_message_is_refused(portal: PortalClient):
    assert refused(portal, message=" ") == "EMPTY_MESSAGE"


def test_a_message_over_twenty_thousand_characters_is_cut(portal: PortalClient):
    text = shown(portal, send(portal, message="я" * 20_001))["text"]
    assert text == "я" * 20_000 + " (...)"


def test_an_attachment_over_sixty_thousand_characters_is_refused(portal: PortalClient):
    assert refused(portal, message="x", attach=[{"MESSAGE": "y" * 60_001}]) == "ATTACH_OVERSIZE"


def test_an_attachment_is_taken_in_each_of_its_forms(portal: PortalClient):
    blocks = [{"MESSAGE": "one"}, {"DELIMITER": {"SIZE": 200}}]
    for form in (blocks, {"BLOCKS": blocks}, json.dumps(blocks), [{"BLOCKS": blocks}]):
        assert shown(portal, send(portal, attach=form))["attach"][0]["BLOCKS"] == blocks


def test_mistakes_in_attachments_are_refused(portal: PortalClient):
    mixed = [{"NAME": "a", "VALUE": "b", "DISPLAY": "ROW"}, {"NAME": "a", "VALUE": "b", "DISPLAY": "LINE"}]
    for wrong in ([{"TEXT": "x"}], [{"GRID": mixed}], [{"LINK": {"LINK": "javascript:alert(1)"}}], [{"USER": {}}]):
        assert refused(portal, message="x", attach=wrong) == "ATTACH_ERROR"


def test_mistakes_in_keyboards_are_refused(portal: PortalClient):
    for wrong in (
        [{"TEXT": "Nothing to do"}],
        [{"COMMAND": "ack"}],
        [{"TEXT": "Two ways", "COMMAND": "ack", "LINK": "/"}],
        [{"TEXT": "Jump", "ACTION": "JUMP", "ACTION_VALUE": "x"}],
        [{"TEXT": "Script", "LINK": "javascript:alert(1)"}],
        [{"TEXT": "Colour", "LINK": "/", "BG_COLOR_TOKEN": "purple"}],
    ):
        assert refused(portal, message="x", keyboard=wrong) == "KEYBOARD_ERROR"


def test_unknown_fields_are_refused(portal: PortalClient):
    assert refused(portal, message="x", text="y") == "INVALID_ARG_VALUE"


def test_an_update_changes_what_is_given_and_n_removes_the_keyboard(portal: PortalClient):
    message_id = send(portal, message="Shall I?", keyboard=[{"TEXT": "Yes", "ACTION": "SEND", "ACTION_VALUE": "yes"}])
    assert shown(portal, message_id)["keyboard"][0]["TEXT"] == "Yes"
    portal.bot_call("Chat.Message.update", {"messageId": message_id, "fields": {"keyboard": "N"}}, trace="event-9")
    message = shown(portal, message_id)
    assert (message["text"], message["keyboard"], message["updated"]) == ("Shall I?", [], True)
    assert message["trace"] == ["event-9"]


def test_an_updated_keyboard_calls_commands_only_with_the_bot_id(portal: PortalClient):
    portal.command("more", hidden=True)
    buttons = [{"TEXT": "More", "COMMAND": "more", "COMMAND_PARAMS": "p"}]
    message_id = send(portal, message="Deals", keyboard=buttons)
    press = {"as": "anna", "message_id": message_id, "button": "More"}
    portal.bot_call("Chat.Message.update", {"messageId": message_id, "fields": {"keyboard": buttons}})
    assert "BOT_ID" in portal.http.post("/_sandbox/press", json=press).json()["error"]
    bound = {"BOT_ID": portal.bot, "BUTTONS": buttons}
    portal.bot_call("Chat.Message.update", {"messageId": message_id, "fields": {"keyboard": bound}})
    assert portal.page("press", **press)["event"] == "ONIMBOTV2COMMANDADD"


def test_only_own_messages_are_changed_and_deleted(portal: PortalClient):
    foreign = portal.say("anna", "mine")
    system = send(portal, message="The chat was renamed", system=True)
    for message_id in (foreign, system, 1):
        update = {"messageId": message_id, "fields": {"message": "changed"}}
        assert portal.bot_refused("Chat.Message.update", update) == "ACCESS_DENIED"
        assert portal.bot_refused("Chat.Message.delete", {"messageId": message_id}) == "ACCESS_DENIED"
    own = send(portal, message="oops")
    portal.bot_call("Chat.Message.delete", {"messageId": own})
    assert own not in [message["id"] for message in portal.messages("anna")]


def test_read_marks_what_people_wrote(portal: PortalClient):
    message_id = portal.say("max", "hello")
    assert shown(portal, message_id, "max")["read"] is False
    read = portal.bot_call("Chat.Message.read", {"dialogId": "5"})
    assert read["lastId"] == message_id
    assert read["viewedMessages"] == [message_id]
    assert shown(portal, message_id, "max")["read"] is True


def test_a_reaction_is_given_once_and_taken_back(portal: PortalClient):
    message_id = portal.say("anna", "thanks")
    reaction = {"messageId": message_id, "reaction": "eyes"}
    portal.bot_call("Chat.Message.Reaction.add", reaction)
    assert shown(portal, message_id)["reactions"] == {"eyes": [portal.bot]}
    assert portal.bot_refused("Chat.Message.Reaction.add", reaction) == "REACTION_ALREADY_SET"
    assert portal.bot_refused("Chat.Message.Reaction.add", {**reaction, "reaction": "nod"}) == "REACTION_NOT_FOUND"
    portal.bot_call("Chat.Message.Reaction.delete", reaction)
    assert shown(portal, message_id)["reactions"] == {}


def test_a_file_is_sent_and_downloaded_once(portal: PortalClient):
    content = "Сделка;Сумма\n".encode()
    fields = {"name": "Сделки за июнь.csv", "content": base64.b64encode(content).decode(), "message": "The list"}
    sent = portal.bot_call("File.upload", {"dialogId": ANNA, "fields": fields})
    assert sent["file"]["size"] == len(content)
    assert sent["dialogId"] == ANNA
    file = shown(portal, sent["messageId"])["files"][0]
    answer = portal.http.get(file["url"])
    assert answer.content == content
    assert answer.headers["content-disposition"].startswith("attachment")
    link = portal.bot_call("File.download", {"fileId": sent["file"]["id"]})["downloadUrl"]
    assert portal.http.get(link).content == content
    assert portal.http.get(link).status_code == 401


def test_broken_files_are_refused(portal: PortalClient):
    def upload(**fields: Any) -> str:
        return portal.bot_refused("File.upload", {"dialogId": ANNA, "fields": fields})

    assert upload(name="a.txt", content="") == "FILE_EMPTY"
    assert upload(name="a.txt", content="data:text/plain;base64,QQ==") == "FILE_INVALID_CONTENT"
    assert portal.bot_refused("File.download", {"fileId": 1}) == "FILE_NOT_FOUND"


def test_the_bot_makes_a_group_and_leaves_it(portal: PortalClient):
    made = portal.bot_call("Chat.add", {"fields": {"title": "Incident 7", "userIds": [2, 5], "message": "It is down"}})
    dialog = made["chat"]["dialogId"]
    assert made["chat"]["owner"] == portal.bot
    assert portal.messages("anna", dialog)[0]["text"] == "It is down"
    portal.bot_call("Chat.User.add", {"dialogId": dialog, "userIds": [3]})
    portal.bot_call("Chat.User.delete", {"dialogId": dialog, "userId": 2})
    assert [user["id"] for user in portal.bot_call("Chat.User.list", {"dialogId": dialog})] == [portal.bot, 5, 3]
    assert portal.bot_call("Chat.get", {"dialogId": dialog})["chat"]["userCounter"] == 3
    portal.bot_call("Chat.leave", {"dialogId": dialog})
    assert portal.bot_refused("Chat.get", {"dialogId": dialog}) == "ACCESS_DENIED"


def test_a_group_without_the_bot_is_closed_to_it(portal: PortalClient):
    group = portal.page("chats", **{"as": "anna"}, title="Private", users=["ivan"])["dialog"]
    for method in ("Chat.get", "Chat.User.list", "Chat.InputAction.notify", "Chat.Message.read"):
        assert portal.bot_refused(method, {"dialogId": group}) == "ACCESS_DENIED"
    assert portal.bot_refused("Chat.get", {"dialogId": "999"}) == "ACCESS_DENIED"


def test_the_input_field_can_be_switched_off(portal: PortalClient):
    portal.bot_call("Chat.TextField.enabled", {"dialogId": ANNA, "enabled": False})
    answer = portal.http.post("/_sandbox/say", json={"as": "anna", "dialog": "bot", "text": "hello?"})
    assert answer.status_code == 400
    portal.bot_call("Chat.TextField.enabled", {"dialogId": ANNA, "enabled": "Y"})
    assert portal.say("anna", "hello") > 0

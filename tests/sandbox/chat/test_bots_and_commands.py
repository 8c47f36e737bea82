"""Registering bots and commands, and who may drive them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.sandbox.chat.portal_in_a_thread import Handler, PortalClient

PROPERTIES = {"name": "Helper", "lastName": "Bot", "workPosition": "Helps"}


def by_webhook(portal: PortalClient, method: str, params: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    url = portal.http.get("/_sandbox/webhook", params={"login": "admin"}).json()["url"]
    answer = portal.http.post(f"{url}{method}", json=params)
    return answer.status_code, answer.json()


def test_registering_a_bot_again_gives_the_same_bot_unchanged(portal: PortalClient, handler: Handler):
    again = portal.ok(
        "imbot.v2.Bot.register",
        {"fields": {"code": "assistant", "eventMode": "fetch", "properties": {"name": "Another name"}}},
    )
    assert again["bot"]["id"] == portal.bot
    assert again["bot"]["eventMode"] == "webhook"
    assert again["users"][0]["name"] == "Assistant"


def test_a_bot_is_updated_by_update_alone(portal: PortalClient):
    portal.bot_call("Bot.update", {"fields": {"properties": {"name": "Helper"}, "isHidden": "Y"}})
    bot = portal.bot_call("Bot.get")
    assert bot["bot"]["isHidden"] is True
    assert bot["users"][0]["name"] == "Helper"


def test_what_is_missing_at_registration_is_named(portal: PortalClient):
    def refused(**fields: Any) -> str:
        return portal.refused("imbot.v2.Bot.register", {"fields": fields})

    assert refused(properties=PROPERTIES) == "BOT_CODE_REQUIRED"
    assert refused(code="x") == "BOT_PROPERTIES_REQUIRED"
    assert refused(code="x", properties=PROPERTIES, type="robot") == "BOT_INVALID_TYPE"
    assert refused(code="x", properties=PROPERTIES, eventMode="push") == "BOT_INVALID_EVENT_MODE"
    assert refused(code="x", properties=PROPERTIES, eventMode="webhook") == "BOT_WEBHOOK_URL_REQUIRED"
    assert refused(code="x", properties=PROPERTIES, eventMode="webhook", webhookUrl="nowhere") == "BOT_INVALID_CALLBACK"


def test_a_webhook_drives_its_bot_with_the_bot_token(portal: PortalClient):
    fields = {"code": "hooked", "properties": PROPERTIES}
    status, answer = by_webhook(portal, "imbot.v2.Bot.register", {"fields": fields})
    assert (status, answer["error"]) == (400, "BOT_TOKEN_NOT_SPECIFIED")
    status, answer = by_webhook(portal, "imbot.v2.Bot.register", {"fields": {**fields, "botToken": "t" * 41}})
    assert answer["error"] == "BOT_TOKEN_INVALID_LENGTH"
    status, answer = by_webhook(portal, "imbot.v2.Bot.register", {"fields": {**fields, "botToken": "first"}})
    assert status == 200
    call = {"botId": answer["result"]["bot"]["id"]}
    assert by_webhook(portal, "imbot.v2.Command.list", call)[1]["error"] == "BOT_TOKEN_NOT_SPECIFIED"
    assert by_webhook(portal, "imbot.v2.Command.list", {**call, "botToken": "x"})[1]["error"] == "BOT_OWNERSHIP_ERROR"
    assert by_webhook(portal, "imbot.v2.Command.list", {**call, "botToken": "first"})[0] == 200
    rotation = {**call, "botToken": "first", "fields": {"botToken": "second"}}
    assert by_webhook(portal, "imbot.v2.Bot.update", rotation)[0] == 200
    assert (
        by_webhook(portal, "imbot.v2.Command.list", {**call, "botToken": "first"})[1]["error"] == "BOT_OWNERSHIP_ERROR"
    )
    assert by_webhook(portal, "imbot.v2.Bot.unregister", {**call, "botToken": "second"})[0] == 200


def test_another_application_cannot_take_or_drive_the_bot(portal: PortalClient):
    query = {"client_id": "local.other", "client_secret": "other"}
    tokens = portal.http.get("/_sandbox/tokens", params=query).json()["tokens"]
    own, portal.token = portal.token, tokens[0]["access_token"]
    try:
        assert portal.bot_refused("Command.list") == "BOT_OWNERSHIP_ERROR"
        fields = {"code": "assistant", "properties": PROPERTIES}
        assert portal.refused("imbot.v2.Bot.register", {"fields": fields}) == "BOT_CODE_ALREADY_TAKEN"
        assert "eventMode" not in portal.ok("imbot.v2.Bot.get", {"botId": portal.bot})["bot"]
    finally:
        portal.token = own


def test_calls_without_a_bot_or_with_an_unknown_one_are_refused(portal: PortalClient):
    assert portal.refused("imbot.v2.Command.list", {}) == "BOT_ID_REQUIRED"
    assert portal.refused("imbot.v2.Command.list", {"botId": 77}) == "BOT_NOT_FOUND"


def test_bots_are_listed_in_pages(portal: PortalClient):
    portal.ok("imbot.v2.Bot.register", {"fields": {"code": "second", "properties": PROPERTIES}})
    page = portal.ok("imbot.v2.Bot.list", {"limit": 1})
    assert [bot["code"] for bot in page["bots"]] == ["assistant"]
    assert page["hasNextPage"] is True
    rest = portal.ok("imbot.v2.Bot.list", {"limit": 1, "offset": 1})
    assert [bot["code"] for bot in rest["bots"]] == ["second"]
    assert rest["hasNextPage"] is False


def test_registering_a_command_again_gives_the_same_command_unchanged(portal: PortalClient):
    first = portal.command("deals", title={"en": "Deals", "ru": "Сделки"})
    again = portal.bot_call("Command.register", {"fields": {"command": "deals", "title": {"en": "Other"}}})
    assert again["command"]["id"] == first
    listed = portal.bot_call("Command.list")["commands"]
    assert [(command["command"], command["title"]) for command in listed] == [("/deals", "Deals")]


def test_a_visible_command_needs_a_title_and_a_hidden_one_does_not(portal: PortalClient):
    assert portal.bot_refused("Command.register", {"fields": {"command": "x"}}) == "COMMAND_TITLE_REQUIRED"
    assert portal.bot_refused("Command.register", {"fields": {"title": {"en": "X"}}}) == "COMMAND_REQUIRED"
    assert portal.bot_call("Command.register", {"fields": {"command": "x", "hidden": "Y"}})["command"]["hidden"] is True


def test_translations_of_a_command_are_changed_and_removed(portal: PortalClient):
    command = portal.command("deals", title={"en": "Deals", "ru": "Сделки"})
    portal.bot_call("Command.update", {"commandId": command, "fields": {"title": {"ru": None, "en": "My deals"}}})
    shown = portal.http.get("/_sandbox/commands", params={"as": "ivan", "dialog": "bot"}).json()
    assert shown == [{"command": "/deals", "title": "My deals", "params": ""}]


def test_a_command_cannot_take_the_word_of_another(portal: PortalClient):
    portal.command("deals")
    tasks = portal.command("tasks")
    fields = {"commandId": tasks, "fields": {"command": "deals"}}
    assert portal.bot_refused("Command.update", fields) == "COMMAND_ALREADY_EXISTS"


def test_an_unregistered_command_is_gone(portal: PortalClient, handler: Handler):
    command = portal.command("deals")
    portal.bot_call("Command.unregister", {"commandId": command})
    portal.say("anna", "/deals")
    handler.wait(1)
    assert handler.names() == ["MESSAGEADD"]
    assert portal.bot_refused("Command.unregister", {"commandId": command}) == "COMMAND_NOT_FOUND"


def test_the_revision_is_told(portal: PortalClient):
    assert portal.ok("imbot.v2.Revision.get")["rest"] == 36


def test_the_log_of_calls_hides_bot_tokens(portal: PortalClient):
    by_webhook(portal, "imbot.v2.Command.list", {"botId": portal.bot, "botToken": "very-secret"})
    by_webhook(portal, "imbot.v2.Bot.register", {"fields": {"code": "x", "botToken": "very-secret"}})
    cmd = {"a": f"imbot.v2.Bot.get?botId={portal.bot}&botToken=very-secret&code=x"}
    by_webhook(portal, "batch", {"cmd": cmd})
    assert "very-secret" not in portal.http.get("/_sandbox/calls").text

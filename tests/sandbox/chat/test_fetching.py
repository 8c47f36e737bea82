"""A bot that fetches its events instead of being called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sandbox.chat.portal_in_a_thread import Handler, PortalClient


@pytest.fixture
def fetching(portal: PortalClient) -> PortalClient:
    portal.bot_call("Bot.update", {"fields": {"eventMode": "fetch"}})
    return portal


def test_events_wait_with_real_types_and_without_tokens(fetching: PortalClient, handler: Handler):
    message_id = fetching.say("anna", "hello")
    told = fetching.bot_call("Event.get")
    event = told["events"][0]
    assert event["type"] == "ONIMBOTV2MESSAGEADD"
    assert event["data"]["message"]["id"] == message_id
    assert event["data"]["user"]["active"] is True
    assert event["data"]["message"]["forward"] is None
    assert event["data"]["bot"]["eventMode"] == "fetch"
    assert "auth" not in event["data"]["bot"]
    assert told["nextOffset"] == event["eventId"] + 1
    assert handler.events == []


def test_events_come_again_until_an_offset_confirms_them(fetching: PortalClient):
    for text in ("one", "two", "three"):
        fetching.say("anna", text)
    first = fetching.bot_call("Event.get", {"limit": 2})
    assert first["hasMore"] is True
    assert fetching.bot_call("Event.get", {"limit": 2}) == first
    rest = fetching.bot_call("Event.get", {"offset": first["nextOffset"]})
    assert [event["data"]["message"]["text"] for event in rest["events"]] == ["three"]
    assert rest["hasMore"] is False
    empty = fetching.bot_call("Event.get", {"offset": rest["nextOffset"]})
    assert empty["events"] == []
    fetching.say("anna", "four")
    assert len(fetching.bot_call("Event.get", {"offset": empty["nextOffset"]})["events"]) == 1


def test_back_in_webhook_mode_events_go_to_the_handler(fetching: PortalClient, handler: Handler):
    fetching.bot_call("Bot.update", {"fields": {"eventMode": "webhook", "webhookUrl": f"{handler.url}/again"}})
    fetching.say("anna", "hello")
    assert handler.wait(1)[0]["event"] == "ONIMBOTV2MESSAGEADD"
    assert fetching.bot_call("Event.get")["events"] == []

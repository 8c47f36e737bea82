"""An event as it lies in an inbox: `ID ORDER JSON`, so that the scripts in Redis need not read the JSON."""

from __future__ import annotations

import json
from typing import Any

from assistant import storage
from assistant.models import Dialog, Event, EventKind, Person

NO_ORDER = frozenset({EventKind.PRESS, EventKind.EDIT})
"""Kinds whose message is an older one: its number says nothing about their turn."""


def conversation(event: Event) -> str:
    """Whose inbox an event belongs to."""
    return storage.conversation(event.portal, event.dialog.id, event.person.id)


def encode(event: Event) -> str:
    """The entry of an event; ORDER is the number of its message, 0: as it comes."""
    order = 0 if event.kind in NO_ORDER else event.message_id
    return f"{event.id} {order} {json.dumps(as_json(event), ensure_ascii=False, separators=(',', ':'))}"


def decode(entry: bytes) -> Event:
    """The event of an entry."""
    return from_json(json.loads(entry.split(b" ", 2)[2]))


def as_json(event: Event) -> dict[str, Any]:
    """An event as JSON values; empty ones are left out."""
    person = event.person
    values = {
        "id": event.id,
        "kind": event.kind.value,
        "portal": event.portal,
        "bot_id": event.bot_id,
        "person": person.id,
        "name": person.name,
        "lang": event.lang,
        "bot": person.bot,
        "extranet": person.extranet,
        "dialog": event.dialog.id,
        "group": event.dialog.group,
        "message_id": event.message_id,
        "text": event.text,
        "command_id": event.command_id,
        "params": event.params,
        "ts": event.ts,
        "received": event.received,
    }
    return {name: value for name, value in values.items() if value}


def from_json(values: dict[str, Any]) -> Event:
    """The event of such JSON; unknown values are ignored, so that two versions can run side by side."""
    return Event(
        id=values["id"],
        kind=EventKind(values["kind"]),
        portal=values["portal"],
        bot_id=values.get("bot_id", 0),
        person=Person(
            id=values.get("person", 0),
            name=values.get("name", ""),
            bot=values.get("bot", False),
            extranet=values.get("extranet", False),
        ),
        dialog=Dialog(values.get("dialog", ""), values.get("group", False)),
        message_id=values.get("message_id", 0),
        text=values.get("text", ""),
        command_id=values.get("command_id", 0),
        params=values.get("params", ""),
        lang=values.get("lang", ""),
        ts=values.get("ts", 0),
        received=values.get("received", 0.0),
    )

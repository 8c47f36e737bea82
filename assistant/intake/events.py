"""A decoded delivery of the portal → events.

Shapes: `imbot.v2/events/events.md`. By webhook all values are strings, otherwise numbers and booleans: each is cast.
"""

from __future__ import annotations

import json
import re
from typing import Any

from assistant.errors import BadEventError
from assistant.intake.form import Payload
from assistant.intake.identity import commands, digest, of_command
from assistant.models import Dialog, Event, EventKind, Person

EVENT_NAME = re.compile(r"ON[A-Z0-9_]{2,60}")
DIALOG_ID = re.compile(r"[a-z]{0,12}\d{1,19}")
TRUE = frozenset({"1", "true", "y"})
NOBODY = Person(0)


def events_of(payload: Payload, portal: str, now: float) -> list[Event]:
    """The events of a delivery; none when it is of no interest to us: of a bot, of the system, of another kind.

    Args:
        payload: the whole decoded body.
        portal: `member_id`, already verified.
        now: Unix seconds.

    Raises:
        BadEventError: no event, or one that lacks what its kind must have.
    """
    name = str(payload.get("event", "")).upper()
    if not EVENT_NAME.fullmatch(name):
        raise BadEventError("`event` is missing or no name of an event")
    read = READERS.get(name)
    if read is None:
        return []
    return read(Delivery(payload, portal, now))


class Delivery:
    """Access to the parts that the kinds of events share."""

    def __init__(self, payload: Payload, portal: str, now: float) -> None:
        self.data = part(payload, "data")
        self.portal = portal
        self.now = now
        self.ts = number(payload.get("ts"), "ts", 0)
        self.bot = number(part(self.data, "bot").get("id"), "data[bot][id]")

    def event(self, kind: EventKind, event_id: str, **values: Any) -> Event:
        """An event with what is common."""
        values.setdefault("person", NOBODY)
        values.setdefault("dialog", Dialog(""))
        values.setdefault("message_id", 0)
        return Event(event_id, kind, self.portal, self.bot, ts=self.ts, received=self.now, **values)

    def person(self) -> Person:
        """Who caused it."""
        user = part(self.data, "user")
        name = user.get("name") or f"{user.get('firstName') or ''} {user.get('lastName') or ''}".strip()
        return Person(
            id=number(user.get("id"), "data[user][id]"),
            name=str(name),
            bot=flag(user.get("bot")),
            extranet=flag(user.get("extranet")),
        )

    def dialog(self, person: Person) -> Dialog:
        """Where to answer. In a private chat that is the other side as the bot sees it: the person."""
        chat = self.data.get("chat")
        given = (chat.get("dialogId") if isinstance(chat, dict) else None) or self.data.get("dialogId")
        if given is None:
            raise BadEventError("data[chat][dialogId] is missing")
        name = str(given)
        if not DIALOG_ID.fullmatch(name):
            raise BadEventError("data[chat][dialogId] is no id of a dialog")
        group = not name.isdecimal()
        return Dialog(name if group or int(name) != self.bot else str(person.id), group)


def part(payload: Payload, name: str) -> Payload:
    """An object inside an object; PHP sends an empty one as an empty string or list."""
    value = payload.get(name)
    if isinstance(value, dict):
        return value
    if value in ("", None, []):
        return {}
    raise BadEventError(f"`{name}` is no object")


def number(value: Any, name: str, default: int | None = None) -> int:
    """A whole number, given as number or as string."""
    if value in (None, "") and default is not None:
        return default
    try:
        found = int(value)
    except (TypeError, ValueError, OverflowError):
        raise BadEventError(f"{name} is missing or no number") from None
    if not 0 <= found < 2**63:
        raise BadEventError(f"{name} is out of range")
    return found


def flag(value: Any) -> bool:
    """A yes or no, given as boolean, number or string; anything else is no."""
    return str(value).lower() in TRUE


def _message(delivery: Delivery) -> list[Event]:
    person = delivery.person()
    message = part(delivery.data, "message")
    if _of_no_person(delivery, person, message):
        return []
    dialog = delivery.dialog(person)
    number_ = number(message.get("id"), "data[message][id]")
    text = str(message.get("text") or "")
    common = {"person": person, "dialog": dialog, "message_id": number_}
    typed = commands(text)
    if typed:
        ids = [of_command(delivery.portal, delivery.bot, number_, person.id, command) for command in typed]
        texts = typed if len(typed) > 1 else [text]  # as written, mention included
        return [
            delivery.event(EventKind.MESSAGE, id_, text=written, **common)
            for id_, written in zip(ids, texts, strict=True)
        ]
    id_ = digest("message", delivery.portal, delivery.bot, number_, person.id, delivery.ts)
    return [delivery.event(EventKind.MESSAGE, id_, text=text, **common)]


def _edit(delivery: Delivery) -> list[Event]:
    person = delivery.person()
    message = part(delivery.data, "message")
    if _of_no_person(delivery, person, message):
        return []
    number_ = number(message.get("id"), "data[message][id]")
    text = str(message.get("text") or "")
    id_ = digest("edit", delivery.portal, delivery.bot, number_, person.id, text, delivery.ts)
    dialog = delivery.dialog(person)
    return [delivery.event(EventKind.EDIT, id_, person=person, dialog=dialog, message_id=number_, text=text)]


def _command(delivery: Delivery) -> list[Event]:
    person = delivery.person()
    if person.bot or person.id == delivery.bot:
        return []
    command = part(delivery.data, "command")
    word = str(command.get("command") or "").strip()
    if not word:
        raise BadEventError("data[command][command] is missing")
    if not word.startswith("/"):
        word = f"/{word}"
    params = str(command.get("params") or "").strip()
    message = number(part(delivery.data, "message").get("id"), "data[message][id]")
    common: dict[str, Any] = {
        "person": person,
        "dialog": delivery.dialog(person),
        "message_id": message,
        "command_id": number(command.get("id"), "data[command][id]", 0),
    }
    context = str(command.get("context") or "textarea")
    if context == "textarea":
        text = (commands(f"{word} {params}") or [f"{word} {params}"])[0].rstrip()
        id_ = of_command(delivery.portal, delivery.bot, message, person.id, text)
        rest = text[len(word) :].strip()
        return [delivery.event(EventKind.COMMAND, id_, text=text, params=rest, **common)]
    # Two presses of one button differ in nothing but the time.
    id_ = digest(context, delivery.portal, delivery.bot, message, word, params, person.id, delivery.ts)
    if context == "keyboard":
        return [delivery.event(EventKind.PRESS, id_, params=params, **common)]
    return [delivery.event(EventKind.COMMAND, id_, text=f"{word} {params}".rstrip(), params=params, **common)]


def _join(delivery: Delivery) -> list[Event]:
    person = delivery.person()
    dialog = delivery.dialog(person)
    id_ = digest("join", delivery.portal, delivery.bot, dialog.id, person.id, delivery.ts)
    return [delivery.event(EventKind.JOIN, id_, person=person, dialog=dialog)]


def _context(delivery: Delivery) -> list[Event]:
    person = delivery.person()
    if person.bot:
        return []
    dialog = delivery.dialog(person)
    context = delivery.data.get("context")
    text = context if isinstance(context, str) else json.dumps(context, ensure_ascii=False)
    id_ = digest("context", delivery.portal, delivery.bot, dialog.id, person.id, text, delivery.ts)
    return [delivery.event(EventKind.CONTEXT, id_, person=person, dialog=dialog, text=text)]


def _deleted(delivery: Delivery) -> list[Event]:
    id_ = digest("deleted", delivery.portal, delivery.bot, delivery.ts)
    return [delivery.event(EventKind.BOT_DELETED, id_)]


def _of_no_person(delivery: Delivery, person: Person, message: Payload) -> bool:
    """Written by a bot, by ourselves or by the system: an answer could start a loop."""
    author = number(message.get("authorId"), "data[message][authorId]", person.id)
    return person.bot or flag(message.get("isSystem")) or author in (0, delivery.bot) or person.id == delivery.bot


READERS = {
    "ONIMBOTV2MESSAGEADD": _message,
    "ONIMBOTV2MESSAGEUPDATE": _edit,
    "ONIMBOTV2COMMANDADD": _command,
    "ONIMBOTV2JOINCHAT": _join,
    "ONIMBOTV2CONTEXTGET": _context,
    "ONIMBOTV2DELETE": _deleted,
}
"""ONIMBOTV2MESSAGEDELETE and ONIMBOTV2REACTIONCHANGE are not used."""

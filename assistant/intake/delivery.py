"""What one delivery of the portal says, whatever form it came in, and which identities its events get."""

from __future__ import annotations

import json
import re
from typing import Any

from assistant.errors import BadEventError
from assistant.intake.form import Payload
from assistant.intake.identity import commands, digest, of_command
from assistant.models import Dialog, Event, EventKind, Person

DIALOG_ID = re.compile(r"[a-z]{0,12}\d{1,19}")
LANGUAGE = re.compile(r"[a-z]{2}")
TRUE = frozenset({"1", "true", "y"})
NOBODY = Person(0)
TEXTAREA, KEYBOARD = "textarea", "keyboard"
"""Where a command was called."""


class Delivery:
    """Makes events; subclasses find the values in the form that they know."""

    def __init__(self, payload: Payload, portal: str, now: float, occasion: str = "") -> None:
        """See `assistant.intake.events`; `occasion` is what tells this delivery from another with the same content."""
        self.payload = payload
        self.data = part(payload, "data")
        self.portal = portal
        self.now = now
        self.ts = number(payload.get("ts"), "ts", 0)
        self.occasion = occasion or str(self.ts)
        self.bot = self.find_bot()

    def find_bot(self) -> int:
        """The bot that is told."""
        raise NotImplementedError

    def language(self) -> str:
        """The portal's, two letters; empty when it is not told."""
        raise NotImplementedError

    def written(self, person: Person, dialog: Dialog, message: int, text: str) -> list[Event]:
        """A message; several when its text is several commands."""
        common: dict[str, Any] = {"person": person, "dialog": dialog, "message_id": message}
        typed = commands(text)
        if typed:
            ids = [of_command(self.portal, self.bot, message, person.id, command) for command in typed]
            texts = typed if len(typed) > 1 else [text]  # as written, mention included
            return [
                self._event(EventKind.MESSAGE, id_, text=written, **common)
                for id_, written in zip(ids, texts, strict=True)
            ]
        id_ = digest("message", self.portal, self.bot, message, person.id, self.occasion)
        return [self._event(EventKind.MESSAGE, id_, text=text, **common)]

    def edited(self, person: Person, dialog: Dialog, message: int, text: str) -> list[Event]:
        """A person changed an own message."""
        id_ = digest("edit", self.portal, self.bot, message, person.id, text, self.occasion)
        return [self._event(EventKind.EDIT, id_, person=person, dialog=dialog, message_id=message, text=text)]

    def called(
        self, person: Person, dialog: Dialog, message: int, *, command: int, word: str, params: str, context: str
    ) -> list[Event]:
        """A command was typed or a button was pressed."""
        word = word if word.startswith("/") else f"/{word}"
        common: dict[str, Any] = {"person": person, "dialog": dialog, "message_id": message, "command_id": command}
        if context == TEXTAREA:
            text = (commands(f"{word} {params}") or [f"{word} {params}"])[0].rstrip()
            id_ = of_command(self.portal, self.bot, message, person.id, text)
            return [self._event(EventKind.COMMAND, id_, text=text, params=text[len(word) :].strip(), **common)]
        # Two presses of one button differ in nothing but the time.
        id_ = digest(context, self.portal, self.bot, message, word, params, person.id, self.occasion)
        if context == KEYBOARD:
            return [self._event(EventKind.PRESS, id_, params=params, **common)]
        return [self._event(EventKind.COMMAND, id_, text=f"{word} {params}".rstrip(), params=params, **common)]

    def joined(self, person: Person, dialog: Dialog) -> list[Event]:
        """The bot was let into a chat."""
        id_ = digest("join", self.portal, self.bot, dialog.id, person.id, self.occasion)
        return [self._event(EventKind.JOIN, id_, person=person, dialog=dialog)]

    def linked(self, person: Person, dialog: Dialog, context: Any) -> list[Event]:
        """A deep link was opened."""
        text = context if isinstance(context, str) else json.dumps(context, ensure_ascii=False)
        id_ = digest("context", self.portal, self.bot, dialog.id, person.id, text, self.occasion)
        return [self._event(EventKind.CONTEXT, id_, person=person, dialog=dialog, text=text)]

    def deleted(self) -> list[Event]:
        """The bot was removed."""
        return [self._event(EventKind.BOT_DELETED, digest("deleted", self.portal, self.bot, self.occasion))]

    def dialog_of(self, given: Any, name: str, person: Person) -> Dialog:
        """Where to answer. In a private chat that is the other side as the bot sees it: the person."""
        if given in (None, ""):
            raise BadEventError(f"{name} is missing")
        text = str(given)
        if not DIALOG_ID.fullmatch(text):
            raise BadEventError(f"{name} is no id of a dialog")
        group = not text.isdecimal()
        return Dialog(text if group or int(text) != self.bot else str(person.id), group)

    def _event(self, kind: EventKind, event_id: str, **values: Any) -> Event:
        values.setdefault("person", NOBODY)
        values.setdefault("dialog", Dialog(""))
        values.setdefault("message_id", 0)
        values |= {"lang": self.language(), "ts": self.ts, "received": self.now}
        return Event(event_id, kind, self.portal, self.bot, **values)


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


def language(value: Any) -> str:
    """A code of two letters; what is none, is nothing."""
    text = str(value or "").lower()
    return text if LANGUAGE.fullmatch(text) else ""


def flag(value: Any) -> bool:
    """A yes or no, given as boolean, number, Y or N; anything else is no."""
    return str(value).lower() in TRUE

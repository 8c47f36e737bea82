"""Events of bots of the first generation (`chat-bots/outdated/**/events/*.md`): upper case, Y and N.

What they lack is the rule: `USER` may be empty or absent, `CHAT_*` are absent in private chats.
"""

from __future__ import annotations

from typing import Any

from assistant.errors import BadEventError
from assistant.intake.delivery import KEYBOARD, TEXTAREA, Delivery, flag, language, number, part
from assistant.intake.form import Payload
from assistant.models import Dialog, Event, Person

PRIVATE = "P"


class DeliveryV1(Delivery):
    """`data[BOT][id]` or `data[COMMAND][id]`, `data[PARAMS]`, `data[USER]`."""

    def find_bot(self) -> int:
        """Several bots of one application may be told at once: the addressed one, else the first."""
        told = part(self.data, "BOT") or part(self.data, "COMMAND")
        if not told:
            return number(self.data.get("BOT_ID"), "data[BOT]")
        bots = [number(entry.get("BOT_ID"), "BOT_ID") for entry in told.values() if isinstance(entry, dict)]
        if not bots:
            raise BadEventError("data[BOT] names no bot")
        addressed = number(self.params.get("TO_USER_ID"), "TO_USER_ID", 0)
        return addressed if addressed in bots else bots[0]

    def language(self) -> str:
        """`LANGUAGE` of the message or the chat."""
        return language(self.params.get("LANGUAGE"))

    @property
    def params(self) -> Payload:
        """What the message or the chat is."""
        return part(self.data, "PARAMS")

    def person(self, *others: Any) -> Person:
        """Who caused it: `USER`, else the first of the other ids that is given; 0 for the system."""
        user = part(self.data, "USER")
        given = next((each for each in (user.get("ID"), *others) if each not in (None, "")), None)
        name = user.get("NAME") or f"{user.get('FIRST_NAME') or ''} {user.get('LAST_NAME') or ''}".strip()
        return Person(
            id=number(given, "data[USER][ID]"),
            name=str(name),
            bot=flag(user.get("IS_BOT")),
            extranet=flag(user.get("IS_EXTRANET")),
        )

    def author(self) -> Person:
        """Who wrote the message; an edit in a group only says AUTHOR_ID."""
        return self.person(self.params.get("FROM_USER_ID"), self.params.get("AUTHOR_ID"))

    def dialog(self, person: Person) -> Dialog:
        """Where it happened."""
        given = self.params.get("DIALOG_ID")
        if not given and self.params.get("MESSAGE_TYPE") == PRIVATE:
            given = person.id
        chat = self.params.get("CHAT_ID") or self.params.get("TO_CHAT_ID")
        return self.dialog_of(given or (f"chat{chat}" if chat else None), "data[PARAMS][DIALOG_ID]", person)

    def text(self) -> str:
        """As written: in a group the mention of the bot only stands in the original."""
        original = self.params.get("MESSAGE_ORIGINAL")
        if original:
            return str(original)
        text = str(self.params.get("MESSAGE") or "")
        return text.lstrip(" ,:") if part(self.params, "MENTIONED_LIST") else text

    def of_no_person(self, person: Person) -> bool:
        """Written by a bot, by ourselves or by the system: an answer could start a loop."""
        author = number(self.params.get("AUTHOR_ID"), "data[PARAMS][AUTHOR_ID]", person.id)
        nobody = {0, self.bot}
        return person.bot or flag(self.params.get("SYSTEM")) or author in nobody or person.id in nobody


def _message(delivery: DeliveryV1) -> list[Event]:
    person = delivery.author()
    if delivery.of_no_person(person):
        return []
    return delivery.written(person, delivery.dialog(person), _id(delivery.params), delivery.text())


def _edit(delivery: DeliveryV1) -> list[Event]:
    person = delivery.author()
    if delivery.of_no_person(person):
        return []
    return delivery.edited(person, delivery.dialog(person), _id(delivery.params), delivery.text())


def _command(delivery: DeliveryV1) -> list[Event]:
    events: list[Event] = []
    for command in part(delivery.data, "COMMAND").values():
        if not isinstance(command, dict):
            raise BadEventError("data[COMMAND] holds no commands")
        context = str(command.get("COMMAND_CONTEXT") or TEXTAREA).lower()
        # A pressed key stands under a message of the bot: who is FROM_USER_ID then, the documentation does not say.
        sender = delivery.params.get("FROM_USER_ID")
        actor = part(delivery.payload, "auth").get("user_id")
        person = delivery.person(*((actor, sender) if context == KEYBOARD else (sender, actor)))
        if person.bot or person.id in (0, delivery.bot):
            continue
        word = str(command.get("COMMAND") or "").strip()
        if not word:
            raise BadEventError("data[COMMAND][…][COMMAND] is missing")
        events += delivery.called(
            person,
            delivery.dialog(person),
            _id(command if command.get("MESSAGE_ID") else delivery.params),
            command=number(command.get("COMMAND_ID"), "COMMAND_ID", 0),
            word=word,
            params=str(command.get("COMMAND_PARAMS") or "").strip(),
            context=context,
        )
    return events


def _join(delivery: DeliveryV1) -> list[Event]:
    person = delivery.person(delivery.params.get("USER_ID"))
    if person.bot or person.id in (0, delivery.bot):
        return []
    return delivery.joined(person, delivery.dialog(person))


def _id(holder: Payload) -> int:
    return number(holder.get("MESSAGE_ID"), "MESSAGE_ID")


READERS = {
    "ONIMBOTMESSAGEADD": _message,
    "ONIMBOTMESSAGEUPDATE": _edit,
    "ONIMCOMMANDADD": _command,
    "ONIMBOTJOINCHAT": _join,
    "ONIMBOTDELETE": DeliveryV1.deleted,
}
"""ONIMBOTMESSAGEDELETE is not used."""

"""Events of bots of the second generation (`imbot.v2/events/events.md`).

By webhook all values are strings, fetched ones are numbers and booleans: each is cast.
"""

from __future__ import annotations

from assistant.errors import BadEventError
from assistant.intake.delivery import TEXTAREA, Delivery, flag, language, number, part
from assistant.intake.form import Payload
from assistant.models import Dialog, Event, Person

EMPLOYEE = "employee"
"""All other types of people (extranet, email, collaber) are of other companies."""


class DeliveryV2(Delivery):
    """Camel case: `data[bot]`, `data[message]`, `data[chat]`, `data[user]`."""

    def find_bot(self) -> int:
        """One delivery, one bot."""
        return number(part(self.data, "bot").get("id"), "data[bot][id]")

    def language(self) -> str:
        """`data[language]`."""
        return language(self.data.get("language"))

    def person(self) -> Person:
        """Who caused it."""
        user = part(self.data, "user")
        name = user.get("name") or f"{user.get('firstName') or ''} {user.get('lastName') or ''}".strip()
        return Person(
            id=number(user.get("id"), "data[user][id]"),
            name=str(name),
            bot=flag(user.get("bot")),
            extranet=flag(user.get("extranet")) or user.get("type", EMPLOYEE) not in {EMPLOYEE, ""},
        )

    def dialog(self, person: Person) -> Dialog:
        """Where it happened."""
        chat = self.data.get("chat")
        given = (chat.get("dialogId") if isinstance(chat, dict) else None) or self.data.get("dialogId")
        return self.dialog_of(given, "data[chat][dialogId]", person)

    def of_no_person(self, person: Person, message: Payload) -> bool:
        """Written by a bot, by ourselves or by the system: an answer could start a loop."""
        author = number(message.get("authorId"), "data[message][authorId]", person.id)
        return person.bot or flag(message.get("isSystem")) or author in (0, self.bot) or person.id == self.bot


def _message(delivery: DeliveryV2) -> list[Event]:
    person = delivery.person()
    message = part(delivery.data, "message")
    if delivery.of_no_person(person, message):
        return []
    dialog = delivery.dialog(person)
    return delivery.written(person, dialog, _id(message), str(message.get("text") or ""))


def _edit(delivery: DeliveryV2) -> list[Event]:
    person = delivery.person()
    message = part(delivery.data, "message")
    if delivery.of_no_person(person, message):
        return []
    return delivery.edited(person, delivery.dialog(person), _id(message), str(message.get("text") or ""))


def _command(delivery: DeliveryV2) -> list[Event]:
    person = delivery.person()
    if person.bot or person.id == delivery.bot:
        return []
    command = part(delivery.data, "command")
    word = str(command.get("command") or "").strip()
    if not word:
        raise BadEventError("data[command][command] is missing")
    return delivery.called(
        person,
        delivery.dialog(person),
        _id(part(delivery.data, "message")),
        command=number(command.get("id"), "data[command][id]", 0),
        word=word,
        params=str(command.get("params") or "").strip(),
        context=str(command.get("context") or TEXTAREA),
    )


def _join(delivery: DeliveryV2) -> list[Event]:
    person = delivery.person()
    if person.bot or person.id in (0, delivery.bot):
        return []
    return delivery.joined(person, delivery.dialog(person))


def _context(delivery: DeliveryV2) -> list[Event]:
    person = delivery.person()
    if person.bot or person.id in (0, delivery.bot):
        return []
    return delivery.linked(person, delivery.dialog(person), delivery.data.get("context"))


def _id(message: Payload) -> int:
    return number(message.get("id"), "data[message][id]")


READERS = {
    "ONIMBOTV2MESSAGEADD": _message,
    "ONIMBOTV2MESSAGEUPDATE": _edit,
    "ONIMBOTV2COMMANDADD": _command,
    "ONIMBOTV2JOINCHAT": _join,
    "ONIMBOTV2CONTEXTGET": _context,
    "ONIMBOTV2DELETE": DeliveryV2.deleted,
}
"""ONIMBOTV2MESSAGEDELETE and ONIMBOTV2REACTIONCHANGE are not used."""

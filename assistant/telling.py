"""What an event leads to, and saying it: where it was asked, privately out of a group, or in place of what was said."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.dialogue import Answered, Offered, Sent, State
from assistant.effects import InDoubtError
from assistant.errors import ForbiddenError, PortalError
from assistant.models import Action, Event, Message, Reply, Share
from assistant.replies import Locale, answered_privately, beside, may_repeat, render, shared

if TYPE_CHECKING:
    from assistant.bitrix24 import AskersPortal, Bot
    from assistant.effects import Effects, Permit

log = logging.getLogger(__name__)

SYSTEM = 0
"""The author of a command's answer in a chat without the bot."""
Keep = Callable[[Action, str], str]
"""Keeps what a button does in a dialog; gives the id that the button carries."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One message for one dialog."""

    dialog: str
    message: Message
    replaces: int = 0
    """The own message that it takes the place of; a new one is sent when that cannot be edited."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an event leads to, and what is remembered once it is said."""

    tellings: tuple[Telling, ...]
    state: State | None = None
    """`None`: it changes nothing in the talk."""
    private: State | None = None
    """What the private chat remembers, when it was told there."""
    question: Answered | None = None
    """The question, for its edits; what is sent for it is added."""
    dead: tuple[str, ...] = ()
    """Buttons that are gone."""
    spent: str = ""
    """A button that works once."""


def answering(  # noqa: PLR0917 - what is told where depends on all of it
    event: Event, reply: Reply, locale: Locale, keep: Keep, instead: Sent | None = None, back: Reply | None = None
) -> list[Telling]:
    """Into the dialog; out of a group, what is personal goes to the person, with a note in the group.

    Args:
        event: what is answered.
        reply: what is said.
        locale: of the reader.
        keep: for the buttons.
        instead: what was sent before and is replaced.
        back: the question that is still open; it goes where everybody may read it who may read the answer.
    """
    here, private = event.dialog.id, str(event.person.id)
    replaced = instead.messages if instead else {}

    def telling(dialog: str, reply: Reply) -> Telling:
        message = render(reply, locale, lambda action: keep(action, dialog))
        return Telling(dialog, message, replaced.get(dialog, 0))

    if not event.dialog.group:
        return [telling(here, beside(reply, back))]
    if not reply.personal:
        return [telling(here, beside(reply, back if back and not back.personal else None))]
    share = Share(render(reply, locale, lambda _: "-").text) if reply.shareable else None
    answer = telling(private, beside(reply, back if back and back.personal else None))
    note = answered_privately(event.person, share)
    return [answer, telling(here, beside(note, back if back and not back.personal else None))]


def offered(event: Event, tellings: Iterable[Telling], kept: Mapping[str, Action]) -> tuple[Offered, ...]:
    """The buttons that the person was given in the private chat, so that they may be typed; `kept` is what they do."""
    private = str(event.person.id)
    messages = [telling.message for telling in tellings if telling.dialog == private]
    keys = [key for message in messages for row in message.keyboard for key in row]
    return tuple(Offered.of(key.text, kept[key.press]) for key in keys if key.press in kept)


def whispering(event: Event, reply: Reply, locale: Locale, keep: Keep) -> list[Telling]:
    """To the person alone, without a word in the group."""
    private = str(event.person.id)
    return [Telling(private, render(reply, locale, lambda action: keep(action, private)))]


def sharing(event: Event, share: Share, locale: Locale, keep: Keep) -> list[Telling]:
    """Into the group, what was answered privately; the note there loses its button."""
    note = render(answered_privately(event.person), locale, lambda action: keep(action, event.dialog.id))
    return [
        Telling(event.dialog.id, shared(event.person, share.text, locale)),
        Telling(event.dialog.id, note, event.message_id),
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """A message that was sent or edited."""

    id: int
    """0 when the portal does not tell it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Says what an event leads to, each message once; what may have been said is looked for in the chat."""

    bot: Bot
    event: Event
    effects: Effects
    asker: Callable[[], AskersPortal]
    """The portal as the person of the event sees it: who is in a dialog can read it."""
    locale: Locale
    after: int
    """The id of a message that is older than all of these."""
    name: str = "reply"
    """Tells the answer from notices beside it."""

    def say(self, tellings: Iterable[Telling], forget: str = "") -> dict[str, int]:
        """The ids of the messages by dialog; `forget` is a note of the journal that is of no use afterwards.

        Raises:
            AssistantError: something was not said, or nobody knows.
        """
        all_of_them = tuple(tellings)
        said: dict[str, int] = {}
        for number, telling in enumerate(all_of_them):
            last = number == len(all_of_them) - 1
            message_id = self._once(f"{self.name} {number}", telling, forget if last else "")
            if message_id:
                said[telling.dialog] = message_id
        return said

    def _once(self, step: str, telling: Telling, forget: str) -> int:
        if telling.replaces:
            try:
                return self._replaced(step, telling, forget)
            except PortalError as error:
                if error.retry:
                    raise
                log.info("Message %d cannot be edited: %s", telling.replaces, error.detail)
                if telling.replaces == self.event.message_id:  # only its button was to go, of a chat without the bot
                    return 0

        def send(permit: Permit) -> Said:
            return Said(self._send(telling, permit))

        try:
            return self.effects.once(step, Said, send, look=lambda: self._heard(telling), forget=forget).result.id
        except InDoubtError as doubt:
            log.warning("%s is not said a third time: %s", self.event.id, doubt.detail)
            return 0

    def _replaced(self, step: str, telling: Telling, forget: str) -> int:
        """An edit may be made any number of times."""

        def update(permit: Permit) -> Said:
            self.bot.update(telling.replaces, telling.message, permit)
            return Said(telling.replaces)

        return self.effects.once(step, Said, update, look=lambda: None, forget=forget).result.id

    def _send(self, telling: Telling, permit: Permit) -> int:
        event = self.event
        message = may_repeat(telling.message, self.locale) if permit.repeat else telling.message
        try:
            return self.bot.send(telling.dialog, message, permit)
        except ForbiddenError:
            # A command also reaches the bot from chats that it is not in.
            if not event.command_id or telling.dialog != event.dialog.id:
                raise
        self.bot.answer_command(event.command_id, event.message_id, telling.dialog, message, permit)
        return 0

    def _heard(self, telling: Telling) -> Said | None:
        # The asker's private dialog with the bot goes by the bot's id.
        dialog = str(self.bot.id) if telling.dialog == str(self.event.person.id) else telling.dialog
        found = self.asker().said(dialog, (self.bot.id, SYSTEM), self.after, telling.message.text)
        return Said(found) if found else None

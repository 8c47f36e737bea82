"""Where an answer goes: into its dialog, out of a group to the person, or in place of an answer given before."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.dialogue import Presses, Sent
from assistant.errors import AssistantError, ForbiddenError, PortalError
from assistant.models import Action, Event, Reply, Share
from assistant.replies import Locale, answered_privately, render, shared

if TYPE_CHECKING:
    from assistant.bitrix24 import Bot
    from assistant.models import Message

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Sending:
    """What is said about one event."""

    bot: Bot
    presses: Presses
    event: Event
    locale: Locale
    _messages: dict[str, int] = field(default_factory=dict)
    _kept: list[str] = field(default_factory=list)

    def answer(self, reply: Reply, instead: Sent | None = None) -> Sent:
        """Answer; out of a group, what is personal goes to the person, with a note in the group.

        Args:
            reply: what is said.
            instead: what this takes the place of: messages are edited, their buttons are dead.
        """
        instead = instead or Sent()
        here, private = self.event.dialog.id, str(self.event.person.id)
        if not (self.event.dialog.group and reply.personal):
            self._put(here, self._rendered(reply, here), instead)
        else:
            message = self._rendered(reply, private)
            self._put(private, message, instead)
            share = Share(message.text) if reply.shareable else None
            self._put(here, self._rendered(answered_privately(self.event.person, share), here), instead)
        self.presses.drop(instead.presses)
        return Sent(self._messages, tuple(self._kept))

    def whisper(self, reply: Reply) -> None:
        """To the person alone, without a word in the group."""
        private = str(self.event.person.id)
        self.bot.send(private, self._rendered(reply, private))

    def share(self, share: Share) -> None:
        """Show in the group what was answered privately: once, the button goes away."""
        here = self.event.dialog.id
        self._say_here(shared(self.event.person, share.text, self.locale))
        self.presses.spend(self.event.params, self.event.portal, self.event.person.id, here)
        note = answered_privately(self.event.person)
        try:
            self.bot.update(self.event.message_id, self._rendered(note, here))
        except AssistantError as error:  # of a chat without the bot; a press that comes again does nothing
            log.info("The button of message %d stays: %s", self.event.message_id, error.detail)

    def _rendered(self, reply: Reply, dialog: str) -> Message:
        def keep(action: Action) -> str:
            self._kept.append(self.presses.keep(action, self.event.portal, self.event.person.id, dialog))
            return self._kept[-1]

        return render(reply, self.locale, keep)

    def _put(self, dialog: str, message: Message, instead: Sent) -> None:
        """Send it, or replace what was sent there before."""
        known = instead.messages.get(dialog, 0)
        if known and not message.files:
            try:
                self.bot.update(known, message)
            except PortalError as error:
                if error.retry:
                    raise
                log.info("Message %d cannot be edited, a new one is sent: %s", known, error.detail)
            else:
                self._messages[dialog] = known
                return
        sent = self._say_here(message) if dialog == self.event.dialog.id else self.bot.send(dialog, message)
        if sent:
            self._messages[dialog] = sent

    def _say_here(self, message: Message) -> int:
        """Where it was written: a command also reaches the bot from chats that it is not in."""
        event = self.event
        try:
            return self.bot.send(event.dialog.id, message)
        except ForbiddenError:
            if not event.command_id:
                raise
            self.bot.answer_command(event.command_id, event.message_id, event.dialog.id, message)
            return 0

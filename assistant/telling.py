"""What an event leads to, and saying it: where it was asked, privately out of a group, or in place of what was said."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.dialogue import Answered, Sent, State
from assistant.errors import ForbiddenError, PortalError
from assistant.models import Action, Event, Message, Reply, Share
from assistant.replies import Locale, answered_privately, render, shared

if TYPE_CHECKING:
    from assistant.bitrix24 import Bot

log = logging.getLogger(__name__)

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
    question: Answered | None = None
    """The question, for its edits; what is sent for it is added."""
    dead: tuple[str, ...] = ()
    """Buttons that are gone."""
    spent: str = ""
    """A button that works once."""


def answering(event: Event, reply: Reply, locale: Locale, keep: Keep, instead: Sent | None = None) -> list[Telling]:
    """Into the dialog; out of a group, what is personal goes to the person, with a note in the group.

    Args:
        event: what is answered.
        reply: what is said.
        locale: of the reader.
        keep: for the buttons.
        instead: what was sent before and is replaced.
    """
    here, private = event.dialog.id, str(event.person.id)
    replaced = instead.messages if instead else {}

    def telling(dialog: str, reply: Reply) -> Telling:
        message = render(reply, locale, lambda action: keep(action, dialog))
        return Telling(dialog, message, replaced.get(dialog, 0))

    if not (event.dialog.group and reply.personal):
        return [telling(here, reply)]
    answer = telling(private, reply)
    share = Share(answer.message.text) if reply.shareable else None
    return [answer, telling(here, answered_privately(event.person, share))]


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


def say(bot: Bot, event: Event, telling: Telling) -> int:
    """Say it; the id of the message, 0 when the portal does not tell it.

    Raises:
        AssistantError: it was not said, or nobody knows.
    """
    if telling.replaces and not telling.message.files:
        try:
            bot.update(telling.replaces, telling.message)
        except PortalError as error:
            if error.retry:
                raise
            log.info("Message %d cannot be edited: %s", telling.replaces, error.detail)
            if telling.replaces == event.message_id:  # only its button was to go, of a chat without the bot
                return 0
        else:
            return telling.replaces
    try:
        return bot.send(telling.dialog, telling.message)
    except ForbiddenError:
        # A command also reaches the bot from chats that it is not in.
        if not event.command_id or telling.dialog != event.dialog.id:
            raise
    bot.answer_command(event.command_id, event.message_id, telling.dialog, telling.message)
    return 0

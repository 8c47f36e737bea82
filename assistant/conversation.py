"""The way of a message on one page: an event comes in, an answer goes out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from assistant.dialogue import Memory, Presses, Question, Refusal, State, decide
from assistant.errors import AssistantError, ForbiddenError
from assistant.models import Action, Ask, Decline, Event, EventKind, Reply, Run, Step
from assistant.replies import Locale, answered_privately, render, trouble
from assistant.scenarios import answer as answer_step

if TYPE_CHECKING:
    from assistant.bitrix24 import Bot, Portals
    from assistant.catalogue import Catalogue
    from assistant.models import Message
    from assistant.settings import Settings
    from assistant.understanding import Engine

log = logging.getLogger(__name__)

ANSWERED = frozenset({EventKind.MESSAGE, EventKind.COMMAND, EventKind.PRESS, EventKind.JOIN})
NOTICE = "notice:"
"""Begins the trace of what is said beside the answer."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything that an answer needs, made once for a process."""

    engine: Engine
    catalogue: Catalogue
    memory: Memory
    presses: Presses
    portals: Portals
    settings: Settings
    clock: Callable[[], datetime]
    """Now, with zone."""

    def answer(self, event: Event) -> None:
        """Answer one event; returns when the answer is in the chat.

        Raises:
            AssistantError: one that another try later may mend (`retry`); all others are told to the person here.
        """
        if event.kind not in ANSWERED:
            return
        state = self.memory.load(event.portal, event.dialog.id, event.person.id)
        locale = self._locale(event, state)
        step, state = self._step(event, state, locale)
        locale = replace(locale, lang=state.lang or locale.lang)
        self._send(event, self._reply(event, step), locale, event.id)
        self.memory.save(event.portal, event.dialog.id, event.person.id, state)

    def tell(self, event: Event, reply: Reply) -> None:
        """Say something about an event beside its answer: that it takes longer, that it failed."""
        state = self.memory.load(event.portal, event.dialog.id, event.person.id)
        self._send(event, reply, self._locale(event, state), NOTICE + event.id)

    def _locale(self, event: Event, state: State) -> Locale:
        identity = self.portals.person(event.portal, event.person.id)
        zone = ZoneInfo(identity.time_zone)
        lang = state.lang or event.person.lang or identity.lang or self.settings.lang
        return Locale(lang, zone, self.clock().astimezone(zone))

    def _step(self, event: Event, state: State, locale: Locale) -> tuple[Step, State]:
        if event.kind is EventKind.JOIN:
            return Run("help"), state
        if event.kind is EventKind.PRESS:
            action = self.presses.take(event.params, event.portal, event.person.id, event.dialog.id)
            if isinstance(action, Refusal):
                return Decline(action.value), state
            question = Question(action, locale.now) if isinstance(action, Ask) else None
            state = replace(state, question=question)
            return action, state.answered(action) if isinstance(action, Run) else state
        reading = self.engine.read(
            event.text,
            now=locale.now.replace(tzinfo=None),
            fallback_lang=locale.lang,
            country=self.settings.country,
            prefer_slot=state.wanted(locale.now),
            after=state.before(locale.now),
        )
        return decide(reading, state, self.catalogue, locale.now)

    def _reply(self, event: Event, step: Step) -> Reply:
        try:
            portal = self.portals.as_person(event.portal, event.person.id, trace=(event.id,))
            return answer_step(step, portal, self.catalogue)
        except AssistantError as error:
            if error.retry:
                raise
            log.warning("%s %s: %s (event %s)", error.id, type(error).__name__, error, event.id)
            return trouble(error)

    def _send(self, event: Event, reply: Reply, locale: Locale, trace: str) -> None:
        """Into the dialog; out of a group, what is personal goes to the person, with a note in the group."""
        bot = self.portals.bot(event.portal, trace=(trace,))
        dialog = str(event.person.id) if event.dialog.group and reply.personal else event.dialog.id

        def keep(action: Action) -> str:
            return self.presses.keep(action, event.portal, event.person.id, dialog)

        message = render(reply, locale, keep)
        if dialog == event.dialog.id:
            _say_there(bot, event, message)
            return
        bot.send(dialog, message)
        _say_there(bot, event, render(answered_privately(event.person), locale, keep))


def _say_there(bot: Bot, event: Event, message: Message) -> None:
    """Where it was written: a command also reaches the bot from chats that it is not in."""
    try:
        bot.send(event.dialog.id, message)
    except ForbiddenError:
        if not event.command_id:
            raise
        bot.answer_command(event.command_id, event.message_id, event.dialog.id, message)

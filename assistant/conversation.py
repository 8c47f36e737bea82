"""The way of a message on one page: an event comes in, an answer goes out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from assistant.dialogue import Answered, Answers, Memory, Presses, Question, Refusal, State, decide
from assistant.errors import AssistantError
from assistant.models import Ask, Decline, Event, EventKind, Reply, Run, Share, Step
from assistant.replies import Locale, languages, trouble
from assistant.scenarios import INTRODUCES, INTRODUCES_TO_GROUP
from assistant.scenarios import answer as answer_step
from assistant.sending import Sending

if TYPE_CHECKING:
    from assistant.bitrix24 import Portals
    from assistant.catalogue import Catalogue
    from assistant.settings import Settings
    from assistant.understanding import Engine

log = logging.getLogger(__name__)

NOTICE = "notice:"
"""Begins the trace of what is said beside the answer."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything that an answer needs, made once for a process."""

    engine: Engine
    catalogue: Catalogue
    memory: Memory
    presses: Presses
    answers: Answers
    portals: Portals
    settings: Settings
    clock: Callable[[], datetime]
    """Now, with zone."""

    def answer(self, event: Event) -> None:
        """Answer one event; returns when the answer is in the chat.

        Raises:
            AssistantError: one that another try later may mend (`retry`); all others are told to the person here.
        """
        match event.kind:
            case EventKind.MESSAGE | EventKind.COMMAND:
                self._asked(event)
            case EventKind.EDIT:
                if edited := self.answers.to_edit(event):
                    self._asked(event, edited)
            case EventKind.PRESS:
                self._pressed(event)
            case EventKind.JOIN:
                self._let_in(event)

    def tell(self, event: Event, reply: Reply) -> None:
        """Say something about an event beside its answer: that it takes longer, that it failed."""
        state = self.memory.load(event.portal, event.dialog.id, event.person.id)
        self._sending(event, self._locale(event, state), NOTICE + event.id).answer(reply)

    def _asked(self, event: Event, edited: Answered | None = None) -> None:
        """A text is read and answered; an edited one in the light of what was before it, by editing its answer."""
        state = self.memory.load(event.portal, event.dialog.id, event.person.id)
        before = edited.before if edited else state
        locale = self._locale(event, state)
        step, after = self._step(event, before, locale)
        sending = self._sending(event, replace(locale, lang=after.lang or locale.lang), event.id)
        sent = sending.answer(self._reply(event, step), edited.sent if edited else None)
        self.answers.keep(event, Answered(event.text, edited.at if edited else event.moment, before, sent))
        if edited is None or state.message == event.message_id:  # else the talk went on meanwhile
            self._save(event, replace(after, message=event.message_id))

    def _pressed(self, event: Event) -> None:
        state = self.memory.load(event.portal, event.dialog.id, event.person.id)
        locale = self._locale(event, state)
        sending = self._sending(event, locale, event.id)
        match self.presses.take(event.params, event.portal, event.person.id, event.dialog.id):
            case Refusal.SPENT:
                return
            case Refusal() as refusal:
                sending.whisper(self._reply(event, Decline(refusal.value)))
            case Share() as share:
                sending.share(share)
            case action:
                sending.answer(self._reply(event, action))
                question = Question(action, locale.now) if isinstance(action, Ask) else None
                after = replace(state, question=question, message=0)
                self._save(event, after.answered(action) if isinstance(action, Run) else after)

    def _let_in(self, event: Event) -> None:
        """One introduction, however often the portal tells of it."""
        if self.memory.introduced(event.portal, event.dialog.id):
            return
        state = self.memory.load(event.portal, event.dialog.id, event.person.id)
        step = Run("help", view=INTRODUCES_TO_GROUP if event.dialog.group else INTRODUCES)
        self._sending(event, self._locale(event, state), event.id).answer(self._reply(event, step))
        self.memory.introduce(event.portal, event.dialog.id)

    def _locale(self, event: Event, state: State) -> Locale:
        identity = self.portals.person(event.portal, event.person.id)
        zone = ZoneInfo(identity.time_zone)
        spoken = event.lang if event.lang in languages() else ""
        lang = state.lang or identity.lang or spoken or self.settings.lang
        return Locale(lang, zone, self.clock().astimezone(zone))

    def _step(self, event: Event, state: State, locale: Locale) -> tuple[Step, State]:
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

    def _sending(self, event: Event, locale: Locale, trace: str) -> Sending:
        return Sending(self.portals.bot(event.portal, trace=(trace,)), self.presses, event, locale)

    def _save(self, event: Event, state: State) -> None:
        self.memory.save(event.portal, event.dialog.id, event.person.id, state)

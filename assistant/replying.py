"""From a step to what is said about it: the answer, the question that comes back, files, buttons that are kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.dialogue import QUESTION_LIFE, Memory, Offered, Presses, Sent, State, Waiting
from assistant.enclosing import Enclosing
from assistant.errors import AssistantError, NotConnectedError
from assistant.models import Action, Ask, Cancel, Clarify, Event, Reply, Run, Step
from assistant.replies import Locale, asked_ago, coming_back, remembered, trouble, without_files
from assistant.scenarios import LONG, silent, with_offer
from assistant.scenarios import answer as answer_step
from assistant.telling import Keep, Telling, answering, offered
from assistant.underway import Underway

if TYPE_CHECKING:
    from assistant.bitrix24 import Portals
    from assistant.catalogue import Catalogue
    from assistant.drafts import Decided
    from assistant.incoming import Incoming
    from assistant.sent_files import SentFiles
    from assistant.spool import Spool

log = logging.getLogger(__name__)

NOTICE = "notice:"
"""Begins the trace of what is said beside the answer."""


@dataclass(frozen=True, slots=True)
class Replied:
    """What is said, and what is remembered once it is said."""

    tellings: tuple[Telling, ...]
    after: State
    private: State | None
    """What the private chat remembers, when the answer out of a group was told there."""
    presses: tuple[str, ...]
    """The buttons that it came with."""


@dataclass(frozen=True, slots=True)
class Replying:
    """Answers steps as the person who asked."""

    catalogue: Catalogue
    memory: Memory
    presses: Presses
    waiting: Waiting
    spool: Spool
    sent: SentFiles
    portals: Portals

    def replied(self, incoming: Incoming, decided: Decided, locale: Locale, instead: Sent | None = None) -> Replied:
        """The answer to what a message or a press was taken for.

        Args:
            incoming: the message or the press.
            decided: what it was taken for.
            locale: of the reader, who may just have changed the language.
            instead: what was sent before and is replaced.
        """
        event, step = incoming.event, decided.step
        reply = _late(incoming, step, self.reply(event, step, locale))
        # What the reply asks for, where that is more exact than the step that led to it.
        after = decided.after.asking(reply.question, locale.now) if reply.question else decided.after
        back, after = self._back(event, step, reply, after, locale)
        kept: dict[str, Action] = {}
        keep = self.keep(event, kept)
        files = self.enclosing(event, step, keep)
        tellings = tuple(answering(event, reply, locale, keep, instead=instead, back=back, enclose=files))
        counted = (Offered("", reply.rows),) if reply.rows else ()
        after = after.offering((*counted, *offered(event, tellings, kept)), step)
        private = self._followed(event, reply, after)
        after = after.elsewhere() if private and reply.question else after
        return Replied(tellings, after, private, tuple(kept))

    def answered(self, event: Event, step: Step, locale: Locale) -> tuple[Telling, ...]:
        """The answer to a step that is no part of the talk."""
        keep, reply = self.keep(event), self.reply(event, step, locale)
        return tuple(answering(event, reply, locale, keep, enclose=self.enclosing(event, step, keep)))

    def reply(self, event: Event, step: Step, locale: Locale) -> Reply:
        """What the step leads to, or the trouble that it met.

        Raises:
            AssistantError: one that another try later may mend.
        """
        report = isinstance(step, Run) and step.intent in LONG
        try:
            portal = self.portals.as_person(
                event.portal, event.person.id, trace=(event.id,), lang=locale.lang, report=report
            )
            try:
                underway = self._underway(event, locale)
                reply = answer_step(step, portal, self.catalogue, underway or silent)
                if underway:
                    underway.ended()
                reply = with_offer(reply, step, portal, self.catalogue) if isinstance(step, Run) else reply
                reply = remembered(reply, portal.as_of) if portal.as_of else reply
                return self.sendable(event, step, reply)
            except NotConnectedError as error:
                log.info("%s %s (event %s)", error.id, error, event.id)
                if isinstance(step, Run | Ask | Cancel):
                    self.waiting.keep(event, step)
                return trouble(error, portal.invite())
        except AssistantError as error:
            if error.retry:
                raise
            log.warning("%s %s: %s (event %s)", error.id, type(error).__name__, error, event.id)
            return trouble(error)

    def sendable(self, event: Event, step: Step, reply: Reply) -> Reply:
        """Without files where the bot cannot send any."""
        if self.portals.bot(event.portal).sends_files:
            return reply
        return without_files(reply, replace(step, view="") if isinstance(step, Run) else None)

    def enclosing(self, event: Event, step: Step, keep: Keep) -> Enclosing:
        """Makes the files of an answer."""
        return Enclosing(self.spool, self.sent, self.portals, event, step, keep)

    def keep(self, event: Event, kept: dict[str, Action] | None = None) -> Keep:
        """Keeps what buttons do; what is kept is noted in `kept`, too."""

        def keep(action: Action, dialog: str) -> str:
            press = self.presses.keep(action, event.portal, event.person.id, dialog)
            if kept is not None:
                kept[press] = action
            return press

        return keep

    def _back(self, event: Event, step: Step, reply: Reply, after: State, locale: Locale) -> tuple[Reply | None, State]:
        """The question that is still open after what was asked beside it, and the state with it."""
        question = after.back(locale.now)
        if question is None or question is step or reply.question or isinstance(step, Ask | Clarify):
            return None, after
        try:
            portal = self.portals.as_person(event.portal, event.person.id, trace=(event.id,), lang=locale.lang)
            back = answer_step(question, portal, self.catalogue)
        except AssistantError as error:
            log.info("%s: the open question does not come back: %s", event.id, error)
            return None, after
        return coming_back(back), after.repeated(locale.now)

    def _followed(self, event: Event, reply: Reply, after: State) -> State | None:
        if not (event.dialog.group and reply.personal):
            return None
        private = self.memory.load(event.portal, str(event.person.id), event.person.id)
        return private.following(after, asked=reply.question is not None)

    def _underway(self, event: Event, locale: Locale) -> Underway | None:
        """How far an answer is; a group is not told what somebody's numbers are."""
        if event.dialog.group:
            return None
        return Underway(
            lambda: self.portals.bot(event.portal, trace=(NOTICE + event.id,)),
            lambda: self.portals.journal.of(event.portal, event.id, event.person.id),
            lambda: self.portals.spare(event.portal),
            locale,
            NOTICE,
        )


def _late(incoming: Incoming, step: Step, reply: Reply) -> Reply:
    """An answer that took more than ten minutes says how old its question is."""
    age = incoming.age
    if age < QUESTION_LIFE or isinstance(step, Cancel) or (isinstance(step, Run) and step.confirmed):
        return reply
    return asked_ago(reply, int(age.total_seconds() // 60))

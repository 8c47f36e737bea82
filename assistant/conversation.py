"""The way of a message on one page: an event comes in, an answer goes out."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from assistant.bitrix24 import Urgency
from assistant.delivering import Delivering
from assistant.dialogue import (
    CONFIRM,
    FORGETS,
    Answered,
    Answers,
    Memory,
    Presses,
    Refusal,
    Sent,
    State,
    Waiting,
)
from assistant.drafts import Decided, Drafts
from assistant.errors import AssistantError
from assistant.hearing import Hearing
from assistant.incoming import Incoming
from assistant.models import Decline, Event, EventKind, Reply, Run, Share, Step
from assistant.replies import Locale, languages, staff_only
from assistant.replying import NOTICE, Replying
from assistant.scenarios import INTRODUCES, INTRODUCES_TO_GROUP
from assistant.telling import Plan, Voice, answering, sharing, whispering

if TYPE_CHECKING:
    from assistant.bitrix24 import Portals
    from assistant.catalogue import Catalogue
    from assistant.sent_files import SentFiles
    from assistant.settings import Settings
    from assistant.spool import Spool
    from assistant.understanding import Engine

log = logging.getLogger(__name__)

PLAN = "plan"
"""A note of the journal, for who goes on after a crash."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything that an answer needs, made once for a process."""

    engine: Engine
    catalogue: Catalogue
    memory: Memory
    presses: Presses
    answers: Answers
    waiting: Waiting
    spool: Spool
    sent: SentFiles
    portals: Portals
    settings: Settings
    clock: Callable[[], datetime]
    """Now, with zone."""

    @property
    def drafts(self) -> Drafts:
        """What is wanted done, on its way from a question to a yes."""
        return Drafts(self.catalogue, self.portals.journal)

    @property
    def replying(self) -> Replying:
        """From a step to what is said."""
        return Replying(self.catalogue, self.memory, self.presses, self.waiting, self.spool, self.sent, self.portals)

    @property
    def delivering(self) -> Delivering:
        """What comes without being asked for."""
        return Delivering(self.portals, self.catalogue, self.waiting)

    def answer(self, event: Event) -> None:
        """Answer one event; returns when the answer is in the chat.

        Called again after a crash it goes on where it stopped: what was changed or said stands in the journal.

        Raises:
            AssistantError: one that another try later may mend (`retry`); all others are told to the person here.
        """
        if not self.portals.addressed(event.portal, event.bot_id):
            log.warning("Event %s is for bot %d, which is not the registered one", event.id, event.bot_id)
            return
        incoming = self._incoming(event)
        plan = incoming.effects.recall(PLAN, Plan)
        if plan is None:
            plan = self._plan(incoming)
            if plan is None:
                self._ended(event)
                return
            incoming.effects.note(PLAN, Plan, plan)
        spoken = self._voice(incoming).say(plan.tellings, forget=PLAN)
        if plan.question:
            self.answers.keep(event, replace(plan.question, sent=replace(plan.question.sent, messages=spoken.messages)))
        if plan.spent:
            self.presses.spend(plan.spent, event.portal, event.person.id, event.dialog.id)
        self.presses.drop(plan.dead)
        if event.kind in {EventKind.CONTEXT, EventKind.JOIN}:
            self.memory.tell(event.portal, event.dialog.id, _occasion(event))
        if plan.state is not None:
            after = replace(plan.state, said=max(incoming.state.said, spoken.newest.get(event.dialog.id, 0)))
            self.memory.save(event.portal, event.dialog.id, event.person.id, after)
        if plan.private is not None:
            private = str(event.person.id)
            after = replace(plan.private, said=max(plan.private.said, spoken.newest.get(private, 0)))
            self.memory.save(event.portal, private, event.person.id, after)
        self._ended(event, paused=plan.paused)

    def _ended(self, event: Event, *, paused: bool | None = None) -> None:
        if event.kind is EventKind.DUE:
            self.delivering.ended(event, paused=paused)

    def tell(self, event: Event, reply: Reply) -> None:
        """Say something about an event beside its answer: that it takes longer, that it failed."""
        incoming = self._incoming(event)
        tellings = answering(event, reply, incoming.locale, self.replying.keep(event))
        self._voice(incoming, NOTICE + reply.lines[0].key).say(tellings)

    def show_typing(self, event: Event) -> None:
        """Show that an answer is on its way, where there is room; it is no loss when that cannot be shown."""
        if event.dialog.group and event.command_id:
            return  # commands also come from chats that the bot is not in
        try:
            if self.portals.spare(event.portal):
                self.portals.bot(event.portal, (NOTICE + event.id,), urgency=Urgency.NICETY).typing(event.dialog.id)
        except AssistantError as error:
            log.debug("%s: nobody sees that an answer is on its way: %s", event.id, error)

    def _incoming(self, event: Event) -> Incoming:
        """With what is known of its person and dialog, each read once."""
        state = self.memory.load(event.portal, event.dialog.id, event.person.id)
        identity = self.portals.person(event.portal, event.person.id)
        zone = ZoneInfo(identity.time_zone)
        spoken = event.lang if event.lang in languages() else ""
        lang = state.lang or identity.lang or spoken or self.settings.lang
        locale = Locale(lang, zone, self.clock().astimezone(zone))
        return Incoming(event, state, locale, self.portals.journal.of(event.portal, event.id, event.person.id))

    def _plan(self, incoming: Incoming) -> Plan | None:
        """What an event leads to; `None`: to nothing."""
        event = incoming.event
        if event.person.extranet or event.person.bot:
            return self._turned_away(incoming)
        match event.kind:
            case EventKind.MESSAGE | EventKind.COMMAND:
                return self._asked(incoming)
            case EventKind.EDIT:
                edited = self.answers.to_edit(event)
                return self._asked(incoming, edited) if edited else None
            case EventKind.PRESS:
                return self._pressed(incoming)
            case EventKind.CONTEXT | EventKind.JOIN if self._told(event):
                return None
            case EventKind.CONTEXT:
                return self._linked(incoming)
            case EventKind.JOIN:
                step = Run("help", view=INTRODUCES_TO_GROUP if event.dialog.group else INTRODUCES)
                return Plan(self.replying.answered(event, step, incoming.locale))
            case EventKind.DUE:
                return self._due(incoming)
            case _:
                return None

    def _told(self, event: Event) -> bool:
        return self.memory.told(event.portal, event.dialog.id, _occasion(event))

    def _asked(self, incoming: Incoming, edited: Answered | None = None) -> Plan:
        """A text is read and answered; an edited one in the light of what was before it, by editing its answer."""
        event, state, locale = incoming.event, incoming.state, incoming.locale
        before = edited.before if edited else state

        def meant() -> Decided:
            step, after = self._step(event.text, before, locale)
            # An edit is no yes; and in a group a stranger may have planted the text as a link.
            step = self.drafts.harmless(step) if edited or event.dialog.group else step
            return self.drafts.meant(incoming, step, after, before)

        decided = self.drafts.decided(incoming, meant)
        sent = edited.sent if edited else None
        replied = self.replying.replied(incoming, decided, _heard(locale, decided.after), sent)
        if isinstance(decided.step, Run) and decided.step.intent == FORGETS:
            before = replied.after
        question = Answered(event.text, edited.at if edited else event.moment, before, Sent(presses=replied.presses))
        if edited is None or state.message == event.message_id:
            state = replace(replied.after, message=event.message_id)
        elif state.question and state.question.ask.slot == CONFIRM:
            # The talk went on meanwhile; the draft that a yes would be to may be the one that has changed.
            state = replace(state, question=None)
        done = isinstance(decided.step, Run) and decided.step.confirmed
        return Plan(
            replied.tellings,
            state,
            private=replied.private,
            question=None if done else question,  # what is done is not undone by an edit
            dead=sent.presses if sent else (),
        )

    def _turned_away(self, incoming: Incoming) -> Plan | None:
        """Once: two bots that are polite to each other would never come to an end."""
        if incoming.state.turned_away:
            return None
        tellings = answering(incoming.event, staff_only(), incoming.locale, self.replying.keep(incoming.event))
        return Plan(tuple(tellings), replace(incoming.state, turned_away=True))

    def _linked(self, incoming: Incoming) -> Plan:
        """A deep link may be opened by an image of a stranger: it answers no question and leaves none open."""
        event, locale = incoming.event, incoming.locale
        step, after = self._step(_linked_text(event.text), State(incoming.state.lang), locale)
        step = self.drafts.keyed(self.drafts.harmless(step), event)
        return Plan(self.replying.answered(event, step, _heard(locale, after)))

    def _pressed(self, incoming: Incoming) -> Plan | None:
        event, state, locale = incoming.event, incoming.state, incoming.locale
        match self.presses.take(event.params, event.portal, event.person.id, event.dialog.id):
            case Refusal.SPENT:
                return None
            case Refusal() as refusal:
                reply = self.replying.reply(event, Decline(refusal.value), locale)
                return Plan(tuple(whispering(event, reply, locale, self.replying.keep(event))))
            case Share() as share:
                return Plan(tuple(sharing(event, share, locale, self.replying.keep(event))), spent=event.params)
            case action:
                after = state.pressed(action, locale.now)
                after = after.answered(action) if isinstance(action, Run) else after
                decided = self.drafts.decided(incoming, lambda: self.drafts.meant(incoming, action, after, state))
                replied = self.replying.replied(incoming, decided, locale)
                return Plan(replied.tellings, replied.after, private=replied.private)

    def _due(self, incoming: Incoming) -> Plan | None:
        """What somebody subscribed to; one goes on from it as from an answer, unless a question is open."""
        delivery = self.delivering.delivery(incoming)
        if delivery is None:
            return None
        event, state, replying = incoming.event, incoming.state, self.replying
        after = state if state.question or delivery.paused else state.answered(delivery.run)
        keep = replying.keep(event)
        reply = replying.sendable(event, delivery.run, delivery.reply)
        files = replying.enclosing(event, delivery.run, keep)
        tellings = answering(event, reply, incoming.locale, keep, enclose=files)
        return Plan(tuple(tellings), after, paused=delivery.paused)

    def _voice(self, incoming: Incoming, name: str = "reply") -> Voice:
        event = incoming.event
        trace = event.id if name == "reply" else NOTICE + event.id
        return Voice(
            self.portals.bot(event.portal, trace=(trace,)),
            event,
            incoming.effects,
            lambda: self.portals.as_person(event.portal, event.person.id, trace=(trace,)),
            incoming.locale,
            self.spool,
            self.sent,
            after=max(event.message_id, incoming.state.said),
            name=name,
        )

    def _step(self, text: str, state: State, locale: Locale) -> tuple[Step, State]:
        return Hearing(self.engine, self.catalogue, self.settings.country).step(text, state, locale)


def _heard(locale: Locale, state: State) -> Locale:
    """For a reader who has just written in a language."""
    return replace(locale, lang=state.lang or locale.lang)


def _occasion(event: Event) -> str:
    """What the portal may tell of twice: the same link is opened by each look at an image, a join comes again."""
    return event.text or event.kind.value


def _linked_text(context: str) -> str:
    """What a deep link says: a text, or an object with a `text`; anything else says nothing."""
    try:
        said = json.loads(context)
    except ValueError:
        return context
    text = said.get("text") if isinstance(said, dict) else said
    return text if isinstance(text, str) else ""

"""Reading and state become the next step. Pure: the same input gives the same step."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from assistant.dialogue.changes import BESIDE, TOGETHER, changed, different
from assistant.dialogue.looks import AGAIN, LIST, MORE, look, rows, typed
from assistant.dialogue.state import CHANGE, CONFIRM, QUESTION_LIFE, Client, Colleague, Question, State
from assistant.dialogue.subscribing import SUBSCRIBE, rhythm_chosen, wished
from assistant.models import (
    Ask,
    Cancel,
    Clarify,
    Decision,
    Decline,
    EntityValue,
    Kind,
    Reading,
    Run,
    Scope,
    Slots,
    Step,
)

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.catalogue import Catalogue

_COMMAND = re.compile(r"(?:^|\s)/(\S+)")
NAME_WORDS = 5
"""A longer text is no bare name: it is read as a sentence of its own."""
SURE = 0.96
"""From here on a free text may change something: a name that nobody knows is like many words, never very much so."""
NAMES = frozenset({"client", "person", "stage", "project"})
"""Slots whose answer may be any words, and is a name."""
STATES = ("deal_state", "task_state")
"""What narrows a list, and no report: after one it is about the rows that were counted."""
YES = 0.9
"""From here on a word is surely a yes; nothing is changed in the portal by a doubtful one, it is asked again."""
FREE_SLOTS = NAMES | {"title", "problem"}
"""Slots whose answer may be any words."""
ALWAYS_KEPT = BESIDE | {"topic", "client_id", "client_kind", "person_id", "project_id", "task_id"}
"""Slots that belong to no entity list of an intent."""


def decide(reading: Reading, state: State, catalogue: Catalogue, now: datetime) -> tuple[Step, State]:
    """What to do with a reading; `now` has a zone.

    An open question takes the reading first. A follow-up or a correction changes what was asked before. Otherwise the
    reading stands for itself: it runs, a missing slot is asked for, doubt is offered as a choice (the more so where
    something would change), and what is not understood is said.
    """
    if _says_nothing(reading.text):
        return Run("help"), state
    state = replace(state, lang=_spoken(reading) or state.lang)
    pressed = typed(reading.text, state.offered)
    if pressed is not None:
        done = consented(pressed, state, now) if isinstance(pressed, Run) and pressed.confirmed else pressed
        return _settle(done, state.pressed(pressed, now), catalogue, now)
    question = state.question if state.question and state.question.open(now) else None
    wish = wished(reading, state.last)
    if question and not (wish and question.ask.slot in NAMES):  # nobody is called "every Monday at 9"
        step = _answer_to(question, reading, catalogue)
        if step is not None:
            return _settle(step, state.settled(), catalogue, now)
    if wish:
        return _settle(wish, state, catalogue, now)
    before = state.before(now, reading.kind)
    if reading.unread:
        return _unread(reading, before, state, catalogue), state
    if reading.kind is not Kind.NEW and before and before.intent in catalogue:
        going_on = _going_on(before, reading, state, catalogue)
        if going_on is not None:
            answers = question is not None and before is question.ask.run
            return _settle(going_on, state.settled() if answers else state, catalogue, now)
        # "list", "refresh" may begin something of its own, and "when am I free?" is a question like any other.
        own = reading.intent in catalogue and reading.view in catalogue[reading.intent].views
        talk = reading.intent.startswith(("none", "smalltalk.", "dialogue."))
        if not own and (reading.view not in {LIST, AGAIN} or talk):
            return Decline("no_more" if reading.view == MORE else "no_look"), state
    if _doubtful(reading, catalogue) and not catalogue[reading.intent].asks_first:
        return Clarify((_run(reading, reading.intent, state, catalogue),), reading.candidates[:1]), state
    if reading.decision is Decision.CLARIFY:
        runs = tuple(_run(reading, candidate.intent, state, catalogue) for candidate in reading.candidates)
        return Clarify(runs, reading.candidates), state
    if reading.decision is Decision.NONE:
        return _decline(reading, state, catalogue), state
    if reading.intent == "dialogue.deny":
        return Run("dialogue.deny"), state.settled()
    if reading.intent == "dialogue.confirm":
        late = state.question.ask if state.question else None
        if late and late.slot == CONFIRM and catalogue[late.run.intent].asks_first:
            return _settle(late, state, catalogue, now)  # it is too old for a yes: asked again
        return Run("smalltalk.thanks"), state
    run = _run(reading, reading.intent, state, catalogue)
    if reading.read_as and catalogue[run.intent].writes:
        return _settle(Ask(run, CONFIRM), state, catalogue, now)
    return _settle(run, state, catalogue, now)


def _going_on(before: Run, reading: Reading, state: State, catalogue: Catalogue) -> Step | None:
    """The step before, changed as a follow-up or a correction says; `None` when it has no such look."""
    intent = catalogue[before.intent]
    if any(getattr(reading.slots, slot) and slot not in intent.entities for slot in STATES):
        counted = rows(state.offered)
        if counted is None or counted.intent != intent.rows:
            return None
        before, intent = counted, catalogue[counted.intent]
    run = _referred(changed(before, reading, intent), reading, state, catalogue)
    named = bool(reading.entities or reading.pipeline or reading.refers)
    says_more = named or bool(reading.drops) or run.scope is not before.scope
    looked = look(reading.view, before, state.offered, catalogue) if reading.view else None
    if reading.view and looked is None and not says_more:
        return None
    if looked is not None:
        run = replace(looked, slots=run.slots, scope=run.scope) if says_more else looked
    # What changes something in the portal is confirmed again when a part of it has changed.
    writes = catalogue[run.intent].writes and not _missing(run, catalogue)
    return Ask(run, CONFIRM, different(before, run)) if writes else run


def _spoken(reading: Reading) -> str:
    """The language that the person speaks; of a command only its word tells it, everybody types names and `won`."""
    word = _COMMAND.search(reading.text) if reading.command else None
    return "" if reading.command and (word is None or word[1].isascii()) else reading.lang


def consented(run: Run, state: State, now: datetime) -> Step:
    """What pressing a button that says yes means: the deed, or the question again when the yes is not to this.

    It is asked again when the question was changed since, or is older than ten minutes.
    """
    question = state.question.ask if state.question else None
    if question and question.run.key == run.key and question.run.slots != run.slots:
        return Ask(question.run, CONFIRM)
    if run.asked is None or now - run.asked >= QUESTION_LIFE:
        return unconfirmed(run)
    return run


def unconfirmed(run: Run) -> Ask:
    """The question for a yes, asked again."""
    return Ask(replace(run, confirmed=False, asked=None), CONFIRM)


def _says_nothing(text: str) -> bool:
    """A lone slash, dots, the bot called without a word: the person looks for a way in. An emoji says something."""
    return all(unicodedata.category(sign)[0] in "PZC" for sign in text)


def _settle(step: Step, state: State, catalogue: Catalogue, now: datetime) -> tuple[Step, State]:
    """Ask for what is missing, and remember what was asked or answered."""
    if isinstance(step, Run):
        missing = _missing(step, catalogue)
        intent = catalogue[step.intent]
        if missing:
            step = Ask(step, missing)
        elif intent.asks_first and not step.confirmed:
            step = Ask(step, CONFIRM)
    if isinstance(step, Ask):
        return step, state.asking(step, now)
    return step, state.answered(step) if isinstance(step, Run) else state


def _answer_to(question: Question, reading: Reading, catalogue: Catalogue) -> Step | None:
    """What the reading means as an answer to an open question; `None`: it is something else."""
    ask, repeated = question.ask, question.repeated
    if reading.command or reading.text.lstrip().startswith("/"):
        return None
    if reading.intent == "dialogue.deny":
        return Cancel()
    if ask.slot == CONFIRM:
        if reading.intent != "dialogue.confirm":
            return None
        return replace(ask.run, confirmed=True) if reading.confidence >= YES else ask
    if ask.slot == CHANGE and ask.run.intent == SUBSCRIBE:
        return rhythm_chosen(ask, reading.text)
    if ask.slot == CHANGE:
        intent, slots = catalogue[ask.run.intent], reading.slots
        run = changed(ask.run, reading, intent)
        if slots.client and "client" not in intent.entities and "person" in intent.entities and not slots.person:
            run = replace(run, slots=replace(run.slots, person=slots.client, person_id=None))  # a name is a name
        differs = different(ask.run, run)
        return Ask(run, CONFIRM, differs) if differs else None
    if reading.kind is Kind.CORRECTION:
        return None
    value = getattr(reading.slots, ask.slot, None)
    if value is None and reading.kind is Kind.FOLLOWUP and reading.entities and repeated:
        return None
    bare = len(reading.text.split()) <= NAME_WORDS
    other = reading.decision is Decision.ANSWER and reading.intent != ask.run.intent
    other = other and not _doubtful(reading, catalogue)
    # A short text that holds what was asked for is the answer, whatever intent it would be on its own.
    if value is not None and (bare or not other):
        if ask.slot == "title" and not other:
            return changed(ask.run, reading, catalogue[ask.run.intent])  # "call Acme tomorrow" says when, too
        return _filled_in(ask, value)
    if ask.slot in FREE_SLOTS and not other and (bare or ask.slot in {"title", "problem"}):
        text = reading.text.strip().strip("\"'«»“”.!")
        return _filled_in(ask, text) if text else None
    return None


def _doubtful(reading: Reading, catalogue: Catalogue) -> bool:
    """Free words that would change something, and may well mean something else."""
    if reading.command or reading.decision is not Decision.ANSWER or reading.confidence >= SURE:
        return False
    return reading.intent in catalogue and catalogue[reading.intent].writes


def _filled_in(ask: Ask, value: EntityValue) -> Run:
    named: dict[str, Any] = {ask.slot: value, **dict.fromkeys(TOGETHER.get(ask.slot, ()))}
    return replace(ask.run, slots=replace(ask.run.slots, **named))


def _run(reading: Reading, intent: str, state: State, catalogue: Catalogue) -> Run:
    """The reading as a step of one intent: only slots that this intent takes."""
    takes = ALWAYS_KEPT | set(catalogue[intent].entities)
    slots = reading.slots
    kept = {f.name: getattr(slots, f.name) for f in fields(Slots) if f.name in takes}
    view = reading.view if reading.view in catalogue[intent].views else ""
    run = Run(intent, Slots(**kept), reading.scope, view, read_as=reading.read_as)
    return _referred(run, reading, state, catalogue)


def _referred(run: Run, reading: Reading, state: State, catalogue: Catalogue) -> Run:
    """With whom a pronoun means, as far as the intent takes such a person."""
    intent = catalogue[run.intent]
    who = state.meant(reading.refers)
    if isinstance(who, Client) and "client" not in intent.entities:
        who = state.colleague
    if isinstance(who, Client):
        slots = replace(run.slots, client=who.name, client_id=who.id, client_kind=who.kind)
    elif isinstance(who, Colleague) and "person" in intent.entities and not intent.writes:
        slots = replace(run.slots, person=who.name, person_id=who.id)
    else:
        return run
    return replace(run, slots=slots, scope=Scope.READABLE)


def _missing(run: Run, catalogue: Catalogue) -> str:
    """The required slot that is not filled; several required slots mean that one of them is enough."""
    required = catalogue[run.intent].required
    if not required or any(_filled(run.slots, slot) for slot in required):
        return ""
    return required[-1]


def _filled(slots: Slots, slot: str) -> bool:
    if slot == "client" and slots.client_id is not None:
        return True
    return getattr(slots, slot) is not None


def _unread(reading: Reading, before: Run | None, state: State, catalogue: Catalogue) -> Decline:
    """Say which words cannot be read; the same question about the days that can be meant is offered."""
    asked = _decline(reading, state, catalogue).offers[:1]
    if reading.kind is not Kind.NEW and before and before.intent in catalogue:
        asked = (changed(before, reading, catalogue[before.intent]),)
    days = tuple(replace(run, slots=replace(run.slots, period=day)) for run in asked for day in reading.nearest)
    return Decline("no_day" if days else "unread", offers=days or asked, words=reading.unread)


def _decline(reading: Reading, state: State, catalogue: Catalogue) -> Decline:
    offers = tuple(
        _run(reading, candidate.intent, state, catalogue)
        for candidate in reading.candidates
        if candidate.intent in catalogue and catalogue[candidate.intent].answered and catalogue[candidate.intent].title
    )
    command = reading.command or reading.did_you_mean or reading.text.lstrip().startswith("/")
    reason = "unknown_command" if command else "unknown"
    return Decline(reason, reading.did_you_mean, offers)

"""What changes something: asked about first, under one key from the question to the yes, decided once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.dialogue import QUESTION_LIFE, State, consented, unconfirmed
from assistant.models import Ask, Event, EventKind, Run, Step

if TYPE_CHECKING:
    from assistant.catalogue import Catalogue
    from assistant.effects import Journal
    from assistant.incoming import Incoming

DECIDED = "decided"
"""A note of the journal, for who goes on after a crash."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a message or a press was taken for."""

    step: Step
    after: State
    """To be remembered once it is answered."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """Turns what was understood into what may be done."""

    catalogue: Catalogue
    journal: Journal

    def decided(self, incoming: Incoming, decide: Callable[[], Decided]) -> Decided:
        """What is to be done; what changes something is decided once, whatever crashes behind it."""
        known = incoming.effects.recall(DECIDED, Decided)
        if known is not None:
            return known
        decided = decide()
        if isinstance(decided.step, Run) and decided.step.confirmed:
            incoming.effects.note(DECIDED, Decided, decided)
            incoming.effects.store()
        return decided

    def meant(self, incoming: Incoming, step: Step, after: State, before: State) -> Decided:
        """With its draft's key; a yes that comes too late, or to something else than was asked, is asked for again."""
        now = incoming.locale.now
        if isinstance(step, Run) and step.confirmed and not self._begun(incoming.event, step):
            if incoming.event.kind is EventKind.PRESS:
                step = consented(step, before, now)
            if isinstance(step, Run) and incoming.age >= QUESTION_LIFE:
                step = unconfirmed(step)
        step = self.keyed(step, incoming.event)
        return Decided(step, after.asking(step, now) if isinstance(step, Ask) else after)

    def keyed(self, step: Step, event: Event) -> Step:
        """With the key of a draft, for what changes something."""
        if not isinstance(step, Run | Ask):
            return step
        run = step.run if isinstance(step, Ask) else step
        if run.key or not self._writes(run):
            return step
        run = replace(run, key=f"draft-{event.id}")
        return replace(step, run=run) if isinstance(step, Ask) else run

    def harmless(self, step: Step) -> Step:
        """The same, but what changes something in the portal is only asked about."""
        return unconfirmed(step) if isinstance(step, Run) and self._writes(step) else step

    def _writes(self, run: Run) -> bool:
        return run.intent in self.catalogue and self.catalogue[run.intent].writes

    def _begun(self, event: Event, run: Run) -> bool:
        """Whether what the run changes was begun or done: then there is nothing to ask any more."""
        return bool(run.view) or self.journal.of(event.portal, run.key).begun

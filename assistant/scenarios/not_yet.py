"""What this version understands and does not do: said plainly, with what works instead."""

from __future__ import annotations

from dataclasses import replace

from assistant.catalogue import Catalogue
from assistant.models import Button, Reply, Run, Slots
from assistant.scenarios.offers import title, usual
from assistant.scenarios.saying import button, rows, say


def not_yet(run: Run, catalogue: Catalogue) -> Reply:
    """One honest sentence and the nearest things that work."""
    line = say("not_yet.line", title=title(catalogue[run.intent]))
    return Reply((line,), rows((*_instead(run), *usual()[-2:])), personal=False)


def _instead(run: Run) -> tuple[Button, ...]:
    """The nearest answers to the same question."""
    slots = Slots(period=run.slots.period, person=run.slots.person, person_id=run.slots.person_id)
    match run.intent:
        case "report.tasks":
            done = Run("tasks.list", replace(slots, task_state="done"), run.scope)
            return (button("offer.done_tasks", done),)
        case _:
            return (usual()[0],)

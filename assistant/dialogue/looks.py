"""Another look at the last answer, and buttons that are typed instead of pressed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.catalogue import Catalogue
    from assistant.dialogue.state import Offered
    from assistant.models import Ask, Cancel, Run, Slots

MORE, LIST, COUNT, AGAIN = "more", "list", "count", "again"
"""Looks that name no view of their own: further rows, the rows of a number, the number of rows, the same anew."""
ALSO = {"by_stage": ("funnel",)}
"""Looks that another one stands for, where an answer has it: a report knows stages as a funnel."""
_WORD = re.compile(r"\w+")
_TELLING = 3
"""Letters of a word that tells one choice from another at least."""


def look(view: str, before: Run, offered: Sequence[Offered], catalogue: Catalogue) -> Run | None:
    """The step before as somebody asks to see it; `None` when its answer has no such look.

    The buttons of the answer come first: they know what there is to be seen.
    """
    runs = [each.run for each in offered if each.run]
    if view == AGAIN:
        return None if catalogue[before.intent].writes else replace(before, read_as="")
    if view == MORE:
        return next((run for run in runs if run.intent == before.intent and run.offset > before.offset), None)
    if view == COUNT:
        counting = f"{before.intent.partition('.')[0]}.count"
        return replace(before, intent=counting, view="", offset=0, read_as="") if counting in catalogue else None
    if view == LIST:
        return next((run for run in runs if _lists(run, before)), None) or rows(offered)
    for name in (view, *ALSO.get(view, ())):
        shown = next((run for run in runs if run.view == name), None)
        for run in (before, next((run for run in runs if _lists(run, before)), None)):
            if run is not None and name in catalogue[run.intent].views and (shown is None or _other(shown, before)):
                return replace(run, view=name, offset=0, read_as="")
        if shown is not None:
            return shown
    return None


def rows(offered: Sequence[Offered]) -> Run | None:
    """The list of what the last answer counted: it is offered without a button."""
    return next((each.run for each in offered if each.run and not each.label), None)


def typed(text: str, offered: Sequence[Offered]) -> Run | Ask | Cancel | None:
    """What the button does whose label was typed; of a choice of names a part that only one of them has is enough."""
    words = _words(text)
    if not words:
        return None
    for each in offered:
        if _words(each.label) == words:
            return each.step
    if max(map(len, words)) < _TELLING:
        return None
    names = [each for each in offered if each.run and _chooses(each.run.slots)]
    fitting = [each for each in names if {*words} <= {*_words(each.label)}]
    return fitting[0].step if len(fitting) == 1 and len(names) > 1 else None


def _words(text: str) -> list[str]:
    return [word.casefold().replace("ё", "е") for word in _WORD.findall(text)]


def _chooses(slots: Slots) -> bool:
    return slots.client_id is not None or slots.person_id is not None or slots.project_id is not None


def _other(shown: Run, before: Run) -> bool:
    """A button for another period than the one that was asked about: "free this week" below the meetings of Friday."""
    return before.slots.period is not None and shown.slots.period != before.slots.period


def _lists(run: Run, before: Run) -> bool:
    """It shows the rows of the same question."""
    same = (run.slots.period, run.slots.deal_state, run.slots.task_state, run.slots.stage, run.scope) == (
        before.slots.period,
        before.slots.deal_state,
        before.slots.task_state,
        before.slots.stage,
        before.scope,
    )
    return (
        same
        and not run.wish
        and not run.offset
        and run.view in {"", LIST}
        and (run.intent, run.view) != (before.intent, before.view)
    )

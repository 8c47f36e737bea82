"""What a follow-up or a correction changes of the step before."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.models import Kind, Reading, Run, Scope, Slots

if TYPE_CHECKING:
    from assistant.catalogue import Intent

BESIDE = frozenset({"date_meaning", "pipeline"})
"""Slots that questions about deals take beside their entities."""
ONCE = frozenset({"why", "undo", "which_finish", "which_move", "file"})
"""Views of an answer that belong to this one answer and not to the next."""
TOGETHER: dict[str, tuple[str, ...]] = {
    "client": ("client_id", "client_kind"),
    "person": ("person_id",),
    "project": ("project_id",),
    "phone": ("client", "client_id", "client_kind"),
    "deal_state": ("date_meaning",),
    "datetime": ("period",),
    "period": ("datetime",),
}
"""What a new value of a slot makes void."""


ALL_TIME = {"deal_state": "all", "task_state": "open"}
"""The state that a list without a period is about once any period was asked for."""


def changed(before: Run, reading: Reading, intent: Intent) -> Run:
    """The step before with the slots that the reading says, from its first row on."""
    said: dict[str, Any] = {
        field.name: value
        for field in fields(Slots)
        if (value := getattr(reading.slots, field.name)) is not None and field.name in {*intent.entities, *BESIDE}
    }
    said = _same_hour(said, before.slots)
    void: dict[str, Any] = {other: None for name in said for other in TOGETHER.get(name, ()) if other not in said}
    scope = Scope.READABLE if "person" in said or "client" in said else reading.scope
    for slot in reading.drops:
        void |= {slot: None, **dict.fromkeys(TOGETHER.get(slot, ())), **_unbounded(slot, before.slots, intent)}
        scope = Scope.READABLE if slot == "person" and not intent.writes else scope
    own = reading.kind is not Kind.NEW or not intent.writes
    mine = scope is Scope.MINE or (scope is Scope.OWN and before.scope is Scope.READABLE)
    if mine and "person" not in said and own:
        void |= {"person": None, "person_id": None}  # "and mine?" after Anna's
    if not (reading.entities or reading.pipeline or reading.view or reading.drops) and scope is Scope.READABLE:
        void |= {"person": None, "person_id": None}  # "everybody's" after Anna's
    view = "" if before.view in ONCE else before.view
    # What was done already is not changed by a correction: it becomes a draft of its own.
    key = "" if before.confirmed or before.view in ONCE else before.key
    return Run(before.intent, replace(before.slots, **{**void, **said}), scope, view, key=key)


def different(before: Run, after: Run) -> tuple[str, ...]:
    """Names of the slots in which two steps differ, ids left out."""
    names = (field.name for field in fields(Slots) if not field.name.endswith(("_id", "_kind")))
    return tuple(name for name in names if getattr(before.slots, name) != getattr(after.slots, name))


def _unbounded(slot: str, before: Slots, intent: Intent) -> dict[str, Any]:
    """Without a period a list is about what is open: who wants any period wants all of it."""
    if slot != "period":
        return {}
    states = {name: value for name, value in ALL_TIME.items() if name in intent.entities}
    return {"date_meaning": None, **{name: value for name, value in states.items() if getattr(before, name) is None}}


def _same_hour(said: dict[str, Any], before: Slots) -> dict[str, Any]:
    """Another day for what had an hour keeps the hour: "no, tomorrow"."""
    period = said.get("period")
    if before.datetime is None or period is None or period.first != period.last or "datetime" in said:
        return said
    others = {name: value for name, value in said.items() if name != "period"}
    return {**others, "datetime": datetime.combine(period.first, before.datetime.time())}

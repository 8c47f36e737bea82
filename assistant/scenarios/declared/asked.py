"""What is asked: the slots of the question, with those that a query or a button gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from assistant.catalogue import Query
from assistant.models import Period, Run, Slots
from assistant.scenarios.calendar import month, previous, week

Scalar = str | int | None


def completed(run: Run, query: Query, today: date) -> Run:
    """The question as the query wants it."""
    said = {name: value for name, value in query.unless_said.items() if getattr(run.slots, name) is None}
    slots = given(run.slots, {**said, **query.always}, today)
    return replace(run, slots=slots, read_as="")


def given(slots: Slots, values: Mapping[str, Scalar], today: date) -> Slots:
    """Slots with others in their place; `None` takes one away."""
    changes = {name: _value(name, value, today) for name, value in values.items()}
    if "person" in changes:
        changes["person_id"] = None
    if "client" in changes:
        changes |= {"client_id": None, "client_kind": None}
    return replace(slots, **changes)  # type: ignore[arg-type]


def _value(name: str, value: Scalar, today: date) -> Scalar | Period:
    return named(str(value), today) if name == "period" and value is not None else value


def named(name: str, today: date) -> Period:
    """A period by its name (`this_week`), or by its ends (`2026-06-01..2026-06-30`)."""
    this_week, this_month = week(today), month(today)
    match name:
        case "today":
            return Period.day(today)
        case "tomorrow":
            return Period.day(today + timedelta(1))
        case "yesterday":
            return Period.day(today - timedelta(1))
        case "this_week":
            return this_week
        case "next_week":
            return week(this_week.last + timedelta(1))
        case "last_week":
            return previous(this_week)
        case "this_month":
            return this_month
        case "next_month":
            return month(this_month.last + timedelta(1))
        case "last_month":
            return previous(this_month)
        case "this_year":
            return Period(date(today.year, 1, 1), date(today.year, 12, 31))
        case _:
            first, _, last = name.partition("..")
            return Period(date.fromisoformat(first), date.fromisoformat(last or first))

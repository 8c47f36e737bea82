"""What an intent without Python can read: the sources, what narrows them down, and what they tell.

Every source is read with the rights of the person who asks; what is not named here cannot be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.catalogue.kinds import Kind

COMMON: Mapping[str, Kind] = {"count": "number", "period": "period", "as_of": "moment"}
WHOSE: Mapping[str, Kind] = {"head": "words", "whose": "words"}


@dataclass(frozen=True, slots=True)
class Source:
    """Records of one sort."""

    what: str
    """For the reader of the guide."""
    slots: tuple[str, ...]
    """What a question may narrow it down by."""
    values: Mapping[str, Kind]
    """Of the whole answer: for headlines, buttons and everything outside of rows."""
    fields: Mapping[str, Kind]
    """Of one row."""
    ways: tuple[str, ...] = ()
    """Buttons that it can offer by itself."""
    dates: tuple[str, ...] = field(default=())
    """Fields one of which `dated_by` has to name, where the period is not about one of them by itself."""


SOURCES: Mapping[str, Source] = {
    "deals": Source(
        "deals, by state, period, person, stage, amount and client as `docs/numbers.md` defines them",
        ("deal_state", "period", "person", "stage", "amount", "client", "date_meaning"),
        {**COMMON, **WHOSE, "deals": "words", "filters": "words", "sums": "money"},
        {
            "deal": "link",
            "title": "text",
            "amount": "money",
            "stage": "text",
            "person": "text",
            "created": "moment",
            "moved": "moment",
            "closes": "date",
            "last_activity": "moment",
            "quiet_days": "number",
        },
        ("why", "period_before", "other_people"),
    ),
    "tasks": Source(
        "tasks, by state, deadline, responsible person and project",
        ("task_state", "period", "person", "project", "date_meaning"),
        {**COMMON, **WHOSE, "overdue": "number"},
        {
            "task": "link",
            "title": "text",
            "deadline": "moment",
            "closed": "moment",
            "project": "text",
            "person": "text",
            "state": "text",
            "overdue_days": "number",
        },
        ("other_people",),
    ),
    "meetings": Source(
        "meetings and other events in people's calendars",
        ("period", "person"),
        {**COMMON, **WHOSE, "free": "list", "several_days": "flag"},
        {
            "meeting": "link",
            "title": "text",
            "when": "words",
            "start": "moment",
            "end": "moment",
            "minutes": "number",
            "place": "text",
            "call": "link",
            "notes": "words",
            "person": "text",
        },
        ("other_people",),
    ),
    "free_time": Source(
        "the working days of a period with the time between meetings",
        ("period", "person"),
        {**COMMON, **WHOSE, "minutes": "number", "several_days": "flag"},
        {"day": "date", "spans": "list", "minutes": "number"},
        ("other_people",),
    ),
    "colleagues": Source(
        "the people of the company with their birthdays and first days",
        ("period",),
        COMMON,
        {
            "colleague": "link",
            "name": "text",
            "position": "text",
            "birthday": "date",
            "joined": "date",
        },
        dates=("birthday", "joined"),
    ),
}
"""By the name that stands in `query.from`."""

"""Who of the connected people still works in the company, where, and by which clock (api-reference/user/user-get)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import Command, Source
from assistant.bitrix24.calendars import working_hours
from assistant.bitrix24.moments import known_zone, zone_by_clock
from assistant.bitrix24.ownership import CLOCK, departments_of, works_here
from assistant.models import WorkingHours

HOURS = Command("hours", "calendar.settings.get")
PAGE = 50
"""People of one `user.get`."""
AT_ONCE = 20
"""Pages of one request."""
SELECT = ("ID", "ACTIVE", "USER_TYPE", "UF_DEPARTMENT", "TIME_ZONE")


@dataclass(frozen=True, slots=True)
class Staff:
    """What the portal says of the people asked for; whom it does not show is in neither."""

    departments: Mapping[int, tuple[int, ...]]
    """Of those who work here."""
    zones: Mapping[int, str]
    """Theirs; empty where the profile has none."""
    left: tuple[int, ...]
    """Dismissed, or guests by now."""
    clock: str
    """The portal's zone by its server's clock, empty when unknown."""
    hours: WorkingHours | None
    """When people work here; `None`: the portal does not tell."""


def staff(source: Source, people: Sequence[int]) -> Staff:
    """Ask for people, a thousand a request.

    What the whole portal has in common comes with the first (server.time, calendar.settings.get).

    Raises:
        PortalError: the portal could not be asked, or the application may not.
    """
    rows: list[Mapping[str, Any]] = []
    clock, hours = "", None
    for start in range(0, max(len(people), 1), PAGE * AT_ONCE):
        asked = people[start : start + PAGE * AT_ONCE]
        pages = [asked[first : first + PAGE] for first in range(0, len(asked), PAGE)]
        commands = [Command(f"p{n}", "user.get", _condition(page)) for n, page in enumerate(pages)]
        answer = source.read_batch([*commands, *(() if start else (CLOCK, HOURS))])
        if not start:
            clock, told = zone_by_clock(answer.get(CLOCK.key, "")), answer.get(HOURS.key, None)
            hours = working_hours(told) if isinstance(told, Mapping) else None
        rows += [row for command in commands for row in answer[command.key] or ()]
    known = {number(row.get("ID")) or 0: row for row in rows}
    here = {person: departments_of(row) for person, row in known.items() if works_here(row)}
    zones = {person: known_zone(known[person].get("TIME_ZONE")) for person in here}
    return Staff(here, zones, tuple(sorted(set(people) & known.keys() - here.keys())), clock, hours)


def _condition(page: Sequence[int]) -> Mapping[str, Any]:
    # In the mode of the admin the dismissed ones are shown as well.
    return {"FILTER": {"ID": list(page)}, "ADMIN_MODE": True, "select": SELECT, "start": -1}

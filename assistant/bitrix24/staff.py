"""Who of the connected people still works in the company, and where (api-reference/user/user-get)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import Command, Source
from assistant.bitrix24.ownership import departments_of, works_here

PAGE = 50
"""People of one `user.get`."""
AT_ONCE = 20
"""Pages of one request."""
SELECT = ("ID", "ACTIVE", "USER_TYPE", "UF_DEPARTMENT")


@dataclass(frozen=True, slots=True)
class Staff:
    """What the portal says of the people asked for; whom it does not show is in neither."""

    departments: Mapping[int, tuple[int, ...]]
    """Of those who work here."""
    left: tuple[int, ...]
    """Dismissed, or guests by now."""


def staff(source: Source, people: Sequence[int]) -> Staff:
    """Ask for people, a thousand a request.

    Raises:
        PortalError: the portal could not be asked, or the application may not.
    """
    rows: list[Mapping[str, Any]] = []
    for start in range(0, len(people), PAGE * AT_ONCE):
        asked = people[start : start + PAGE * AT_ONCE]
        pages = [asked[first : first + PAGE] for first in range(0, len(asked), PAGE)]
        commands = [Command(f"p{n}", "user.get", _condition(page)) for n, page in enumerate(pages)]
        answer = source.read_batch(commands)
        rows += [row for command in commands for row in answer[command.key] or ()]
    known = {number(row.get("ID")) or 0: row for row in rows}
    here = {person: departments_of(row) for person, row in known.items() if works_here(row)}
    return Staff(here, tuple(sorted(set(people) & known.keys() - here.keys())))


def _condition(page: Sequence[int]) -> Mapping[str, Any]:
    # In the mode of the admin the dismissed ones are shown as well.
    return {"FILTER": {"ID": list(page)}, "ADMIN_MODE": True, "select": SELECT, "start": -1}

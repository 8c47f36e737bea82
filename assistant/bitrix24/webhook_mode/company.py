"""Who works in the company and who heads whom: what every proof stands on. Read once for all askers of a portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import Source
from assistant.bitrix24.departments import Departments, branches
from assistant.bitrix24.directories import Directories
from assistant.bitrix24.rows import Listing, read_all, read_by_offset
from assistant.bitrix24.token_record import Identity
from assistant.errors import ForbiddenError

NAME = "company"
"""Of the directory."""
EMPLOYEE = "employee"
"""`USER_TYPE` of those who may ask; guests of the extranet and bots may not."""
_SELECT = ("ID", "NAME", "LAST_NAME", "ACTIVE", "USER_TYPE", "UF_DEPARTMENT", "TIME_ZONE")


@dataclass(frozen=True, slots=True)
class Rights:
    """What an asker can be proved to be allowed to read."""

    people: frozenset[int]
    """The asker and, for a head, the active people of the departments with all below."""
    crm_open: bool = False
    """The admin opened deals and clients to all employees."""


class Company:
    """The people of a portal, at most ten minutes old."""

    def __init__(self, source: Source, directories: Directories) -> None:
        self._source = source
        self._directories = directories

    def identity(self, person: int) -> Identity | None:
        """Name and time zone of an active employee."""
        for each, name, _, zone in self._load()["people"]:
            if each == person:
                return Identity(person, name, zone)
        return None

    def people(self, person: int) -> frozenset[int]:
        """The person and the people of the person's departments.

        Raises:
            ForbiddenError: this is no active employee.
        """
        stored = self._load()
        if not any(each == person for each, *_ in stored["people"]):
            raise ForbiddenError(f"person {person} is no active employee of this portal")
        led = Departments(stored["departments"]).headed_by(person)
        team = {each for each, _, departments, _ in stored["people"] if led.intersection(departments)}
        return frozenset(team | {person})

    def _load(self) -> Any:
        return self._directories.load(NAME, self._read)

    def _read(self) -> dict[str, Any]:
        departments, _ = read_by_offset(self._source, "department.get", {}, start="START")
        listing = Listing("user.get", {"ACTIVE": True}, {"select": _SELECT}, id="ID", key="ID", two_texts=True)
        users = read_all(self._source, (listing,)).rows
        return {"departments": branches(departments), "people": [_packed(row) for row in users if _works_here(row)]}


def _works_here(row: dict[str, Any]) -> bool:
    return row.get("ACTIVE") in (True, "Y", "1", "true") and row.get("USER_TYPE") == EMPLOYEE


def _packed(row: dict[str, Any]) -> tuple[int, str, list[int], str]:
    name = f"{row.get('NAME') or ''} {row.get('LAST_NAME') or ''}".strip()
    departments = [each for each in map(number, row.get("UF_DEPARTMENT") or ()) if each]
    return number(row.get("ID")) or 0, name, departments, str(row.get("TIME_ZONE") or "")

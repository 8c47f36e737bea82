"""Who works in the company and who heads whom: what every proof stands on. Read once for all askers, in one request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.bitrix24 import pipelines
from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import Source
from assistant.bitrix24.departments import Departments, branches
from assistant.bitrix24.directories import Directories
from assistant.bitrix24.moments import known_zone, zone_by_clock
from assistant.bitrix24.ownership import CALENDAR, CLOCK, zone_of_calendar
from assistant.bitrix24.rows import Listing, pages_by_offset, read_all, read_by_offset
from assistant.bitrix24.token_record import Identity
from assistant.bitrix24.webhook_mode.known import Known
from assistant.errors import ForbiddenError

NAME = "company"
"""Of the directory."""
EMPLOYEE = "employee"
"""`USER_TYPE` of those who may ask; guests of the extranet and bots may not."""
_SELECT = ("ID", "NAME", "LAST_NAME", "ACTIVE", "USER_TYPE", "UF_DEPARTMENT", "TIME_ZONE")


@dataclass(frozen=True, slots=True)
class Rights:
    """What an asker can be proved to be allowed to read."""

    asker: int
    people: frozenset[int]
    """The asker and, for a head, the active people of the departments with all below."""
    crm_open: bool = False
    """The admin opened deals and clients to all employees."""


class Company:
    """The people and pipelines of a portal, at most ten minutes old; made for one question."""

    def __init__(self, source: Source, directories: Directories) -> None:
        self._source = source
        self._directories = directories
        self._loaded: Any = None

    def identity(self, person: int) -> Identity | None:
        """Name and time zone of an active employee; the portal's zone is that of the webhook owner's calendar."""
        for each, name, _, zone in self._load()["people"]:
            if each == person:
                return Identity(person, name, zone, portal_zone=self._load().get("zone", ""))
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

    @property
    def known(self) -> Known:
        """What needs not be asked for again by each asker."""
        return Known(self._load()["known"])

    def _load(self) -> Any:
        if self._loaded is None:
            self._loaded = self._directories.load(NAME, self._read)
        return self._loaded

    def _read(self) -> dict[str, Any]:
        listing = Listing("user.get", {"ACTIVE": True}, {"select": _SELECT}, id="ID", key="ID", two_texts=True)
        riders = [*pages_by_offset("department.get", {}, start="START"), *pipelines.COMMANDS, CALENDAR, CLOCK]
        found = read_all(self._source, (listing,), riders)
        departments, _ = read_by_offset(self._source, "department.get", {}, start="START", begun=found.first)
        clock = zone_by_clock(found.first.get(CLOCK.key, ""))
        return {
            "zone": zone_of_calendar(found.first.get(CALENDAR.key, {})) or clock,
            "departments": branches(departments),
            "people": [_packed(row) for row in found.rows if _works_here(row)],
            "known": Known.read(found.first).results,
        }


def _works_here(row: dict[str, Any]) -> bool:
    return row.get("ACTIVE") in (True, "Y", "1", "true") and row.get("USER_TYPE") == EMPLOYEE


def _packed(row: dict[str, Any]) -> tuple[int, str, list[int], str]:
    name = f"{row.get('NAME') or ''} {row.get('LAST_NAME') or ''}".strip()
    departments = [each for each in map(number, row.get("UF_DEPARTMENT") or ()) if each]
    return number(row.get("ID")) or 0, name, departments, known_zone(row.get("TIME_ZONE"))

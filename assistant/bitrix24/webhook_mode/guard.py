"""The last look at every row before it leaves the package: without proof that it is the asker's it is dropped.

A method that is not listed here gives nothing: whoever needs a new one has to say what proves its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import Command
from assistant.bitrix24.client_rows import LIMITED
from assistant.bitrix24.deal_lists import COMPANY, CONTACT, DEAL
from assistant.bitrix24.webhook_mode.company import EMPLOYEE, Rights
from assistant.bitrix24.webhook_mode.evidence import Evidence
from assistant.errors import ForbiddenError

Row = Mapping[str, Any]
KINDS = {"CONTACT": CONTACT, "COMPANY": COMPANY}
"""Entity types as crm.duplicate.findbycomm calls them."""
_TOLD_OF_LINKED = ("id", "name", "lastName", "title")
"""What is told of a client that is not the asker's but has a deal with the asker: whom the deal is with."""
_PARTICIPANTS = ("responsibleId", "createdBy", "accomplices", "auditors")
_STAGES = "DEAL_STAGE"
_WHEN = {
    *("ID", "OWNER_ID", "DATE_FROM_TS_UTC", "DATE_TO_TS_UTC", "DATE_FROM_FORMATTED", "DATE_TO_FORMATTED", "TZ_FROM"),
    *("DT_SKIP_TIME", "RRULE", "EXDATE", "ACCESSIBILITY", "DELETED", "MEETING_STATUS"),
}
"""Of an event in the calendar of somebody else: every employee sees when people are busy, not with what."""
_OF_NOBODY = {"calendar.settings.get"}
"""Methods that tell nothing of anybody."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """What is left of a result."""

    result: Any
    dropped: int = 0
    """Rows."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides row by row."""

    rights: Rights
    evidence: Evidence

    def admit(self, command: Command, result: Any) -> Admitted:
        """The provable part of a result.

        Raises:
            ForbiddenError: nothing says what would prove the rows of this method.
        """
        if command.method.lower() == "crm.duplicate.findbycomm":
            return self._hits(result)
        if command.method.lower() in _OF_NOBODY:
            return Admitted(result)
        place, rule = _rule(command)
        if rule is None:
            raise ForbiddenError(f"{command.method}: with an inbound webhook nothing proves whose its rows are")
        found = rows_at(place, result)
        kept = [row for row in (rule(self, row) for row in found) if row is not None]
        return Admitted({place: kept} if place else kept, len(found) - len(kept))

    def _hits(self, result: Any) -> Admitted:
        """Ids of clients by type."""
        found = {name: list(ids) for name, ids in result.items()} if isinstance(result, Mapping) else {}
        kept = {
            name: [each for each in ids if self.proves(KINDS.get(name, 0), number(each))] for name, ids in found.items()
        }
        return Admitted(kept, sum(map(len, found.values())) - sum(map(len, kept.values())))

    def holds(self, row: Row, field: str) -> bool:
        """Whether this field of a row of the CRM names the asker or one of the asker's people."""
        return self.rights.crm_open or number(row.get(field)) in self.rights.people

    def proves(self, kind: int, client: int | None) -> bool:
        """Whether a contact or company is the asker's or has a deal with the asker."""
        return self.rights.crm_open or self.evidence.proves((kind, client or 0))


def _deal(guard: Guard, row: Row) -> Row | None:
    return row if guard.holds(row, "assignedById") else None


def _classic_deal(guard: Guard, row: Row) -> Row | None:
    return row if guard.holds(row, "ASSIGNED_BY_ID") else None


def _stage_change(guard: Guard, row: Row) -> Row | None:
    """A history tells no more than the deal that was read before."""
    return row if guard.rights.crm_open or number(row.get("OWNER_ID")) in guard.evidence.deals else None


def _contact(guard: Guard, row: Row) -> Row | None:
    if not guard.holds(row, "assignedById"):
        return _linked(guard, CONTACT, row)
    # A company of others would be named beside the contact.
    return row if guard.proves(COMPANY, number(row.get("companyId"))) else {**row, "companyId": 0}


def _company(guard: Guard, row: Row) -> Row | None:
    return row if guard.holds(row, "assignedById") else _linked(guard, COMPANY, row)


def _linked(guard: Guard, kind: int, row: Row) -> Row | None:
    if not guard.proves(kind, number(row.get("id"))):
        return None
    return {**{name: row[name] for name in _TOLD_OF_LINKED if name in row}, LIMITED: True}


def _company_of_contact(guard: Guard, row: Row) -> Row | None:
    return row if guard.proves(COMPANY, number(row.get("COMPANY_ID"))) else None


def _activity(guard: Guard, row: Row) -> Row | None:
    return row if guard.holds(row, "RESPONSIBLE_ID") else None


def _task(guard: Guard, row: Row) -> Row | None:
    """All who take part in a task may read it, whoever may read the CRM."""
    part = {each for name in _PARTICIPANTS for each in _numbers(row.get(name))}
    return row if part & guard.rights.people else None


def _category(guard: Guard, row: Row) -> Row | None:
    return _of_pipeline(guard, row, number(row.get("id")))


def _status(guard: Guard, row: Row) -> Row | None:
    entity = str(row.get("ENTITY_ID") or "")
    return _of_pipeline(guard, row, 0 if entity == _STAGES else number(entity.removeprefix(f"{_STAGES}_")))


def _of_pipeline(guard: Guard, row: Row, pipeline: int | None) -> Row | None:
    return row if guard.rights.crm_open or pipeline in guard.evidence.pipelines else None


def _event(guard: Guard, row: Row) -> Row | None:
    """Guests know what it is, heads know it of their people but for what is private."""
    owner = number(row.get("OWNER_ID"))
    guests = {number(each.get("id")) for each in rows_at("", row.get("ATTENDEE_LIST"))}
    led = owner in guard.rights.people and row.get("PRIVATE_EVENT") != "Y"
    if led or guard.rights.asker in {owner, *guests}:
        return row
    return {name: value for name, value in row.items() if name in _WHEN}


def _user(guard: Guard, row: Row) -> Row | None:
    """Every employee sees the list of employees; guests of the extranet are not in it."""
    del guard
    return row if row.get("USER_TYPE") == EMPLOYEE else None


def _department(guard: Guard, row: Row) -> Row | None:
    """Every employee sees how the company is divided."""
    del guard
    return row


Rule = Callable[[Guard, Row], Row | None]
"""The row, what may be told of it, or nothing."""
_ITEMS: Mapping[int | None, Rule] = {DEAL: _deal, CONTACT: _contact, COMPANY: _company}
_RULES: Mapping[str, tuple[str, Rule]] = {
    "crm.deal.list": ("", _classic_deal),
    "crm.activity.list": ("", _activity),
    "crm.stagehistory.list": ("items", _stage_change),
    "crm.category.list": ("categories", _category),
    "crm.status.list": ("", _status),
    "crm.contact.company.items.get": ("", _company_of_contact),
    "tasks.task.list": ("tasks", _task),
    "calendar.event.get": ("", _event),
    "user.get": ("", _user),
    "department.get": ("", _department),
}
"""By method: where the rows stand in the result, and what proves one."""


def _rule(command: Command) -> tuple[str, Rule | None]:
    if command.method.lower() == "crm.item.list":
        return "items", _ITEMS.get(number(command.params.get("entityTypeId")))
    return _RULES.get(command.method.lower(), ("", None))


def rows_of(command: Command, result: Any) -> list[Row]:
    """The rows of a command's result, none for methods without rows."""
    place, rule = _rule(command)
    return rows_at(place, result) if rule else []


def rows_at(place: str, result: Any) -> list[Row]:
    """The rows of a result; PHP sends a list with gaps as a map."""
    if place:
        result = result.get(place) if isinstance(result, Mapping) else None
    rows: Iterable[Any] = result.values() if isinstance(result, Mapping) else result or ()
    return [row for row in rows if isinstance(row, Mapping)]


def _numbers(value: object) -> list[int]:
    several: Iterable[Any] = (
        value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else [value]
    )
    return [each for each in map(number, several) if each is not None]

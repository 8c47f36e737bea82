"""Commands that ask the portal itself for the asker's rows only, and for what proves the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import Command, Reference
from assistant.bitrix24.deal_lists import COMPANY, DEAL
from assistant.bitrix24.rows import Listing
from assistant.bitrix24.webhook_mode.company import Rights
from assistant.bitrix24.webhook_mode.evidence import DEAL_FIELDS, deals_within, owners_of

MOST_PEOPLE = 500
"""In one condition: PHP takes no more than a thousand values from a query."""
LINKED_COMPANIES = 5
"""Of a contact."""
_CLASSIC_DEAL = ("ID", "ASSIGNED_BY_ID", "CATEGORY_ID", "CONTACT_ID", "COMPANY_ID")
_TASK = ("RESPONSIBLE_ID", "CREATED_BY", "ACCOMPLICES", "AUDITORS")
_TASK_PARTS = ("RESPONSIBLE_ID", "CREATED_BY", "ACCOMPLICE", "AUDITOR")
"""The same in filters."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is sent in place of a command."""

    command: Command
    """As it was asked."""
    answers: tuple[Command, ...]
    """Whose rows together are the answer; none when nothing can be the asker's."""
    evidence: tuple[Command, ...] = ()
    """Rows that only prove something."""


def plan(command: Command, rights: Rights) -> Plan:
    """The plan of a command; a method without one goes as it is, and the guard decides."""
    make = _PLANS.get(command.method.lower())
    return make(command, rights) if make else Plan(command, (command,))


def proving(command: Command, rights: Rights, pipelines: Iterable[int]) -> Plan:
    """The plan of a list of pipelines: a deal in each of these proves it."""
    people = rights.people if len(rights.people) <= MOST_PEOPLE else ()
    proofs = (deals_within(f"{command.key}_{each}", {"categoryId": each}, people) for each in pipelines)
    return Plan(command, (command,), () if rights.crm_open else tuple(proofs))


def parted(listing: Listing, rights: Rights) -> tuple[Listing, ...]:
    """Listings of the asker's rows, where a method knows no "or" and conditions have bounds."""
    method = listing.method.lower()
    if method == "tasks.task.list":
        return tuple(_task_parts(listing, rights.people))
    if method in ("crm.item.list", "crm.deal.list") and not rights.crm_open:
        field = "@assignedById" if method == "crm.item.list" else "@ASSIGNED_BY_ID"
        wanted = _ids(listing.filter.get(field))
        within = rights.people if wanted is None else rights.people & wanted
        parts = tuple(replace(listing, filter={**listing.filter, field: part}) for part in _portions(within))
        return parts or (listing,)
    return (listing,)


def _task_parts(listing: Listing, people: frozenset[int]) -> Iterator[Listing]:
    """Tasks for which the asker's people are responsible, and those in which they take part otherwise."""
    responsible, *others = _TASK_PARTS
    wanted = _ids(listing.filter.get(responsible))
    for part in _portions(people if wanted is None else people & wanted):
        yield replace(listing, filter={**listing.filter, responsible: part})
    if wanted is not None and wanted <= people:
        return
    strangers = {} if wanted is None else {responsible: sorted(wanted - people)}
    for field in others:
        for part in _portions(people):
            yield replace(listing, filter={**listing.filter, **strangers, field: part})


def _portions(people: Collection[int]) -> list[list[int]]:
    ordered = sorted(people)
    return [ordered[start : start + MOST_PEOPLE] for start in range(0, len(ordered), MOST_PEOPLE)]


def _items(command: Command, rights: Rights) -> Plan:
    if rights.crm_open:
        return Plan(command, (command,))
    if number(command.params.get("entityTypeId")) == DEAL:
        return _within(_selecting(command, DEAL_FIELDS), "@assignedById", rights)
    condition = command.params.get("filter") or {}
    seen = _selecting(command, ("id", "assignedById"))
    if "id" in condition or "@id" in condition:
        return Plan(command, (seen,))
    owned = _within(seen, "@assignedById", rights)
    if "companyId" in condition:
        return owned
    # By a name: those of the asker's people, and beside them any, for the asker's deals may prove them.
    return replace(owned, answers=(*owned.answers, replace(seen, key=f"{command.key}_wide")))


def _classic_deals(command: Command, rights: Rights) -> Plan:
    if rights.crm_open:
        return Plan(command, (command,))
    return _within(_selecting(command, _CLASSIC_DEAL), "@ASSIGNED_BY_ID", rights)


def _activities(command: Command, rights: Rights) -> Plan:
    if rights.crm_open:
        return Plan(command, (command,))
    return _within(_selecting(command, ("ID", "RESPONSIBLE_ID")), "@RESPONSIBLE_ID", rights)


def _tasks(command: Command, rights: Rights) -> Plan:  # noqa: ARG001
    """The listing was parted already."""
    return Plan(command, (_selecting(command, ("ID", *_TASK)),))


def _users(command: Command, rights: Rights) -> Plan:  # noqa: ARG001
    return Plan(command, (_selecting(command, ("ID", "USER_TYPE")),))


def _companies_of_contact(command: Command, rights: Rights) -> Plan:
    if rights.crm_open:
        return Plan(command, (command,))
    ids = [Reference(command.key, (at, "COMPANY_ID")) for at in range(LINKED_COMPANIES)]
    return Plan(command, (command,), (owners_of(f"{command.key}_owners", COMPANY, ids),))


_PLANS: Mapping[str, Callable[[Command, Rights], Plan]] = {
    "crm.item.list": _items,
    "crm.deal.list": _classic_deals,
    "crm.activity.list": _activities,
    "crm.contact.company.items.get": _companies_of_contact,
    "tasks.task.list": _tasks,
    "user.get": _users,
}


def _within(command: Command, field: str, rights: Rights) -> Plan:
    """Only rows of the asker's people; of so many that they fit into no condition, the guard picks them out."""
    condition = command.params.get("filter") or {}
    wanted = _ids(condition.get(field))
    people = rights.people if wanted is None else rights.people & wanted
    if not people:
        return Plan(command, ())
    if len(people) > MOST_PEOPLE:
        return Plan(command, (command,))
    narrow = {**command.params, "filter": {**condition, field: sorted(people)}}
    return Plan(command, (replace(command, params=narrow),))


def _selecting(command: Command, fields: Sequence[str]) -> Command:
    """With the fields that prove a row."""
    chosen = list(command.params.get("select") or ())
    if not chosen or "*" in chosen:
        return command
    return replace(command, params={**command.params, "select": list(dict.fromkeys([*chosen, *fields]))})


def _ids(value: object) -> frozenset[int] | None:
    if value is None:
        return None
    several = value if isinstance(value, list | tuple | set | frozenset) else [value]
    return frozenset(each for each in map(number, several) if each is not None)

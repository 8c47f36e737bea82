"""Contacts and companies of crm.item.list as records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import BatchAnswer, Command, Reference
from assistant.bitrix24.deal_lists import COMPANY, CONTACT
from assistant.models import Client, ClientKind

LIMITED = "_limited"
"""Marks a row of which only the name may be told."""
_NAMED_BY = {ClientKind.CONTACT: ["id", "name", "lastName"], ClientKind.COMPANY: ["id", "title"]}
TYPES = {ClientKind.CONTACT: CONTACT, ClientKind.COMPANY: COMPANY}


def items(key: str, kind: ClientKind, condition: Mapping[str, Any]) -> Command:
    """Ask for fifty clients, the latest touched first; only `*` brings phones and e-mail addresses."""
    params = {
        "entityTypeId": TYPES[kind],
        "select": ["*"],
        "filter": condition,
        "order": {"updatedTime": "DESC"},
        "start": -1,
    }
    return Command(key, "crm.item.list", params)


def names(key: str, ids: Sequence[int | Reference], kind: ClientKind = ClientKind.COMPANY) -> Command:
    """Ask for the names of up to fifty clients."""
    params = {"entityTypeId": TYPES[kind], "select": _NAMED_BY[kind], "filter": {"@id": list(ids)}, "start": -1}
    return Command(key, "crm.item.list", params)


def read(answer: BatchAnswer, key: str) -> list[Mapping[str, Any]]:
    """The rows of a command.

    Raises:
        PortalError: the command failed.
    """
    return _items(answer[key])


def read_if_any(answer: BatchAnswer, key: str) -> list[Mapping[str, Any]]:
    """The rows of a command that may fail."""
    return _items(answer.get(key, None))


def _items(found: object) -> list[Mapping[str, Any]]:
    rows = found.get("items") if isinstance(found, Mapping) else None
    return [row for row in rows or () if isinstance(row, Mapping)]


def client(kind: ClientKind, row: Mapping[str, Any], companies: Mapping[int, str]) -> Client:
    """A row as a record; `companies` gives the name of a contact's company."""
    communications = [each for each in row.get("fm") or () if isinstance(each, Mapping)]
    contact = kind is ClientKind.CONTACT
    name = f"{row.get('name') or ''} {row.get('lastName') or ''}" if contact else str(row.get("title") or "")
    return Client(
        kind=kind,
        id=number(row.get("id")) or 0,
        name=name.strip(),
        company=companies.get(number(row.get("companyId")) or 0, "") if contact else "",
        position=str(row.get("post") or "") if contact else "",
        phones=_values(communications, "PHONE"),
        emails=_values(communications, "EMAIL"),
        assigned_to=number(row.get("assignedById")) or 0,
        limited=bool(row.get(LIMITED)),
    )


def people(rows: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Names of contacts by id."""
    return {person.id: person.name for person in (client(ClientKind.CONTACT, row, {}) for row in rows)}


def titles(rows: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Names of companies by id."""
    return {number(row.get("id")) or 0: str(row.get("title") or "") for row in rows}


def _values(communications: Iterable[Mapping[str, Any]], kind: str) -> tuple[str, ...]:
    return tuple(str(each.get("value") or "") for each in communications if each.get("typeId") == kind)

"""The staff list with birthdays and first days (user.get)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.moments import day
from assistant.bitrix24.rows import Listing, read_all
from assistant.models import Colleague

NAME = "colleagues_list"
"""Of the directory."""
EMPLOYEE = "employee"
"""`USER_TYPE` of those who work here; guests of the extranet are no colleagues."""
_SELECT = (
    *("ID", "NAME", "LAST_NAME", "EMAIL", "USER_TYPE", "WORK_POSITION", "PERSONAL_BIRTHDAY"),
    *("DATE_REGISTER", "UF_EMPLOYMENT_DATE"),
)


def read_colleagues(asker: Asker) -> tuple[Colleague, ...]:
    """Everybody who works in the company now, at most ten minutes old; one request for up to 500.

    Raises:
        PortalError: what the portal refused.
    """
    stored = asker.directories.lately(NAME, lambda: [_packed(each) for each in _read(asker)])
    return tuple(_unpacked(each) for each in stored)


def _read(asker: Asker) -> list[Colleague]:
    listing = Listing("user.get", {"ACTIVE": True}, {"select": _SELECT}, id="ID", key="ID", two_texts=True)
    rows = read_all(asker.connection, asker.parted(listing), spare=asker.spare).rows
    return [_colleague(row) for row in rows if row.get("USER_TYPE") in (EMPLOYEE, None)]


def _colleague(row: Mapping[str, Any]) -> Colleague:
    born = day(row.get("PERSONAL_BIRTHDAY"))
    return Colleague(
        id=number(row.get("ID")) or 0,
        name=f"{row.get('NAME') or ''} {row.get('LAST_NAME') or ''}".strip() or str(row.get("EMAIL") or ""),
        position=str(row.get("WORK_POSITION") or ""),
        birthday=(born.month, born.day) if born else None,
        joined=day(row.get("UF_EMPLOYMENT_DATE")) or day(row.get("DATE_REGISTER")),
    )


def _packed(colleague: Colleague) -> dict[str, Any]:
    return asdict(colleague) | {"joined": colleague.joined.isoformat() if colleague.joined else ""}


def _unpacked(stored: Mapping[str, Any]) -> Colleague:
    born, joined = stored["birthday"], stored["joined"]
    return Colleague(
        stored["id"],
        stored["name"],
        stored["position"],
        (born[0], born[1]) if born else None,
        date.fromisoformat(joined) if joined else None,
    )

"""Projects of the asker (sonet_group.get)."""

from __future__ import annotations

from assistant.bitrix24.answers import number
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.batch import Command
from assistant.models import Project


def find_projects(asker: Asker, name: str) -> tuple[Project, ...]:
    """Projects whose name contains this one, up to fifty; one request."""
    command = Command("g", "sonet_group.get", {"FILTER": {"%NAME": name, "ACTIVE": "Y"}, "ORDER": {"NAME": "ASC"}})
    rows = asker.connection.read_batch([command])["g"]
    return tuple(Project(number(row.get("ID")) or 0, str(row.get("NAME") or "")) for row in rows)

"""Fetches the events of a bot that is not called by webhook (imbot.v2.Event.get)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.bitrix24.answers import number
from assistant.bitrix24.bot.connection import BotConnection
from assistant.errors import PortalUnavailableError

LIMIT = 500
"""Events a request; the portal gives up to 1000."""


@dataclass(frozen=True, slots=True)
class FetchedEvent:
    """One entry; its id grows from event to event."""

    id: int
    kind: str
    """For example `ONIMBOTV2MESSAGEADD`."""
    date: str
    """ISO 8601."""
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page of events."""

    events: tuple[FetchedEvent, ...]
    next_offset: int
    """Given back it confirms these events: the portal forgets them."""
    more: bool


def fetch(connection: BotConnection, bot_id: int, offset: int | None) -> Fetched:
    """The oldest events that are not confirmed; `offset` confirms all with a smaller id.

    Raises:
        PortalError: also when the answer has not the form of a page.
    """
    params: dict[str, Any] = {"botId": bot_id, "limit": LIMIT}
    if offset is not None:
        params["offset"] = offset
    page = connection.read("Event.get", params)
    following = number(page.get("nextOffset")) if isinstance(page, Mapping) else None
    if following is None:
        raise PortalUnavailableError("imbot.v2.Event.get: the answer has no nextOffset")
    rows = page.get("events") or []
    return Fetched(
        tuple(_event(row) for row in rows if isinstance(row, Mapping)), following, page.get("hasMore") is True
    )


def _event(row: Mapping[str, Any]) -> FetchedEvent:
    data = row.get("data")
    return FetchedEvent(
        id=number(row.get("eventId")) or 0,
        kind=str(row.get("type") or ""),
        date=str(row.get("date") or ""),
        data=data if isinstance(data, Mapping) else {},
    )

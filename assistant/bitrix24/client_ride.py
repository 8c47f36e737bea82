"""Cards that ride in the search for a client, for its likeliest hits: usually none has to be asked for afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from assistant.bitrix24 import client_rows
from assistant.bitrix24.answers import number
from assistant.bitrix24.batch import BatchAnswer, Command, Reference
from assistant.models import Client, ClientKind

NEEDED = ("record", "links", "open", "deals")
"""What a card cannot do without."""


def hit(kind: ClientKind, place: Reference) -> Client:
    """A client that an earlier command of the batch finds, in place of one that is known."""
    # A reference is written where a number would be.
    return Client(kind, cast("int", replace(place, number=True)), "")


def riding(kind: ClientKind, commands: Iterable[Command]) -> list[Command]:
    """Commands about a hit of this kind under names of their own."""
    own = list(commands)
    names = {command.key for command in own}
    return [replace(each, key=_prefix(kind) + each.key, params=_renamed(each.params, names, kind)) for each in own]


def ridden(answer: BatchAnswer, client: Client) -> BatchAnswer | None:
    """What was brought about a client; `None` when another hit was looked at, or something is missing."""
    part = answer.part(_prefix(client.kind))
    found = [number(row.get("id")) for row in client_rows.read_if_any(part, "record")]
    return part if found == [client.id] and all(key in part for key in NEEDED) else None


def _prefix(kind: ClientKind) -> str:
    return f"ride_{kind}_"


def _renamed(value: Any, names: set[str], kind: ClientKind) -> Any:
    match value:
        case Reference() if value.key in names:
            return replace(value, key=_prefix(kind) + value.key)
        case Mapping():
            return {key: _renamed(inner, names, kind) for key, inner in value.items()}
        case list() | tuple():
            return [_renamed(inner, names, kind) for inner in value]
        case _:
            return value

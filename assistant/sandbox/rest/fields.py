"""Fields of rows: their names in both spellings, their kind, and how to read them."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from assistant.sandbox.rest.values import Kind


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record."""

    name: str
    """Classic spelling: `ASSIGNED_BY_ID`."""
    camel: str
    """Spelling of crm.item.* and of answers about tasks: `assignedById`."""
    kind: Kind
    read: Callable[[Any], Any]
    """Takes a row; gives the raw value, in the form the tables hold."""
    hidden: bool = False
    """Given only when selected by name."""


def field(name: str, kind: Kind, source: str | Callable[[Any], Any], *, camel: str = "", hidden: bool = False) -> Field:
    """A field read from an attribute or by a function; the camel spelling follows from the classic one."""
    head, *tail = name.lower().split("_")
    spelled = camel or head + "".join(part.capitalize() for part in tail)
    return Field(name, spelled, kind, attrgetter(source) if isinstance(source, str) else source, hidden)


def constant(value: Any) -> Callable[[Any], Any]:
    """A field whose value never changes."""
    return lambda _row: value


class Fields:
    """The fields of one kind of record."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self.all = list(fields)
        self.classic = {each.name: each for each in self.all}
        self.camel = {each.camel: each for each in self.all}

    def selected(self, names: Iterable[Any], spelling: dict[str, Field]) -> list[Field]:
        """The fields to give for a `select`; unknown names are left out, the id is always given."""
        wanted = [name for name in names if isinstance(name, str)]
        if not wanted or "*" in wanted:
            named = [spelling[name] for name in wanted if name in spelling]
            return [each for each in self.all if not each.hidden or each in named]
        identity = self.all[0]
        return [identity] + [spelling[name] for name in wanted if name in spelling and spelling[name] is not identity]

"""The company: its tables, with the rows of each person at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from assistant.sandbox.company import records
from assistant.sandbox.company.rights import Rights

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator


class Row(Protocol):
    """What every row has."""

    id: int


R = TypeVar("R", bound=Row)


class Table(Generic[R]):
    """Rows by id in rising order, and by the keys that `owners` names: people by id, records by type and id."""

    def __init__(self, owners: Callable[[R], Iterable[Hashable]]) -> None:
        self._owners = owners
        self.rows: dict[int, R] = {}
        self._owned: dict[Hashable, dict[int, R]] = {}
        self._last = 0
        self.changes = 0
        """How often the table was changed."""

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[R]:
        return iter(self.rows.values())

    def get(self, row_id: int) -> R | None:
        """The row with this id."""
        return self.rows.get(row_id)

    def next_id(self) -> int:
        """The id for a new row; ids of removed rows do not come back."""
        return self._last + 1

    def add(self, row: R) -> R:
        """Take a row in."""
        self.changes += 1
        self.rows[row.id] = row
        self._last = max(self._last, row.id)
        for owner in self._owners(row):
            self._owned.setdefault(owner, {})[row.id] = row
        return row

    def remove(self, row: R) -> None:
        """Take a row out."""
        self.changes += 1
        del self.rows[row.id]
        for rows in self._owned.values():
            rows.pop(row.id, None)

    def put(self, row: R) -> None:
        """Take a changed row in, in the place of the earlier one with its id, under its owners of now."""
        for rows in self._owned.values():
            rows.pop(row.id, None)
        self.add(row)

    def of(self, owners: Iterable[Hashable]) -> dict[int, R]:
        """The rows of these owners by id, in no particular order."""
        found: dict[int, R] = {}
        for owner in owners:
            found.update(self._owned.get(owner, {}))
        return found


class Company:
    """All tables of the portal."""

    def __init__(self) -> None:
        self.users: dict[int, records.User] = {}
        self.departments: dict[int, records.Department] = {}
        self.groups: dict[int, records.Group] = {}
        self.categories: list[records.Category] = []
        self.stages: list[records.Stage] = []
        self.currencies: list[records.Currency] = []
        self.deals = Table[records.Deal](
            lambda deal: (deal.assigned_by, (records.CONTACT, deal.contact_id), (records.COMPANY, deal.company_id))
        )
        self.history = Table[records.StageChange](lambda change: (change.owner_id,))
        self.contacts = Table[records.Contact](lambda contact: (contact.assigned_by,))
        self.companies = Table[records.Company](lambda company: (company.assigned_by,))
        self.activities = Table[records.Activity](lambda activity: (activity.responsible, *activity.bindings))
        self.tasks = Table[records.Task](
            lambda task: {task.responsible, task.created_by, *task.auditors, *task.accomplices}
        )
        self.events = Table[records.Event](lambda event: (event.owner_id,))
        self.rights = Rights(self)

    @property
    def changes(self) -> int:
        """How often the records of the CRM were changed."""
        tables = (self.deals, self.history, self.contacts, self.companies)
        return sum(table.changes for table in tables)

"""Who may see what: everybody their own records, a head those of the department, an administrator all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.sandbox.company import records

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from assistant.sandbox.company.company import Company


class Rights:
    """The portal's rights, worked out anew at each question so that changes hold at once."""

    def __init__(self, company: Company) -> None:
        self._company = company

    def people(self, user: records.User) -> frozenset[int] | None:
        """The people whose records this person may see; None is everybody."""
        if user.admin:
            return None
        below = self._below({d.id for d in self._company.departments.values() if d.head == user.id})
        team = {other.id for other in self._company.users.values() if below.intersection(other.departments)}
        return frozenset(team | {user.id})

    def _below(self, departments: Collection[int]) -> set[int]:
        found = set(departments)
        todo = list(departments)
        while todo:
            parent = todo.pop()
            for department in self._company.departments.values():
                if department.parent == parent and department.id not in found:
                    found.add(department.id)
                    todo.append(department.id)
        return found

    def deals(self, user: records.User) -> Collection[records.Deal]:
        """Readable deals."""
        people = self.people(user)
        table = self._company.deals
        return table.rows.values() if people is None else table.of(people).values()

    def contacts(self, user: records.User) -> Collection[records.Contact]:
        """Readable contacts: assigned ones, and those of readable deals."""
        people = self.people(user)
        table = self._company.contacts
        if people is None:
            return table.rows.values()
        found = table.of(people)
        for deal in self._company.deals.of(people).values():
            if deal.contact_id:
                found[deal.contact_id] = table.rows[deal.contact_id]
        return found.values()

    def companies(self, user: records.User) -> Collection[records.Company]:
        """Readable companies: assigned ones, and those of readable deals."""
        people = self.people(user)
        table = self._company.companies
        if people is None:
            return table.rows.values()
        found = table.of(people)
        for deal in self._company.deals.of(people).values():
            if deal.company_id:
                found[deal.company_id] = table.rows[deal.company_id]
        return found.values()

    def activities(
        self, user: records.User, bindings: Iterable[tuple[int, int]] | None
    ) -> Collection[records.Activity]:
        """Readable activities: of visible people, or at readable records; of these records alone when given."""
        table = self._company.activities
        if user.admin:
            return table.rows.values() if bindings is None else table.of(bindings).values()
        people = self.people(user) or frozenset()
        if bindings is not None:
            rows = table.of(bindings).values()
            return [
                row
                for row in rows
                if row.responsible in people or any(self._visible(people, *binding) for binding in row.bindings)
            ]
        visible = {
            *((records.DEAL, deal.id) for deal in self.deals(user)),
            *((records.CONTACT, contact.id) for contact in self.contacts(user)),
            *((records.COMPANY, client.id) for client in self.companies(user)),
        }
        return {**table.of(people), **table.of(visible)}.values()

    def sees(self, user: records.User, type_id: int, record_id: int) -> bool:
        """Whether a deal, contact or company is readable."""
        people = self.people(user)
        return people is None or self._visible(people, type_id, record_id)

    def _visible(self, people: frozenset[int], type_id: int, record_id: int) -> bool:
        company = self._company
        row: records.Deal | records.Contact | records.Company | None = None
        if type_id == records.DEAL:
            row = company.deals.get(record_id)
        elif type_id == records.CONTACT:
            row = company.contacts.get(record_id)
        elif type_id == records.COMPANY:
            row = company.companies.get(record_id)
        if row is None or row.assigned_by in people:
            return row is not None
        deals = company.deals.of([(type_id, record_id)]).values()
        return any(deal.assigned_by in people for deal in deals)

    def tasks(self, user: records.User) -> Collection[records.Task]:
        """Readable tasks: those in which a visible person takes part."""
        people = self.people(user)
        table = self._company.tasks
        return table.rows.values() if people is None else table.of(people).values()

    def task(self, user: records.User, task_id: int) -> records.Task | None:
        """One task, when it is there and readable."""
        task = self._company.tasks.get(task_id)
        people = self.people(user)
        if task is None or people is None:
            return task
        taking_part = {task.responsible, task.created_by, *task.auditors, *task.accomplices}
        return task if people & taking_part else None

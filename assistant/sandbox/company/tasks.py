"""Tasks with deadlines around today, and the workgroups they belong to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from assistant.sandbox.clock import at_time, calendar_day
from assistant.sandbox.company import names
from assistant.sandbox.company.clients import ACME, DAY, ROMASHKA
from assistant.sandbox.company.people import IT
from assistant.sandbox.company.records import Group, Task

if TYPE_CHECKING:
    from random import Random

    from assistant.sandbox.company.company import Company
    from assistant.sandbox.company.records import User

HOUR = 3600
PENDING, IN_PROGRESS, CONTROL, DONE, DEFERRED = 2, 3, 4, 5, 6
GROUPS = ("Website", "Склад", "Helpdesk")
EACH = 12

# (login, title, status, deadline: days from today and hour, or none, CRM records)
FIXED = (
    ("anna", "Call Acme Corp about the contract", PENDING, (0, 15), (f"CO_{ACME}",)),
    ("anna", "Send the licence prices to Acme Corp", IN_PROGRESS, (-2, 18), (f"CO_{ACME}", "D_1")),
    ("anna", "Prepare the quarterly review", PENDING, (6, 12), ()),
    ("anna", "Update the contact list", DONE, (-1, 18), ()),
    ("ivan", "Отправить Ромашке акт сверки", PENDING, (0, 18), (f"CO_{ROMASHKA}",)),
    ("ivan", "Согласовать договор с Ромашкой", PENDING, (-1, 18), (f"CO_{ROMASHKA}", "D_5")),
    ("max", "Replace the printer on floor 3", IN_PROGRESS, (1, 12), ()),
)


def add_tasks(company: Company, random: Random, midnight: int) -> None:
    """Fill the tables of groups and tasks."""
    for number, name in enumerate(GROUPS, start=1):
        members = tuple(user.id for user in company.users.values() if user.active and random.random() < 0.5)
        company.groups[number] = Group(number, name, members[0], members)
    logins = {user.login: user for user in company.users.values()}
    for login, title, status, deadline, crm in FIXED:
        at = at_time(calendar_day(midnight) + timedelta(days=deadline[0]), deadline[1])
        created = midnight - 5 * DAY + 10 * HOUR
        closed = midnight - 8 * HOUR if status == DONE else 0
        task = _task(company, logins[login], title, status, deadline=at, created=created, closed=closed)
        task.crm = crm
    for user in company.users.values():
        if user.active:
            for _ in range(EACH):
                _random(company, random, user, midnight)


def _random(company: Company, random: Random, user: User, midnight: int) -> None:
    russian = user.language == "ru"
    if random.random() < 0.5:
        client = random.choice(list(company.companies))
        title = random.choice(names.TASKS_RU if russian else names.TASKS_EN).format(client.title)
        crm: tuple[str, ...] = (f"CO_{client.id}",)
    else:
        title, crm = random.choice(names.CHORES_RU if russian else names.CHORES_EN), ()
    status = random.choices((PENDING, IN_PROGRESS, CONTROL, DONE, DEFERRED), (30, 15, 5, 45, 5))[0]
    days = random.randint(-60, -1) if status == DONE else random.randint(-6, 20)
    due = at_time(calendar_day(midnight) + timedelta(days=days), random.choice((12, 15, 18, 19)))
    deadline = due if random.random() < 0.85 else 0
    created = min(midnight + days * DAY, midnight) - random.randint(1, 15) * DAY + random.randint(9, 17) * HOUR
    closed = 0
    if status == DONE:
        # Some were closed too late.
        closed = min((deadline or created + DAY) + random.randint(-2, 2) * DAY, midnight - 6 * HOUR)
        closed = max(closed, created + HOUR)
    task = _task(company, user, title, status, deadline=deadline, created=created, closed=closed)
    task.crm = crm
    task.priority = random.choices((0, 1, 2), (5, 80, 15))[0]
    colleagues = [other.id for other in company.users.values() if other.departments == user.departments]
    task.created_by = random.choice([user.id, user.id, *colleagues])
    if random.random() < 0.2:
        task.auditors = (random.choice(colleagues),)
    if random.random() < 0.25:
        task.group_id = 3 if IT in user.departments else random.choice((1, 2))
    company.tasks.put(task)


def _task(company: Company, user: User, title: str, status: int, *, deadline: int, created: int, closed: int) -> Task:
    number = company.tasks.next_id()
    return company.tasks.add(
        Task(
            id=number,
            title=title,
            description="",
            status=status,
            priority=1,
            responsible=user.id,
            created_by=user.id,
            created=created,
            changed=closed or created,
            deadline=deadline,
            closed=closed,
            closed_by=user.id if closed else 0,
            started=created + HOUR if status != PENDING else 0,
        )
    )

"""Tasks as docs/numbers.md counts them, held against the raw table of the portal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.models import Period, TaskCriteria
from tests.bitrix24.conftest import Company

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 6, 10)
MONTH = Period(date(2026, 5, 15), date(2026, 6, 14))
Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows(reading_sandbox: Any) -> list[Row]:
    return reading_sandbox.table("tasks")


def on(row: Row, field: str) -> date | None:
    return datetime.fromtimestamp(row[field], BERLIN).date() if row[field] else None


def within(row: Row, field: str, period: Period) -> bool:
    day = on(row, field)
    return day is not None and day in period


def done(row: Row) -> bool:
    return bool(row["status"] == 5)


def late(row: Row) -> bool:
    now = datetime(2026, 6, 10, 12, 4, tzinfo=BERLIN).timestamp()
    return bool(not done(row) and row["deadline"] and row["deadline"] < now)


def own(readers: Company, rows: list[Row], keep: Callable[[Row], bool]) -> set[int]:
    return {row["id"] for row in rows if row["responsible"] == readers.people["anna"] and keep(row)}


CASES: list[tuple[str, TaskCriteria, Callable[[Row], bool]]] = [
    ("open", TaskCriteria(), lambda r: not done(r)),
    ("open by deadline", TaskCriteria(period=MONTH), lambda r: not done(r) and within(r, "deadline", MONTH)),
    ("overdue", TaskCriteria(state="overdue"), late),
    (
        "overdue in a period",
        TaskCriteria(state="overdue", period=MONTH),
        lambda r: late(r) and within(r, "deadline", MONTH),
    ),
    ("done", TaskCriteria(state="done"), done),
    (
        "done in a period",
        TaskCriteria(state="done", period=MONTH),
        lambda r: done(r) and within(r, "closed", MONTH),
    ),
    (
        "due today",
        TaskCriteria(state="due"),
        lambda r: not done(r) and (day := on(r, "deadline")) is not None and day <= TODAY,
    ),
    (
        "due this month",
        TaskCriteria(state="due", period=MONTH),
        lambda r: not done(r) and (day := on(r, "deadline")) is not None and day <= MONTH.last,
    ),
    (
        "given",
        TaskCriteria(period=MONTH, date_meaning="created"),
        lambda r: not done(r) and within(r, "created", MONTH),
    ),
]


@pytest.mark.parametrize(("criteria", "keep"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_state_is_what_it_says(
    readers: Company, rows: list[Row], criteria: TaskCriteria, keep: Callable[[Row], bool]
) -> None:
    mine = replace(criteria, responsible=(readers.people["anna"],))
    page = readers.portal("anna").tasks(mine)
    assert {task.id for task in page.tasks} == own(readers, rows, keep)
    assert page.total == len(page.tasks)


def test_the_cases_are_not_empty(readers: Company, rows: list[Row]) -> None:
    """Otherwise the test above would prove nothing."""
    empty = [name for name, _, keep in CASES if not own(readers, rows, keep)]
    assert empty == []


def test_a_task_has_its_state_deadline_and_project(readers: Company, rows: list[Row]) -> None:
    by_id = {row["id"]: row for row in rows}
    now = readers.portal("anna").now
    tasks = readers.portal("anna").tasks(TaskCriteria(responsible=(readers.people["anna"],))).tasks
    assert {task.state for task in tasks} == {"open", "overdue"}
    for task in tasks:
        row = by_id[task.id]
        assert task.title == row["title"]
        assert (task.deadline and task.deadline.timestamp()) == (row["deadline"] or None)
        assert task.state == ("overdue" if task.deadline and task.deadline < now else "open")
        assert task.closed is None
        assert bool(task.project) == bool(row["group_id"])


def test_a_closed_task_tells_when(readers: Company, rows: list[Row]) -> None:
    closed = {row["id"]: row["closed"] for row in rows}
    tasks = readers.portal("anna").tasks(TaskCriteria(state="done", responsible=(readers.people["anna"],))).tasks
    assert tasks
    assert {task.state for task in tasks} == {"done"}
    assert all(task.closed and task.closed.timestamp() == closed[task.id] for task in tasks)


def test_a_project_is_compared_by_its_name(readers: Company) -> None:
    portal = readers.portal("admin")
    everything = portal.tasks(TaskCriteria()).tasks
    name = next(task.project for task in everything if task.project)
    page = portal.tasks(TaskCriteria(project=name.upper()))
    assert {task.id for task in page.tasks} == {task.id for task in everything if task.project == name}
    assert page.total == len(page.tasks)


def test_a_list_of_tasks_is_one_request(readers: Company) -> None:
    portal = readers.portal("admin")
    before = readers.count()
    page = portal.tasks(TaskCriteria(state="done"))
    assert len(page.tasks) > 50
    assert readers.count() == before + 1


def test_nobody_responsible_is_nothing_asked(readers: Company) -> None:
    portal = readers.portal("anna")
    before = readers.count()
    assert portal.tasks(TaskCriteria(responsible=())).tasks == ()
    assert readers.count() == before

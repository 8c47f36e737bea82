from dataclasses import replace
from datetime import date, timedelta

import pytest

from assistant.models import Period, Run, Slots, Task, TaskCriteria
from tests.scenarios.conftest import Ask, action, labels, text
from tests.scenarios.office import MAX, NOW, OLGA, Office, at

WEEK = Period(date(2026, 6, 8), date(2026, 6, 14))


def test_without_a_word_about_it_what_is_due_today_or_late_is_meant(reply: Ask, office: Office) -> None:
    reply(Run("tasks.list"))
    assert office.asked == [TaskCriteria("due", responsible=(OLGA.id,))]


def test_a_period_is_the_deadline_of_open_tasks(reply: Ask, office: Office) -> None:
    reply(Run("tasks.list", Slots(period=WEEK)))
    assert office.asked == [TaskCriteria("open", WEEK, responsible=(OLGA.id,))]


def test_tasks_that_were_given_in_a_period_are_asked_for_by_creation(reply: Ask, office: Office) -> None:
    answer = reply(Run("tasks.list", Slots(period=WEEK, date_meaning="created")))
    assert office.asked == [TaskCriteria("open", WEEK, "created", (OLGA.id,))]
    assert text(answer).startswith("[b]Your open tasks given this week (8–14 June): 3")


def test_overdue_tasks_come_first_and_those_without_a_deadline_last(reply: Ask) -> None:
    tasks = (
        Task(1, "no deadline", OLGA.id, "open"),
        Task(2, "later", OLGA.id, "open", at(12)),
        Task(3, "late", OLGA.id, "overdue", at(9)),
        Task(4, "later still", OLGA.id, "overdue", at(8)),
        Task(5, "later, too", OLGA.id, "open", at(12)),
    )
    shown = text(reply(Run("tasks.list", Slots(task_state="open")), Office(all_tasks=tasks)))
    places = [shown.index(f"/view/{number}/") for number in (4, 3, 2, 5, 1)]
    assert places == sorted(places)


def test_many_tasks_are_shown_six_at_a_time(reply: Ask) -> None:
    office = Office(all_tasks=tuple(Task(n, f"Task {n}", OLGA.id, "open", at(10, 15)) for n in range(8)))
    first = reply(Run("tasks.list"), office)
    assert "… 2 more" in text(first)
    second = reply(action(first, "Show more"), office)
    assert text(second).startswith("[b]Your tasks: 7–8 of 8[/b]")
    assert "Show more" not in labels(second)


def test_nothing_due_offers_the_week(reply: Ask) -> None:
    answer = reply(Run("tasks.list"), Office(all_tasks=()))
    assert action(answer, "This week") == Run("tasks.list", Slots(period=WEEK))


def test_a_colleague_without_tasks_is_named(reply: Ask) -> None:
    assert text(reply(Run("tasks.list", Slots(person_id=MAX.id)))) == "Tasks of Max Weber: none that you can see."
    assert text(reply(Run("tasks.list", Slots(person_id=MAX.id))), "ru") == "Max Weber, задачи: видимых вам нет."


@pytest.mark.parametrize(("days", "words"), [(1, "1 день"), (2, "2 дня"), (5, "5 дней"), (21, "21 день")])
def test_days_of_delay_have_their_plural(reply: Ask, days: int, words: str) -> None:
    office = Office(all_tasks=(Task(1, "x", OLGA.id, "overdue", NOW - timedelta(days)),))
    assert text(reply(Run("tasks.list"), office), "ru").endswith(f"просрочено на {words}")


DRAFT = Run("task.create", Slots(title="order a chair"), key="d")
"""Everything in it was written by the person."""


@pytest.mark.parametrize(
    "run", [DRAFT, replace(DRAFT, confirmed=True), replace(DRAFT, slots=Slots(title="x", project="?"))]
)
def test_a_task_without_a_project_is_no_secret_of_the_person(reply: Ask, run: Run) -> None:
    assert not reply(run).personal


@pytest.mark.parametrize(("project", "confirmed"), [("Website", False), ("Website", True), ("Exp", False)])
def test_names_of_projects_are_for_the_person_alone(reply: Ask, project: str, *, confirmed: bool) -> None:
    answer = reply(Run("task.create", Slots(title="order a chair", project=project), key="d", confirmed=confirmed))
    assert answer.personal
    assert answer.shareable is confirmed, "a question is not to be shown around"

"""Tasks are finished, moved and set back once, whatever gets lost; and only the asker's own ones."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from assistant.bitrix24 import AskersPortal
from assistant.errors import ForbiddenError, PortalUnavailableError
from tests.bitrix24.conftest import Company

ANNA = 2
DONE = 5


def asking(company: Company, event: int = 1) -> AskersPortal:
    """The portal as Anna sees it with an event of hers."""
    return company.portals.as_person(company.member_id, ANNA, trace=(f"event {event}",))


def row(company: Company, task_id: int) -> dict[str, Any]:
    return next(task for task in company.sandbox.table("tasks") if task["id"] == task_id)


@pytest.fixture
def task_id(company: Company) -> int:
    """An open task of Anna's with a deadline."""
    return next(
        task["id"]
        for task in company.sandbox.table("tasks")
        if task["responsible"] == ANNA and task["status"] == 2 and task["deadline"]
    )


def writes(company: Company) -> list[str]:
    words = {"complete", "renew", "update"}
    return [m for call in company.sandbox.calls() if (m := call["method"]).rpartition(".")[2] in words and "task" in m]


def test_a_task_is_finished_once_and_set_back_once(company: Company, task_id: int) -> None:
    assert [asking(company, event).finish_task(task_id, "d1").before for event in (1, 2)] == [False, True]
    assert row(company, task_id)["status"] == DONE
    undone = [asking(company, event).set_task_back("d1") for event in (3, 4)]
    assert [each.before for each in undone] == [False, True]
    assert row(company, task_id)["status"] != DONE
    assert writes(company) == ["tasks.task.complete", "tasks.task.renew"]


def test_a_task_is_moved_and_set_back_to_its_old_deadline(company: Company, task_id: int) -> None:
    old, anna = row(company, task_id)["deadline"], asking(company)
    deadline = anna.now.replace(microsecond=0) + timedelta(days=1)
    moved = anna.move_task(task_id, deadline, "d1")
    assert moved.task.deadline == deadline
    assert row(company, task_id)["deadline"] == deadline.timestamp()
    anna.set_task_back("d1")
    assert row(company, task_id)["deadline"] == old


@pytest.mark.parametrize("value", ["after", "before"])
@pytest.mark.parametrize("method", ["tasks.task.complete", "tasks.task.update"])
def test_what_an_answer_got_lost_of_is_looked_for_and_done_once(
    company: Company, task_id: int, method: str, value: str
) -> None:
    deadline = asking(company).now.replace(microsecond=0) + timedelta(days=1)

    def act() -> None:
        anna = asking(company)
        if method == "tasks.task.complete":
            anna.finish_task(task_id, "d1")
        else:
            anna.move_task(task_id, deadline, "d1")

    company.sandbox.faults("drop", method=method, count=1, value=value)
    with pytest.raises(PortalUnavailableError):
        act()
    act()
    changed = row(company, task_id)
    assert changed["status"] == DONE or changed["deadline"] == deadline.timestamp()
    assert len(writes(company)) == (1 if value == "after" else 2)


def test_a_task_that_is_done_already_is_only_told(company: Company, task_id: int) -> None:
    asking(company).finish_task(task_id, "d1")
    assert asking(company, 2).finish_task(task_id, "d2").before
    assert writes(company) == ["tasks.task.complete"]


def test_tasks_of_others_are_left_alone(company: Company) -> None:
    other = next(task["id"] for task in company.sandbox.table("tasks") if task["responsible"] != ANNA)
    with pytest.raises(ForbiddenError):
        asking(company).finish_task(other, "d1")
    with pytest.raises(ForbiddenError):
        asking(company).move_task(other, datetime.fromisoformat("2026-06-11T15:00+03:00"), "d2")
    assert writes(company) == []


def test_after_ten_minutes_it_stays(company: Company, task_id: int) -> None:
    asking(company).finish_task(task_id, "d1")
    then = company.portals._clock()
    company.portals._clock = lambda: then + 601
    assert asking(company).set_task_back("d1").at is None
    assert row(company, task_id)["status"] == DONE
    assert asking(company).set_task_back("never").task is None

"""No call that changes something goes around the journal; tasks are made and deleted once, whatever gets lost."""

from datetime import UTC, datetime

import pytest

from assistant.bitrix24 import AskersPortal
from assistant.bitrix24.batch import Command, payload
from assistant.bitrix24.writes import UnjournaledWriteError, changes, require_permit
from assistant.effects import Permit
from assistant.errors import PortalUnavailableError
from assistant.models import NewTask
from tests.bitrix24.conftest import Company

NEW = NewTask("Call Acme", 3, datetime(2026, 6, 12, 15, tzinfo=UTC))


@pytest.mark.parametrize(
    "method",
    ["tasks.task.add", "tasks.task.delete", "imbot.v2.Chat.Message.send", "imbot.message.update", "calendar.event.add",
     "imbot.command.answer", "im.notify.personal.add", "crm.deal.update", "something.new"],
)  # fmt: skip
def test_what_changes_something_needs_a_permit_alone_and_in_a_batch(method: str) -> None:
    assert changes(method)
    for name, params in ((method, {}), ("batch", payload([Command("a", "user.get"), Command("b", method, {"x": 1})]))):
        with pytest.raises(UnjournaledWriteError, match=r"Effects\.once"):
            require_permit(name, params, None)
        require_permit(name, params, Permit("k"))


@pytest.mark.parametrize("method", ["user.get", "crm.item.list", "method.get", "imbot.v2.Event.get", "server.time"])
def test_what_only_reads_needs_none(method: str) -> None:
    require_permit(method, {}, None)
    require_permit("batch", payload([Command("a", method)]), None)


def test_a_write_around_the_journal_reaches_no_portal(company: Company) -> None:
    before = company.count()
    fields = {"TITLE": "x", "RESPONSIBLE_ID": 2}
    connection = company.portals._application(company.member_id)
    with pytest.raises(UnjournaledWriteError):
        connection.write("tasks.task.add", {"fields": fields})
    assert company.count() == before


def asking(company: Company, event: int = 1) -> AskersPortal:
    """The portal as Anna sees it with an event of hers."""
    return company.portals.as_person(company.member_id, 2, trace=(f"event {event}",))


def made(company: Company) -> list[str]:
    return [task["title"] for task in company.sandbox.table("tasks") if task["xml_id"].startswith("assistant:")]


def test_a_task_is_made_by_rest_3_with_a_key_where_the_portal_has_it(company: Company) -> None:
    anna = asking(company)
    task = anna.create_task(NEW, "d1").task
    row = next(row for row in company.sandbox.table("tasks") if row["id"] == task.id)
    assert (row["title"], row["created_by"], row["responsible"]) == ("Call Acme", 2, 3)
    assert "api/tasks.task.add" in [call["method"] for call in company.sandbox.calls()]


@pytest.mark.sandbox(profile="on-premise")
def test_an_older_portal_makes_it_by_the_classic_method(company: Company) -> None:
    asking(company).create_task(NEW, "d1")
    assert "tasks.task.add" in [call["method"] for call in company.sandbox.calls()]
    assert made(company) == ["Call Acme"]


WAYS = [
    pytest.param("api/tasks.task.add", marks=pytest.mark.sandbox()),
    pytest.param("tasks.task.add", marks=pytest.mark.sandbox(profile="on-premise")),
]


@pytest.mark.parametrize(("value", "tries"), [("after", 1), ("before", 1), ("after", 2)])
@pytest.mark.parametrize("method", WAYS)
def test_a_task_whose_answer_got_lost_is_found_and_not_made_again(
    company: Company, method: str, value: str, tries: int
) -> None:
    company.sandbox.faults("drop", method=method, count=tries, value=value)
    for _ in range(2):
        try:
            done = asking(company).create_task(NEW, "d1")
        except PortalUnavailableError:
            continue
        break
    assert made(company) == ["Call Acme"]
    assert done.task.title == "Call Acme"


def test_a_method_that_turns_out_to_be_missing_is_replaced_by_the_classic_one(company: Company) -> None:
    refusal = {"status": 404, "error": "ERROR_METHOD_NOT_FOUND"}
    company.sandbox.faults("status", method="api/tasks.task.add", count=1, value=refusal)
    asking(company).create_task(NEW, "d1")
    assert made(company) == ["Call Acme"]


def test_the_same_draft_is_made_once_and_another_one_anew(company: Company) -> None:
    first, again, other = (asking(company, event).create_task(NEW, key) for event, key in enumerate(("d1", "d1", "d2")))
    assert (first.before, again.before, other.before) == (False, True, False)
    assert first.task == again.task
    assert len(made(company)) == 2


def test_a_task_is_taken_back_once(company: Company) -> None:
    anna = asking(company)
    anna.create_task(NEW, "d1")
    company.sandbox.faults("drop", method="tasks.task.delete", count=1, value="after")
    with pytest.raises(PortalUnavailableError):
        anna.undo_task("d1")
    assert not anna.undo_task("d1").before
    assert asking(company, 2).undo_task("d1").before
    assert made(company) == []
    assert anna.undo_task("never").task is None


def test_after_ten_minutes_a_task_stays(company: Company) -> None:
    asking(company).create_task(NEW, "d1")
    then = company.portals._clock()
    company.portals._clock = lambda: then + 601
    undone = asking(company).undo_task("d1")
    assert undone.task is not None
    assert undone.at is None
    assert made(company) == ["Call Acme"]

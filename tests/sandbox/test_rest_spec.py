"""The check of calls against the vendor's description."""

import pytest

from tests import rest_spec


@pytest.fixture
def folder(shared_dir):
    return shared_dir / "bitrix24-spec" / "methods"


def test_a_call_as_documented_has_no_complaints(folder):
    assert rest_spec.inspect("crm.item.list", {"entityTypeId": 2, "filter": {}}, folder) == ([], [])


def test_an_unknown_parameter_is_wrong_and_the_page_is_named(folder):
    wrong, _ = rest_spec.inspect("crm.item.list", {"entityTypeId": 2, "limit": 5}, folder)
    assert wrong == ["crm.item.list has no parameter limit (/api-reference/crm/universal/crm-item-list.html)"]


def test_a_missing_parameter_is_wrong(folder):
    wrong, _ = rest_spec.inspect("tasks.task.add", {}, folder)
    assert wrong[0].startswith("tasks.task.add lacks the required fields")


def test_conditions_and_gaps_are_only_doubts(folder):
    event = {"type": "user", "ownerId": 1, "name": "x", "from": "2026-01-01", "to": "2026-01-01"}
    wrong, doubts = rest_spec.inspect("calendar.event.add", event, folder)
    assert (wrong, len(doubts)) == ([], 3)
    assert rest_spec.inspect("profile", {}, folder) == ([], ["profile: the description lacks this method"])


def test_commands_of_a_batch_are_checked_one_by_one(folder):
    cmd = {"a": "crm.item.list?entityTypeId=2", "b": "crm.item.get?id=1"}
    row = {"n": 1, "method": "batch", "params": {"cmd": cmd}}
    assert rest_spec.commands(row)[0] == ("crm.item.list", {"entityTypeId": "2"})
    with pytest.raises(pytest.fail.Exception, match=r"crm\.item\.get lacks the required entityTypeId"):
        rest_spec.check([row], folder)

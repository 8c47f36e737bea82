"""Who sees what: oneself, a head, an administrator; rows are missing silently."""

import pytest


@pytest.fixture
def sandbox(reading_sandbox):
    return reading_sandbox


def _all(sandbox, method, login, **params):
    rows, start = [], 0
    while start is not None:
        answer = sandbox.call(method, {**params, "start": start}, login=login).json()
        rows += answer["result"]["tasks"] if "tasks" in answer["result"] else answer["result"]
        start = answer.get("next")
    return rows


def _team(sandbox, head_id):
    """The people of the departments that somebody heads, sub-departments included."""
    departments = sandbox.table("departments")
    below = {row["id"] for row in departments if row["head"] == head_id}
    for _ in departments:
        below |= {row["id"] for row in departments if row["parent"] in below}
    return {user["id"] for user in sandbox.table("users") if below & set(user["departments"])} | {head_id}


@pytest.mark.parametrize(("login", "user_id"), [("anna", 2), ("ivan", 3)])
def test_a_person_sees_own_deals(sandbox, login, user_id):
    ids = [int(row["ID"]) for row in _all(sandbox, "crm.deal.list", login, select=["ID"])]
    assert ids == [row["id"] for row in sandbox.table("deals") if row["assigned_by"] == user_id]


def test_a_head_sees_the_deals_of_the_department_and_its_sub_departments(sandbox):
    department = next(row for row in sandbox.table("departments") if row["id"] == 3)
    team = _team(sandbox, department["head"])
    assert team < _team(sandbox, 4)
    olga = {int(row["ID"]) for row in _all(sandbox, "crm.deal.list", "olga", select=["ID"])}
    assert olga == {row["id"] for row in sandbox.table("deals") if row["assigned_by"] in _team(sandbox, 4)}


def test_an_administrator_sees_all_and_somebody_from_it_nothing(sandbox):
    assert sandbox.call("crm.deal.list", {"select": ["ID"]}).json()["total"] == 1500
    assert sandbox.call("crm.deal.list", {"select": ["ID"]}, login="max").json()["total"] == 0


def test_clients_are_seen_when_own_or_in_own_deals(sandbox):
    seen = {int(row["ID"]) for row in _all(sandbox, "crm.contact.list", "anna", select=["ID"])}
    linked = {row["contact_id"] for row in sandbox.table("deals") if row["assigned_by"] == 2} - {0}
    assert seen == linked | {row["id"] for row in sandbox.table("contacts") if row["assigned_by"] == 2}


def test_activities_are_seen_at_readable_records_and_when_own(sandbox):
    seen = {int(row["ID"]) for row in _all(sandbox, "crm.activity.list", "ivan", select=["ID"])}
    visible = {(2, row["id"]) for row in sandbox.table("deals") if row["assigned_by"] == 3}
    visible |= {(3, int(row["ID"])) for row in _all(sandbox, "crm.contact.list", "ivan", select=["ID"])}
    visible |= {(4, int(row["ID"])) for row in _all(sandbox, "crm.company.list", "ivan", select=["ID"])}
    expected = {
        row["id"]
        for row in sandbox.table("activities")
        if row["responsible"] == 3 or visible & {tuple(pair) for pair in row["bindings"]}
    }
    assert seen == expected
    assert seen


def test_tasks_are_seen_by_those_who_take_part(sandbox):
    seen = {int(row["id"]) for row in _all(sandbox, "tasks.task.list", "anna", select=["ID"])}
    expected = {
        row["id"]
        for row in sandbox.table("tasks")
        if 2 in (row["responsible"], row["created_by"], *row["auditors"], *row["accomplices"])
    }
    assert seen == expected


def test_a_foreign_record_is_denied(sandbox):
    foreign = next(row["id"] for row in sandbox.table("deals") if row["assigned_by"] not in (2, 3))
    answer = sandbox.call("crm.item.get", {"entityTypeId": 2, "id": foreign}, login="anna")
    assert (answer.status_code, answer.json()["error"]) == (403, "ACCESS_DENIED")


def test_stage_history_is_that_of_readable_deals(sandbox):
    own = {row["id"] for row in sandbox.table("deals") if row["assigned_by"] == 2}
    answer = sandbox.call("crm.stagehistory.list", {"entityTypeId": 2}, login="anna").json()
    assert answer["total"] == len([row for row in sandbox.table("history") if row["owner_id"] in own])


def test_settings_of_the_crm_are_for_administrators(sandbox):
    refused = sandbox.call("crm.currency.list", {}, login="anna")
    assert (refused.status_code, refused.json()) == (400, {"error": "", "error_description": "Access denied."})
    assert {row["CURRENCY"] for row in sandbox.result("crm.currency.list", {})} == {"EUR", "USD", "RUB"}

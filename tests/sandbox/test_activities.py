"""Activities: bindings, communications, order."""

import pytest


@pytest.fixture
def sandbox(reading_sandbox):
    return reading_sandbox


def _of(sandbox, login="admin", **params):
    return sandbox.result("crm.activity.list", params, login=login)


def test_activities_of_a_company_are_found_by_their_bindings(sandbox):
    bindings = [{"OWNER_TYPE_ID": 4, "OWNER_ID": 2}]
    rows = _of(sandbox, filter={"BINDINGS": bindings}, select=["ID"], order={"ID": "ASC"})
    expected = [row["id"] for row in sandbox.table("activities") if [4, 2] in row["bindings"]]
    assert [int(row["ID"]) for row in rows] == expected
    assert len(expected) == 3


def test_an_activity_that_fits_two_bindings_comes_twice(sandbox):
    bindings = [{"OWNER_TYPE_ID": 4, "OWNER_ID": 2}, {"OWNER_TYPE_ID": 3, "OWNER_ID": 3}]
    rows = _of(sandbox, filter={"BINDINGS": bindings, "TYPE_ID": 2}, select=["ID"])
    assert len(rows) == 2
    assert rows[0] == rows[1]


def test_the_owner_is_the_first_binding_alone(sandbox):
    assert _of(sandbox, filter={"OWNER_TYPE_ID": 4, "OWNER_ID": 2}) == []
    assert len(_of(sandbox, filter={"OWNER_TYPE_ID": 3, "OWNER_ID": 3})) == 3


def test_the_other_side_is_given_when_selected(sandbox):
    condition = {"OWNER_TYPE_ID": 3, "OWNER_ID": 3, "TYPE_ID": 2}
    with_sides = _of(sandbox, "ivan", filter=condition, select=["*", "COMMUNICATIONS"])[0]
    assert with_sides["COMMUNICATIONS"][0]["VALUE"] == "+7 916 123-45-67"
    assert with_sides["COMMUNICATIONS"][0]["ENTITY_SETTINGS"]["COMPANY_TITLE"] == "ООО «Ромашка»"
    assert "COMMUNICATIONS" not in _of(sandbox, "ivan", filter=condition)[0]


def test_the_last_contact_with_romashka_was_a_call_yesterday(sandbox):
    rows = _of(
        sandbox,
        "ivan",
        filter={"BINDINGS": [{"OWNER_TYPE_ID": 4, "OWNER_ID": 2}], "COMPLETED": "Y"},
        order={"START_TIME": "DESC"},
    )
    newest = rows[0]
    assert (newest["TYPE_ID"], newest["DIRECTION"], newest["START_TIME"][11:16]) == ("2", "2", "16:20")
    assert (sandbox.today - type(sandbox.today).fromisoformat(newest["START_TIME"][:10])).days == 1


def test_without_an_order_they_come_by_their_beginning(sandbox):
    by_id = {row["id"]: row["start"] for row in sandbox.table("activities")}
    ids = [int(row["ID"]) for row in _of(sandbox, "ivan", select=["ID"])]
    assert [by_id[each] for each in ids] == sorted(by_id[each] for each in ids)


def test_one_activity_can_be_read_by_its_id(sandbox):
    row = next(row for row in sandbox.table("activities") if row["responsible"] == 3)
    assert sandbox.result("crm.activity.get", {"id": row["id"]}, login="ivan")["SUBJECT"] == row["subject"]
    assert sandbox.call("crm.activity.get", {"id": row["id"]}, login="max").status_code == 400


@pytest.mark.misuses_rest("a wrong binding")
def test_a_binding_by_unknown_keys_is_refused(sandbox):
    answer = sandbox.call("crm.activity.list", {"filter": {"BINDINGS": [{"ENTITY_ID": 2}]}})
    assert (answer.status_code, answer.json()["error"]) == (400, "")

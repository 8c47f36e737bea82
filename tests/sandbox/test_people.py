"""People, departments, notifications and messages of people."""

import pytest


@pytest.fixture
def scope_brief(sandbox):
    """A webhook whose owner granted the narrowest scope of people alone."""
    return sandbox.http.get("/_sandbox/webhook", params={"login": "anna", "scopes": "user_brief"}).json()["url"]


def test_people_are_found_by_id_name_and_department(sandbox):
    assert sandbox.result("user.get", {"FILTER": {"ID": 2}})[0]["NAME"] == "Anna"
    assert [row["ID"] for row in sandbox.result("user.get", {"FILTER": {"NAME_SEARCH": "anna becker"}})] == ["2"]
    east = sandbox.result("user.get", {"FILTER": {"UF_DEPARTMENT": 3}})
    assert {row["ID"] for row in east} == {str(u["id"]) for u in sandbox.table("users") if 3 in u["departments"]}


def test_ids_are_texts_activity_is_a_truth_value_and_departments_are_numbers(sandbox):
    row = sandbox.result("user.current", login="ivan")
    assert (row["ID"], row["ACTIVE"], row["UF_DEPARTMENT"], row["TIME_ZONE"]) == ("3", True, [3], "Europe/Moscow")


def test_those_who_left_can_be_left_out(sandbox):
    everybody = sandbox.call("user.get", {}).json()["total"]
    assert sandbox.call("user.get", {"FILTER": {"ACTIVE": True}}).json()["total"] == everybody - 1


def test_people_are_searched_by_any_word(sandbox):
    assert "4" in [row["ID"] for row in sandbox.result("user.search", {"FILTER": {"FIND": "olga"}})]
    assert [row["ID"] for row in sandbox.result("user.search", {"FILTER": {"LAST_NAME": "Beck"}})] == ["2"]


def test_the_narrow_scope_hides_contact_data(sandbox, scope_brief):
    row = sandbox.http.get(f"{scope_brief}user.current").json()["result"]
    assert row["NAME"] == "Anna"
    assert "EMAIL" not in row
    assert "EMAIL" in sandbox.result("user.current", login="anna")


def test_a_method_outside_the_scopes_is_refused(sandbox, scope_brief):
    answer = sandbox.http.get(f"{scope_brief}crm.status.list")
    assert (answer.status_code, answer.json()["error"]) == (403, "insufficient_scope")


def test_a_department_without_a_head_does_not_mention_one(sandbox):
    rows = {row["NAME"]: row for row in sandbox.result("department.get", {})}
    assert "UF_HEAD" not in rows["Logistics"]
    assert rows["Sales"]["UF_HEAD"] == "4"
    assert "PARENT" not in rows["Nordlicht Handel GmbH"]
    assert [row["NAME"] for row in sandbox.result("department.get", {"PARENT": 2})] == ["Отдел продаж Восток"]


def test_heads_are_told_by_department(sandbox):
    assert sandbox.result("im.department.managers.get", {"ID": [2, 6]}) == {"2": [4]}


def test_im_knows_people_with_phones_and_absence(sandbox):
    today = sandbox.today.isoformat()
    event = {"type": "user", "ownerId": 5, "name": "Vacation", "from": today, "to": today, "skip_time": "Y"}
    sandbox.result("calendar.event.add", event | {"accessibility": "absent"}, login="max")
    row = sandbox.result("im.user.get", {"ID": 5})
    assert (row["first_name"], row["phones"]["inner_phone"]) == ("Max", "105")
    assert row["absent"].startswith(today)
    assert sandbox.result("im.user.get", {"ID": 2})["absent"] is False
    rows = sandbox.result("im.user.list.get", {"ID": [2, 3], "RESULT_TYPE": "array"})
    assert [row["id"] for row in rows] == [2, 3]


def test_a_notification_with_a_tag_replaces_the_earlier_one(sandbox):
    for text in ("first", "second"):
        sandbox.result("im.notify.personal.add", {"USER_ID": 3, "MESSAGE": text, "TAG": "a"}, login="anna")
    sandbox.result("im.notify.system.add", {"USER_ID": 3, "MESSAGE": "third"}, login="anna")
    rows = sandbox.table("notifications")
    assert [(row["text"], row["author_id"]) for row in rows] == [("second", 2), ("third", 0)]


def test_people_write_to_each_other_and_read_the_dialog(sandbox):
    first = sandbox.result("im.message.add", {"DIALOG_ID": "3", "MESSAGE": "Hello"}, login="anna")
    second = sandbox.result("im.message.add", {"DIALOG_ID": "2", "MESSAGE": "Привет"}, login="ivan")
    dialog = sandbox.result("im.dialog.messages.get", {"DIALOG_ID": "2"}, login="ivan")
    assert [row["id"] for row in dialog["messages"]] == [second, first]
    older = sandbox.result("im.dialog.messages.get", {"DIALOG_ID": "2", "LAST_ID": second}, login="ivan")
    assert [row["text"] for row in older["messages"]] == ["Hello"]
    newer = sandbox.result("im.dialog.messages.get", {"DIALOG_ID": "3", "FIRST_ID": first}, login="anna")
    assert [row["text"] for row in newer["messages"]] == ["Привет"]


def test_a_dialog_of_others_is_closed(sandbox):
    answer = sandbox.call("im.dialog.messages.get", {"DIALOG_ID": "chat999"}, login="anna")
    assert (answer.status_code, answer.json()["error"]) == (403, "ACCESS_ERROR")

"""Tasks: finding, making, moving, losing them."""

from datetime import date

import pytest


def _add(sandbox, login="anna", **fields):
    params = {"fields": {"TITLE": "Call Acme", "RESPONSIBLE_ID": 3, **fields}}
    return sandbox.result("tasks.task.add", params, login=login)["task"]


def test_a_new_task_comes_back_in_camel_case_and_texts(sandbox):
    deadline = f"{sandbox.today}T15:00:00+00:00"
    task = _add(sandbox, DEADLINE=deadline, UF_CRM_TASK=["CO_1"], GROUP_ID=1, PRIORITY=2, AUDITORS=[4])
    assert (task["title"], task["responsibleId"], task["createdBy"], task["status"]) == ("Call Acme", "3", "2", "2")
    assert (task["priority"], task["group"]["name"], task["responsible"]["name"]) == ("2", "Website", "Иван Орлов")
    assert task["xmlId"] is None
    query = {"taskId": task["id"], "select": ["ID", "UF_CRM_TASK", "AUDITORS"]}
    assert sandbox.result("tasks.task.get", query, login="ivan")["task"] == {
        "id": task["id"],
        "ufCrmTask": ["CO_1"],
        "auditors": ["4"],
    }


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"TITLE": "", "RESPONSIBLE_ID": 3}, "ERROR_CORE"),
        ({"TITLE": "x"}, "ERROR_CORE"),
        ({"TITLE": "x", "RESPONSIBLE_ID": 999}, "ERROR_CORE"),
        ({"TITLE": "x", "RESPONSIBLE_ID": 3, "DEADLINE": "soon"}, "ERROR_CORE"),
        ({"TITLE": "x", "RESPONSIBLE_ID": 3, "GROUP_ID": 99}, "ERROR_CORE"),
        ({}, "100"),
    ],
)
def test_a_task_that_cannot_be_is_refused_and_leaves_nothing(sandbox, fields, code):
    before = len(sandbox.table("tasks"))
    answer = sandbox.call("tasks.task.add", {"fields": fields}, login="anna")
    assert (answer.status_code, answer.json()["error"]) == (400, code)
    assert len(sandbox.table("tasks")) == before


def test_a_missing_and_a_forbidden_task_look_alike(sandbox):
    foreign = next(t["id"] for t in sandbox.table("tasks") if 5 not in (t["responsible"], t["created_by"]))
    for task_id in (foreign, 99999):
        answer = sandbox.call("tasks.task.get", {"taskId": task_id, "select": ["ID"]}, login="max")
        assert (answer.status_code, answer.json()["result"]) == (200, [])
        assert sandbox.call("tasks.task.complete", {"taskId": task_id}, login="max").json()["error"] == "0"


def test_tasks_due_today_are_found_by_their_deadline(sandbox):
    condition = {
        ">=DEADLINE": f"{sandbox.today}T00:00:00",
        "<=DEADLINE": f"{sandbox.today}T23:59:59",
        "RESPONSIBLE_ID": 2,
        "!REAL_STATUS": 5,
    }
    query = {"filter": condition, "select": ["ID", "TITLE", "STATUS"]}
    rows = sandbox.result("tasks.task.list", query, login="anna")["tasks"]
    assert "Call Acme Corp about the contract" in [row["title"] for row in rows]
    assert {row["status"] for row in rows} <= {"2", "3", "4", "6"}


@pytest.mark.sandbox(date=date(2026, 6, 10))
def test_overdue_tasks_have_the_meta_status(sandbox):
    query = {"filter": {"STATUS": -1, "RESPONSIBLE_ID": 2}, "select": ["ID", "STATUS"]}
    rows = sandbox.result("tasks.task.list", query, login="anna")["tasks"]
    noon = 1781085600
    expected = {
        str(task["id"])
        for task in sandbox.table("tasks")
        if task["responsible"] == 2 and 0 < task["deadline"] < noon and task["status"] not in (5, 6)
    }
    assert {row["id"] for row in rows} == expected
    assert {row["subStatus"] for row in rows} == {"-1"}
    assert expected


def test_the_newest_task_comes_first_unless_said_otherwise(sandbox):
    newest = _add(sandbox)
    rows = sandbox.result("tasks.task.list", {"select": ["ID"]}, login="anna")["tasks"]
    assert rows[0] == {"id": newest["id"]}
    by_title = sandbox.result("tasks.task.list", {"select": ["TITLE"], "order": {"TITLE": "asc"}}, login="anna")[
        "tasks"
    ]
    titles = [row["title"].casefold() for row in by_title]
    assert titles == sorted(titles)


def test_a_wrong_sort_key_has_the_code_zero(sandbox):
    answer = sandbox.call("tasks.task.list", {"order": {"NONSENSE": "asc"}})
    assert (answer.status_code, answer.json()["error"]) == (400, "0")


def test_a_task_lives_from_start_to_completion_and_back(sandbox):
    task_id = _add(sandbox)["id"]

    def move(word):
        return sandbox.result(f"tasks.task.{word}", {"taskId": task_id}, login="ivan")["task"]

    assert move("start")["status"] == "3"
    assert move("pause")["status"] == "2"
    assert move("defer")["status"] == "6"
    done = move("complete")
    assert (done["status"], done["closedBy"]) == ("5", "3")
    assert done["closedDate"] is not None
    reopened = move("renew")
    assert (reopened["status"], reopened["closedDate"]) == ("2", None)
    assert sandbox.call("tasks.task.renew", {"taskId": task_id}, login="ivan").json()["error"] == "0"


def test_a_delegated_task_is_the_others_and_still_watched(sandbox):
    task_id = _add(sandbox)["id"]
    task = sandbox.result("tasks.task.delegate", {"taskId": task_id, "userId": 5}, login="ivan")["task"]
    assert (task["responsibleId"], task["auditors"]) == ("5", ["3"])
    query = {"filter": {"RESPONSIBLE_ID": 5}, "select": ["ID"]}
    assert {"id": task_id} in sandbox.result("tasks.task.list", query, login="max")["tasks"]


def test_a_task_is_changed_whole_or_not_at_all(sandbox):
    task_id = _add(sandbox)["id"]
    fields = {"TITLE": "Changed", "DEADLINE": "nonsense"}
    assert sandbox.call("tasks.task.update", {"taskId": task_id, "fields": fields}, login="anna").status_code == 400
    assert sandbox.result("tasks.task.get", {"taskId": task_id}, login="anna")["task"]["title"] == "Call Acme"
    sandbox.result("tasks.task.update", {"taskId": task_id, "fields": {"TITLE": "Changed"}}, login="anna")
    assert sandbox.result("tasks.task.get", {"taskId": task_id}, login="anna")["task"]["title"] == "Changed"


def test_only_the_creator_deletes_a_task_and_its_id_does_not_come_back(sandbox):
    task_id = _add(sandbox)["id"]
    assert sandbox.call("tasks.task.delete", {"taskId": task_id}, login="ivan").status_code == 400
    assert sandbox.result("tasks.task.delete", {"taskId": task_id}, login="anna") == {"task": True}
    assert sandbox.result("tasks.task.get", {"taskId": task_id}, login="anna") == []
    assert int(_add(sandbox)["id"]) > int(task_id)


def test_projects_are_the_groups_of_a_person(sandbox):
    rows = sandbox.result("sonet_group.get", {"FILTER": {"%NAME": "web"}})
    assert [row["NAME"] for row in rows] == ["Website"]
    assert "TITLE" in sandbox.result("tasks.task.getFields")["fields"]

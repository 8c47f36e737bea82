"""REST 3.0 under `/rest/api/`, as api-reference/rest-v3 tells of it."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.workers.conftest import until

FIELDS = {"title": "Call Acme", "creatorId": 2, "responsibleId": 3}
CODE = "BITRIX_REST_V3_EXCEPTION_"


def address(sandbox, login="anna"):
    return sandbox.webhook(login).replace("/rest/", "/rest/api/")


def call(sandbox, method, params, key=None):
    headers = {"Idempotency-Key": key} if key is not None else {}
    return sandbox.http.post(f"{address(sandbox)}{method}", json=params, headers=headers)


def test_a_task_comes_back_with_real_types(sandbox):
    deadline = f"{sandbox.today}T15:00:00+00:00"
    item = call(sandbox, "tasks.task.add", {"fields": {**FIELDS, "deadline": deadline}}).json()["result"]["item"]
    assert (item["title"], item["creatorId"], item["responsibleId"], item["status"]) == ("Call Acme", 2, 3, "pending")
    assert item["link"].endswith(f"/task/view/{item['id']}/")
    found = call(sandbox, "tasks.task.get", {"id": item["id"], "select": ["title", "xmlId"]}).json()["result"]["item"]
    assert found == {"title": "Call Acme", "xmlId": None}


def test_a_repeat_with_the_same_key_and_body_gives_the_first_answer(sandbox):
    before = len(sandbox.table("tasks"))
    first, second = (call(sandbox, "tasks.task.add", {"fields": FIELDS}, key="k1") for _ in range(2))
    assert first.content == second.content
    assert (first.headers["idempotency-key"], second.headers["idempotency-key"]) == ("k1", "k1")
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert len(sandbox.table("tasks")) == before + 1


def test_the_same_key_with_another_body_is_refused(sandbox):
    call(sandbox, "tasks.task.add", {"fields": FIELDS}, key="k1")
    answer = call(sandbox, "tasks.task.add", {"fields": {**FIELDS, "title": "Other"}}, key="k1")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, f"{CODE}IDEMPOTENCYKEYREUSEDEXCEPTION")


def test_an_error_is_not_kept_under_its_key(sandbox):
    assert call(sandbox, "tasks.task.add", {"fields": {"title": "x"}}, key="k1").status_code == 400
    assert call(sandbox, "tasks.task.add", {"fields": FIELDS}, key="k1").status_code == 200


@pytest.mark.parametrize("key", ["", "ж".encode(), "x" * 256])
def test_a_key_of_a_wrong_form_is_refused(sandbox, key):
    answer = call(sandbox, "tasks.task.add", {"fields": FIELDS}, key=key)
    assert answer.json()["error"]["code"] == f"{CODE}INVALIDIDEMPOTENCYKEYEXCEPTION"


def test_a_form_is_no_json(sandbox):
    answer = sandbox.http.post(f"{address(sandbox)}tasks.task.get", data={"id": "1"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, f"{CODE}INVALIDJSONEXCEPTION")


def test_missing_fields_are_named(sandbox):
    error = call(sandbox, "tasks.task.add", {"fields": {"title": "x"}}).json()["error"]
    assert error["code"] == f"{CODE}VALIDATION_REQUESTVALIDATIONEXCEPTION"
    assert [each["field"] for each in error["validation"]] == ["creatorId", "responsibleId"]


def test_a_deleted_task_is_not_found(sandbox):
    task = call(sandbox, "tasks.task.add", {"fields": FIELDS}).json()["result"]["item"]["id"]
    assert call(sandbox, "tasks.task.delete", {"id": task}).json()["result"] == {"result": True}
    error = call(sandbox, "tasks.task.delete", {"id": task}).json()["error"]
    assert error["code"] == f"{CODE}ENTITYNOTFOUNDEXCEPTION"


@pytest.mark.sandbox(profile="on-premise")
def test_an_older_portal_has_none_of_it(sandbox):
    answer = call(sandbox, "tasks.task.add", {"fields": FIELDS})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "ERROR_METHOD_NOT_FOUND")
    assert not sandbox.result("method.get", {"name": "tasks.task.chat.message.send"})["isExisting"]


def test_a_method_of_it_can_be_found_out(sandbox):
    found = sandbox.result("method.get", {"name": "tasks.task.chat.message.send"})
    assert found == {"isExisting": True, "isAvailable": True}


@pytest.mark.parametrize("api", ["", "api/"])
@pytest.mark.parametrize(("value", "added"), [("before", 0), ("after", 1)])
def test_an_answer_can_stay_away_whether_the_effect_happened_or_not(sandbox, api, value, added):
    before = len(sandbox.table("tasks"))
    sandbox.faults("hang", method=f"{api}tasks.task.add", count=1, value=value)
    fields = FIELDS if api else {"TITLE": "x", "RESPONSIBLE_ID": 2}
    url = address(sandbox) if api else sandbox.webhook("anna")
    with pytest.raises(httpx.ReadTimeout):
        sandbox.http.post(f"{url}tasks.task.add", json={"fields": fields}, timeout=0.3)
    assert len(sandbox.table("tasks")) == before + added


def test_what_hangs_can_be_told_by_its_trace(sandbox):
    sandbox.faults("hang", method="profile", count=1)

    def ask() -> None:
        httpx.get(f"{sandbox.webhook('anna')}profile", headers={"X-Trace-Id": "some event"}, timeout=1)

    def hanging() -> object:
        return sandbox.http.get("/_sandbox/hanging").json()

    with ThreadPoolExecutor() as pool:
        asked = pool.submit(ask)
        until(lambda: hanging() == ["some event"])
        with pytest.raises(httpx.ReadTimeout):
            asked.result()
    until(lambda: hanging() == [])


def test_a_command_of_a_batch_takes_the_answer_of_the_batch_with_it(sandbox):
    before = len(sandbox.table("tasks"))
    sandbox.faults("drop", method="tasks.task.add", count=1, value="after")
    command = "tasks.task.add?fields[TITLE]=x&fields[RESPONSIBLE_ID]=1"
    with pytest.raises(httpx.RemoteProtocolError):
        sandbox.call("batch", {"cmd": {"a": command}})
    assert len(sandbox.table("tasks")) == before + 1

"""`batch`: references, partial failures, limits."""

import pytest


def _batch(sandbox, cmd, login="ivan", **more):
    answer = sandbox.call("batch", {"cmd": cmd, **more}, login=login)
    assert answer.status_code == 200
    return answer.json()["result"]


def test_later_commands_use_earlier_results(sandbox):
    result = _batch(
        sandbox,
        {
            "me": "user.current",
            "department": "department.get?ID=$result[me][UF_DEPARTMENT][0]",
            "head": "user.get?FILTER[ID]=$result[department][0][UF_HEAD]",
            "deals": "crm.item.list?entityTypeId=2&filter[assignedById]=%24result%5Bme%5D%5BID%5D&select[]=id",
        },
    )
    heads = {row["id"]: row["head"] for row in sandbox.table("departments")}
    assert result["result"]["head"][0]["ID"] == str(heads[3])
    assert result["result_total"]["deals"] == len([d for d in sandbox.table("deals") if d["assigned_by"] == 3])
    assert result["result_next"]["deals"] == 50
    assert set(result["result_time"]) == {"me", "department", "head", "deals"}


def test_empty_maps_are_empty_lists(sandbox):
    result = _batch(sandbox, {"time": "server.time"})
    assert (result["result_error"], result["result_next"], result["result_total"]) == ([], [], [])


@pytest.mark.misuses_rest("an unknown method and a bad filter")
def test_a_command_that_fails_does_not_hinder_the_others(sandbox):
    result = _batch(sandbox, {"a": "nonsense", "b": "server.time", "c": "crm.item.list?entityTypeId=2&filter[x]=1"})
    assert set(result["result"]) == {"b"}
    assert {key: error["error"] for key, error in result["result_error"].items()} == {
        "a": "ERROR_METHOD_NOT_FOUND",
        "c": "INVALID_ARG_VALUE",
    }


def test_halt_stops_at_the_first_failure(sandbox):
    result = _batch(sandbox, {"a": "server.time", "b": "nonsense", "c": "server.time"}, halt=1)
    assert set(result["result"]) == {"a"}
    assert set(result["result_error"]) == {"b"}


def test_commands_beyond_fifty_fail_one_by_one(sandbox):
    result = _batch(sandbox, {f"c{n}": "server.time" for n in range(52)})
    assert len(result["result"]) == 50
    assert {error["error"] for error in result["result_error"].values()} == {"ERROR_BATCH_LENGTH_EXCEEDED"}
    assert set(result["result_error"]) == {"c50", "c51"}


@pytest.mark.misuses_rest("refused before its parameters matter")
def test_a_batch_and_an_upload_within_a_batch_are_refused(sandbox):
    result = _batch(sandbox, {"a": "batch?cmd[x]=server.time", "b": "imbot.v2.File.upload?botId=1&dialogId=1"})
    assert {error["error"] for error in result["result_error"].values()} == {"ERROR_BATCH_METHOD_NOT_ALLOWED"}


def test_a_reference_within_a_text_is_filled_in(sandbox):
    task = "tasks.task.add?fields[TITLE]=For $result[me][NAME]&fields[RESPONSIBLE_ID]=3"
    result = _batch(sandbox, {"me": "profile", "task": task})
    assert result["result"]["task"]["task"]["title"] == "For Иван"


def test_commands_in_a_list_answer_in_a_list(sandbox):
    result = _batch(sandbox, ["server.time", "profile"])
    assert [type(each) for each in result["result"]] == [str, dict]


def test_a_batch_counts_as_one_call(sandbox):
    before = len(sandbox.calls())
    _batch(sandbox, {f"c{n}": "server.time" for n in range(10)})
    rows = sandbox.calls()[before:]
    assert [row["method"] for row in rows] == ["batch"]
    assert len(rows[0]["params"]["cmd"]) == 10

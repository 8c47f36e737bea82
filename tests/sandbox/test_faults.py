"""Ordered faults: each strikes the methods it names, as often as it says."""

import httpx
import pytest


def test_a_status_strikes_as_often_as_ordered(sandbox):
    sandbox.faults("status", method="crm.", count=2, value={"status": 500, "error": "ERROR_UNEXPECTED_ANSWER"})
    deals = [sandbox.call("crm.deal.list", {"select": ["ID"]}) for _ in range(3)]
    assert [answer.status_code for answer in deals] == [500, 500, 200]
    assert deals[0].json()["error"] == "ERROR_UNEXPECTED_ANSWER"


def test_a_fault_leaves_other_methods_alone(sandbox):
    sandbox.faults("limit", method="crm.")
    assert sandbox.call("server.time").status_code == 200
    assert sandbox.call("crm.status.list").status_code == 503
    sandbox.clear_faults()
    assert sandbox.call("crm.status.list").status_code == 200


def test_a_fault_lets_the_first_calls_through_on_order(sandbox):
    sandbox.faults("limit", method="crm.", count=1, skip=2)
    deals = [sandbox.call("crm.deal.list", {"select": ["ID"]}) for _ in range(4)]
    assert [answer.status_code for answer in deals] == [200, 200, 503, 200]


def test_a_token_expires_on_order(sandbox):
    sandbox.faults("expired_token", count=1)
    assert sandbox.call("profile").json()["error"] == "expired_token"
    assert sandbox.call("profile").status_code == 200


def test_html_and_half_an_answer_are_no_json(sandbox):
    sandbox.faults("html", count=1)
    page = sandbox.call("profile")
    assert (page.status_code, page.headers["content-type"]) == (502, "text/html; charset=utf-8")
    sandbox.faults("truncate", count=1)
    half = sandbox.call("profile")
    assert half.status_code == 200
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        half.json()


@pytest.mark.parametrize(("value", "added"), [("before", 0), ("after", 1)])
def test_a_dropped_call_was_done_or_not(sandbox, value, added):
    before = len(sandbox.table("tasks"))
    sandbox.faults("drop", method="tasks.task.add", count=1, value=value)
    with pytest.raises(httpx.RemoteProtocolError):
        sandbox.call("tasks.task.add", {"fields": {"TITLE": "x", "RESPONSIBLE_ID": 1}})
    assert len(sandbox.table("tasks")) == before + added
    assert sandbox.calls()[-1]["error"] == "drop"


def test_latency_delays_the_answer(sandbox):
    sandbox.faults("latency", count=1, value=120)
    sandbox.call("profile")
    assert sandbox.calls()[-1]["ms"] > 100  # a timer may wake a moment early


def test_one_command_of_a_batch_can_be_struck(sandbox):
    sandbox.faults("status", method="profile", count=1, value={"status": 500, "error": "INTERNAL_SERVER_ERROR"})
    result = sandbox.result("batch", {"cmd": {"a": "profile", "b": "server.time"}})
    assert set(result["result"]) == {"b"}
    assert result["result_error"]["a"]["error"] == "INTERNAL_SERVER_ERROR"


def test_an_unknown_fault_is_refused(sandbox):
    answer = sandbox.http.post("/_sandbox/faults", json={"kind": "earthquake"})
    assert answer.status_code == 400
    assert "latency" in answer.json()["error"]


def test_a_fault_is_listed_until_it_has_struck(sandbox):
    sandbox.faults("latency", method="profile", count=1, value=1)
    (fault,) = sandbox.http.get("/_sandbox/faults").json()
    assert (fault["kind"], fault["method"], fault["count"]) == ("latency", "profile", 1)
    sandbox.call("profile")
    assert sandbox.http.get("/_sandbox/faults").json() == []

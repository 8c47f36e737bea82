"""How REST is called: addresses, bodies, answers and refusals."""

from random import Random

import httpx
import pytest

from assistant.sandbox.rest.brackets import fold, unfold
from assistant.sandbox.rest.registry import METHODS


def test_a_webhook_acts_as_its_owner(sandbox):
    assert sandbox.result("profile", login="ivan")["NAME"] == "Иван"


def test_a_token_acts_as_its_person_wherever_it_stands(sandbox):
    token = sandbox.tokens()["anna"].access_token
    in_query = sandbox.http.get("/rest/profile", params={"auth": token})
    in_json = sandbox.http.post("/rest/profile", json={"auth": token})
    in_form = sandbox.http.post("/rest/profile", data={"auth": token})
    assert [answer.json()["result"]["NAME"] for answer in (in_query, in_json, in_form)] == ["Anna"] * 3


def test_methods_are_found_in_any_letter_case_and_with_the_suffix(sandbox):
    assert sandbox.result("Profile.json") == sandbox.result("profile")


@pytest.mark.parametrize("kind", ["json", "form", "multipart", "query"])
def test_every_kind_of_body_says_the_same(sandbox, kind):
    params = {"filter": {"ASSIGNED_BY_ID": "2", "@STAGE_ID": ["NEW", "NEGOTIATION"]}, "select": ["ID", "STAGE_ID"]}
    address = f"{sandbox.webhook()}crm.deal.list"
    pairs = fold(params)
    if kind == "json":
        answer = sandbox.http.post(address, json=params)
    elif kind == "form":
        answer = sandbox.http.post(address, data=dict(pairs))
    elif kind == "multipart":
        answer = sandbox.http.post(address, files=[(name, (None, value)) for name, value in pairs])
    else:
        answer = sandbox.http.get(address, params=pairs)
    rows = answer.json()["result"]
    assert rows == sandbox.result("crm.deal.list", params)
    assert {row["STAGE_ID"] for row in rows} == {"NEW", "NEGOTIATION"}


def test_brackets_become_maps_and_lists():
    pairs = [("filter[>=ID]", "5"), ("select[]", "ID"), ("select[]", "TITLE"), ("a[1][b]", "x"), ("start", "0")]
    assert unfold(pairs) == {
        "filter": {">=ID": "5"},
        "select": ["ID", "TITLE"],
        "a": {"1": {"b": "x"}},
        "start": "0",
    }


def test_folded_values_unfold_to_texts():
    values = {"data": {"bot": {"id": 7}, "on": True, "off": False, "none": None, "list": [1, {"x": "y"}]}}
    assert unfold(fold(values)) == {
        "data": {"bot": {"id": "7"}, "on": "1", "off": "0", "none": "", "list": ["1", {"x": "y"}]}
    }


def test_the_time_block_tells_when_and_how_long(sandbox):
    sandbox.call("profile")
    time = sandbox.call("profile").json()["time"]
    assert time["start"] <= time["finish"]
    assert time["operating"] > 0
    assert time["operating_reset_at"] > time["start"]
    assert {"duration", "processing", "date_start", "date_finish"} <= set(time)


def test_a_wrong_token_is_refused(sandbox):
    answer = sandbox.http.post("/rest/profile", json={"auth": "nonsense"})
    assert (answer.status_code, answer.json()["error"]) == (401, "NO_AUTH_FOUND")


def test_a_wrong_webhook_is_refused(sandbox):
    answer = sandbox.http.get("/rest/1/nonsense/profile")
    assert (answer.status_code, answer.json()["error"]) == (401, "NO_AUTH_FOUND")


@pytest.mark.sandbox(token_lifetime=0.0)
def test_an_old_token_has_expired(sandbox):
    answer = sandbox.http.post("/rest/profile", json={"auth": sandbox.tokens()["anna"].access_token})
    assert (answer.status_code, answer.json()["error"]) == (401, "expired_token")


def test_an_unknown_method_is_not_found(sandbox):
    answer = sandbox.call("timeman.absence.create", {})
    assert (answer.status_code, answer.json()["error"]) == (404, "ERROR_METHOD_NOT_FOUND")


@pytest.mark.misuses_rest("unknown and missing parameters")
def test_unknown_and_missing_parameters_are_refused(sandbox):
    unknown = sandbox.call("crm.item.list", {"entityTypeId": 2, "entitytypeid": 2})
    assert unknown.status_code == 400
    assert "entitytypeid" in unknown.json()["error_description"]
    missing = sandbox.call("crm.item.list", {})
    assert (missing.status_code, missing.json()["error"]) == (400, "100")


@pytest.mark.misuses_rest("a missing parameter")
def test_calendars_and_classic_lists_complain_with_an_empty_code(sandbox):
    calendar = sandbox.call("calendar.event.get", {})
    deals = sandbox.call("crm.deal.list", {"filter": {"NONSENSE": 1}})
    assert [(answer.status_code, answer.json()["error"]) for answer in (calendar, deals)] == [(400, "")] * 2


def test_classic_parameters_are_taken_in_upper_case_too(sandbox):
    rows = sandbox.result("crm.deal.list", {"SELECT": ["ID"], "FILTER": {"ID": 3}})
    assert rows == [{"ID": "3"}]


def test_an_application_method_refuses_webhooks(sandbox):
    answer = sandbox.call("app.info")
    assert (answer.status_code, answer.json()["error_description"]) == (403, "Application context required")


def test_method_get_tells_what_is_there(sandbox):
    assert sandbox.result("method.get", {"name": "crm.item.list"}) == {"isExisting": True, "isAvailable": True}
    assert sandbox.result("method.get", {"name": "voip.call.start"}) == {"isExisting": False, "isAvailable": False}


def test_a_body_that_is_no_json_is_refused(sandbox):
    headers = {"Content-Type": "application/json"}
    answer = sandbox.http.post(f"{sandbox.webhook()}profile", content=b"{", headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "INVALID_REQUEST")


def test_a_renamed_portal_redirects_and_answers_at_its_new_address(sandbox):
    old = sandbox.webhook()
    new = sandbox.url.replace("127.0.0.1", "localhost")
    sandbox.http.post("/_sandbox/rename", json={"url": new}).raise_for_status()
    answer = sandbox.http.post(f"{old}profile")
    assert answer.status_code == 302
    assert httpx.post(answer.headers["location"]).json()["result"]["ID"] == "1"


ODD = ["abc", "²", "9" * 30, "", "2026-01-01", 5, -1, 1.5, True, None, [], {}, ["x"], [{"a": 1}], {"x": "y"},
       {"ID": [1, {"z": 2}]}, {"TITLE": {"a": 1}}, {"0": "x"}, {"ID": "DESC"}]  # fmt: skip


@pytest.mark.misuses_rest("nothing but odd parameters")
def test_no_odd_parameter_is_an_internal_error(sandbox):
    random = Random(1)
    failed = []
    for method in METHODS.values():
        for _ in range(15):
            names = sorted(method.params)
            params = {name: random.choice(ODD) for name in names if name in method.required or random.random() < 0.7}
            if sandbox.call(method.name, params, login="anna").status_code >= 500:
                failed.append((method.name, params))
    assert failed == []

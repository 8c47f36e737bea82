"""Filters, orders, selections and pages, held against the raw tables."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant.sandbox.options import Options
from tests.portal_in_a_box import running


@pytest.fixture
def sandbox(reading_sandbox):
    return reading_sandbox


def _ids(sandbox, condition, **more):
    """All ids that a filter of crm.item.list gives, page by page."""
    found, start = [], 0
    while start is not None:
        params = {"entityTypeId": 2, "filter": condition, "select": ["id"], "start": start, **more}
        answer = sandbox.call("crm.item.list", params).json()
        found += [row["id"] for row in answer["result"]["items"]]
        start = answer.get("next")
    assert answer["total"] == len(found)
    return found


def test_pages_hold_fifty_rows_and_say_where_the_next_begins(sandbox):
    first = sandbox.call("crm.deal.list", {"select": ["ID"]}).json()
    assert (len(first["result"]), first["total"], first["next"]) == (50, 1500, 50)
    last = sandbox.call("crm.deal.list", {"select": ["ID"], "start": 1450}).json()
    assert (len(last["result"]), "next" in last) == (50, False)


def test_start_minus_one_leaves_the_count_out(sandbox):
    answer = sandbox.call("crm.item.list", {"entityTypeId": 2, "start": -1, "filter": {">id": 100}}).json()
    assert (len(answer["result"]["items"]), answer["total"], "next" in answer) == (50, 0, False)
    assert answer["result"]["items"][0]["id"] == 101


def test_moments_are_compared_as_moments(sandbox):
    since = datetime.combine(sandbox.today, datetime.min.time(), UTC) - timedelta(days=90)
    until = since + timedelta(days=30)
    expected = [d["id"] for d in sandbox.table("deals") if since.timestamp() <= d["created"] < until.timestamp()]
    assert _ids(sandbox, {">=createdTime": since.isoformat(), "<createdTime": until.isoformat()}) == expected
    assert expected


def test_closing_dates_are_compared_as_days(sandbox):
    day = sandbox.today.isoformat()
    expected = [d["id"] for d in sandbox.table("deals") if d["close"] >= day and d["semantics"] == "P"]
    assert _ids(sandbox, {">=closedate": day, "stageSemanticId": "P"}) == expected
    assert expected


def test_lists_of_values_mean_any_of_them(sandbox):
    deals = sandbox.table("deals")
    anna_or_ivan = [d["id"] for d in deals if d["assigned_by"] in (2, 3)]
    assert _ids(sandbox, {"@assignedById": [2, 3]}) == anna_or_ivan
    assert _ids(sandbox, {"assignedById": ["2", "3"]}) == anna_or_ivan
    assert _ids(sandbox, {"!@assignedById": [2, 3]}) == [d["id"] for d in deals if d["assigned_by"] not in (2, 3)]


def test_groups_of_conditions_join_by_or_and_nest(sandbox):
    condition = {
        "0": {"logic": "OR", "0": {"currencyId": "USD", ">opportunity": 50000}, "1": {"0": {"opportunity": 0}}},
        "stageSemanticId": "P",
    }
    expected = [
        d["id"]
        for d in sandbox.table("deals")
        if d["semantics"] == "P" and (d["opportunity"] == 0 or (d["currency_id"] == "USD" and d["opportunity"] > 50000))
    ]
    assert _ids(sandbox, condition) == expected
    assert expected


@pytest.mark.parametrize(
    ("key", "value", "fits"),
    [
        ("%title", "acme", lambda title: "acme" in title),
        ("=%title", "acme%", lambda title: title.startswith("acme")),
        ("%=title", "%training", lambda title: title.endswith("training")),
        ("!%title", "acme", lambda title: "acme" not in title),
        ("!=%title", "acme%", lambda title: not title.startswith("acme")),
        ("title", "acme corp, training", lambda title: title == "acme corp, training"),
        ("!title", "Acme Corp, training", lambda title: title != "acme corp, training"),
    ],
)
def test_texts_are_searched_without_regard_to_case(sandbox, key, value, fits):
    assert _ids(sandbox, {key: value}) == [d["id"] for d in sandbox.table("deals") if fits(d["title"].lower())]


def test_rows_come_in_the_order_asked_for(sandbox):
    wanted = {"currencyId": "ASC", "opportunity": "DESC"}
    expected = sorted(sandbox.table("deals"), key=lambda d: (d["currency_id"], -d["opportunity"], d["id"]))
    assert _ids(sandbox, {}, order=wanted) == [d["id"] for d in expected]


@pytest.mark.parametrize(
    "params", [{"filter": {"nonsense": 1}}, {"order": {"nonsense": "ASC"}}, {"order": {"id": "SIDEWAYS"}}]
)
def test_unknown_fields_and_directions_are_invalid_arguments(sandbox, params):
    answer = sandbox.call("crm.item.list", {"entityTypeId": 2, **params})
    assert (answer.status_code, answer.json()["error"]) == (400, "INVALID_ARG_VALUE")


def test_values_that_are_no_dates_are_invalid_arguments(sandbox):
    answer = sandbox.call("crm.item.list", {"entityTypeId": 2, "filter": {">createdTime": "soon"}})
    assert (answer.status_code, answer.json()["error"]) == (400, "INVALID_ARG_VALUE")


def test_an_unknown_type_of_records_is_not_found(sandbox):
    answer = sandbox.call("crm.item.list", {"entityTypeId": 128})
    assert (answer.status_code, answer.json()["error"]) == (400, "NOT_FOUND")


def test_numbers_are_numbers_in_items_and_texts_in_classic_rows(sandbox):
    params = {"filter": {"id": 6}, "select": ["id", "opportunity", "assignedById", "contactId"]}
    item = sandbox.result("crm.item.list", {"entityTypeId": 2, **params})["items"][0]
    assert item == {"id": 6, "opportunity": 1250000.5, "assignedById": 3, "contactId": 3}
    classic = {"filter": {"ID": 6}, "select": ["ID", "OPPORTUNITY", "ASSIGNED_BY_ID", "CONTACT_ID"]}
    assert sandbox.result("crm.deal.list", classic) == [
        {"ID": "6", "OPPORTUNITY": "1250000.50", "ASSIGNED_BY_ID": "3", "CONTACT_ID": "3"}
    ]


def test_phones_come_with_the_star_alone_in_items_and_by_name_in_classic_rows(sandbox):
    by_star = sandbox.result("crm.item.list", {"entityTypeId": 3, "filter": {"id": 1}, "select": ["*"]})["items"][0]
    assert by_star["fm"][0]["value"] == "+49 30 1234568"
    by_name = sandbox.result("crm.item.list", {"entityTypeId": 3, "filter": {"id": 1}, "select": ["id", "fm"]})
    assert by_name["items"] == [{"id": 1}]
    classic = sandbox.result("crm.contact.list", {"filter": {"PHONE": "+49 30 1234568"}, "select": ["ID", "PHONE"]})
    assert [(row["ID"], row["PHONE"][0]["VALUE"]) for row in classic] == [("1", "+49 30 1234568")]


def test_fields_are_described(sandbox):
    fields = sandbox.result("crm.item.fields", {"entityTypeId": 2})["fields"]
    assert fields["opportunity"]["type"] == "double"
    assert fields["closedate"]["upperName"] == "CLOSEDATE"


def test_a_page_after_a_change_shows_the_change():
    with running(Options(port=0, bucket=0)) as sandbox:
        newest = {"order": {"ID": "DESC"}, "select": ["ID", "TITLE"], "filter": {"<ID": 9}, "start": -1}
        assert sandbox.result("crm.deal.list", newest)[0]["TITLE"] != "Changed"
        sandbox.result("crm.deal.update", {"id": 8, "fields": {"TITLE": "Changed"}})
        sandbox.result("crm.deal.delete", {"id": 7})
        assert [row["ID"] for row in sandbox.result("crm.deal.list", newest)][:2] == ["8", "6"]
        assert sandbox.result("crm.deal.list", newest)[0]["TITLE"] == "Changed"


def test_a_reference_to_a_row_that_is_not_there_bounds_by_nothing(sandbox):
    commands = {
        "few": "crm.deal.list?filter[%3CID]=4&start=-1",
        "above": "crm.deal.list?filter[%3EID]=$result[few][49][ID]&start=-1",
        "below": "crm.deal.list?filter[%3CID]=$result[few][49][ID]&start=-1",
    }
    found = sandbox.result("batch", {"cmd": commands})["result"]
    assert [len(found[key]) for key in commands] == [3, 50, 0]


def test_reading_takes_the_time_of_its_pages():
    with running(Options(port=0, bucket=0, page_ms=20, count_ms=30)) as sandbox:
        page = "crm.deal.list?select[0]=ID&start="
        sandbox.result("batch", {"cmd": {"a": f"{page}0", "b": f"{page}-1", "c": f"{page}-1"}})
        assert sandbox.calls()[-1]["ms"] > 80


def test_a_company_has_as_many_deals_as_asked_for():
    with running(Options(port=0, bucket=0, deals=2500)) as sandbox:
        assert sandbox.call("crm.deal.list", {"select": ["ID"]}).json()["total"] == 2500

"""Changing deals, pipelines and stages, clients by phone."""


def test_a_new_stage_leaves_its_trace_in_the_history(sandbox):
    assert sandbox.result("crm.deal.update", {"id": 1, "fields": {"STAGE_ID": "WON"}}, login="anna") is True
    deal = sandbox.result("crm.deal.get", {"id": 1}, login="anna")
    assert (deal["STAGE_SEMANTIC_ID"], deal["CLOSED"], deal["CLOSEDATE"][:10]) == ("S", "Y", sandbox.today.isoformat())
    query = {"entityTypeId": 2, "filter": {"OWNER_ID": 1}, "order": {"ID": "DESC"}}
    newest = sandbox.result("crm.stagehistory.list", query, login="anna")["items"][0]
    assert (newest["TYPE_ID"], newest["STAGE_ID"], newest["STAGE_SEMANTIC_ID"]) == (3, "WON", "S")
    assert newest["CREATED_TIME"] == deal["MOVED_TIME"]


def test_an_amount_and_a_responsible_person_can_be_changed(sandbox):
    fields = {"OPPORTUNITY": "99.5", "ASSIGNED_BY_ID": 3}
    assert sandbox.result("crm.deal.update", {"id": 2, "fields": fields}, login="anna") is True
    assert sandbox.result("crm.deal.get", {"id": 2}, login="ivan")["OPPORTUNITY"] == "99.50"
    assert sandbox.call("crm.deal.get", {"id": 2}, login="anna").status_code == 400


def test_a_new_deal_begins_its_history_at_the_first_stage(sandbox):
    made = sandbox.result(
        "crm.deal.add", {"fields": {"TITLE": "New", "OPPORTUNITY": 5, "CATEGORY_ID": 1}}, login="anna"
    )
    deal = sandbox.result("crm.deal.get", {"id": made}, login="anna")
    assert (deal["TITLE"], deal["STAGE_ID"], deal["OPPORTUNITY"]) == ("New", "C1:NEW", "5.00")
    query = {"entityTypeId": 2, "filter": {"OWNER_ID": made}}
    assert [row["TYPE_ID"] for row in sandbox.result("crm.stagehistory.list", query)["items"]] == [1]


def test_a_deal_with_a_wrong_field_is_not_added(sandbox):
    assert sandbox.call("crm.deal.add", {"fields": {"STAGE_ID": "NOWHERE"}}).status_code == 400
    assert len(sandbox.table("deals")) == 1500


def test_a_deleted_deal_takes_its_history_along(sandbox):
    assert sandbox.result("crm.deal.delete", {"id": 1}, login="anna") is True
    assert sandbox.call("crm.deal.get", {"id": 1}).status_code == 400
    assert not [row for row in sandbox.table("history") if row["owner_id"] == 1]


def test_a_stage_of_another_pipeline_is_refused(sandbox):
    answer = sandbox.call("crm.deal.update", {"id": 1, "fields": {"STAGE_ID": "C1:WON"}}, login="anna")
    assert (answer.status_code, answer.json()["error"]) == (400, "")
    assert sandbox.result("crm.deal.get", {"id": 1}, login="anna")["STAGE_ID"] == "NEGOTIATION"


def test_somebody_elses_deal_cannot_be_changed(sandbox):
    answer = sandbox.call("crm.deal.update", {"id": 1, "fields": {"OPPORTUNITY": 1}}, login="ivan")
    assert (answer.status_code, answer.json()["error_description"]) == (400, "Not found")


def test_every_pipeline_has_its_stages(sandbox):
    categories = sandbox.result("crm.category.list", {"entityTypeId": 2})["categories"]
    assert [(row["id"], row["isDefault"]) for row in categories] == [(0, "Y"), (1, "N")]
    query = {"filter": {"ENTITY_ID": "DEAL_STAGE"}, "order": {"SORT": "ASC"}}
    stages = sandbox.result("crm.status.list", query)
    assert [row["STATUS_ID"] for row in stages][:3] == ["NEW", "PREPARATION", "NEGOTIATION"]
    assert [row["SEMANTICS"] for row in stages] == [None, None, None, None, None, "S", "F", "F"]
    assert stages[-1]["EXTRA"]["SEMANTICS"] == "apology"
    second = sandbox.result("crm.status.list", {"filter": {"ENTITY_ID": "DEAL_STAGE_1"}})
    assert all(row["STATUS_ID"].startswith("C1:") for row in second)


def test_a_stage_name_can_stand_in_both_pipelines(sandbox):
    rows = sandbox.result("crm.status.list", {"filter": {"NAME": "Proposal sent"}})
    assert {row["ENTITY_ID"] for row in rows} == {"DEAL_STAGE", "DEAL_STAGE_1"}


def test_clients_are_found_by_phone_however_it_is_written(sandbox):
    for value in ("84951234568", "+7 495 123 45 68", "8 (495) 123-45-68"):
        assert sandbox.result("crm.duplicate.findbycomm", {"type": "PHONE", "values": [value]}) == {"CONTACT": [4]}
    assert sandbox.result("crm.duplicate.findbycomm", {"type": "EMAIL", "values": ["INFO@acme.example"]}) == {
        "COMPANY": [1]
    }


def test_nobody_found_is_an_empty_list(sandbox):
    assert sandbox.result("crm.duplicate.findbycomm", {"type": "PHONE", "values": ["+1 555 0100"]}) == []


def test_a_contact_tells_its_company(sandbox):
    rows = sandbox.result("crm.contact.company.items.get", {"id": 1}, login="anna")
    assert [row["COMPANY_ID"] for row in rows] == [1]
    card = sandbox.result("crm.contact.get", {"id": 1}, login="anna")
    assert (card["COMPANY_ID"], card["PHONE"][0]["VALUE"]) == ("1", "+49 30 1234568")
    assert sandbox.result("crm.company.get", {"id": 1}, login="anna")["TITLE"] == "Acme Corp"

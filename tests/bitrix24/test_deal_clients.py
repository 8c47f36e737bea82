"""With whom deals are: names as the asker may read them, in few requests."""

from dataclasses import replace

from assistant.models import ClientKind, DealCriteria
from tests.bitrix24.conftest import Company


def test_each_deal_is_with_its_company_or_its_contact(readers: Company) -> None:
    portal = readers.portal("anna")
    deals = portal.deals(DealCriteria(state="all")).deals
    before = readers.count()
    found = portal.clients_of(deals)
    assert readers.count() == before + 1
    companies = {row["id"]: row["title"] for row in readers.sandbox.table("companies")}
    contacts = {row["id"]: f"{row['name']} {row['last_name']}".strip() for row in readers.sandbox.table("contacts")}
    rows = {row["id"]: row for row in readers.sandbox.table("deals")}
    expected = {
        deal.id: companies.get(rows[deal.id]["company_id"]) or contacts.get(rows[deal.id]["contact_id"])
        for deal in deals
        if rows[deal.id]["company_id"] or rows[deal.id]["contact_id"]
    }
    assert {deal: client.name for deal, client in found.items()} == expected
    assert {client.kind for client in found.values()} == set(ClientKind)


def test_many_clients_are_named_by_one_request(readers: Company) -> None:
    portal = readers.portal("admin")
    deals = portal.deals(DealCriteria(state="all")).deals
    different = {(deal.company_id, deal.contact_id) for deal in deals}
    assert len(different) > 50
    before = readers.count()
    assert len(portal.clients_of(deals)) > 100
    assert readers.count() == before + 1


def test_a_client_that_the_asker_may_not_read_is_left_out(readers: Company) -> None:
    max_, admin = readers.portal("max"), readers.portal("admin")
    deal = next(each for each in admin.deals(DealCriteria(state="all")).deals if each.company_id)
    mine = max_.deals(DealCriteria(state="all")).deals
    assert deal.company_id not in {each.company_id for each in mine}
    assert not max_.clients_of([deal, replace(deal, id=1, company_id=0, contact_id=999_999)])
    before = readers.count()
    assert not max_.clients_of([replace(deal, company_id=0, contact_id=0)])
    assert readers.count() == before, "nothing to ask for"

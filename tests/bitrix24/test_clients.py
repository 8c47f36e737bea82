"""Clients: found, shown with what belongs to them, and the last contact as docs/numbers.md defines it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.errors import RejectedError
from assistant.models import Client, ClientKind
from assistant.names import search_terms
from tests.bitrix24.conftest import Company
from tests.portal_in_a_box import RunningSandbox

BERLIN, MOSCOW = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Moscow")
Row = dict[str, Any]


def company_row(sandbox: RunningSandbox, title: str) -> Row:
    return next(row for row in sandbox.table("companies") if row["title"] == title)


def contacts_of(sandbox: RunningSandbox, company: int) -> list[Row]:
    return [row for row in sandbox.table("contacts") if row["company_id"] == company]


def client_of(row: Row) -> Client:
    if "title" in row:
        return Client(ClientKind.COMPANY, row["id"], row["title"])
    return Client(ClientKind.CONTACT, row["id"], f"{row['name']} {row['last_name']}".strip())


def test_a_company_is_found_by_a_piece_of_its_title_in_any_case(readers: Company) -> None:
    found = readers.portal("ivan").find_clients(["ромашк"])
    row = company_row(readers.sandbox, "ООО «Ромашка»")
    romashka = next(client for client in found if client.kind is ClientKind.COMPANY and client.id == row["id"])
    assert romashka.name == "ООО «Ромашка»"
    assert romashka.phones == tuple(row["phones"])
    assert romashka.emails == tuple(row["emails"])
    assert romashka.assigned_to == row["assigned_by"]
    assert romashka.url == f"/crm/company/details/{row['id']}/"


@pytest.mark.parametrize("field", ["name", "last_name"])
def test_a_contact_is_found_by_first_or_last_name_with_company_and_position(readers: Company, field: str) -> None:
    acme = company_row(readers.sandbox, "Acme Corp")
    row = contacts_of(readers.sandbox, acme["id"])[0]
    found = readers.portal("anna").find_clients([row[field].casefold()])
    person = next(client for client in found if client.kind is ClientKind.CONTACT and client.id == row["id"])
    assert (person.name, person.company, person.position) == (
        f"{row['name']} {row['last_name']}",
        "Acme Corp",
        row["post"],
    )
    assert person.phones == tuple(row["phones"])


def test_every_term_is_searched_for_in_one_request(readers: Company) -> None:
    portal = readers.portal("admin")
    before = readers.count()
    names = {client.name for client in portal.find_clients(["acme", "ромашк"])}
    assert {"Acme Corp", "ООО «Ромашка»"} <= names
    assert readers.count() == before + 1


def test_a_client_is_found_by_phone_and_by_address(readers: Company) -> None:
    acme = company_row(readers.sandbox, "Acme Corp")
    row = contacts_of(readers.sandbox, acme["id"])[0]
    phone = "+" + "".join(letter for letter in row["phones"][0] if letter.isdigit())
    portal = readers.portal("anna")
    before = readers.count()
    by_phone = portal.find_clients((), phone=phone)
    by_email = portal.find_clients((), email=row["emails"][0])
    assert readers.count() == before + 2
    assert [(client.kind, client.id, client.company) for client in by_phone] == [
        (ClientKind.CONTACT, row["id"], "Acme Corp")
    ]
    assert by_email == by_phone


def test_nothing_is_found_for_nothing(readers: Company) -> None:
    portal = readers.portal("anna")
    before = readers.count()
    assert portal.find_clients(()) == ()
    assert readers.count() == before
    assert portal.find_clients(["xyzzy"], phone="+10000000000", email="nobody@nowhere.example") == ()


def test_clients_of_others_stay_theirs(readers: Company) -> None:
    assert readers.portal("max").find_clients(["acme"]) == ()


def test_the_last_contact_of_a_company_is_with_one_of_its_contacts(readers: Company) -> None:
    romashka = company_row(readers.sandbox, "ООО «Ромашка»")
    portal = readers.portal("ivan")
    before = readers.count()
    last = portal.last_contact(client_of(romashka))
    assert readers.count() == before + 1
    assert last is not None
    assert (last.kind, last.incoming, last.minutes, last.done) == ("call", False, 7, True)
    assert last.at == datetime(2026, 6, 9, 16, 20, tzinfo=BERLIN)
    assert last.at.tzinfo == MOSCOW
    assert last.responsible == readers.people["ivan"]
    assert "Сомов" in last.with_whom


def test_the_last_contact_of_a_contact_is_found_too(readers: Company) -> None:
    romashka = company_row(readers.sandbox, "ООО «Ромашка»")
    somov = next(r for r in contacts_of(readers.sandbox, romashka["id"]) if r["last_name"] == "Сомов")
    portal = readers.portal("ivan")
    assert portal.last_contact(client_of(somov)) == portal.last_contact(client_of(romashka))


def test_to_dos_are_no_contacts(readers: Company) -> None:
    """A to-do at Acme was done yesterday; the e-mail is of the day before that."""
    last = readers.portal("anna").last_contact(client_of(company_row(readers.sandbox, "Acme Corp")))
    assert last is not None
    assert (last.kind, last.incoming) == ("email", True)
    assert last.at == datetime(2026, 6, 7, 15, 40, tzinfo=BERLIN)


def test_somebody_who_may_not_read_it_sees_no_contact(readers: Company) -> None:
    assert readers.portal("max").last_contact(client_of(company_row(readers.sandbox, "Acme Corp"))) is None


TALKS = {(1, "CRM_MEETING"), (2, "VOXIMPLANT_CALL"), (4, "CRM_EMAIL"), (6, "IMOPENLINES_SESSION")}


def expected_last(sandbox: RunningSandbox, kind: str, row: Row, now: float) -> int | None:
    """By the definition, from the raw tables."""
    contacts, companies = sandbox.table("contacts"), sandbox.table("companies")
    if kind == "company":
        records = {(4, row["id"])} | {(3, c["id"]) for c in contacts if c["company_id"] == row["id"]}
    else:
        records = {(3, row["id"])} | {(4, c["id"]) for c in companies if c["id"] == row["company_id"]}
    for deal in sandbox.table("deals"):
        if {(3, deal["contact_id"]), (4, deal["company_id"])} & records:
            records = records | {(2, deal["id"])}
    starts = [
        activity["start"]
        for activity in sandbox.table("activities")
        if activity["completed"]
        and activity["start"] <= now
        and (activity["type_id"], activity["provider_id"]) in TALKS
        and records & {tuple(pair) for pair in activity["bindings"]}
    ]
    return max(starts, default=None)


@pytest.mark.parametrize("kind", ["company", "contact"])
def test_the_last_contact_is_the_newest_of_all_that_counts(readers: Company, kind: str) -> None:
    admin = readers.portal("admin")
    rows = readers.sandbox.table("companies" if kind == "company" else "contacts")[:12]
    for row in rows:
        last = admin.last_contact(client_of(row))
        expected = expected_last(readers.sandbox, kind, row, admin.now.timestamp())
        assert (last and last.at.timestamp()) == expected


def test_a_card_has_everything_in_one_request(readers: Company) -> None:
    romashka = company_row(readers.sandbox, "ООО «Ромашка»")
    portal = readers.portal("ivan")
    before = readers.count()
    card = portal.client_card(Client(ClientKind.COMPANY, romashka["id"], ""))
    assert readers.count() == before + 1
    assert card.client.name == "ООО «Ромашка»"
    assert card.responsible is not None
    assert card.responsible.id == romashka["assigned_by"]
    assert card.last == portal.last_contact(client_of(romashka))
    assert card.planned is not None
    assert (card.planned.kind, card.planned.done) == ("meeting", False)
    assert card.planned.at == datetime(2026, 6, 12, 11, 0, tzinfo=BERLIN)
    readable = {
        row["id"]
        for row in readers.sandbox.table("deals")
        if row["company_id"] == romashka["id"] and row["semantics"] == "P"
        if row["assigned_by"] == readers.people["ivan"]
    }
    assert {deal.id for deal in card.deals} == readable != set()
    assert all(deal.stage.name for deal in card.deals)


def test_the_card_of_a_contact_names_the_company(readers: Company) -> None:
    acme = company_row(readers.sandbox, "Acme Corp")
    row = contacts_of(readers.sandbox, acme["id"])[0]
    card = readers.portal("anna").client_card(client_of(row))
    assert card.client.company == "Acme Corp"
    assert {deal.id for deal in card.deals} == {
        deal["id"]
        for deal in readers.sandbox.table("deals")
        if deal["contact_id"] == row["id"]
        and deal["semantics"] == "P"
        and deal["assigned_by"] == readers.people["anna"]
    }


def test_a_client_that_is_gone_has_no_card(readers: Company) -> None:
    with pytest.raises(RejectedError) as error:
        readers.portal("anna").client_card(Client(ClientKind.COMPANY, 999_999, ""))
    assert error.value.code == "NOT_FOUND"


@pytest.mark.parametrize("login", ["anna", "ivan", "admin"])
def test_a_card_that_rode_in_the_search_is_the_card_that_is_asked_for(readers: Company, login: str) -> None:
    """Most by name are whole in one request; one that was not the likeliest hit takes another."""
    rows = [*readers.sandbox.table("companies")[::75], *readers.sandbox.table("contacts")[::120]]
    in_one = shown = 0
    for row in rows:
        before, portal = readers.count(), readers.portal(login)
        found = portal.find_clients(search_terms(client_of(row).name), card=client_of(row).name)
        client = next((each for each in found if (each.kind, each.id) == (client_of(row).kind, row["id"])), None)
        if client is None:
            continue
        card = portal.client_card(client)
        in_one += readers.count() - before == 1
        shown += 1
        assert card == readers.portal(login).client_card(client)
    assert shown
    assert in_one * 2 > shown


def test_a_card_for_a_phone_or_an_address_is_one_request(readers: Company) -> None:
    row = company_row(readers.sandbox, "Acme Corp")
    for way in ({"phone": "+49301234567"}, {"email": row["emails"][0]}):
        before, portal = readers.count(), readers.portal("anna")
        client = next(
            each for each in portal.find_clients((), **way, card=next(iter(way.values()))) if each.id == row["id"]
        )
        assert portal.client_card(client).client.name == "Acme Corp"
        assert readers.count() - before == 1

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from assistant.models import Ask as AskStep
from assistant.models import Call, Client, ClientKind, OpenLink, Run, Scope, Slots
from assistant.scenarios.phones import e164
from tests.scenarios.cases import TWO_ROMASHKAS
from tests.scenarios.conftest import Ask, action, buttons, labels, text
from tests.scenarios.office import ACME, ROMASHKA, Office


def of(client: Client) -> Slots:
    return Slots(client=client.name, client_id=client.id, client_kind=client.kind.value)


def test_a_chosen_client_is_not_asked_for_again(reply: Ask) -> None:
    question = reply(Run("client.card", Slots(client="Ромашка")), TWO_ROMASHKAS)
    run = action(question, "ООО «Ромашка»")
    assert run == Run("client.card", of(ROMASHKA))
    assert "/crm/company/details/7/" in text(reply(run, TWO_ROMASHKAS))


def test_someone_else_asks_for_another_name(reply: Ask) -> None:
    question = reply(Run("call.start", Slots(client="Ромашка")), TWO_ROMASHKAS)
    assert action(question, "Someone else") == AskStep(Run("call.start"), "client")


def test_at_most_five_clients_are_offered(reply: Ask) -> None:
    many = tuple(Client(ClientKind.COMPANY, 50 + n, "Ромашка") for n in range(9))
    shown = labels(reply(Run("client.card", Slots(client="Ромашка")), Office(all_clients=many)))
    assert len(shown) == 6
    assert shown[-1] == "Someone else"


def test_clients_of_one_name_are_told_apart(reply: Ask) -> None:
    twins = (
        Client(ClientKind.COMPANY, 51, "Ромашка", phones=("8 343 2000000",)),
        Client(ClientKind.CONTACT, 52, "Ромашка"),
    )
    shown = labels(reply(Run("client.card", Slots(client="Ромашка")), Office(all_clients=twins)))
    assert shown[:2] == ["Ромашка, 8 343 2000000", "Ромашка, no. 52"]


def test_a_contact_is_offered_with_the_company(reply: Ask) -> None:
    twins = tuple(
        Client(ClientKind.CONTACT, n, "Игорь Сомов", company=company) for n, company in enumerate(("Юг", "Север"), 60)
    )
    shown = labels(reply(Run("client.card", Slots(client="Игорь Сомов")), Office(all_clients=twins)))
    assert shown[:2] == ["Игорь Сомов, Юг", "Игорь Сомов, Север"]


def test_an_email_finds_its_client(reply: Ask) -> None:
    assert text(reply(Run("client.card", Slots(client="info@romashka.ru")))).startswith(
        "[b][url=/crm/company/details/7/]"
    )


def test_a_number_may_be_the_name_of_a_client_and_otherwise_is_no_phone(reply: Ask) -> None:
    pharmacy = Office(all_clients=(Client(ClientKind.COMPANY, 70, "36.6"),))
    assert "/crm/company/details/70/" in text(reply(Run("client.card", Slots(client="36.6")), pharmacy))
    for number in ("36.6", "+49", "12345"):
        answer = reply(Run("client.card", Slots(client=number)))
        assert text(answer).startswith(f'"{number}" is no phone number that I can read.')
        assert labels(answer) == ["Another name"]


def test_two_owners_of_a_phone_are_a_question(reply: Ask) -> None:
    shared = Office(all_clients=(ROMASHKA, replace(ACME, phones=ROMASHKA.phones)))
    answer = reply(Run("client.card", Slots(client="+7 495 123-45-67")), shared)
    assert labels(answer) == ["ООО «Ромашка»", "Acme Corp", "Someone else"]


def test_the_card_dials_the_only_number(reply: Ask) -> None:
    first, _, last = buttons(reply(Run("client.card", of(ROMASHKA))))
    assert first.does == Call("+74951234567")
    assert last.does == OpenLink("/crm/company/details/7/")


def test_the_card_lets_choose_among_several_numbers(reply: Ask) -> None:
    assert action(reply(Run("client.card", of(ACME))), "Call") == Run("call.start", of(ACME))


def test_the_card_leads_to_all_deals_of_the_client(reply: Ask) -> None:
    deals = action(reply(Run("client.card", of(ACME))), "Deals")
    assert deals == Run("deals.list", of(ACME), Scope.READABLE)
    assert "Acme Corp: 3 · €57,900" in text(reply(deals))


def test_the_last_contact_leads_to_the_card(reply: Ask) -> None:
    answer = reply(Run("client.last_contact", Slots(client="ромашка")))
    assert action(answer, "Client card") == Run("client.card", of(ROMASHKA))


def test_several_numbers_have_a_button_each(reply: Ask) -> None:
    does = [button.does for button in buttons(reply(Run("call.start", of(ACME))))]
    assert does == [Call("+49301234567"), Call("+4915123456789")]


def test_a_number_that_cannot_be_dialled_is_shown_as_it_is_stored(reply: Ask) -> None:
    office = Office(all_clients=(replace(ROMASHKA, phones=("доб. 12",)),))
    answer = reply(Run("call.start", of(ROMASHKA)), office)
    assert 'has a number that I cannot dial: "доб. 12".' in text(answer)
    assert labels(answer) == ["Open the card"]


def test_a_company_name_cannot_become_a_tag(reply: Ask) -> None:
    office = Office(all_clients=(replace(ACME, name="Acme [call=+1900]free[/call]"),))
    assert "[call=+1900]" not in text(reply(Run("client.card", Slots(client="Acme")), office))


@pytest.mark.parametrize(
    ("stored", "zone", "number"),
    [
        ("8 (495) 123-45-67", "Europe/Moscow", "+74951234567"),
        ("+7 495 123-45-67", "Europe/Berlin", "+74951234567"),
        ("030 1234567", "Europe/Berlin", "+49301234567"),
        ("030 1234567", "UTC", ""),
        ("доб. 12", "Europe/Moscow", ""),
        ("Ромашка", "Europe/Moscow", ""),
        ("12.05.2026", "Europe/Moscow", ""),
        ("", "Europe/Moscow", ""),
    ],
)
def test_a_stored_phone_is_read_where_the_asker_is(stored: str, zone: str, number: str) -> None:
    assert e164(stored, ZoneInfo(zone)) == number

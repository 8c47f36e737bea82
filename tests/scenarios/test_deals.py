from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistant.models import Amount, DealCriteria, Link, Period, Run, Scope, Slots
from assistant.models import Ask as AskStep
from assistant.scenarios.deals.sums import by_importance, sums
from tests.scenarios.conftest import Ask, action, labels, text
from tests.scenarios.office import (
    ANNA,
    CONTRACT,
    EXPORT_CONTRACT,
    NORDWIND,
    NOW,
    OLGA,
    PROPOSAL,
    Office,
    at,
    deal,
    many_deals,
    renamed,
)

JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))
MAY = Period(date(2026, 5, 1), date(2026, 5, 31))


def asked(office: Office) -> DealCriteria:
    criteria = office.asked[-1]
    assert isinstance(criteria, DealCriteria)
    return criteria


def test_without_a_word_about_it_the_open_deals_of_the_asker_are_meant(reply: Ask, office: Office) -> None:
    reply(Run("deals.list"))
    assert asked(office) == DealCriteria(state="open", assigned_to=(OLGA.id,))


def test_a_period_alone_means_deals_in_any_state(reply: Ask, office: Office) -> None:
    reply(Run("deals.list", Slots(period=JUNE)))
    assert asked(office).state == "all"
    assert asked(office).period == JUNE


def test_deals_that_should_close_in_a_period_are_open_ones(reply: Ask, office: Office) -> None:
    reply(Run("deals.list", Slots(period=JUNE, date_meaning="closing")))
    assert (asked(office).state, asked(office).date_meaning) == ("open", "closing")


def test_a_final_stage_brings_its_own_state(reply: Ask, office: Office) -> None:
    reply(Run("deals.list", Slots(stage="сделка успешна")))
    assert (asked(office).state, asked(office).stages) == ("won", ("WON",))


def test_everything_readable_is_asked_for_without_people(reply: Ask, office: Office) -> None:
    reply(Run("deals.count", scope=Scope.READABLE))
    assert asked(office).assigned_to is None


def test_the_team_is_asked_for_by_its_people(reply: Ask, office: Office) -> None:
    reply(Run("deals.count", Slots(person="team")))
    assert asked(office).assigned_to == (1, 2, 3)


def test_the_own_name_means_the_own_deals(reply: Ask) -> None:
    assert text(reply(Run("deals.count", Slots(person="Ольга Сергеева")))).endswith("Yours, as of 12:04.")


def test_a_chosen_colleague_is_not_asked_for_again(reply: Ask, office: Office) -> None:
    question = reply(Run("deals.list", Slots(person="Петр", period=JUNE)))
    run = action(question, "Анна Петрова")
    assert run == Run("deals.list", Slots(person="Анна Петрова", person_id=ANNA.id, period=JUNE))
    assert text(reply(run)) == "No visible deals of Анна Петрова created this month (June)."
    assert asked(office).assigned_to == (ANNA.id,)


def test_another_colleague_is_asked_for_about_the_same_deals(reply: Ask) -> None:
    question = reply(Run("deals.list", Slots(person="Петр", period=JUNE)))
    assert action(question, "Someone else") == AskStep(Run("deals.list", Slots(period=JUNE)), "person")


def test_a_client_narrows_the_deals_by_its_id(reply: Ask, office: Office) -> None:
    reply(Run("deals.list", Slots(client="Nordwind"), Scope.READABLE))
    assert (asked(office).company_ids, asked(office).contact_ids) == ((NORDWIND.id,), ())


def test_a_stage_of_two_pipelines_means_both_and_each_has_a_button(reply: Ask, office: Office) -> None:
    both = reply(Run("deals.list", Slots(stage="Договор"), Scope.READABLE))
    assert asked(office).stages == (CONTRACT.id, EXPORT_CONTRACT.id)
    one = reply(action(both, "Export"))
    assert asked(office).stages == (EXPORT_CONTRACT.id,)
    assert "stage Договор (Export): 1 · €12,000" in text(one)
    assert "Россия" not in labels(one)


def test_show_more_carries_the_whole_question(reply: Ask) -> None:
    run = Run("deals.list", Slots(amount=Amount(Decimal(1000))), Scope.READABLE, read_as="/deals")
    office = Office(all_deals=many_deals(14))
    second = action(reply(run, office), "Show more")
    assert second == replace(run, offset=6, read_as="")
    third = action(reply(second, office), "Show more")
    last = reply(third, office)
    assert "13–14 of 14" in text(last)
    assert "Show more" not in labels(last)


def test_rows_that_are_gone_meanwhile_start_the_list_again(reply: Ask) -> None:
    assert text(reply(Run("deals.list", offset=60))).startswith("[b]Your open deals: 8 · ")


def test_no_more_than_six_deals_are_shown_at_once(reply: Ask) -> None:
    answer = reply(Run("deals.list"), Office(all_deals=many_deals(30)))
    assert text(answer).count("[url=") == 6
    assert "… 24 more" in text(answer)


def test_each_deal_is_a_link_to_its_card(reply: Ask) -> None:
    line = reply(Run("deals.list")).lines[1]
    assert line.values["deal"] == Link("Acme Corp, licences 2026", "/crm/deal/details/101/")


def test_a_title_cannot_become_a_command(reply: Ask) -> None:
    evil = many_deals(1, lambda _, one: renamed(one, "[send=/disconnect]Gift[/send]\n[/url]>>now"))
    shown = text(reply(Run("deals.list"), Office(all_deals=evil)))
    assert "[send=" not in shown
    assert shown.count("\n") == 1
    assert shown.count("[/url]") == 1
    assert ">>" not in shown


def test_sums_of_different_currencies_are_listed_and_never_added() -> None:
    deals = (deal(1, "a", "10 EUR", PROPOSAL), deal(2, "b", "20 RUB", PROPOSAL), deal(3, "c", "30 RUB", PROPOSAL))
    assert [(money.value, money.currency) for money in sums(deals)] == [(50, "RUB"), (10, "EUR")]


def test_open_deals_come_by_amount_and_ties_by_age() -> None:
    deals = (deal(3, "c", "10 EUR", PROPOSAL), deal(1, "a", "10 EUR", PROPOSAL), deal(2, "b", "20 EUR", PROPOSAL))
    assert [one.id for one in by_importance(deals, "open")] == [2, 1, 3]


def test_deals_without_an_amount_come_last() -> None:
    deals = (deal(1, "a", "0 EUR", PROPOSAL), deal(2, "b", "5 EUR", PROPOSAL), deal(3, "c", "7 RUB", PROPOSAL))
    assert [one.id for one in by_importance(deals, "open")] == [2, 3, 1]


def test_won_deals_come_newest_first() -> None:
    deals = (deal(1, "a", "9 EUR", PROPOSAL, moved=at(2)), deal(2, "b", "5 EUR", PROPOSAL, moved=at(7)))
    assert [one.id for one in by_importance(deals, "won")] == [2, 1]


@pytest.mark.parametrize(
    ("more", "note"),
    [
        ({"last_activity": at(3)}, " · quiet for 7 days"),
        ({"last_activity": at(4)}, ""),
        ({"last_activity": at(9)}, " · yesterday"),
        ({"created": at(10, 9)}, ""),
        ({"last_activity": at(9), "closes": date(2026, 6, 17)}, " · closes Wed 17 June"),
        ({"last_activity": at(9), "closes": date(2026, 6, 18)}, " · yesterday"),
        ({"last_activity": at(1), "closes": date(2026, 6, 12)}, " · quiet for 9 days"),
        ({"last_activity": at(1), "closes": date(2026, 6, 9)}, " · was to close yesterday"),
        ({"last_activity": at(9), "closes": NOW.date()}, " · closes today"),
    ],
)
def test_a_deal_tells_the_one_thing_that_is_worth_knowing(reply: Ask, more: dict[str, object], note: str) -> None:
    office = Office(all_deals=(deal(1, "Pumps", "5 EUR", PROPOSAL, **more),))
    assert text(reply(Run("deals.list"), office)).endswith(f"· €5 · Proposal sent{note}")


def test_why_counts_deals_without_an_amount(reply: Ask) -> None:
    office = Office(all_deals=tuple(deal(n, "x", "0 EUR", PROPOSAL) for n in range(5)))
    assert "5 deals have no amount and count as 0." in text(reply(Run("deals.count", view="why"), office))
    assert "5 сделок без суммы, они считаются как 0." in text(reply(Run("deals.count", view="why"), office), "ru")


def test_the_number_leads_to_the_list_of_the_same_deals(reply: Ask) -> None:
    slots = Slots(deal_state="won", period=JUNE)
    count = reply(Run("deals.count", slots))
    assert action(count, "Show them") == Run("deals.list", slots)
    assert action(count, "Why 2?") == Run("deals.count", slots, view="why")
    assert action(count, "May 2026") == Run("deals.count", replace(slots, period=MAY))


def test_open_deals_stand_beside_those_won_this_month(reply: Ask) -> None:
    assert action(reply(Run("deals.count")), "Won this month") == Run(
        "deals.count", Slots(deal_state="won", period=JUNE)
    )


def test_nothing_found_offers_wider_questions(reply: Ask) -> None:
    slots = Slots(deal_state="won", period=MAY, stage="Won", amount=Amount(Decimal(1)))
    answer = reply(Run("deals.list", slots))
    assert text(answer) == "No deals of yours won in May 2026, stage Won, from 1."
    assert action(answer, "Any amount") == Run("deals.list", replace(slots, amount=None))
    assert action(answer, "Any stage") == Run("deals.list", replace(slots, stage=None))
    assert action(answer, "All created in May 2026") == Run("deals.list", replace(slots, deal_state="all"))


def test_whose_deals_are_switched_by_a_button(reply: Ask) -> None:
    mine = reply(Run("deals.list"))
    team = action(mine, "My team's")
    assert team == Run("deals.list", Slots(person="team"))
    everybody = action(reply(team), "All visible")
    assert everybody == Run("deals.list", scope=Scope.READABLE)
    assert action(reply(everybody), "Mine") == Run("deals.list")


def test_by_stage_goes_back_to_the_list(reply: Ask) -> None:
    grouped = reply(action(reply(Run("deals.list")), "By stage"))
    assert action(grouped, "As a list") == Run("deals.list")


def test_an_unknown_stage_near_a_known_one_is_taken(reply: Ask, office: Office) -> None:
    reply(Run("deals.list", Slots(stage="Negotiaton")))
    assert asked(office).stages == ("C1:NEGOTIATION",)


def test_an_answer_with_deals_is_personal(reply: Ask) -> None:
    assert reply(Run("deals.list")).personal
    assert not reply(Run("help")).personal

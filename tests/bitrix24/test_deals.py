"""Deals as docs/numbers.md counts them, held against the raw tables of the portal."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from redis import Redis

from assistant import storage
from assistant.errors import PortalBusyError, PortalUnavailableError, ScopeMissingError
from assistant.models import Amount, DealCriteria, Period
from tests.bitrix24.conftest import Company, connect

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
YEAR = Period(date(2026, 1, 1), date(2026, 6, 10))
BERLIN, MOSCOW = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Moscow")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows(reading_sandbox: Any) -> list[Row]:
    return reading_sandbox.table("deals")


def on(row: Row, field: str, zone: ZoneInfo = BERLIN) -> date:
    return datetime.fromtimestamp(row[field], zone).date()


def own(readers: Company, rows: list[Row], keep: Callable[[Row], bool], login: str = "anna") -> set[int]:
    return {row["id"] for row in rows if row["assigned_by"] == readers.people[login] and keep(row)}


def found(readers: Company, criteria: DealCriteria, login: str = "anna") -> set[int]:
    page = readers.portal(login).deals(criteria)
    assert page.total == len(page.deals)
    return {deal.id for deal in page.deals}


STATES: dict[str, Callable[[Row], bool]] = {
    "open": lambda row: row["semantics"] == "P",
    "won": lambda row: row["semantics"] == "S",
    "lost": lambda row: row["semantics"] == "F",
    "closed": lambda row: row["semantics"] in "SF",
    "all": lambda _: True,
}


@pytest.mark.parametrize("state", STATES)
def test_a_state_without_a_period_is_every_deal_in_it(readers: Company, rows: list[Row], state: str) -> None:
    expected = own(readers, rows, STATES[state])
    assert expected
    assert found(readers, DealCriteria(state=state)) == expected


@pytest.mark.parametrize("state", ["open", "all"])
def test_open_and_all_count_by_the_day_of_creation(readers: Company, rows: list[Row], state: str) -> None:
    expected = own(readers, rows, lambda row: STATES[state](row) and on(row, "created") in YEAR)
    assert expected
    assert found(readers, DealCriteria(state=state, period=YEAR)) == expected


@pytest.mark.parametrize("state", ["won", "lost", "closed"])
def test_won_and_lost_count_by_the_day_they_were_moved(readers: Company, rows: list[Row], state: str) -> None:
    expected = own(readers, rows, lambda row: STATES[state](row) and on(row, "moved") in YEAR)
    assert expected
    assert found(readers, DealCriteria(state=state, period=YEAR)) == expected


def test_expected_deals_count_by_their_closing_date(readers: Company, rows: list[Row]) -> None:
    summer = Period(date(2026, 6, 1), date(2026, 8, 31))
    expected = own(readers, rows, lambda r: r["semantics"] == "P" and date.fromisoformat(r["close"]) in summer)
    assert expected
    assert found(readers, DealCriteria(period=summer, date_meaning="closing")) == expected


def test_a_day_is_the_askers_day(readers: Company, rows: list[Row]) -> None:
    """Every day of a quarter: some deals of the night are of another day in Moscow than in Berlin."""
    spring = Period(date(2026, 3, 20), date(2026, 4, 10))
    ivan = readers.portal("ivan")
    assert ivan.zone.key == "Europe/Moscow"
    readable = {deal.id for deal in ivan.deals(DealCriteria(state="all")).deals}
    for day in spring:
        expected = {r["id"] for r in rows if r["id"] in readable and on(r, "created", ivan.zone) == day}
        assert found(readers, DealCriteria(state="all", period=Period.day(day)), "ivan") == expected


def test_who_has_no_zone_counts_days_by_the_portals(readers: Company) -> None:
    assert readers.portal("olga").zone.key == "Europe/Berlin"


def test_amounts_are_compared_with_both_bounds_included(readers: Company, rows: list[Row]) -> None:
    amounts = sorted(r["opportunity"] for r in rows if r["assigned_by"] == readers.people["anna"])
    low, high = amounts[len(amounts) // 4], amounts[3 * len(amounts) // 4]
    criteria = DealCriteria(state="all", amount=Amount(Decimal(str(low)), Decimal(str(high))))
    assert found(readers, criteria) == own(readers, rows, lambda r: low <= r["opportunity"] <= high)


def test_a_currency_keeps_only_its_deals(readers: Company, rows: list[Row]) -> None:
    page = readers.portal("anna").deals(DealCriteria(state="all", amount=Amount(currency="USD")))
    assert {deal.id for deal in page.deals} == own(readers, rows, lambda r: r["currency_id"] == "USD")
    assert {deal.amount.currency for deal in page.deals} == {"USD"}


def test_stages_and_clients_narrow(readers: Company, rows: list[Row]) -> None:
    some = next(r for r in rows if r["assigned_by"] == readers.people["anna"] and r["contact_id"] and r["company_id"])
    other = next(
        r for r in rows if r["assigned_by"] == readers.people["anna"] and r["contact_id"] != some["contact_id"]
    )
    stage = DealCriteria(state="all", stages=(some["stage_id"],))
    assert found(readers, stage) == own(readers, rows, lambda r: r["stage_id"] == some["stage_id"])
    pipeline = DealCriteria(state="all", pipeline_id=1)
    of_pipeline = own(readers, rows, lambda r: r["stage_id"].startswith("C1:"))
    assert of_pipeline
    assert found(readers, pipeline) == of_pipeline
    clients = DealCriteria(state="all", contact_ids=(other["contact_id"],), company_ids=(some["company_id"],))
    assert found(readers, clients) == own(
        readers,
        rows,
        lambda r: r["contact_id"] == other["contact_id"] or r["company_id"] == some["company_id"],
    )


def test_everybody_sees_what_the_portal_lets_them_see(readers: Company, rows: list[Row]) -> None:
    everything = DealCriteria(state="all")
    assert found(readers, everything, "max") == set()
    assert found(readers, everything, "anna") == own(readers, rows, lambda _: True)
    assert found(readers, everything, "admin") == {row["id"] for row in rows}


def test_nobody_responsible_is_nothing_asked(readers: Company) -> None:
    portal = readers.portal("anna")
    before = readers.count()
    assert portal.deals(DealCriteria(assigned_to=())).deals == ()
    assert readers.count() == before


def test_a_deal_has_its_stage_amount_dates_and_address(readers: Company, rows: list[Row]) -> None:
    deal = readers.portal("ivan").deals(DealCriteria()).deals[0]
    row = next(r for r in rows if r["id"] == deal.id)
    stage = next(
        s
        for s in readers.sandbox.table("stages")
        if (s["status_id"], s["category_id"]) == (row["stage_id"], row["category_id"])
    )
    assert (deal.title, deal.amount.currency) == (row["title"], row["currency_id"])
    assert deal.amount.value == Decimal(str(row["opportunity"]))
    assert (deal.stage.name, deal.stage.semantics) == (stage["name"], "P")
    assert deal.created == datetime.fromtimestamp(row["created"], UTC)
    assert deal.created is not None
    assert deal.created.tzinfo == MOSCOW
    assert deal.closes == date.fromisoformat(row["close"])
    assert deal.assigned_to == readers.people["ivan"]
    assert deal.url == f"/crm/deal/details/{deal.id}/"


def test_one_request_brings_deals_pipelines_and_names(readers: Company) -> None:
    portal = readers.portal("anna", trace=("e1",))
    before = readers.count()
    both = (readers.people["anna"], readers.people["ivan"])
    deals = portal.deals(DealCriteria(assigned_to=both)).deals
    assert all(deal.stage.name for deal in deals)
    assert portal.pipelines()
    assert portal.users(both)[readers.people["anna"]].name == "Anna Becker"
    (request,) = readers.requests(before)
    assert (request["method"], request["as"], request["trace"]) == ("batch", readers.people["anna"], ["e1"])


def test_the_people_of_a_readable_list_ride_in_the_same_request(readers: Company) -> None:
    portal = readers.portal("olga")
    before = readers.count()
    people = {deal.assigned_to for deal in portal.deals(DealCriteria()).deals}
    assert len(people) > 5
    assert set(portal.users(people)) == people
    assert readers.count() == before + 1


def test_what_was_read_ten_minutes_ago_is_not_asked_again(readers: Company) -> None:
    readers.portal("anna").deals(DealCriteria())
    before = readers.count()
    readers.portal("anna").deals(DealCriteria())
    (request,) = readers.requests(before)
    assert not [command for command in request["params"]["cmd"].values() if "crm.status" in command]


def test_a_directory_belongs_to_one_person(readers: Company, redis: Redis) -> None:
    readers.portal("anna").pipelines()
    before = readers.count()
    readers.portal("ivan").pipelines()
    assert readers.count() == before + 1
    assert redis.ttl(storage.directory("m1", readers.people["anna"], "pipelines")) in range(3500, 3601)


def test_pipelines_come_with_their_stages_in_their_order(readers: Company) -> None:
    pipelines = readers.portal("anna").pipelines()
    tables = readers.sandbox.table("categories"), readers.sandbox.table("stages")
    assert {p.id: p.name for p in pipelines} == {row["id"]: row["name"] for row in tables[0]}
    for pipeline in pipelines:
        rows = sorted((row for row in tables[1] if row["category_id"] == pipeline.id), key=lambda row: row["sort"])
        assert [(s.id, s.name, s.semantics) for s in pipeline.stages] == [
            (row["status_id"], row["name"], row["semantics"]) for row in rows
        ]


@pytest.fixture
def without_items(readers: Company) -> Iterator[Company]:
    lacking = {"status": 404, "error": "ERROR_METHOD_NOT_FOUND", "description": "Method not found!"}
    readers.sandbox.faults("status", method="crm.item.list", value=lacking)
    yield readers
    readers.sandbox.clear_faults()


def test_an_older_portal_gives_the_same_deals_the_classic_way(
    without_items: Company, rows: list[Row], redis: Redis
) -> None:
    some = next(r for r in rows if r["assigned_by"] == without_items.people["anna"] and r["contact_id"])
    for criteria in (
        DealCriteria(),
        DealCriteria(state="won", period=YEAR),
        DealCriteria(state="all", amount=Amount(Decimal(1000), None, "EUR")),
        DealCriteria(state="all", contact_ids=(some["contact_id"],), company_ids=(some["company_id"],)),
        DealCriteria(state="open", period=MAY, date_meaning="closing"),
        DealCriteria(state="all", pipeline_id=1),
    ):
        classic = without_items.portal("anna").deals(criteria)
        without_items.sandbox.clear_faults()
        redis.flushdb()
        again = connect(without_items.portals, without_items.sandbox, "m1").portal("anna").deals(criteria)
        assert set(classic.deals) == set(again.deals)
        assert classic.total == again.total
        lacking = {"status": 404, "error": "ERROR_METHOD_NOT_FOUND", "description": "Method not found!"}
        without_items.sandbox.faults("status", method="crm.item.list", value=lacking)


def test_hundreds_of_deals_are_read_in_few_requests(readers: Company, rows: list[Row]) -> None:
    admin = readers.portal("admin")
    before = readers.count()
    page = admin.deals(DealCriteria(state="all"))
    assert len(page.deals) == page.total == len(rows) > 500
    assert readers.count() == before + 2


def test_five_hundred_deals_are_one_request(readers: Company, rows: list[Row]) -> None:
    people: set[int] = set()
    for person in sorted({r["assigned_by"] for r in rows}):
        more = people | {person}
        if len([r for r in rows if r["assigned_by"] in more]) <= 500:
            people = more
    expected = {r["id"] for r in rows if r["assigned_by"] in people}
    assert len(expected) > 400
    before = readers.count()
    assert found(readers, DealCriteria(state="all", assigned_to=tuple(people)), "admin") == expected
    assert readers.count() == before + 1


@pytest.mark.parametrize("fault", ["html", "drop", "truncate", "status"])
def test_reading_survives_a_fault_that_passes(company: Company, fault: str) -> None:
    company.sandbox.faults(fault, count=2)
    assert company.portal("anna").deals(DealCriteria()).deals


@pytest.mark.parametrize("fault", ["html", "drop", "truncate", "status"])
def test_a_fault_that_stays_is_a_portal_that_is_away(company: Company, fault: str) -> None:
    company.sandbox.faults(fault)
    with pytest.raises(PortalUnavailableError):
        company.portal("anna").deals(DealCriteria())


def test_a_limit_that_stays_is_a_portal_that_is_busy(company: Company) -> None:
    company.sandbox.faults("limit")
    with pytest.raises(PortalBusyError):
        company.portal("anna").deals(DealCriteria())


def test_a_limit_that_passes_is_waited_for(company: Company) -> None:
    company.sandbox.faults("limit", count=1)
    assert company.portal("anna").deals(DealCriteria()).deals


def test_a_scope_that_is_missing_is_named(company: Company) -> None:
    refusal = {"status": 403, "error": "insufficient_scope", "description": ""}
    company.sandbox.faults("status", method="crm.", value=refusal)
    with pytest.raises(ScopeMissingError) as error:
        company.portal("anna").deals(DealCriteria())
    assert error.value.scope == "crm"


def test_the_fixed_clock_is_told(readers: Company) -> None:
    assert readers.portal("ivan").deals(DealCriteria()).as_of == datetime(2026, 6, 10, 13, 4, tzinfo=MOSCOW)

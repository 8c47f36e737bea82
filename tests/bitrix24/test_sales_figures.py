"""Every figure of a sales report, read through REST, against the raw tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.bitrix24 import AskersPortal
from assistant.models import DealCriteria, Money, Period
from assistant.scenarios.reports.asking import sales_criteria
from assistant.scenarios.reports.figures import DealSums, SalesFigures, SalesTally
from tests.bitrix24 import raw_sales
from tests.bitrix24.conftest import Company

ZONES = ("Europe/Berlin", "Europe/Moscow", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC")
TODAY = date(2026, 6, 10)
CHANGES = (("Europe/Berlin", date(2026, 3, 29)), ("America/New_York", date(2025, 11, 2)))
"""Days with 23 and with 25 hours."""
Case = tuple[Period, str, int | None, bool]


def cases() -> list[Case]:
    """Periods with a zone, the number of responsible people, whether a stage narrows the cohort."""
    random = Random(6)
    found: list[Case] = []
    for number in range(30):
        first = TODAY - timedelta(days=random.randrange(540))
        days = random.choice((1, 7, 30, 31, 92, 365))
        zone = ZONES[number % len(ZONES)]
        found.append(
            (Period(first, first + timedelta(days=days - 1)), zone, random.choice((None, 1, 3)), number % 4 == 0)
        )
    for zone, day in CHANGES:
        found += [(Period.day(day), zone, None, False), (Period(day - timedelta(days=20), day), zone, 2, False)]
    return found


@pytest.fixture(scope="module")
def tables(reading_sandbox: Any) -> raw_sales.Tables:
    names = ("deals", "history", "stages", "categories")
    return {name: reading_sandbox.table(name) for name in names}


def read(portal: AskersPortal, period: Period, people: tuple[int, ...] | None, stage: str = "") -> SalesFigures:
    deals = portal.each_deal(sales_criteria(period, DealCriteria(assigned_to=people)))
    tally = SalesTally(period, portal.zone, portal.pipelines())
    for deal in deals:
        tally.add(deal)
    for change in portal.stage_changes(tally.cohort):
        tally.enter(change)
    return tally.figures((stage,) if stage else ())


def portal_in(readers: Company, zone: str, login: str = "admin") -> AskersPortal:
    asker = readers.portal(login)._asker
    return AskersPortal(replace(asker, zone=ZoneInfo(zone), now=asker.now.astimezone(ZoneInfo(zone))))


def told(figures: SalesFigures) -> dict[str, Any]:
    return {
        "created": part(figures.created),
        "won": part(figures.won),
        "lost": part(figures.lost),
        "averages": {money.currency: rounded(money.value) for money in figures.averages},
        "win_rate": figures.win_rate,
        "funnels": {
            funnel.pipeline.id: {
                "cohort": funnel.cohort,
                "stages": [each.stage.id for each in funnel.stages],
                "reached": [each.reached for each in funnel.stages],
                "of_before": [each.of_before for each in funnel.stages],
                "without_history": funnel.without_history,
            }
            for funnel in figures.funnels
        },
        "people": {each.person: [part(each.created), part(each.won), part(each.lost)] for each in figures.people},
    }


def part(sums: DealSums) -> dict[str, Any]:
    return {
        "number": sums.number,
        "sums": {money.currency: money.value for money in sums.sums},
        "without": sums.without_amount,
    }


def rounded(value: Any) -> Fraction:
    """To what a decimal division keeps."""
    return Fraction(value).limit_denominator(10**9)


@pytest.mark.parametrize("case", cases(), ids=str)
def test_every_figure_equals_the_one_of_the_raw_tables(readers: Company, tables: raw_sales.Tables, case: Case) -> None:
    period, zone, people, narrowed = case
    random = Random(str(period))
    sellers = sorted({row["assigned_by"] for row in tables["deals"]})
    wanted = tuple(random.sample(sellers, people)) if people else None
    stage = random.choice([row["status_id"] for row in tables["stages"] if row["semantics"] != "F"]) if narrowed else ""
    expected = raw_sales.report(
        tables, (period.first, period.last), ZoneInfo(zone), set(wanted) if wanted else None, stage
    )
    expected["averages"] = {each: rounded(value) for each, value in expected["averages"].items()}
    assert told(read(portal_in(readers, zone), period, wanted, stage)) == expected


def test_the_tables_have_what_makes_reports_hard(tables: raw_sales.Tables) -> None:
    """Reopened deals, skipped stages, deals without history, several currencies, deals without an amount."""
    ways: dict[int, list[dict[str, Any]]] = {}
    for change in tables["history"]:
        ways.setdefault(change["owner_id"], []).append(change)
    sort = {row["status_id"]: row["sort"] for row in tables["stages"]}
    deals = tables["deals"]
    steps = sorted({row["sort"] for row in tables["stages"] if row["semantics"] == "P"})
    assert [w for w in ways.values() if any(a["semantics"] != "P" for a in w[:-1])]
    assert [w for w in ways.values() for a, b in pairwise(w)
            if b["semantics"] == "P" and sort[b["stage_id"]] > sort[a["stage_id"]] + steps[1] - steps[0]]  # fmt: skip
    assert [deal for deal in deals if deal["id"] not in ways]
    assert {deal["currency_id"] for deal in deals} >= {"EUR", "USD", "RUB"}
    assert [deal for deal in deals if not deal["opportunity"]]


def test_the_days_of_the_clock_change_are_not_of_24_hours() -> None:
    for name, day in CHANGES:
        zone = ZoneInfo(name)
        midnights = [datetime.combine(each, datetime.min.time(), zone) for each in (day, day + timedelta(days=1))]
        assert midnights[1].timestamp() - midnights[0].timestamp() != 24 * 3600


def test_an_asker_reports_what_the_asker_may_read(readers: Company, tables: raw_sales.Tables) -> None:
    period = Period(date(2026, 1, 1), date(2026, 6, 10))
    anna = readers.people["anna"]
    expected = raw_sales.report(tables, (period.first, period.last), ZoneInfo("Europe/Berlin"), {anna})
    expected["averages"] = {each: rounded(value) for each, value in expected["averages"].items()}
    assert told(read(portal_in(readers, "Europe/Berlin", "anna"), period, None)) == expected


def test_a_report_takes_few_requests(readers: Company, tables: raw_sales.Tables) -> None:
    portal = portal_in(readers, "Europe/Berlin")
    before = readers.count()
    figures = read(portal, Period(date(2024, 1, 1), date(2026, 6, 10)), None)
    assert figures.created.number == len(tables["deals"])
    most = 3 + -(-len(tables["deals"]) // 2500) + -(-len(tables["history"]) // 2500)
    assert readers.count() - before <= most


def test_nothing_is_nothing(readers: Company) -> None:
    figures = read(portal_in(readers, "UTC"), Period.day(date(2031, 1, 1)), None)
    assert (figures.created, figures.won, figures.funnels, figures.people) == (DealSums(0, (), 0),) * 2 + ((), ())
    assert figures.win_rate is None


def test_a_deal_without_a_currency_counts_without_an_amount(readers: Company) -> None:
    portal = portal_in(readers, "UTC")
    period = Period(date(2026, 1, 1), date(2026, 6, 10))
    tally = SalesTally(period, portal.zone, portal.pipelines())
    deal = next(iter(portal.each_deal((DealCriteria(state="all", period=period),))))
    tally.add(replace(deal, amount=Money(deal.amount.value * 0, "")))
    assert tally.figures().created == DealSums(1, (), 1)

"""Reports of portals with a currency of their own, people who are gone, and people without deals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from redis import Redis

from assistant.bitrix24 import AskersPortal, Portals, Transport
from assistant.catalogue import Catalogue
from assistant.models import Period, Run, Scope, Slots
from assistant.sandbox.options import Options
from assistant.scenarios import answer
from assistant.settings import Settings
from tests.bitrix24 import raw_sales
from tests.bitrix24.conftest import QUICK, ROOT, Company, connect
from tests.bitrix24.test_reports import line, told
from tests.portal_in_a_box import RunningSandbox, running

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
EVERYBODY = Run("report.sales", Slots(period=MAY), Scope.READABLE)
NOON = datetime(2026, 6, 10, 10, 4, tzinfo=UTC).timestamp()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(ROOT / "intents")


@pytest.fixture(scope="module")
def unusual() -> Iterator[RunningSandbox]:
    """Whoever was dismissed has won most in May, half of it in bonus points."""
    with running(Options(port=0, bucket=0, date=date(2026, 6, 10))) as portal:
        first, last = (datetime(2026, 5, day, tzinfo=UTC).timestamp() for day in (2, 30))
        won = [row["id"] for row in portal.table("deals") if row["semantics"] == "S" and first < row["moved"] < last]
        (gone,) = [row["id"] for row in portal.table("users") if not row["active"]]
        bonus = {str(each): {"currency_id": "BNS"} for each in won[:4]}
        portal.http.post("/_sandbox/reword", json={"table": "deals", "rows": bonus}).raise_for_status()
        to = dict.fromkeys(map(str, won[:8]), gone)
        portal.http.post("/_sandbox/assign", json={"table": "deals", "to": to}).raise_for_status()
        yield portal


@pytest.fixture
def company(redis: Redis, redis_settings: Settings, unusual: RunningSandbox) -> Iterator[Company]:
    with Portals(redis, redis_settings, transport=Transport(QUICK), clock=lambda: NOON) as portals:
        yield connect(portals, unusual, "m1")


def raw(portal: AskersPortal, company: Company) -> dict[str, Any]:
    tables = {name: company.sandbox.table(name) for name in ("deals", "history", "stages", "categories")}
    return raw_sales.report(tables, (MAY.first, MAY.last), portal.zone)


def test_a_currency_of_the_portal_s_own_is_summed_up_by_itself(company: Company, catalogue: Catalogue) -> None:
    portal = company.portal("admin")
    lines = told(answer(EVERYBODY, portal, catalogue), portal)
    bonus = round(raw(portal, company)["won"]["sums"]["BNS"], 2)
    assert f"BNS {bonus:,.2f}" in line(lines, "Won: ").partition(", on average")[0]
    assert f"BNS {bonus:,.2f} more" in line(lines, "Before, April 2026: ")


def test_who_was_dismissed_is_named_with_what_they_won(company: Company, catalogue: Catalogue) -> None:
    portal = company.portal("admin")
    (gone,) = [row for row in company.sandbox.table("users") if not row["active"]]
    won = raw(portal, company)["people"][gone["id"]][1]
    assert won["number"] == 8
    name = f"{gone['name']} {gone['last_name']}"
    assert line(told(answer(EVERYBODY, portal, catalogue), portal), "Best: ").startswith(f"Best: {name} (8 · ")


@pytest.mark.parametrize(("login", "whose"), [("max", "no deals of yours"), ("admin", "no deals of Max Lindner")])
def test_who_has_no_deals_is_told_so_with_ways_on(
    company: Company, catalogue: Catalogue, login: str, whose: str
) -> None:
    portal = company.portal(login)
    run = Run("report.sales", Slots(period=MAY, person_id=company.people["max"], person="Max"))
    reply = answer(run, portal, catalogue)
    assert told(reply, portal)[0].startswith(f"May 2026: {whose}")
    assert next(button.label.key for row in reply.buttons for button in row) == "button.period"
    assert not reply.attachments

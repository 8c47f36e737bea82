"""Reports where portals are unusual, and what their buttons do."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from assistant.models import Chart, DealCriteria, Money, Period, Run, Scope, Sheet, Slots, StageChange
from assistant.scenarios.reports.asking import sales_criteria
from tests.scenarios.conftest import Ask, action, labels, text
from tests.scenarios.office import ANNA, DEALS, NEW, NOW, OLGA, PIPELINES, WON, Office, at, deal

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
REPORT = Run("report.sales", Slots(person_id=OLGA.id))


class OnePipeline(Office):
    def pipelines(self):  # type: ignore[no-untyped-def]
        return PIPELINES[:1]


def test_a_portal_with_one_pipeline_does_not_name_it(reply: Ask) -> None:
    told = text(reply(REPORT, OnePipeline(all_deals=tuple(each for each in DEALS if each.stage.pipeline_id == 0))))
    assert "[b]Funnel:[/b] Новая " in told


def test_a_currency_of_the_portal_s_own_is_told_by_its_code(reply: Ask) -> None:
    office = Office(all_deals=(deal(1, "Bonus", "250 BNS", WON, moved=at(9)),), history=())
    assert "[b]Won: 1 · BNS 250[/b], on average BNS 250" in text(reply(REPORT, office))


def test_amounts_of_zero_count_as_zero_and_are_named(reply: Ask) -> None:
    empty = deal(1, "Gift", "0 EUR", WON, created=at(2), moved=at(9))
    without_currency = replace(empty, id=2, amount=Money(Decimal(), ""))
    told = text(reply(REPORT, Office(all_deals=(empty, without_currency), history=())))
    assert "[b]Won: 2[/b]\n" in told
    assert "[b]Created:[/b] 2, 2 of them without an amount" in told


def test_who_was_deleted_is_a_number_and_nobody_is_nobody(reply: Ask) -> None:
    deals = tuple(deal(n, "x", "5 EUR", WON, moved=at(9), assigned_to=person) for n, person in ((1, 99), (2, 0)))
    shown = reply(Run("report.sales", scope=Scope.READABLE, view="by_person"), Office(all_deals=deals, history=()))
    assert "employee no. 99: won 1 · €5" in text(shown)
    assert "nobody: won 1 · €5" in text(shown)


def test_a_stage_that_is_gone_shows_nothing(reply: Ask) -> None:
    one = deal(1, "x", "5 EUR", NEW, created=at(2))
    told = text(reply(REPORT, OnePipeline(all_deals=(one,), history=(StageChange(1, "GONE"), StageChange(1, "NEW")))))
    assert "Новая 1 → Договор 0 (0%)" in told


def test_a_head_changes_to_the_own_sales_and_back(reply: Ask) -> None:
    team = reply(Run("report.sales", Slots(period=MAY)))
    assert text(team).startswith("[b]Your team's sales: May 2026")
    mine = reply(action(team, "Mine"))  # type: ignore[arg-type]
    assert text(mine).startswith("[b]Your sales: May 2026")
    assert text(reply(action(mine, "My team's"))).startswith("[b]Your team's sales: May 2026")  # type: ignore[arg-type]


def test_why_tells_when_it_was_counted_and_asks_for_nothing(reply: Ask, office: Office) -> None:
    why = action(reply(Run("report.sales")), "Why 2?")
    assert isinstance(why, Run)
    assert why.asked == NOW
    asked = len(office.asked)
    told = text(reply(why))
    assert "counted at 12:04" in told
    assert len(office.asked) == asked


def test_the_deals_come_as_a_file_alone(reply: Ask) -> None:
    (sheet,) = reply(replace(REPORT, view="file")).attachments
    assert isinstance(sheet, Sheet)
    assert [row[0] for row in sheet.rows] == sorted((row[0] for row in _rows(reply)), reverse=True)  # type: ignore[type-var]


def _rows(reply: Ask) -> list[tuple[object, ...]]:
    (sheet,) = [each for each in reply(REPORT).attachments if isinstance(each, Sheet)]
    return list(sheet.rows)


def test_a_report_on_tasks_leads_to_those_that_are_overdue_now(reply: Ask) -> None:
    report = reply(Run("report.tasks"))
    assert any(isinstance(each, Chart) for each in report.attachments)
    run = action(report, "Overdue now")
    week = Period(date(2026, 6, 8), date(2026, 6, 14))
    assert run == Run("tasks.list", Slots(task_state="overdue", period=week, person="team"))


def test_another_person_s_report_names_them(reply: Ask) -> None:
    told = reply(Run("report.sales", Slots(person="Анна Петрова", period=MAY)))
    assert text(told).startswith("[b]Sales of Анна Петрова: May 2026") or ANNA.name in text(told)
    assert "Mine" in labels(told)


def test_no_deal_is_asked_for_twice() -> None:
    june, may = Period(date(2026, 6, 1), date(2026, 6, 10)), Period(date(2026, 5, 1), date(2026, 5, 10))
    criteria = sales_criteria(june, DealCriteria(assigned_to=(1,)), may)
    assert len(criteria) == 5
    for created in (may.first - timedelta(1) + timedelta(n) for n in range(60)):
        for closed in (created + timedelta(n) for n in range(60)):
            assert sum(_asked(one, created, closed) for one in criteria) <= 1
            wanted = any(created in each or closed in each for each in (june, may))
            assert wanted == any(_asked(one, created, closed) for one in criteria), (created, closed)


def _asked(one: DealCriteria, created: date, closed: date) -> bool:
    assert one.period
    if (one.created_before and created >= one.created_before) or (one.created_from and created < one.created_from):
        return False
    return (created if one.state == "all" else closed) in one.period


@pytest.mark.parametrize("intent", ["report.sales", "report.tasks"])
def test_a_head_who_says_my_gets_the_own_figures(reply: Ask, intent: str) -> None:
    run = Run(intent, Slots(period=MAY))
    unsaid, mine = reply(run), text(reply(replace(run, scope=Scope.MINE)))
    assert "Your team's" in text(unsaid)
    assert "Your team's" not in mine
    assert text(reply(action(unsaid, "Mine"))) == mine


def test_a_report_leads_to_the_rows_that_it_counted(reply: Ask) -> None:
    slots = Slots(stage="Договор", pipeline="Россия")
    june = Period(date(2026, 6, 1), date(2026, 6, 30))
    counted = reply(Run("report.sales", slots)).rows
    assert counted == Run("deals.list", Slots(period=june, person="team", pipeline="Россия"))
    assert reply(Run("report.sales", slots, view="why")).rows is None
    week = Period(date(2026, 6, 8), date(2026, 6, 14))
    assert reply(Run("report.tasks", scope=Scope.MINE)).rows == Run("tasks.list", Slots(period=week), Scope.MINE)

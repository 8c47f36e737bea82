"""Reports as people get them, text, chart and file, against the raw tables of the portal."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.bitrix24 import AskersPortal, Urgency, deals, tasks
from assistant.bitrix24.connection import Connection
from assistant.catalogue import Catalogue
from assistant.models import FILE, Chart, Period, Phrase, Reply, Run, Scope, Sheet, Slots
from assistant.replies import Locale, render
from assistant.scenarios import answer
from assistant.scenarios.reports.comparing import period_before
from tests.bitrix24 import raw_sales, raw_tasks
from tests.bitrix24.conftest import ROOT, Company
from tests.bitrix24.test_sales_figures import CHANGES, ZONES, portal_in

SALES = Run("report.sales")
ALL = Scope.READABLE
ROLES = ("created", "closed", "overdue")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(ROOT / "intents")


@pytest.fixture(scope="module")
def tables(reading_sandbox: Any) -> raw_sales.Tables:
    names = ("deals", "history", "stages", "categories", "tasks", "users", "departments")
    return {name: reading_sandbox.table(name) for name in names}


def told(reply: Reply, portal: AskersPortal) -> list[str]:
    """The lines as they are read, without tags, unbreakable spaces as usual ones."""
    text = render(reply, Locale("en", portal.zone, portal.now), lambda _: "id").text
    return re.sub(r"\[/?b\]", "", text).replace("\N{NO-BREAK SPACE}", " ").split("\n")


def part(text: str) -> tuple[int, dict[str, Decimal]]:
    """`3 · €1,200 · 500 ₽`: the number and the sums."""
    number, *sums = text.split(" · ")
    return int(number.replace(",", "")), dict(map(money, sums))


def money(text: str) -> tuple[str, Decimal]:
    """`€1,200.50` or `1 200,50 ₽`: each currency is written as at home."""
    if text.endswith(" ₽"):
        return "RUB", Decimal(text.removesuffix(" ₽").replace(" ", "").replace(",", "."))
    return {"€": "EUR", "$": "USD"}[text[0]], Decimal(text[1:].replace(",", ""))


def expected(raw: dict[str, Any]) -> tuple[int, dict[str, Decimal]]:
    return raw["number"], {currency: round(value, 2) for currency, value in raw["sums"].items() if value}


def periods(count: int) -> list[tuple[Period, str]]:
    """Days, weeks, months and more, in several zones, with the days of a clock change."""
    random = Random(17)
    found = [(Period(day - timedelta(days=9), day), zone) for zone, day in CHANGES]
    while len(found) < count:
        first = date(2026, 6, 5) - timedelta(days=random.randrange(500))
        days = random.choice((7, 30, 91, 365))
        found.append((Period(first, first + timedelta(days=days - 1)), random.choice(ZONES)))
    return found


def asked_for(count: int) -> list[tuple[Period, str, int]]:
    """Of everybody, of one of the people who sell, and of nobody who does."""
    random = Random(23)
    return [(period, zone, random.choice((0, 0, random.randrange(2, 20)))) for period, zone in periods(count)]


@pytest.mark.parametrize("case", asked_for(30), ids=str)
def test_a_sales_report_tells_the_figures_of_the_raw_tables(
    readers: Company, tables: raw_sales.Tables, catalogue: Catalogue, case: tuple[Period, str, int]
) -> None:
    period, zone, person = case
    portal = portal_in(readers, zone)
    run = replace(SALES, slots=Slots(period=period, person_id=person or None), scope=Scope.OWN if person else ALL)
    lines = told(answer(run, portal, catalogue), portal)
    people = {person} if person else None
    raw = raw_sales.report(tables, (period.first, period.last), ZoneInfo(zone), people)
    before = period_before(period, portal.now.date())
    then = raw_sales.report(tables, (before.first, before.last), ZoneInfo(zone), people)
    if not any(raw[name]["number"] for name in ("created", "won", "lost")):
        (nothing,) = lines
        assert nothing.endswith("were created, won or lost.")
        return
    assert len(lines) <= 6
    won = re.fullmatch(r"Won: (.*?)(?:, on average (.*))?", line(lines, "Won: "))
    assert won
    assert part(won[1]) == expected(raw["won"])
    if won[2]:
        averages = part(f"0 · {won[2]}")[1]
        assert averages == {
            each: Decimal(int(value * 100 + Fraction(1, 2))) / 100 for each, value in raw["averages"].items() if value
        }
    earlier = re.fullmatch(r"Before, .*?: (.*)\. Change: ([+−±]\d+)(?: · (.*))?", line(lines, "Before, "))
    assert earlier
    assert part(earlier[1]) == expected(then["won"])
    assert int(signed(earlier[2])) == raw["won"]["number"] - then["won"]["number"]
    assert dict(map(change, earlier[3].split(" · ") if earlier[3] else ())) == changes(raw["won"], then["won"])
    created_line, _, lost_line = line(lines, "Created: ").partition(". Lost: ")
    lost = re.fullmatch(r"(.*?)(?:\. Win rate: (\d+)%(?:, before (\d+)%)?)?", lost_line)
    assert lost
    assert part(lost[1]) == expected(raw["lost"])
    for told_rate, rate in (
        (lost[2], raw["win_rate"]),
        (lost[3], then["win_rate"] if raw["win_rate"] is not None else None),
    ):
        assert told_rate is None if rate is None else int(told_rate) == whole(rate)
    created = re.fullmatch(r"Created: (.*?)(?:, (\d+) of them without an amount)?", created_line)
    assert created
    assert part(created[1]) == expected(raw["created"])
    assert int(created[2] or 0) == raw["created"]["without"]
    if raw["funnels"]:
        funnel = max(raw["funnels"].values(), key=lambda each: each["cohort"])
        steps = re.findall(r"[^→:]+? (\d+)(?: \((\d+)%\))?(?= →| \(|$)", line(lines, "Funnel").partition(": ")[2])
        assert [int(number) for number, _ in steps] == funnel["reached"]
        assert [int(share) if share else None for _, share in steps] == [
            None if share is None else whole(share) for share in funnel["of_before"]
        ]
    else:
        assert lines[-1] == "No funnel: no deal was created in this time."
    best = [each for each in lines if each.startswith("Best: ")]
    assert bool(best) == bool(not person and raw["won"]["number"])
    if best:
        names = {f"{row['name']} {row['last_name']}": row["id"] for row in tables["users"]}
        shown = re.findall(r"([^(),]+?) \(([^()]*)\)(?:, | and |$)", best[0].removeprefix("Best: "))
        assert [part(won) for _, won in shown] == [expected(raw["people"][names[name]][1]) for name, won in shown]
        most = sorted((each[1]["number"] for each in raw["people"].values() if each[1]["number"]), reverse=True)
        assert [part(won)[0] for _, won in shown] == most[:3]


def signed(text: str) -> str:
    return text.replace("−", "-").replace("±", "")


def whole(share: Fraction) -> int:
    """Percent, half up."""
    return int(share * 100 + Fraction(1, 2))


def change(text: str) -> tuple[str, Decimal | int]:
    """`EUR −22%`, `EUR ±0`, and `€1,200 more` where there was nothing before."""
    if text.endswith(" more"):
        return money(text.removesuffix(" more"))
    currency, by = text.split(" ")
    return currency, int(signed(by.removesuffix("%").replace(",", "")))


def changes(now: dict[str, Any], then: dict[str, Any]) -> dict[str, Decimal | int]:
    found: dict[str, Decimal | int] = {}
    for currency in {*now["sums"], *then["sums"]}:
        today, before = (Fraction(each["sums"].get(currency, 0)) for each in (now, then))
        if before:
            found[currency] = whole(abs(today - before) / before) * (-1 if today < before else 1)
        elif today:
            found[currency] = round(now["sums"][currency], 2)
    return found


def line(lines: list[str], start: str) -> str:
    return next(each for each in lines if each.startswith(start))


def test_the_file_adds_up_to_the_report(readers: Company, tables: raw_sales.Tables, catalogue: Catalogue) -> None:
    zone, period = "America/New_York", Period(date(2026, 2, 1), date(2026, 4, 30))
    portal = portal_in(readers, zone)
    reply = answer(replace(SALES, slots=Slots(period=period), scope=ALL), portal, catalogue)
    (sheet,) = [each for each in reply.attachments if isinstance(each, Sheet)]
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    numbers: dict[str, int] = defaultdict(int)
    for row in sheet.rows:
        assert len(row) == len(sheet.columns)
        roles, amount, currency = row[2], row[6], row[7]
        assert isinstance(roles, Phrase)
        assert isinstance(amount, Decimal)
        assert isinstance(currency, str)
        for role in roles.values["roles"]:  # type: ignore[union-attr]
            name = role.key.rpartition(".")[2]  # type: ignore[union-attr]
            numbers[name] += 1
            sums[name][currency] += amount
    raw = raw_sales.report(tables, (period.first, period.last), ZoneInfo(zone))
    for name in ("created", "won", "lost"):
        assert numbers[name] == raw[name]["number"]
        assert {each: round(value, 2) for each, value in sums[name].items() if value} == expected(raw[name])[1]


PANELS = {"": ["bars", "funnel"], "funnel": ["funnel"], "by_person": ["bars"], "compared": ["bars"]}


@pytest.mark.parametrize("view", PANELS)
def test_every_figure_of_a_chart_stands_in_the_text(readers: Company, catalogue: Catalogue, view: str) -> None:
    portal = portal_in(readers, "Europe/Berlin")
    period = Period(date(2026, 4, 1), date(2026, 6, 30))
    reply = answer(replace(SALES, slots=Slots(period=period), scope=ALL, view=view), portal, catalogue)
    (chart,) = [each for each in reply.attachments if isinstance(each, Chart)]
    assert [panel.kind.value for panel in chart.panels] == PANELS[view]
    text = "\n".join(told(reply, portal))
    for bar in (bar for panel in chart.panels for bar in panel.bars):
        figure = told(Reply((Phrase("text", {"text": bar.text}),)), portal)[0]
        for piece in figure.split(" · "):
            assert piece in text, (figure, text)


@pytest.mark.parametrize(("period", "zone"), periods(10), ids=str)
def test_a_report_on_tasks_tells_the_figures_of_the_raw_table(
    readers: Company, tables: raw_sales.Tables, catalogue: Catalogue, period: Period, zone: str
) -> None:
    portal = portal_in(readers, zone)
    run = Run("report.tasks", Slots(period=period), ALL, view="by_person")
    raw = raw_tasks.report(tables["tasks"], (period.first, period.last), ZoneInfo(zone), portal.now.timestamp(), None)
    names = {row["id"]: f"{row['name']} {row['last_name']}" for row in tables["users"]}
    shown: list[str] = []
    for offset in range(0, max(len(raw), 1), 6):
        lines = told(answer(replace(run, offset=offset), portal, catalogue), portal)
        shown += [each for each in lines if re.search(r": created \d+, closed \d+, overdue \d+$", each)]
    if not raw:
        assert lines == [f"{lines[0]}"]
        assert "None was created" in lines[0]
        return
    whole = [sum(each) for each in zip(*raw.values(), strict=True)]
    assert f"Created: {whole[0]} · Closed: {whole[1]} · Overdue: {whole[2]}" in lines
    assert sorted(shown) == sorted(
        f"{names[person]}: created {one[0]}, closed {one[1]}, overdue {one[2]}" for person, one in raw.items()
    )


@pytest.mark.parametrize(("period", "zone"), periods(6), ids=str)
def test_the_file_of_a_report_on_tasks_has_each_task_of_the_raw_table_that_counts(
    readers: Company, tables: raw_sales.Tables, catalogue: Catalogue, period: Period, zone: str
) -> None:
    portal = portal_in(readers, zone)
    reply = answer(Run("report.tasks", Slots(period=period), ALL, view=FILE), portal, catalogue)
    days, now = (period.first, period.last), portal.now.timestamp()
    raw = raw_tasks.counted(tables["tasks"], days, ZoneInfo(zone), now)
    assert len(reply.attachments) == bool(raw)
    rows = [row for sheet in reply.attachments if isinstance(sheet, Sheet) for row in sheet.rows]

    def roles(cell: object) -> set[str]:
        assert isinstance(cell, Phrase)
        return set(re.findall(r"\w+", told(Reply((cell,)), portal)[0].lower())) - {"and"}

    assert {(row[0], row[-1].url.split("/")[-2]): roles(row[1]) for row in rows} == {
        (task["title"], str(task["id"])): {name for name, yes in zip(ROLES, counts, strict=True) if yes}
        for task, counts in raw
    }
    assert len(rows) == len(raw)
    assert all(each is None or each.tzinfo for row in rows for each in (row[3], row[6], row[7]))


def test_a_head_gets_the_department_and_everybody_else_their_own(
    readers: Company, tables: raw_sales.Tables, catalogue: Catalogue
) -> None:
    period = Period(date(2026, 5, 1), date(2026, 5, 31))
    olga, anna = readers.portal("olga"), readers.portal("anna")
    team = {user.id for user in olga.team()}
    for portal, people, whose in ((olga, team, "Your team's sales"), (anna, {anna.me.id}, "Your sales")):
        lines = told(answer(replace(SALES, slots=Slots(period=period)), portal, catalogue), portal)
        assert lines[0].startswith(f"{whose}: May 2026")
        raw = raw_sales.report(tables, (period.first, period.last), portal.zone, people)
        assert part(line(lines, "Won: ").removeprefix("Won: ").partition(", on")[0]) == expected(raw["won"])
        assert any(each.startswith("Best: ") for each in lines) == (len(people) > 1)


def test_a_report_with_a_file_takes_few_requests(readers: Company, catalogue: Catalogue) -> None:
    before = readers.count()
    portal = readers.portal("olga")
    reply = answer(replace(SALES, slots=Slots(period=Period(date(2025, 1, 1), date(2026, 6, 10)))), portal, catalogue)
    rows = sum(1 for each in reply.attachments if isinstance(each, Sheet) for _ in each.rows)
    assert rows > 200
    deals = len(tables_of(readers, "deals"))
    most = 3 + -(-deals // 2500) + -(-len(tables_of(readers, "history")) // 2500)
    assert readers.count() - before <= most


def test_the_file_of_a_report_names_all_clients_and_reads_no_history(readers: Company, catalogue: Catalogue) -> None:
    portal = readers.portal("olga")
    portal.team()
    before = readers.count()
    run = replace(SALES, slots=Slots(period=Period(date(2025, 1, 1), date(2026, 6, 10))), view=FILE)
    (sheet,) = answer(run, portal, catalogue).attachments
    assert isinstance(sheet, Sheet)
    place = [column.title.key for column in sheet.columns].index("reports.file.client")
    rows = {row[0]: row[place] for row in sheet.rows}
    deals, companies = ({each["id"]: each for each in tables_of(readers, name)} for name in ("deals", "companies"))
    with_company = {number: deals[number]["company_id"] for number in rows if deals[number]["company_id"]}
    assert len(with_company) > 100
    assert {number: rows[number] for number in with_company} == {
        number: companies[company]["title"] for number, company in with_company.items()
    }
    assert readers.count() - before <= 3, "two for more than 500 deals, one for their clients"


def tables_of(readers: Company, name: str) -> list[dict[str, Any]]:
    return readers.sandbox.table(name)


def test_a_report_on_tasks_takes_one_request_when_the_team_is_known(readers: Company, catalogue: Catalogue) -> None:
    portal = readers.portal("olga")
    portal.team()
    before = readers.count()
    answer(Run("report.tasks"), portal, catalogue)
    assert readers.count() - before == 1


@pytest.mark.parametrize(("report", "urgency"), [(True, Urgency.REPORT), (False, Urgency.QUESTION)])
def test_a_report_lets_questions_go_first(readers: Company, report: bool, urgency: Urgency) -> None:  # noqa: FBT001
    portal = readers.portals.as_person(readers.member_id, readers.people["olga"], report=report)
    connection = portal._asker.connection
    assert isinstance(connection, Connection)
    assert connection._caller.urgency is urgency


def test_a_report_on_more_people_than_fit_into_a_condition_is_the_same(
    readers: Company, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    for run in (replace(SALES, slots=Slots(period=Period(date(2026, 5, 1), date(2026, 5, 31)))), Run("report.tasks")):
        portal = readers.portal("olga")
        usual = told(answer(run, portal, catalogue), portal)
        with monkeypatch.context() as patch:
            patch.setattr(deals, "MOST_PEOPLE", 3)
            patch.setattr(tasks, "MOST_PEOPLE", 3)
            assert told(answer(run, portal, catalogue), portal) == usual

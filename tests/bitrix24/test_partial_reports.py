"""Reports that the portal's limits stop midway: a part is told as a part, with the numbers of what was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from redis import Redis

from assistant.bitrix24 import AskersPortal, Portals, Transport
from assistant.bitrix24.rows import spare
from assistant.catalogue import Catalogue
from assistant.errors import ForbiddenError, PlanError, PortalBusyError
from assistant.models import Deal, Period, Phrase, Reply, Run, Scope, Slots, Task
from assistant.sandbox.options import Options
from assistant.scenarios import answer
from assistant.settings import Settings
from tests.bitrix24 import raw_sales, raw_tasks
from tests.bitrix24.conftest import QUICK, ROOT, Company, connect
from tests.bitrix24.test_reports import line, part, told
from tests.portal_in_a_box import RunningSandbox, running

YEAR = Period(date(2025, 6, 1), date(2026, 5, 31))
SALES = Run("report.sales", Slots(period=YEAR), Scope.READABLE)
OVERLOAD = {"status": 503, "error": "OVERLOAD_LIMIT", "description": "REST API is blocked due to overload."}
LIMITS = [("limit", None), ("status", OVERLOAD)]
"""`QUERY_LIMIT_EXCEEDED`, and all applications blocked."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(ROOT / "intents")


@pytest.fixture(scope="module")
def sandbox_of_many() -> Iterator[RunningSandbox]:
    with running(Options(port=0, bucket=0, date=date(2026, 6, 10), deals=2500)) as portal:
        yield portal


@pytest.fixture
def company(redis: Redis, redis_settings: Settings, sandbox_of_many: RunningSandbox) -> Iterator[Company]:
    with Portals(redis, redis_settings, transport=Transport(QUICK)) as portals:
        yield connect(portals, sandbox_of_many, "m1")
    sandbox_of_many.clear_faults()


class Heard:
    """A portal whose rows are noted as they come."""

    def __init__(self, portal: AskersPortal) -> None:
        self._portal = portal
        self.deals: list[Deal] = []
        self.tasks: list[Task] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._portal, name)

    def each_deal(self, *args: Any) -> Iterator[Deal]:
        found = self._portal.each_deal(*args)
        return (self.deals.append(deal) or deal for deal in found)  # type: ignore[func-returns-value]

    def each_task(self, *args: Any) -> Iterator[Task]:
        found = self._portal.each_task(*args)
        return (self.tasks.append(task) or task for task in found)  # type: ignore[func-returns-value]


def labels(reply: Reply) -> list[str]:
    return [button.label.key for row in reply.buttons for button in row]


@pytest.mark.parametrize(("kind", "value"), LIMITS)
def test_what_came_until_the_limit_is_told_as_a_part(
    company: Company, catalogue: Catalogue, kind: str, value: Any
) -> None:
    portal = Heard(company.portal("admin"))
    company.sandbox.faults(kind, method="batch", skip=1, value=value)
    heard: list[Phrase] = []
    reply = answer(SALES, portal, catalogue, heard.append)  # type: ignore[arg-type]
    lines = told(reply, portal._portal)
    label = re.fullmatch(
        r"Only a part: ([\d,]+) of ([\d,]+) deals, the newest first, back to those created (.*)\. Bitrix24 gives .*",
        lines[1],
    )
    assert label
    done, total = (int(each.replace(",", "")) for each in label.groups()[:2])
    assert 0 < done == len(portal.deals) < total
    tables = {name: company.sandbox.table(name) for name in ("deals", "history", "stages", "categories")}
    read = {deal.id for deal in portal.deals}
    zone = portal._portal.zone
    assert isinstance(zone, ZoneInfo)
    some = {**tables, "deals": [row for row in tables["deals"] if row["id"] in read]}
    raw = raw_sales.report(some, (YEAR.first, YEAR.last), zone)
    for name in ("won", "lost", "created"):
        found = part(line(lines, f"{name.capitalize()}: ").partition(": ")[2])
        assert found[0] == raw[name]["number"], name
        assert found[1] == {each: round(amount, 2) for each, amount in raw[name]["sums"].items() if amount}
    assert not reply.attachments
    assert labels(reply) == ["button.try_again"]
    assert heard[-1] == Phrase("reports.stopped", {"done": done, "total": total})
    company.sandbox.clear_faults()
    (again,) = (button.does.action for row in reply.buttons for button in row)  # type: ignore[union-attr]
    assert again == SALES
    whole = answer(again, portal, catalogue, heard.append)  # type: ignore[arg-type]
    assert not any("Only a part" in each for each in told(whole, portal._portal))
    assert heard[-1] == Phrase("reports.counted")


class Spent(Heard):
    """A portal whose limits are reached once the deals are read, or a request later."""

    def __init__(self, portal: AskersPortal, sandbox: RunningSandbox, kind: str, value: Any, skip: int) -> None:
        super().__init__(portal)
        self._fault = lambda: sandbox.faults(kind, method="batch", value=value, skip=skip)

    def stage_changes(self, *args: Any) -> Any:
        self._fault()
        return self._portal.stage_changes(*args)


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (("limit", None, 1), r"gave [\d,]+ of [\d,]+ steps of the deals"),
        (("status", OVERLOAD, 0), "does not give the steps of the deals"),
    ],
)
@pytest.mark.parametrize("view", ["", "funnel"])
def test_where_histories_do_not_come_all_else_is_told_without_a_funnel(
    company: Company, catalogue: Catalogue, limit: tuple[str, Any, int], words: str, view: str
) -> None:
    portal = company.portal("admin")
    limited = Spent(portal, company.sandbox, *limit)
    reply = answer(replace(SALES, view=view), limited, catalogue)  # type: ignore[arg-type]
    company.sandbox.clear_faults()
    lines = told(reply, portal)
    assert re.match(f"No funnel: Bitrix24 {words}", lines[-1])
    assert labels(reply)[0] == "button.try_again"
    if not view:
        assert lines[:-1] == told(answer(SALES, portal, catalogue), portal)[:-1]


def test_tasks_that_came_until_the_limit_are_told_as_a_part(
    company: Company, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spare, "FIRST_PAGES", 1)
    run = Run("report.tasks", Slots(period=YEAR), Scope.READABLE)
    portal = Heard(company.portal("admin"))
    portal.users([row["id"] for row in company.sandbox.table("users")])  # names are known from here on
    company.sandbox.faults("limit", method="batch", skip=1)
    lines = told(answer(run, portal, catalogue), portal._portal)  # type: ignore[arg-type]
    label = re.match(r"Only a part: ([\d,]+) of ([\d,]+) tasks, the newest first\. ", lines[1])
    assert label
    assert int(label[1].replace(",", "")) == len(portal.tasks) < int(label[2].replace(",", ""))
    read = {task.id for task in portal.tasks}
    rows = [row for row in company.sandbox.table("tasks") if row["id"] in read]
    zone, now = portal._portal.zone, portal._portal.now.timestamp()
    raw = raw_tasks.report(rows, (YEAR.first, YEAR.last), zone, now, None)
    created, closed, overdue = (f"{sum(each):,}" for each in zip(*raw.values(), strict=True))
    assert lines[2] == f"Created: {created} · Closed: {closed} · Overdue: {overdue}"


@pytest.mark.parametrize(
    ("kind", "value", "error"),
    [
        ("limit", None, PortalBusyError),
        ("status", OVERLOAD, PlanError),
        ("status", {"status": 403, "error": "ACCESS_DENIED"}, ForbiddenError),
    ],
)
def test_nothing_read_is_no_part(
    company: Company, catalogue: Catalogue, kind: str, value: Any, error: type[Exception]
) -> None:
    company.sandbox.faults(kind, method="batch", value=value)
    with pytest.raises(error):
        answer(SALES, company.portal("admin"), catalogue)
    company.sandbox.clear_faults()


def test_a_right_that_is_withdrawn_midway_is_no_part(company: Company, catalogue: Catalogue) -> None:
    company.sandbox.faults("status", method="batch", skip=1, value={"status": 403, "error": "ACCESS_DENIED"})
    with pytest.raises(ForbiddenError):
        answer(SALES, company.portal("admin"), catalogue)

"""Lists that one batch cannot hold: in little time when the budget has room, else in few requests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from redis import Redis

from assistant.bitrix24 import Portals, Transport
from assistant.bitrix24.budget import Budget
from assistant.models import DealCriteria, Period
from assistant.sandbox.options import Options
from assistant.settings import Settings
from tests.bitrix24.conftest import QUICK, Company, connect
from tests.portal_in_a_box import RunningSandbox, running

EVERYTHING = DealCriteria(state="all")


@pytest.fixture(scope="module")
def large() -> Iterator[RunningSandbox]:
    with running(Options(port=0, date=date(2026, 6, 10), deals=4000)) as portal:
        yield portal


@pytest.fixture
def company(
    request: pytest.FixtureRequest, redis: Redis, redis_settings: Settings, large: RunningSandbox
) -> Iterator[Company]:
    """Everybody is connected; the budget is the one of the test."""
    settings = redis_settings.model_copy(update={"budget_requests": request.param})
    with Portals(redis, settings, transport=Transport(QUICK, budget=Budget(redis, settings))) as portals:
        yield connect(portals, large, "m1")


@pytest.mark.parametrize(("company", "requests"), [(50, 9), (4, 3)], indirect=["company"])
def test_what_the_budget_has_to_spare_decides(company: Company, requests: int) -> None:
    before = company.count()
    page = company.portal("admin").deals(EVERYTHING)
    assert len({deal.id for deal in page.deals}) == page.total == 4000
    assert company.count() - before == requests


@pytest.mark.parametrize("company", [50], indirect=True)
def test_a_report_takes_the_fewest_requests_whatever_there_is_to_spare(company: Company) -> None:
    before = company.count()
    whole = DealCriteria(state="all", period=Period(date(2020, 1, 1), date(2026, 6, 10)))
    steps: list[tuple[int, int]] = []
    found = company.portal("admin").each_deal((whole,), lambda done, total: steps.append((done, total)))
    assert len({deal.id for deal in found}) == 4000
    assert company.count() - before == 3
    assert steps == [(500, 4000), (3000, 4000), (4000, 4000)]

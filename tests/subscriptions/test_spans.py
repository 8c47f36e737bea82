"""Periods that move along: what was asked on a day means its like on every other day."""

from datetime import date, timedelta
from random import Random

import pytest

from assistant.models import Period, Rhythm, Run, Slots, Span, Unit
from assistant.subscriptions import effective, fitting, resolved, span_of
from assistant.subscriptions.fitting import FIRST_OF_MONTH, MONDAYS, WORKDAYS

TODAY = date(2026, 6, 10)
"""A Wednesday."""


def days(first: str, last: str = "") -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("period", "span"),
    [
        (days("2026-06-10"), Span(Unit.DAY)),
        (days("2026-06-11"), Span(Unit.DAY, 1, 1)),
        (days("2026-06-09"), Span(Unit.DAY, -1, -1)),
        (days("2026-06-01", "2026-06-07"), Span(Unit.WEEK, -1, -1)),
        (days("2026-06-08", "2026-06-14"), Span(Unit.WEEK)),
        (days("2026-06-15", "2026-06-21"), Span(Unit.WEEK, 1, 1)),
        (days("2026-05-01", "2026-05-31"), Span(Unit.MONTH, -1, -1)),
        (days("2026-06-01", "2026-06-30"), Span(Unit.MONTH)),
        (days("2026-06-01", "2026-06-10"), Span(Unit.MONTH, so_far=True)),
        (days("2026-06-08", "2026-06-10"), Span(Unit.WEEK, so_far=True)),
        (days("2026-01-01", "2026-03-31"), Span(Unit.QUARTER, -1, -1)),
        (days("2025-07-01", "2025-12-31"), Span(Unit.HALF, -1, -1)),
        (days("2025-01-01", "2025-12-31"), Span(Unit.YEAR, -1, -1)),
        (days("2026-06-03", "2026-06-09"), Span(Unit.DAY, -7, -1)),
        (days("2026-06-10", "2026-06-12"), Span(Unit.DAY, 0, 2)),
        (days("2026-03-01", "2026-05-31"), Span(Unit.MONTH, -3, -1)),
    ],
)
def test_a_period_is_taken_for_what_it_is_to_its_day(period: Period, span: Span) -> None:
    assert span_of(period, TODAY) == span
    assert resolved(span, TODAY) == period


@pytest.mark.parametrize(
    "period",
    [
        days("2026-03-01", "2026-03-31"),
        days("2026-06-20"),
        days("2026-05-03", "2026-05-17"),
        days("2024-01-01", "2024-12-31"),
    ],
)
def test_what_lies_far_away_is_meant_as_itself(period: Period) -> None:
    assert span_of(period, TODAY) is None


def test_the_week_before_is_another_one_each_monday() -> None:
    span = Span(Unit.WEEK, -1, -1)
    assert resolved(span, date(2026, 6, 15)) == days("2026-06-08", "2026-06-14")
    assert resolved(span, date(2027, 1, 4)) == days("2026-12-28", "2027-01-03")


def test_a_span_means_the_period_that_it_was_made_of_on_any_day() -> None:
    dice = Random(7)
    for _ in range(2000):
        today = date(2024, 1, 1) + timedelta(dice.randrange(1500))
        first = today + timedelta(dice.randrange(-100, 40))
        period = Period(first, first + timedelta(dice.choice([0, 0, 6, 13, 27, 29, 30, 89, 90, 364])))
        span = span_of(period, today)
        assert span is None or resolved(span, today) == period, (period, today, span)


SALES, LIST, TASKS = Run("report.sales"), Run("deals.list"), Run("tasks.list")
WON = Run("deals.list", Slots(deal_state="won"))
WEEK, MONTH = Span(Unit.WEEK), Span(Unit.MONTH)


@pytest.mark.parametrize(
    ("run", "span", "rhythm"),
    [
        (LIST, None, MONDAYS),
        (WON, WEEK, MONDAYS),
        (WON, MONTH, FIRST_OF_MONTH),
        (SALES, None, FIRST_OF_MONTH),
        (SALES, Span(Unit.WEEK, -1, -1), MONDAYS),
        (Run("report.tasks"), None, MONDAYS),
        (TASKS, None, WORKDAYS),
        (TASKS, WEEK, MONDAYS),
        (Run("meetings.list"), Span(Unit.DAY), WORKDAYS),
    ],
)
def test_the_rhythm_that_is_offered_fits_the_question(run: Run, span: Span | None, rhythm: Rhythm) -> None:
    assert fitting(run, span) == rhythm


def test_on_the_first_day_what_has_just_ended_is_meant() -> None:
    assert effective(WON, WEEK, MONDAYS) == Span(Unit.WEEK, -1, -1)
    assert effective(SALES, None, FIRST_OF_MONTH) == Span(Unit.MONTH, -1, -1)
    assert effective(SALES, None, MONDAYS) == MONTH, "a month that has begun is told as it stands"
    assert effective(TASKS, WEEK, MONDAYS) == WEEK, "tasks lie ahead"
    assert effective(LIST, None, MONDAYS) is None

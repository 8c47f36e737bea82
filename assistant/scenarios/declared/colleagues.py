"""The source `colleagues`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assistant.models import Colleague, Link, Period, Reply, Run
from assistant.scenarios.declared.found import Found, Row, Values, Wanted
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import say

BIRTHDAY, JOINED = "birthday", "joined"


def read_colleagues(run: Run, portal: Portal, wanted: Wanted) -> Found | Reply:
    """People whose date lies in the period, by that date; without a period the year that begins today."""
    today = portal.now.date()
    period = run.slots.period or Period(today, today + timedelta(364))

    def told(shown: Sequence[Row]) -> Values:
        return {"count": len(shown), "period": period, "as_of": portal.now}

    dated = [(day, each) for each in portal.colleagues() for day in _dates(each, wanted.dated_by, period)]
    dated.sort(key=lambda pair: (pair[0], pair[1].name))
    return Found(
        rows=tuple(_row(each, day, wanted.dated_by) for day, each in dated),
        tell=told,
        nothing=lambda: Reply((say("colleagues.nothing", period=period),)),
    )


def _dates(colleague: Colleague, which: str, period: Period) -> Iterator[date]:
    """When the date of a colleague is in a period; a birthday comes every year."""
    if which == JOINED and colleague.joined and colleague.joined in period:
        yield colleague.joined
    if which == BIRTHDAY and colleague.birthday:
        days = (_birthday(year, *colleague.birthday) for year in range(period.first.year, period.last.year + 1))
        yield from (day for day in days if day in period)


def _birthday(year: int, month: int, day: int) -> date:
    """Who was born on the 29th of February is congratulated on the 28th in other years."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


def _row(colleague: Colleague, day: date, which: str) -> Row:
    return Row(
        {
            "colleague": Link(colleague.name, colleague.url),
            "name": colleague.name,
            "position": colleague.position,
            "birthday": day if which == BIRTHDAY else "",
            "joined": colleague.joined or "",
        },
        colleague,
    )

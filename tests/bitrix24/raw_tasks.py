"""A report on tasks worked out anew from the raw table of a portal, by the words of docs/numbers.md alone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from tests.bitrix24.raw_sales import Row

DONE = 5


def report(
    tasks: list[Row], days: tuple[date, date], zone: tzinfo, now: float, people: set[int] | None = None
) -> dict[int, tuple[int, int, int]]:
    """Created, closed, overdue by responsible person."""
    found: dict[int, tuple[int, int, int]] = {}
    for task, one in counted(tasks, days, zone, now, people):
        before = found.get(task["responsible"], (0, 0, 0))
        found[task["responsible"]] = (before[0] + one[0], before[1] + one[1], before[2] + one[2])
    return found


def counted(
    tasks: list[Row], days: tuple[date, date], zone: tzinfo, now: float, people: set[int] | None = None
) -> list[tuple[Row, tuple[int, int, int]]]:
    """Each task that counts, and whether it was created, closed, overdue."""
    begin = datetime.combine(days[0], time(), zone).timestamp()
    end = datetime.combine(days[1] + timedelta(days=1), time(), zone).timestamp()

    def counts(task: Row) -> tuple[int, int, int]:
        closed = task["closed"] if task["status"] == DONE else None
        missed = task["deadline"] and task["deadline"] < now and (closed is None or closed > task["deadline"])
        return (
            int(begin <= task["created"] < end),
            int(bool(closed) and begin <= closed < end),
            int(bool(missed) and begin <= task["deadline"] < end),
        )

    whose = [task for task in tasks if people is None or task["responsible"] in people]
    return [(task, counts(task)) for task in whose if any(counts(task))]

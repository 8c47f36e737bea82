"""The rules of the grammar, in the order in which they are applied."""

from assistant.understanding.dates.patterns import Rule
from assistant.understanding.dates.rules import clocks, days, durations, edges, moments, periods, ranges, shifts

ALL: list[Rule] = [
    *clocks.written.rules,
    *shifts.relative.rules,
    *durations.amounts.rules,
    *days.dates.rules,
    *periods.units.rules,
    *moments.same.rules,
    *shifts.years.rules,
    *periods.parts.rules,
    *shifts.calendar.rules,
    *moments.same.rules,
    *durations.away.rules,
    *moments.same.rules,
    *ranges.of_days.rules,
    *clocks.spoken.rules,
    *durations.clocked.rules,
    *moments.joined.rules,
    *ranges.of_moments.rules,
    *durations.lasting.rules,
    *edges.open_ends.rules,
]

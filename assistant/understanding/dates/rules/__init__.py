"""The rules of the grammar, in the order in which they are applied."""

from assistant.understanding.dates.patterns import Rule
from assistant.understanding.dates.rules import (
    clock_spans,
    clocks,
    days,
    durations,
    edges,
    lasting,
    moments,
    portions,
    ranges,
    shifts,
    units,
)

ALL: list[Rule] = [
    *clocks.written.rules,
    *clock_spans.written.rules,
    *shifts.relative.rules,
    *durations.amounts.rules,
    *days.dates.rules,
    *units.units.rules,
    *moments.same.rules,
    *shifts.years.rules,
    *portions.parts.rules,
    *shifts.calendar.rules,
    *moments.same.rules,
    *durations.away.rules,
    *moments.same.rules,
    *ranges.of_days.rules,
    *clock_spans.spoken.rules,
    *clocks.spoken.rules,
    *lasting.clocked.rules,
    *moments.joined.rules,
    *ranges.of_moments.rules,
    *lasting.lasting.rules,
    *edges.open_ends.rules,
]

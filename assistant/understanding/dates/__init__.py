"""Dates and periods in messages: `find` them, then bring them to the catalogue's forms.

Shapes: `find` gives `Found` values; `period_of` gives the closed range of days, `datetime_of` the local date-time.
"""

from assistant.understanding.dates.choice import Direction
from assistant.understanding.dates.found import Found
from assistant.understanding.dates.impossible import Impossible, impossible
from assistant.understanding.dates.lines import dates_line
from assistant.understanding.dates.normal import Intention, datetime_of, period_of
from assistant.understanding.dates.reading import find, prepare
from assistant.understanding.dates.words import month_meant, speaks_of_time

__all__ = [
    "Direction",
    "Found",
    "Impossible",
    "Intention",
    "dates_line",
    "datetime_of",
    "find",
    "impossible",
    "month_meant",
    "period_of",
    "prepare",
    "speaks_of_time",
]

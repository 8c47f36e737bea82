"""Days that no calendar has, in words: "30 February", "31 июня", "June 31st"."""

import re
from dataclasses import dataclass
from functools import cache

from assistant.understanding.dates.words import fold, vocabulary

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LONGEST_MONTH = 31
_FEBRUARY, _LEAP_DAY = 2, 29
_SHORTEST = 3
"""Letters of a month's word, at least."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """A day that does not exist, and the words that say its month."""

    start: int
    end: int
    month: str
    """With the year, if one is said: `february`, `июня 2026`."""


def impossible(text: str, lang: str) -> Impossible | None:
    """The first day of a text that its month does not have; 29 February is one only with a year that lacks it."""
    for match in _expression(lang).finditer(fold(text)):
        day, word = int(match["day"] or match["after"]), match["month"] or match["before"]
        month, year = int(vocabulary(lang).words[word]["MONTH"]), match["year"]
        last = _DAYS[month - 1] - (month == _FEBRUARY and year is not None and not _leap(int(year)))
        # "June 45" counts something; "45 June" is a slip of a day.
        if day > last and (match["day"] or day <= _LONGEST_MONTH):
            return Impossible(match.start(), match.end(), f"{word} {year}" if year else word)
    return None


@cache
def _expression(lang: str) -> re.Pattern[str]:
    table = vocabulary(lang)
    words = sorted((w for w, m in table.words.items() if "MONTH" in m and len(w) >= _SHORTEST), key=len, reverse=True)
    month = "|".join(map(re.escape, words))
    suffix = "|".join(map(re.escape, sorted(table.ordinal_suffixes))) or "(?!)"
    number = rf"(?<![\w.,/-])(?P<day>\d{{2}})(?:-?(?:{suffix}))?(?:\s+of)?\s+(?P<month>{month})"
    turned = rf"(?<!\w)(?P<before>{month})\s+(?:the\s+)?(?P<after>\d{{2}})(?:{suffix})?"
    return re.compile(rf"(?:{number}|{turned})(?![\w:])(?:,?\s+(?P<year>(?:19|20)\d\d)(?!\w))?")


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)

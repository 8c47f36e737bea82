"""Dates and clock times written in digits: 15.07, 2026-07-15, 15/07/26, 07.2026, 17:30, and ranges of them."""

import re
from typing import Final

from assistant.understanding.dates.calendar import Span, day_of, month_of
from assistant.understanding.dates.numbers import full_year, number_meanings
from assistant.understanding.dates.patterns import Token
from assistant.understanding.dates.values import Clock, Cycle, Days, once
from assistant.understanding.dates.words import Meanings

_NUMBER = re.compile(r"\d+")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})")
_YEAR_COMMA = re.compile(r"(\d{1,2})([/.])(\d{1,2}),(\d{4}|\d{2})")
_DAY_MONTH = re.compile(r"(\d{1,2})([./])(\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-./](\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[-./](\d{1,2})")
_SLASHED = re.compile(r"(?<![\d/-])(\d{1,2})[/-](\d{1,2})(?:[/-]\d{2,4})?(?![\d/-]|\.\d)")
_CUT = re.compile(r"[-–—~/_]|:(?=\d{1,2}:)")
_VOID: Final[Meanings] = {"VOID": True}
_IDIOMS: Final = frozenset({"24/7", "9/11"})


def shape_sets() -> list[frozenset[str]]:
    """Every set of categories that a written shape can have."""
    sets = [{"CLOCK"}, {"DATE"}, {"PERIOD"}, {"VOID"}, {"DASH"}, {"NUM"}]
    dotted = [{"DM"}, {"HM"}, {"NUM"}, {"DM", "HM"}, {"DM", "NUM"}, {"HM", "NUM"}, {"DM", "HM", "NUM"}]
    return [frozenset(each) for each in (*sets, *dotted, {"DM", "FRACTION"}, {"FRACTION"})]


def month_first(text: str) -> bool:
    """Whether a date of the message can only be read with the month first, as 6/28/2019: then all of them are."""
    return any(int(found[1]) <= 12 < int(found[2]) <= 31 for found in _SLASHED.finditer(text))


def read_run(run: str, start: int, end: int, *, months_first: bool = False) -> list[Token]:
    """The tokens of a run of digits and separators; a run of no known shape is void."""
    meanings = _shape(run, months_first=months_first)
    if meanings is not None:
        return [Token(start, end, meanings, run)]
    best: list[Token] = []
    for cut in _CUT.finditer(run):
        left, right = run[: cut.start()], run[cut.end() :]
        if (first := _shape(left, months_first=months_first)) is not None and (
            last := _shape(right, months_first=months_first)
        ) is not None:
            middle = start + cut.start()
            tokens = [
                Token(start, middle, first, left),
                Token(middle, start + cut.end(), {"DASH": True}, "-"),
                Token(start + cut.end(), end, last, right),
            ]
            if not best or ("DATE" in first and "DATE" in last):
                best = tokens
    if cut_at_colon(best):
        del best[1]
    return best or [Token(start, end, _VOID, run)]


def cut_at_colon(tokens: list[Token]) -> bool:
    """Whether a date is glued to its clock time, which is no range."""
    return len(tokens) == 3 and "DATE" in tokens[0].meanings and "CLOCK" in tokens[2].meanings


def _shape(run: str, *, months_first: bool) -> Meanings | None:
    """What one number or written date means; None when the run has no such shape."""
    if _NUMBER.fullmatch(run):
        return number_meanings(int(run), digits=run) if len(run) < 9 else _VOID
    if found := _CLOCK.fullmatch(run):
        hour, minute = int(found[1]), int(found[2])
        if hour > 24 or minute > 59:
            return _VOID
        return {"CLOCK": Clock(hour % 24, minute, loose=hour <= 12 and not run.startswith("0"))}
    if found := _YEAR_FIRST.fullmatch(run):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
        return _settled(year, *((day, month) if month > 12 else (month, day)))
    if found := (_YEAR_LAST.fullmatch(run) or _YEAR_COMMA.fullmatch(run)):
        year = full_year(found[4])
        day, month = int(found[1]), int(found[3])
        if month > 12 or (months_first and found[2] != "." and day <= 12):
            day, month = month, day
        return _settled(year, month, day)
    if found := _MONTH_YEAR.fullmatch(run):
        return _month(int(found[2]), int(found[1]))
    if found := _YEAR_MONTH.fullmatch(run):
        return _month(int(found[1]), int(found[2])) if int(found[2]) <= 12 else None
    return _short(run, months_first=months_first)


def _settled(year: int, month: int, day: int) -> Meanings:
    found = day_of(year, month, day)
    return {"DATE": once(found, numbered=True)} if found else _VOID


def _month(year: int, month: int) -> Meanings | None:
    return {"PERIOD": once(*month_of(year, month), grain="month")} if 1 <= month <= 12 and year > 1800 else None


def _short(run: str, *, months_first: bool) -> Meanings | None:
    """A day and a month, an hour and minutes, or a decimal number, whichever the digits allow."""
    found = _DAY_MONTH.fullmatch(run)
    meanings: Meanings = {}
    if found and run not in _IDIOMS:
        day, month = int(found[1]), int(found[3])
        if month > 12 or (months_first and found[2] == "/" and day <= 12):
            day, month = month, day
        if day_of(2024, month, day):
            meanings["DM"] = yearly_day(month, day)
        if found[2] == "." and len(found[3]) == 2 and int(found[1]) < 25 and int(found[3]) < 60:
            meanings["HM"] = Clock(int(found[1]) % 24, int(found[3]), loose=int(found[1]) <= 12 and run[0] != "0")
        if found[2] == "/" and day and month:
            meanings["FRACTION"] = int(found[1]) / int(found[3])
            if int(found[1]) >= int(found[3]):
                del meanings["FRACTION"]
    if _DECIMAL.fullmatch(run):
        meanings["NUM"] = float(run.replace(",", "."))
    if found and not meanings:
        return _VOID
    return meanings or None


def yearly_day(month: int, day: int) -> Days:
    """A day of a month in whichever year."""

    def at(year: int) -> Span | None:
        found = day_of(year, month, day)
        return None if found is None else (found, found)

    return Days("day", at, Cycle.YEARLY, numbered=True)

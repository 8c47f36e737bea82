"""Arithmetic on calendar days: weeks, months, quarters, and the n-th something of a span."""

from calendar import monthrange
from datetime import date, timedelta
from typing import TypeAlias

Span: TypeAlias = tuple[date, date]
"""A closed range of calendar days, both ends included."""

DAY = timedelta(days=1)


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, or nothing when the calendar has no such day."""
    if 1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def month_of(year: int, month: int) -> Span:
    """The month as a span; `month` may run below 1 and above 12."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def shift_months(day: date, months: int) -> date:
    """The same day so many months away, or the last day of a shorter month."""
    first, last = month_of(day.year, day.month + months)
    return min(first + DAY * (day.day - 1), last)


def week_of(day: date) -> Span:
    """The week of a day, Monday to Sunday."""
    monday = day - DAY * day.weekday()
    return monday, monday + DAY * 6


def iso_week(year: int, week: int) -> Span | None:
    """ISO week `week` of `year`, or nothing when the year has no such week."""
    try:
        return week_of(date.fromisocalendar(year, week, 1))
    except ValueError:
        return None


def unit_span(unit: str, day: date, shift: int = 0) -> Span | None:
    """The calendar unit that holds `day`, moved by `shift` units."""
    match unit:
        case "day":
            day += DAY * shift
            return day, day
        case "week":
            return week_of(day + DAY * 7 * shift)
        case "fortnight":
            return week_of(day + DAY * 7 * shift)[0], week_of(day + DAY * 7 * (shift + 1))[1]
        case "workweek":
            monday = week_of(day + DAY * 7 * shift)[0]
            return monday, monday + DAY * 4
        case "weekend":
            sunday = week_of(day + DAY * 7 * shift)[1]
            return sunday - DAY, sunday
        case "month":
            return month_of(day.year, day.month + shift)
        case "quarter":
            return quarter_of(day.year, (day.month - 1) // 3 + shift)
        case "halfyear":
            return half_of(day.year, (day.month - 1) // 6 + shift)
        case "year":
            return month_of(day.year + shift, 1)[0], month_of(day.year + shift, 12)[1]
        case "decade":
            year = day.year // 10 * 10 + shift * 10
            return date(year, 1, 1), date(year + 9, 12, 31)
        case _:
            return None


def quarter_of(year: int, index: int) -> Span:
    """Quarter by index from 0; the index may run over the year's edges."""
    return month_of(year, index * 3 + 1)[0], month_of(year, index * 3 + 3)[1]


def half_of(year: int, index: int) -> Span:
    """Half of a year by index from 0; the index may run over the year's edges."""
    return month_of(year, index * 6 + 1)[0], month_of(year, index * 6 + 6)[1]


def season_of(year: int, season: int) -> Span:
    """Season 1 spring, 2 summer, 3 autumn, 4 winter (December of `year` to the end of February)."""
    return month_of(year, season * 3)[0], month_of(year, season * 3 + 2)[1]


def shift_workdays(day: date, count: int) -> date:
    """The day `count` working days away (Monday to Friday)."""
    step = DAY if count > 0 else -DAY
    while count:
        day += step
        if day.weekday() < 5:
            count -= 1 if count > 0 else -1
    return day


def weeks_in(span: Span) -> list[Span]:
    """The weeks that belong to a span: those whose Thursday lies in it, as ISO counts them."""
    monday = week_of(span[0])[0]
    weeks = []
    while monday + DAY * 3 <= span[1]:
        if monday + DAY * 3 >= span[0]:
            weeks.append((monday, monday + DAY * 6))
        monday += DAY * 7
    return weeks


def units_in(unit: str, span: Span) -> list[Span]:
    """All units of a kind inside a span, in order."""
    if unit == "week":
        return weeks_in(span)
    if unit == "workday":
        days = [span[0] + DAY * index for index in range((span[1] - span[0]).days + 1)]
        return [(day, day) for day in days if day.weekday() < 5]
    units = []
    current = unit_span(unit, span[0])
    while current and current[0] <= span[1]:
        if current[0] >= span[0]:
            units.append(current)
        current = unit_span(unit, current[1], 1)
    return units


def weekdays_in(weekday: int, span: Span) -> list[date]:
    """All days of a span that fall on a weekday (0 is Monday)."""
    first = span[0] + DAY * ((weekday - span[0].weekday()) % 7)
    return [first + DAY * 7 * index for index in range(((span[1] - first).days // 7) + 1)]


def half_of_span(span: Span, *, second: bool) -> Span:
    """A half of a month (1 to 15 and the rest), of a year, or of any other span by days."""
    first, last = span
    if first.day == 1 and last == month_of(first.year, first.month)[1]:
        return (first + DAY * 15, last) if second else (first, first + DAY * 14)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return half_of(first.year, 1 if second else 0)
    middle = first + DAY * (((last - first).days + 1) // 2 - 1)
    return (middle + DAY, last) if second else (first, middle)


def third_of_span(span: Span, third: int) -> Span:
    """The beginning (0), middle (1) or end (2): days 1-10, 11-20, 21-end of a month, else a third of the days."""
    first, last = span
    if first.day == 1 and last == month_of(first.year, first.month)[1]:
        return first + DAY * (10 * third), last if third == 2 else first + DAY * (10 * third + 9)
    if first.day == 1 and (last + DAY).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if months % 3 == 0:
            begin = shift_months(first, months // 3 * third)
            return begin, shift_months(begin, months // 3) - DAY
    size = ((last - first).days + 1) // 3
    begin = first + DAY * (size * third)
    return begin, last if third == 2 else begin + DAY * (size - 1)

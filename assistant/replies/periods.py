"""Periods by their names: a month, a quarter and a week are told as such, anything else by its ends."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from assistant.models import Period
from assistant.replies import days
from assistant.replies.book import Book
from assistant.replies.locale import Locale


def plain(period: Period, locale: Locale, book: Book) -> str:
    """On its own: "June 2026", "Q2 2026", "15–28 July 2026", "today"."""
    return days.plain(period.first, locale, book) if period.days == 1 else named(period, locale, book)


def named(period: Period, locale: Locale, book: Book) -> str:
    """The same tomorrow, too, in files and definitions: "June 2026", "15–28 July 2026", "Wed 10 June"."""
    first, year = period.first, str(period.first.year)
    if period.days == 1:
        return days.calendar(first, locale, book)
    if _months(period) == 12:
        return book.fill("period.year", year=year)
    if _months(period) == 6 and first.month in {1, 7}:
        return book.fill("period.first_half" if first.month == 1 else "period.second_half", year=year)
    if _months(period) == 3 and first.month % 3 == 1:
        return book.fill("period.quarter", quarter=str(first.month // 3 + 1), year=year)
    if _months(period) == 1:
        return book.fill("period.month", month=days.month(first, book), year=year)
    return _range("period.same_month", "period.same_year", "period.years", period, book)


def during(period: Period, locale: Locale, book: Book) -> str:
    """Inside a sentence: "in June 2026", "this month (June)", "from 15 to 28 July 2026"."""
    first, year = period.first, str(period.first.year)
    running = locale.today in period
    if period.days == 1:
        return days.at(first, locale, book)
    if _months(period) == 12:
        return book.fill("during.this_year" if running else "during.year", year=year)
    if _months(period) == 6 and first.month in {1, 7}:
        return book.fill("during.first_half" if first.month == 1 else "during.second_half", year=year)
    if _months(period) == 3 and first.month % 3 == 1:
        quarter = str(first.month // 3 + 1)
        return book.fill("during.this_quarter" if running else "during.quarter", quarter=quarter, year=year)
    if _months(period) == 1 and running:
        return book.fill("during.this_month", month=days.month(first, book))
    if _months(period) == 1:
        return book.fill("during.month", month=book.calendar.months_in[first.month - 1], year=year)
    if week := _week(period, locale):
        ends = _range("period.same_month_short", "period.same_year_short", "period.years", period, book)
        return book.fill(week, ends=ends)
    return _range("during.same_month", "during.same_year", "during.years", period, book)


def _months(period: Period) -> int:
    """How many whole calendar months of one year it has, 0 when it is no row of whole months."""
    first, last = period.first, period.last
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1] and first.year == last.year
    return last.month - first.month + 1 if whole else 0


def _week(period: Period, locale: Locale) -> str:
    """The phrase of a whole week beside today, empty for any other range."""
    if period.days != 7 or period.first.weekday() != 0:
        return ""
    monday = locale.today - timedelta(locale.today.weekday())
    words = {-7: "during.last_week", 0: "during.this_week", 7: "during.next_week"}
    return words.get((period.first - monday).days, "")


def _range(same_month: str, same_year: str, years: str, period: Period, book: Book) -> str:
    first, last = period.first, period.last
    key = years
    if first.year == last.year:
        key = same_month if first.month == last.month else same_year
    return book.fill(key, **_ends("from", first, book), **_ends("to", last, book))


def _ends(name: str, day: date, book: Book) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": days.month_of(day, book),
        f"{name}_year": str(day.year),
    }

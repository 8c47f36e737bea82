"""Dates and times as people say them: today, yesterday, a weekday beside what is near."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date

from assistant.replies.book import Book
from assistant.replies.locale import Locale

NEAR = 13
"""Days around today that are told with their weekday."""


def month(day: date, book: Book) -> str:
    """The month on its own: "June", "июнь"."""
    return str(format_date(day, "LLLL", locale=book.lang))


def month_of(day: date, book: Book) -> str:
    """The month beside a day: "June", "июня"."""
    return str(format_date(day, "MMMM", locale=book.lang))


def plain(day: date, locale: Locale, book: Book) -> str:
    """Like "today", "Fri 12 June", "12 August", "12 August 2027"."""
    return _relative(day, locale, book) or calendar(day, locale, book)


def calendar(day: date, locale: Locale, book: Book) -> str:
    """The date itself, however near."""
    parts = {"day": str(day.day), "month": month_of(day, book)}
    if day.year != locale.today.year and abs((day - locale.today).days) > NEAR:
        return book.fill("date.year", year=str(day.year), **parts)
    if abs((day - locale.today).days) <= NEAR:
        return book.fill("date.near", weekday=str(format_date(day, "EEE", locale=book.lang)), **parts)
    return book.fill("date.far", **parts)


def at(day: date, locale: Locale, book: Book) -> str:
    """When something happens, inside a sentence: "on Fri 12 June", "в пятницу, 12 июня"."""
    return _relative(day, locale, book) or _at(day, locale, book)


def ago(day: date, locale: Locale, book: Book) -> str:
    """How far away: "today", "in 2 days", "3 days ago"."""
    distance = (day - locale.today).days
    if word := _relative(day, locale, book):
        return word
    return book.fill("date.ahead" if distance > 0 else "date.ago", count=abs(distance))


def time(moment: datetime, locale: Locale) -> str:
    """The clock time in the reader's zone: "16:20"."""
    return f"{moment.astimezone(locale.zone):%H:%M}"


def moment(when: datetime, locale: Locale, book: Book) -> str:
    """Like "today, 15:00", "Fri 12 June, 11:00"."""
    day = when.astimezone(locale.zone).date()
    return book.fill("date.moment", date=plain(day, locale, book), time=time(when, locale))


def full(when: datetime, locale: Locale, book: Book) -> str:
    """Like "yesterday, 9 June, at 16:20", "в пятницу, 12 июня, в 16:20"."""
    day = when.astimezone(locale.zone).date()
    clock = time(when, locale)
    if word := _relative(day, locale, book):
        date_ = book.fill("date.far", day=str(day.day), month=month_of(day, book))
        return book.fill("date.full_near", word=word, date=date_, time=clock)
    near = abs((day - locale.today).days) <= NEAR
    return book.fill("date.full_week" if near else "date.full_far", date=_at(day, locale, book), time=clock)


def dated(when: datetime, locale: Locale, book: Book) -> str:
    """Never without the weekday: "tomorrow, Thu 11 June, 15:00", "Mon 14 September 2026, 18:00"."""
    day = when.astimezone(locale.zone).date()
    parts = {"weekday": str(format_date(day, "EEE", locale=book.lang)), "day": str(day.day)}
    told = book.fill("date.near", month=month_of(day, book), **parts)
    if day.year != locale.today.year:
        told = f"{told} {day.year}"
    word = _relative(day, locale, book)
    return book.fill("date.moment", date=f"{word}, {told}" if word else told, time=time(when, locale))


def _relative(day: date, locale: Locale, book: Book) -> str:
    words = {-1: "date.yesterday", 0: "date.today", 1: "date.tomorrow"}
    key = words.get((day - locale.today).days)
    return book.fill(key) if key else ""


def _at(day: date, locale: Locale, book: Book) -> str:
    if abs((day - locale.today).days) > NEAR:
        return book.fill("date.at_far", date=calendar(day, locale, book))
    weekday = book.calendar.weekdays_at[day.weekday()]
    return book.fill("date.at_near", weekday=weekday, day=str(day.day), month=month_of(day, book))

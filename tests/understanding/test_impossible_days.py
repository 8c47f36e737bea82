"""A day that no calendar has is never answered with another one."""

import datetime as dt

import pytest

from assistant.models import Decision, Kind, Period, Run, Slots
from assistant.understanding.dates import impossible
from tests.understanding.conftest import NOW

WON = Run("deals.list", Slots(deal_state="won", period=Period(dt.date(2026, 5, 1), dt.date(2026, 5, 31))))


def read(engine, text, **options):
    return engine.read(text, now=NOW, **options)


@pytest.mark.parametrize(
    ("text", "unread", "last"),
    [
        ("отчёт по продажам за 30 февраля", "30 февраля", "2026-02-28"),
        ("sales report for 31 June", "31 June", "2026-06-30"),
        ("meetings on 30 February", "30 February", "2027-02-28"),
        ("deals won 32 May", "32 May", "2026-05-31"),
        ("which deals did I win on April 31st 2025", "April 31st 2025", "2025-04-30"),
        ("/deals won 31 February", "31 February", "2026-02-28"),
        ("remind me on 31 June to pay the rent", "31 June", "2026-06-30"),
    ],
)
def test_the_last_day_and_the_month_are_offered_in_its_place(engine, text, unread, last):
    reading = read(engine, text)
    day = dt.date.fromisoformat(last)
    assert (reading.decision, reading.unread) == (Decision.NONE, unread)
    assert reading.nearest == (Period.day(day), Period(day.replace(day=1), day))
    assert "period" not in {entity.type for entity in reading.entities}


def test_a_question_that_goes_on_with_such_a_day_is_kept(engine):
    reading = read(engine, "and on 31 June?", after=WON)
    assert (reading.kind, reading.unread) == (Kind.FOLLOWUP, "31 June")


def test_the_end_of_a_range_is_not_guessed(engine):
    reading = read(engine, "отпуск с 20 по 31 июня")
    assert (reading.unread, reading.nearest) == ("31 июня", ())


@pytest.mark.parametrize(
    "text", ["/task prepare the report of 31 June", "what is the weather on 31 June", "report for May"]
)
def test_what_is_not_about_days_may_speak_of_any(engine, text):
    assert read(engine, text).unread == ""


@pytest.mark.parametrize(
    ("text", "lang", "there"),
    [
        ("29 February", "en", True),
        ("29 February 2028", "en", True),
        ("29 February 2026", "en", False),
        ("31-го сентября", "ru", False),
        ("31 мая", "ru", True),
        ("May 45", "en", True),
        ("the 31st of April", "en", False),
    ],
)
def test_a_day_is_held_against_its_month(text, lang, there):
    assert (impossible(text, lang) is None) is there

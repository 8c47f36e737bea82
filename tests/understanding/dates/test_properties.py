"""What is written is read back, for every day of four years; and no text at all raises."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.understanding.dates import dates_line, datetime_of, find, period_of

NOW = datetime.fromisoformat("2026-06-10T09:00")
DAYS = [date(2024, 1, 1) + timedelta(days=index) for index in range(4 * 365 + 1)]
MONTHS_EN = "January February March April May June July August September October November December"
MONTHS_RU = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
EN, RU = MONTHS_EN.split(), MONTHS_RU.split()
ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def forms(day: date) -> dict[str, list[str]]:
    month_en, month_ru = EN[day.month - 1], RU[day.month - 1]
    ordinal = f"{day.day}{ENDINGS.get(day.day, 'th')}"
    digits = [
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d}",
        f"{day:%d.%m.%y}",
    ]
    english = [
        f"{day.day} {month_en} {day.year}",
        f"{month_en} {day.day}, {day.year}",
        f"{ordinal} of {month_en} {day.year}",
        f"{month_en[:3]} {ordinal} {day.year}",
        f"{day.day}-{month_en[:3]}-{day.year}",
        f"{day:%A}, {day.day} {month_en} {day.year}",
    ]
    russian = [
        f"{day.day} {month_ru} {day.year}",
        f"{day.day}-е {month_ru} {day.year} года",
        f"{day.day} {month_ru} {day.year} г.",
    ]
    return {"en": [*digits, *english], "ru": [*digits, *russian]}


def read(text: str, lang: str) -> list[tuple[date, date]]:
    return [period_of(found, now=NOW) for found in find(text, now=NOW, lang=lang)]


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_every_written_form_of_every_day_reads_back(year: int) -> None:
    wrong = [
        (text, lang)
        for day in DAYS
        if day.year == year
        for lang, texts in forms(day).items()
        for text in texts
        if read(text, lang) != [(day, day)]
    ]
    assert wrong == []


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_every_written_form_of_a_range_reads_back(year: int) -> None:
    wrong = []
    for first in DAYS[::3]:
        last = first + timedelta(days=9)
        if first.year != year or last.year != year:
            continue
        en, ru = EN[last.month - 1], RU[last.month - 1]
        texts = [
            (f"{first:%d.%m.%Y}–{last:%d.%m.%Y}", "ru"),
            (f"{first:%d.%m}-{last:%d.%m.%Y}", "en"),
            (f"{first.day} {EN[first.month - 1]} - {last.day} {en} {year}", "en"),
            (f"from {EN[first.month - 1]} {first.day} to {en} {last.day}, {year}", "en"),
            (f"с {first.day} {RU[first.month - 1]} по {last.day} {ru} {year}", "ru"),
        ]
        if first.month == last.month:
            texts += [(f"с {first.day} по {last.day} {ru} {year}", "ru"), (f"{first.day}–{last.day} {en} {year}", "en")]
            texts += [(f"{first.day}-{last:%d.%m.%Y}", "ru"), (f"{en} {first.day} - {last.day}, {year}", "en")]
        wrong += [(text, read(text, lang)) for text, lang in texts if read(text, lang) != [(first, last)]]
    assert wrong == []


def test_every_minute_of_a_day_reads_back() -> None:
    for minute in range(0, 24 * 60, 7):
        hour, rest = divmod(minute, 60)
        for text, lang in ((f"tomorrow at {hour:02}:{rest:02}", "en"), (f"завтра в {hour:02}:{rest:02}", "ru")):
            (found,) = find(text, now=NOW, lang=lang)
            assert datetime_of(found) == datetime.fromisoformat(f"2026-06-11T{hour:02}:{rest:02}"), text


VOCABULARY = (
    "next last this 1 2 15 31 2024 0 99999999 Monday в с по до на за через week месяц months июля May of the first"
    " последний half q3 15.07 15/07/26 31.02 24:61 12:30 pm am half past to till - – . .. , and и after before since"
    " morning вечера сейчас now ago назад in for from between % № # $ ( ) year году 1-2 9999-12-31 0001-01-01 decade"
    " century tonight полтретьего без декада quarter кв. 10000 years weekend выходные s \n + < >="
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(VOCABULARY.split(" ")), max_size=14), st.sampled_from(["en", "ru", "xx"]))
def test_no_sequence_of_words_of_dates_raises(words: list[str], lang: str) -> None:
    text = " ".join(words)
    for prefer in ("future", "past", "none"):
        for found in find(text, now=NOW, lang=lang, prefer=prefer):
            assert 0 <= found.start < found.end <= len(text)
            first, last = period_of(found, now=NOW)
            assert first <= last


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["en", "ru"]))
def test_no_text_raises(text: str, lang: str) -> None:
    find(text, now=NOW, lang=lang)
    dates_line(text, now=NOW, lang=lang)


@pytest.mark.parametrize("edge", ["0001-01-01T00:00", "9999-12-31T23:59"])
@pytest.mark.parametrize(
    "text", ["yesterday", "last year", "next 3 years", "in 2 hours", "2 hours ago", "May", "Friday"]
)
def test_the_edges_of_the_calendar_do_not_raise(edge: str, text: str) -> None:
    for prefer in ("future", "past"):
        found = find(text, now=datetime.fromisoformat(edge), lang="en", prefer=prefer)
        assert len(found) <= 1

"""The catalogue's section on periods, message by message; the day is Wednesday, 10 June 2026, nine in the morning."""

from datetime import date, datetime

import pytest

from assistant.understanding.dates import Direction, Intention, datetime_of, find, period_of

NOW = datetime.fromisoformat("2026-06-10T09:00")


def days(text: str, lang: str, prefer: Direction = "none", intention: Intention = "range") -> list[str]:
    found = find(text, now=NOW, lang=lang, prefer=prefer)
    spans = [period_of(each, now=NOW, intention=intention) for each in found]
    return [str(first) if first == last else f"{first}..{last}" for first, last in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("this month", "2026-06-01..2026-06-30"),
        ("this quarter", "2026-04-01..2026-06-30"),
        ("how was the week", "2026-06-08..2026-06-14"),
        ("last week", "2026-06-01..2026-06-07"),
        ("next week", "2026-06-15..2026-06-21"),
        ("since May", "2026-05-01..2026-06-10"),
        ("year to date", "2026-01-01..2026-06-10"),
        ("last 7 days", "2026-06-03..2026-06-09"),
        ("last two weeks", "2026-05-27..2026-06-09"),
        ("last 3 months", "2026-03-01..2026-05-31"),
        ("next Friday", "2026-06-19"),
        ("Friday", "2026-06-12"),
        ("Wednesday", "2026-06-10"),
        ("last Friday", "2026-06-05"),
        ("until Friday", "2026-06-10..2026-06-12"),
        ("week 31", "2026-07-27..2026-08-02"),
        ("fiscal year 2025", "2025-01-01..2025-12-31"),
        ("this weekend", "2026-06-13..2026-06-14"),
        ("summer", "2026-06-01..2026-08-31"),
        ("last winter", "2025-12-01..2026-02-28"),
        ("first half of July", "2026-07-01..2026-07-15"),
        ("second decade of July", "2026-07-11..2026-07-20"),
        ("for two weeks from July 15", "2026-07-15..2026-07-28"),
        ("8 and 9 July", "2026-07-08..2026-07-09"),
        ("today and tomorrow", "2026-06-10..2026-06-11"),
        ("tomorrow morning", "2026-06-11"),
        ("EOD", "2026-06-10"),
        ("vacation 15.07–28.07", "2026-07-15..2026-07-28"),
        ("28.12–08.01", "2026-12-28..2027-01-08"),
        ("15–28 July", "2026-07-15..2026-07-28"),
        ("15–28.07", "2026-07-15..2026-07-28"),
        ("15.07 to 28.07", "2026-07-15..2026-07-28"),
        ("15.07 till 28.07", "2026-07-15..2026-07-28"),
        ("15.07..28.07", "2026-07-15..2026-07-28"),
        ("15/07", "2026-07-15"),
        ("05/07", "2026-07-05"),
        ("15-07", "2026-07-15"),
        ("2026-07-15", "2026-07-15"),
        ("Q2", "2026-04-01..2026-06-30"),
        ("how many deals did we win in june?", "2026-06-01..2026-06-30"),
    ],
)
def test_an_english_period_is_read_as_the_catalogue_says(text: str, expected: str) -> None:
    assert days(text, "en") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("за прошлый квартал", "2026-01-01..2026-03-31"),
        ("с 15 по 28 июля", "2026-07-15..2026-07-28"),
        ("с 15-го по 28-е июля", "2026-07-15..2026-07-28"),
        ("с 28 декабря по 8 января", "2026-12-28..2027-01-08"),
        ("15-28.07", "2026-07-15..2026-07-28"),
        ("1–15 июля 2025 г.", "2025-07-01..2025-07-15"),
        ("до конца месяца", "2026-06-10..2026-06-30"),
        ("до пятницы", "2026-06-10..2026-06-12"),
        ("к пятнице", "2026-06-12"),
        ("с начала года", "2026-01-01..2026-06-10"),
        ("с мая", "2026-05-01..2026-06-10"),
        ("за последние 30 дней", "2026-05-11..2026-06-09"),
        ("за последние две недели", "2026-05-27..2026-06-09"),
        ("за последние 3 месяца", "2026-03-01..2026-05-31"),
        ("за неделю", "2026-06-08..2026-06-14"),
        ("за май", "2026-05-01..2026-05-31"),
        ("за июнь", "2026-06-01..2026-06-30"),
        ("за июнь и июль", "2026-06-01..2026-07-31"),
        ("за II квартал", "2026-04-01..2026-06-30"),
        ("за 3 кв. 2025", "2025-07-01..2025-09-30"),
        ("во втором полугодии", "2026-07-01..2026-12-31"),
        ("в первой декаде июля", "2026-07-01..2026-07-10"),
        ("в конце июня", "2026-06-21..2026-06-30"),
        ("на следующей неделе", "2026-06-15..2026-06-21"),
        ("на выходных", "2026-06-13..2026-06-14"),
        ("на 31 неделе", "2026-07-27..2026-08-02"),
        ("на две недели с 15 июля", "2026-07-15..2026-07-28"),
        ("с понедельника на две недели", "2026-06-15..2026-06-28"),
        ("с понедельника по пятницу", "2026-06-08..2026-06-12"),
        ("в следующую пятницу", "2026-06-19"),
        ("в ближайшую пятницу", "2026-06-12"),
        ("в последнюю пятницу июня", "2026-06-26"),
        ("через неделю", "2026-06-17"),
        ("через неделю в пятницу", "2026-06-19"),
        ("две недели назад", "2026-05-27"),
        ("15 числа", "2026-06-15"),
        ("1, 2 и 3 июля", "2026-07-01..2026-07-03"),
        ("этим летом", "2026-06-01..2026-08-31"),
        ("завтра утром", "2026-06-11"),
        ("к концу дня", "2026-06-10"),
    ],
)
def test_a_russian_period_is_read_as_the_catalogue_says(text: str, expected: str) -> None:
    assert days(text, "ru") == [expected]


@pytest.mark.parametrize(
    ("text", "lang", "prefer", "expected"),
    [
        ("deals in may", "en", "past", "2026-05-01..2026-05-31"),
        ("deals in may", "en", "future", "2027-05-01..2027-05-31"),
        ("в мае", "ru", "past", "2026-05-01..2026-05-31"),
        ("в мае", "ru", "none", "2027-05-01..2027-05-31"),
        ("8 и 9 июня", "ru", "past", "2026-06-08..2026-06-09"),
        ("8 и 9 июня", "ru", "future", "2027-06-08..2027-06-09"),
        ("5 to 15 June", "en", "future", "2026-06-05..2026-06-15"),
        ("on Friday", "en", "past", "2026-06-05"),
        ("on Wednesday", "en", "past", "2026-06-10"),
        ("Q3", "en", "past", "2025-07-01..2025-09-30"),
        ("Q2", "en", "past", "2026-04-01..2026-06-30"),
    ],
)
def test_direction_picks_what_the_text_leaves_out_but_never_passes_over_today(
    text: str, lang: str, prefer: Direction, expected: str
) -> None:
    assert days(text, lang, prefer) == [expected]


def test_until_friday_is_the_single_day_for_a_deadline() -> None:
    assert days("until Friday", "en", intention="deadline") == ["2026-06-12"]
    assert days("до пятницы", "ru", intention="deadline") == ["2026-06-12"]


def test_disjoint_days_joined_by_and_are_several() -> None:
    assert days("3 and 5 July", "en") == ["2026-07-03", "2026-07-05"]
    assert days("в понедельник и пятницу", "ru") == ["2026-06-15", "2026-06-12"]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("tomorrow at 15:00", "en", "2026-06-11T15:00"),
        ("friday at 3", "en", "2026-06-12T15:00"),
        ("friday at 10", "en", "2026-06-12T10:00"),
        ("at 5", "en", "2026-06-10T17:00"),
        ("at 9", "en", "2026-06-10T09:00"),
        ("в пятницу в 10 утра", "ru", "2026-06-12T10:00"),
        ("завтра в полтретьего", "ru", "2026-06-11T14:30"),
        ("завтра без пятнадцати три", "ru", "2026-06-11T14:45"),
        ("15 июля в 18.30", "ru", "2026-07-15T18:30"),
        ("через 2 часа 30 минут", "ru", "2026-06-10T11:30"),
        ("in 20 minutes", "en", "2026-06-10T09:20"),
        ("due friday 5pm", "en", "2026-06-12T17:00"),
    ],
)
def test_a_clock_time_is_read_as_people_at_work_mean_it(text: str, lang: str, expected: str) -> None:
    (found,) = find(text, now=NOW, lang=lang)
    assert datetime_of(found) == datetime.fromisoformat(expected)


def test_a_day_and_a_clock_time_that_stand_apart_are_one_date_time() -> None:
    (found,) = find("remind me tomorrow to call mom at 7pm", now=NOW, lang="en")
    assert datetime_of(found) == datetime.fromisoformat("2026-06-11T19:00")
    text = "remind me tomorrow to call mom at 7pm"
    assert [text[start:end] for start, end in found.also] == ["tomorrow"]


def test_a_clock_time_is_dropped_where_only_days_matter() -> None:
    (found,) = find("завтра в 15:00", now=NOW, lang="ru")
    assert period_of(found, now=NOW) == (date(2026, 6, 11), date(2026, 6, 11))


def test_the_span_is_the_words_of_the_period() -> None:
    text = "покажи сделки с 15 по 28 июля, пожалуйста"
    (found,) = find(text, now=NOW, lang="ru")
    assert text[found.start : found.end] == "с 15 по 28 июля"


@pytest.mark.parametrize(
    ("text", "prefer", "expected"),
    [
        ("на той неделе", "none", "2026-06-01..2026-06-07"),
        ("на той неделе", "past", "2026-06-01..2026-06-07"),
        ("на той неделе", "future", "2026-06-15..2026-06-21"),
        ("в том месяце", "future", "2026-05-01..2026-05-31"),
        ("в том году", "none", "2025-01-01..2025-12-31"),
    ],
)
def test_that_week_is_the_last_one_unless_the_message_looks_ahead(text: str, prefer: Direction, expected: str) -> None:
    assert days(text, "ru", prefer) == [expected]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("отпуск на неделю", "ru", "2026-06-10..2026-06-16"),
        ("на месяц", "ru", "2026-06-10..2026-07-09"),
        ("отпуск на две недели", "ru", "2026-06-10..2026-06-23"),
        ("vacation for a week", "en", "2026-06-10..2026-06-16"),
        ("на неделю с 3 августа", "ru", "2026-08-03..2026-08-09"),
        ("с 1 июля на месяц", "ru", "2026-07-01..2026-07-31"),
    ],
)
def test_an_absence_for_some_time_begins_today_or_on_the_day_said(text: str, lang: str, expected: str) -> None:
    (found,) = find(text, now=NOW, lang=lang, prefer="future", lasting=True)
    assert "..".join(map(str, period_of(found, now=NOW, intention="range"))) == expected


def test_for_the_week_is_the_week_of_the_calendar_in_a_list() -> None:
    assert days("задачи на неделю", "ru") == ["2026-06-08..2026-06-14"]
    assert days("deals for two weeks", "en") == []


def test_a_digit_may_be_glued_to_a_word() -> None:
    assert days("who is off 2day", "en") == ["2026-06-10"]
    assert days("in 2 days", "en") == ["2026-06-12"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("на след. неделе", "2026-06-15..2026-06-21"),
        ("с 15 по 20 числа", "2026-06-15..2026-06-20"),
        ("в первых числах июля", "2026-07-01..2026-07-10"),
        ("за этот и прошлый месяц", "2026-05-01..2026-06-30"),
        ("за первый и второй кварталы", "2026-01-01..2026-06-30"),
        ("1-2 квартал", "2026-01-01..2026-06-30"),
        ("последний рабочий день месяца", "2026-06-30"),
        ("две недели начиная с 20 июля", "2026-07-20..2026-08-02"),
        ("с 1 августа 10 дней", "2026-08-01..2026-08-10"),
        ("недели с 27 по 28", "2026-06-29..2026-07-12"),
        ("this and next week", "2026-06-08..2026-06-21"),
        ("the first and second quarter", "2026-01-01..2026-06-30"),
        ("weeks 27 to 28", "2026-06-29..2026-07-12"),
        ("W27", "2026-06-29..2026-07-05"),
        ("trailing 30 days", "2026-05-11..2026-06-09"),
    ],
)
def test_neighbouring_units_and_spoken_ranges_are_one_period(text: str, expected: str) -> None:
    assert days(text, "ru" if text[0] > "z" or "к" in text else "en") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("сделки за 1 квартал", "2026-01-01..2026-03-31"),
        ("сделки за 4 квартал", "2025-10-01..2025-12-31"),
        ("за 15.05–31.05", "2026-05-15..2026-05-31"),
        ("задачи на июль", "2026-07-01..2026-07-31"),
        ("задачи на апрель", "2027-04-01..2027-04-30"),
    ],
)
def test_the_small_word_before_a_period_says_which_way_it_looks(text: str, expected: str) -> None:
    assert days(text, "ru") == [expected]


def test_a_name_that_sounds_like_a_month_is_no_date() -> None:
    assert days("это Марта из кадров", "ru") == []


def test_thousands_are_no_days() -> None:
    assert days("сделки 10-20к", "ru") == []

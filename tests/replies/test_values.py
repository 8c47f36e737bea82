from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from assistant.models import Amount, Call, Link, Money, Period, Phrase, Translated
from assistant.replies.wording import Wording
from tests.replies.conftest import Say, locale


def money(value: str) -> Money:
    number, currency = value.split()
    return Money(Decimal(number), currency)


@pytest.mark.parametrize(
    ("value", "english", "russian"),
    [
        ("182400 EUR", "€182,400", "182 400 €"),
        ("310000 RUB", "310 000 ₽", "310 000 ₽"),
        ("1234.5 USD", "$1,234.50", "1 234,50 $"),
        ("1234.50 RUB", "1 234,50 ₽", "1 234,50 ₽"),
        ("0 EUR", "€0", "0 €"),
        ("-500 GBP", "-£500", "-500 £"),
        ("99.00 KZT", "99 ₸", "99 ₸"),
        ("1453508.9999999998 RUB", "1 453 509 ₽", "1 453 509 ₽"),
        ("-0.001 EUR", "€0", "0 €"),
        ("1000000 XTS", "XTS 1,000,000", "1 000 000 XTS"),
    ],
)
def test_money_is_written_by_local_custom(say: Say, value: str, english: str, russian: str) -> None:
    assert say(money(value)) == english
    assert say(money(value), lang="ru") == russian


def test_a_sum_never_breaks_over_two_lines() -> None:
    text = Wording(locale("ru")).phrase(Phrase("text", {"text": money("310000 RUB")}))
    assert text == "310\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}₽"


@pytest.mark.parametrize(
    ("bounds", "english", "russian"),
    [
        (Amount(Decimal(100_000)), "from 100,000", "от 100 000"),
        (Amount(None, Decimal(500), "RUB"), "up to 500 ₽", "до 500 ₽"),
        (Amount(Decimal(10_000), Decimal(20_000), "EUR"), "from €10,000 to €20,000", "от 10 000 € до 20 000 €"),
        (Amount(), "any amount", "любая сумма"),
    ],
)
def test_bounds_of_amounts_are_told(say: Say, bounds: Amount, english: str, russian: str) -> None:
    assert say(bounds) == english
    assert say(bounds, lang="ru") == russian


@pytest.mark.parametrize(
    ("day", "english", "russian"),
    [
        (date(2026, 6, 9), "yesterday", "вчера"),
        (date(2026, 6, 10), "today", "сегодня"),
        (date(2026, 6, 11), "tomorrow", "завтра"),
        (date(2026, 6, 12), "Fri 12 June", "пт, 12 июня"),
        (date(2026, 5, 28), "Thu 28 May", "чт, 28 мая"),
        (date(2026, 8, 12), "12 August", "12 августа"),
        (date(2027, 3, 1), "1 March 2027", "1 марта 2027"),
    ],
)
def test_a_date_is_told_as_people_say_it(say: Say, day: date, english: str, russian: str) -> None:
    assert say(day) == english
    assert say(day, lang="ru") == russian


@pytest.mark.parametrize(
    ("day", "english", "russian"),
    [
        (date(2026, 6, 10), "today", "сегодня"),
        (date(2026, 6, 12), "on Fri 12 June", "в пятницу, 12 июня"),
        (date(2026, 6, 16), "on Tue 16 June", "во вторник, 16 июня"),
        (date(2026, 8, 12), "on 12 August", "12 августа"),
    ],
)
def test_a_date_inside_a_sentence_has_its_preposition(say: Say, day: date, english: str, russian: str) -> None:
    assert say(day, "at") == english
    assert say(day, "at", "ru") == russian


@pytest.mark.parametrize(
    ("day", "english", "russian"),
    [
        (date(2026, 6, 12), "in 2 days", "через 2 дня"),
        (date(2026, 6, 15), "in 5 days", "через 5 дней"),
        (date(2026, 7, 1), "in 21 days", "через 21 день"),
        (date(2026, 6, 7), "3 days ago", "3 дня назад"),
        (date(2026, 6, 9), "yesterday", "вчера"),
    ],
)
def test_a_distance_is_told_in_days(say: Say, day: date, english: str, russian: str) -> None:
    assert say(day, "ago") == english
    assert say(day, "ago", "ru") == russian


def test_a_moment_is_told_in_the_zone_of_the_reader(say: Say) -> None:
    moment = datetime(2026, 6, 9, 21, 30, tzinfo=UTC)
    assert say(moment) == "today, 00:30"
    assert say(moment, zone=ZoneInfo("America/New_York")) == "yesterday, 17:30"
    assert say(moment, "time", zone=ZoneInfo("Asia/Yekaterinburg")) == "02:30"
    assert say(moment, "day", "ru") == "сегодня"


def test_today_is_the_day_of_the_reader(say: Say) -> None:
    kamchatka = ZoneInfo("Asia/Kamchatka")
    assert say(date(2026, 6, 10), zone=kamchatka) == "today"
    assert say(datetime(2026, 6, 10, 13, tzinfo=UTC), "day", zone=kamchatka) == "tomorrow"


def test_a_moment_in_full_names_the_date_beside_yesterday(say: Say) -> None:
    moment = datetime(2026, 6, 9, 13, 20, tzinfo=UTC)
    assert say(moment, "full:cap") == "Yesterday, 9 June, at 16:20"
    assert say(moment, "full:cap", "ru") == "Вчера, 9 июня, в 16:20"
    assert say(moment.replace(month=5), "full", "ru") == "9 мая в 16:20"
    assert say(moment.replace(day=5), "full", "ru") == "в пятницу, 5 июня, в 16:20"


def test_new_year_near_by_needs_no_year(say: Say) -> None:
    late = Wording(type(locale())("en", ZoneInfo("UTC"), datetime(2026, 12, 28, tzinfo=UTC)))
    assert late._placed(date(2027, 1, 4), "") == "Mon 4 January"
    assert late._placed(date(2027, 3, 4), "") == "4 March 2027"


def period(text: str) -> Period:
    first, last = text.split("/")
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("span", "english", "during", "russian", "russian_during"),
    [
        ("2026-06-10/2026-06-10", "today", "today", "сегодня", "сегодня"),
        ("2026-06-12/2026-06-12", "Fri 12 June", "on Fri 12 June", "пт, 12 июня", "в пятницу, 12 июня"),
        ("2026-05-01/2026-05-31", "May 2026", "in May 2026", "май 2026", "в мае 2026"),
        ("2026-06-01/2026-06-30", "June 2026", "this month (June)", "июнь 2026", "в этом месяце (июнь)"),
        ("2024-02-01/2024-02-29", "February 2024", "in February 2024", "февраль 2024", "в феврале 2024"),
        ("2026-01-01/2026-03-31", "Q1 2026", "in Q1 2026", "1-й квартал 2026", "за 1-й квартал 2026"),
        (
            "2026-04-01/2026-06-30",
            "Q2 2026",
            "this quarter (Q2 2026)",
            "2-й квартал 2026",
            "в этом квартале (2-й, 2026)",
        ),
        ("2025-01-01/2025-12-31", "2025", "in 2025", "2025 год", "в 2025 году"),
        ("2026-01-01/2026-12-31", "2026", "this year (2026)", "2026 год", "в этом году (2026)"),
        (
            "2026-07-01/2026-12-31",
            "second half of 2026",
            "in the second half of 2026",
            "второе полугодие 2026",
            "во втором полугодии 2026",
        ),
        (
            "2026-06-08/2026-06-14",
            "8–14 June 2026",
            "this week (8–14 June)",
            "8–14 июня 2026",
            "на этой неделе (8–14 июня)",
        ),
        (
            "2026-06-29/2026-07-05",
            "29 June – 5 July 2026",
            "from 29 June to 5 July 2026",
            "29 июня – 5 июля 2026",
            "29 июня – 5 июля 2026",
        ),
        (
            "2026-06-01/2026-06-07",
            "1–7 June 2026",
            "last week (1–7 June)",
            "1–7 июня 2026",
            "на прошлой неделе (1–7 июня)",
        ),
        ("2026-07-15/2026-07-28", "15–28 July 2026", "from 15 to 28 July 2026", "15–28 июля 2026", "15–28 июля 2026"),
        (
            "2026-12-28/2027-01-08",
            "28 December 2026 – 8 January 2027",
            "from 28 December 2026 to 8 January 2027",
            "28 декабря 2026 – 8 января 2027",
            "28 декабря 2026 – 8 января 2027",
        ),
        (
            "2026-04-01/2026-05-31",
            "1 April – 31 May 2026",
            "from 1 April to 31 May 2026",
            "1 апреля – 31 мая 2026",
            "1 апреля – 31 мая 2026",
        ),
    ],
)
def test_a_period_goes_by_its_name(  # noqa: PLR0917
    say: Say, span: str, english: str, during: str, russian: str, russian_during: str
) -> None:
    told = [say(period(span), form, lang) for lang in ("en", "ru") for form in ("", "during")]
    assert told == [english, during, russian, russian_during]


def test_a_period_can_be_told_in_words_that_stay_true(say: Say) -> None:
    assert say(period("2026-06-01/2026-06-30"), "named") == "June 2026"
    assert say(period("2026-04-01/2026-06-30"), "named") == "Q2 2026"
    assert say(period("2026-06-01/2026-06-10"), "named") == "1–10 June 2026"
    assert say(period("2026-06-10/2026-06-10"), "named", "ru") == "ср, 10 июня"


@pytest.mark.parametrize(
    ("minutes", "english", "russian"),
    [
        (1, "1 minute", "1 минута"),
        (2, "2 minutes", "2 минуты"),
        (21, "21 minutes", "21 минута"),
        (60, "1 hour", "1 час"),
        (300, "5 hours", "5 часов"),
        (95, "1 h 35 min", "1 ч 35 мин"),
    ],
)
def test_minutes_are_told_as_a_span(say: Say, minutes: int, english: str, russian: str) -> None:
    assert say(minutes, "duration") == english
    assert say(minutes, "duration", "ru") == russian


def test_lists_are_joined_as_the_language_does(say: Say) -> None:
    assert say(("a", "b", "c")) == "a, b and c"
    assert say(("a", "b"), lang="ru") == "a и b"
    assert say(("a",)) == "a"
    assert say(()) == ""
    assert say((money("1 EUR"), money("2 RUB")), "dots") == "€1 · 2 ₽"


def test_numbers_are_grouped(say: Say) -> None:
    assert [say(1234567), say(Decimal("0.5")), say(12.25)] == ["1,234,567", "0.5", "12.25"]
    assert say(1234567.5, lang="ru") == "1 234 567,5"


def test_links_and_calls_are_tags(say: Say) -> None:
    assert say(Link("Acme", "/crm/company/details/9/")) == "[url=/crm/company/details/9/]Acme[/url]"
    assert say(Call("+74951234567")) == "[call=+74951234567]+7 495 123-45-67[/call]"


def test_a_text_of_the_catalogue_is_told_in_the_language_of_the_reader(say: Say) -> None:
    both = Translated({"en": "Deals", "ru": "Сделки"})
    assert [say(both), say(both, lang="ru"), say(Translated({"en": "Deals"}), lang="ru")] == [
        "Deals",
        "Сделки",
        "Deals",
    ]


def test_a_capital_letter_goes_behind_opening_tags(say: Say) -> None:
    assert say(Link("acme", "/x/"), "cap") == "[url=/x/]Acme[/url]"

"""Numbers and words that are no dates."""

from datetime import datetime

import pytest

from assistant.understanding.dates import find

NOW = datetime.fromisoformat("2026-06-10T09:00")


@pytest.mark.parametrize(
    "text",
    [
        "call 1234",
        "12.05 million",
        "ticket 2024",
        "ticket #2024",
        "version 1.10.30",
        "release v2.12",
        "8 (495) 123-45-67",
        "+49 30 1234567",
        "Tel: +86 2010-2015-86",
        "at 650-650-6500",
        "deals over 100k",
        "deals 10-20k",
        "between 10 and 20 thousand euros",
        "from 5 to 10 deals",
        "$12.05",
        "down 12.05%",
        "a 4:3 screen",
        "24/7 support",
        "room 305",
        "I may be late",
        "May I take a day off?",
        "the march of progress",
        "sitting in the sun",
        "Is this a valid date? 32-2015",
        "02/29/2022",
        "notoday",
        "1-2",
        "4-5-6",
    ],
)
def test_english_text_without_a_date_has_none(text: str) -> None:
    assert find(text, now=NOW, lang="en") == ()


@pytest.mark.parametrize(
    "text",
    [
        "позвони по номеру 1234",
        "тикет 2024",
        "тикет №1234",
        "заявка № 15",
        "сделки больше 500 тысяч",
        "12.05 млн",
        "версия 1.12",
        "среда разработки",
        "в тестовой среде",
        "в 5 отделах",
        "27 недель",
        "Температура 10.1",
        "улица Ленина, дом 15",
        "договор 15",
        "31 июня",
    ],
)
def test_russian_text_without_a_date_has_none(text: str) -> None:
    assert find(text, now=NOW, lang="ru") == ()


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("tommorow", "en", "tommorow"),
        ("next wensday", "en", "next wensday"),
        ("5 febuary", "en", "5 febuary"),
        ("в понедльник", "ru", "понедльник"),
        ("5 сентебря", "ru", "5 сентебря"),
    ],
)
def test_one_wrong_letter_in_a_long_word_is_forgiven(text: str, lang: str, words: str) -> None:
    (found,) = find(text, now=NOW, lang=lang)
    assert text[found.start : found.end] == words


@pytest.mark.parametrize("text", ["match the sprint string", "the mouth of the river", "среди марок"])
def test_other_words_are_no_misspelled_dates(text: str) -> None:
    assert find(text, now=NOW, lang="ru" if text > "a" and text[0] > "z" else "en") == ()

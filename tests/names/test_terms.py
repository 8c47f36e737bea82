"""What the portal's substring search is asked."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.names import search_terms


@pytest.mark.parametrize(
    ("asked", "record"),
    [
        ("по Ромашке", "ООО «Ромашка»"),
        ("у Иванова", "Иванов"),
        ("с Петровой Анной", "Петрова"),
        ("Павлом", "Павел"),
        ("льва", "Лев"),
        ("про рынка", "Рынок"),
        ("ромошка", "Ромашка"),
        ("рамашка", "Ромашка"),
        ("ромашкк", "Ромашка"),
        ("Стройинвэстом", "СтройИнвест"),
        ("стройинвест", "Строй Инвест"),
        ("строй инвест", "СтройИнвест"),
        ("romashka", "Ромашка"),
        ("ромашка", "Romashka LLC"),
        ("ivanovym", "Иванов"),
        ("Iwanow", "Иванов"),
        ("Кузнецову", "Kuznetsov"),
        ("shchukin", "Щукин"),
        ("Olga", "Ольга"),
        ("klyon", "Клён"),
        ("Саша", "Александр"),
        ("Bob", "Robert"),
        ("Джеймсу", "James White"),
        ("Sasha", "Александр"),
        ("Ким", "Kim"),
        ("юга", "Юг"),
        ("Ли", "Ли Вэй"),
        ("1С", "1С-Битрикс"),
        ("Семенов", "Семёнов"),
        ("Группа компаний", "Группа Компаний"),
    ],
)
def test_the_record_contains_one_of_the_terms(asked: str, record: str) -> None:
    terms = search_terms(asked)

    assert [term for term in terms if term in record.casefold()]


def test_the_most_telling_term_comes_first() -> None:
    assert search_terms("с Анной Сергеевной Кузнецовой из ООО Ромашка")[0] == "кузнецов"


def test_legal_forms_and_prepositions_are_not_searched() -> None:
    assert not {"ооо", "по", "ип"} & set(search_terms("по ООО Ромашка"))


@pytest.mark.parametrize("nothing", ["", "  ", "«»", "?!"])
def test_a_text_without_letters_gives_no_terms(nothing: str) -> None:
    assert search_terms(nothing) == ()


@given(st.text(max_size=60) | st.text("ьъаяшщйx1 .-", max_size=12))
@example("ь")
def test_any_text_gives_at_most_six_different_terms_without_spaces(text: str) -> None:
    terms = search_terms(text)

    assert len(terms) <= 6
    assert len(set(terms)) == len(terms)
    assert all(term and not term.isspace() and " " not in term for term in terms)

"""A name taken apart."""

import pytest

from assistant.names.written import written


def words(name: str) -> list[str]:
    """The words that count."""
    taken = written(name)
    return [one.plain for one, weight in zip(taken.words, taken.weights, strict=True) if weight >= 1.0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ООО «Ромашка»", ["ромашка"]),
        ("Ромашка, ООО", ["ромашка"]),
        ('ПАО "Северная звезда"', ["северная", "звезда"]),
        ("Общество с ограниченной ответственностью «Луч»", ["луч"]),
        ("ИП Иванов Иван", ["иванов", "иван"]),
        ("Pirelli S.p.A.", ["pirelli"]),
        ("Orlen sp. z o.o.", ["orlen"]),
        ("Müller GmbH & Co. KG", ["müller"]),
        ("Total SARL", ["total"]),
        ("Acme, Inc.", ["acme"]),
        ("по Ромашке", ["ромашке"]),
        ("с Петровой Анной", ["петровой", "анной"]),
        ("po romashke", ["romashke"]),
        ("about Acme's", ["acme"]),
        ("with O'Brien", ["obrien"]),
        ("компания Вектор", ["вектор"]),
        ("Ромашка-Юг", ["ромашка", "юг"]),
        ("Семён", ["семен"]),
    ],
)
def test_only_the_telling_words_count(name: str, expected: list[str]) -> None:
    assert words(name) == expected


@pytest.mark.parametrize("name", ["Группа компаний", "Торговый дом", "АО", "The Company", "По"])
def test_a_name_of_weak_words_alone_keeps_them(name: str) -> None:
    assert words(name)


def test_single_letters_with_dots_are_initials_and_count_less() -> None:
    taken = written("С. Петров")

    assert [one.plain for one in taken.words] == ["с", "петров"]
    assert 0.0 < taken.weights[0] < taken.weights[1]


@pytest.mark.parametrize(("name", "personal"), [("Анна Петрова", True), ("Петров Г. Ильич", True), ("Вектор", False)])
def test_first_names_and_patronymics_make_a_person(name: str, personal: bool) -> None:  # noqa: FBT001
    assert written(name).personal is personal


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("саше", "Александр"),
        ("сашей", "Александра"),
        ("аню", "Анна"),
        ("лёшу", "Алексей"),
        ("славы", "Вячеслав"),
        ("sasha", "Александр"),
        ("bob", "Robert"),
        ("kate", "Catherine"),
        ("fritz", "Friedrich"),
        ("максима", "Максим"),
        ("паши", "Павел"),
        ("павлом", "Павел"),
    ],
)
def test_short_forms_in_any_case_stand_for_full_names(short: str, full: str) -> None:
    assert full in written(short).words[0].given


@pytest.mark.parametrize("word", ["вектор", "стройинвест", "acme", "ромашка", "петров"])
def test_other_words_stand_for_no_first_name(word: str) -> None:
    assert written(word).words[0].given == frozenset()

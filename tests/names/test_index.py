"""One name among many."""

import pytest

from assistant.names import Index, candidates

SURNAMES = [
    "Иванов",
    "Петров",
    "Сидоров",
    "Кузнецов",
    "Смирнов",
    "Попов",
    "Волков",
    "Новиков",
    "Морозов",
    "Лебедев",
    "Козлов",
    "Соколов",
]
FIRST = [
    "Александр",
    "Борис",
    "Виктор",
    "Григорий",
    "Дмитрий",
    "Евгений",
    "Иван",
    "Константин",
    "Леонид",
    "Михаил",
    "Николай",
    "Олег",
    "Павел",
]
FATHERS = ["Александрович", "Борисович", "Викторович", "Григорьевич", "Дмитриевич", "Иванович"]
PEOPLE = tuple(f"{last} {first} {father}" for last in SURNAMES for first in FIRST for father in FATHERS)
COMPANIES = ("ООО «Ромашка»", "Ромашка-Юг", "АО «Северная звезда»", "Global Systems GmbH", "СтройИнвест")


@pytest.fixture(scope="module")
def index() -> Index[str]:
    return Index(PEOPLE + COMPANIES, str)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("по ромашке", "ООО «Ромашка»"),
        ("severnoj zvezde", "АО «Северная звезда»"),
        ("глобал системс", "Global Systems GmbH"),
        ("строй инвесте", "СтройИнвест"),
        ("Паша Волков Иванович", "Волков Павел Иванович"),
        ("Smirnow Grigorij Borisowitsch", "Смирнов Григорий Борисович"),
        ("кузнецовым костей викторовичем", "Кузнецов Константин Викторович"),
        ("Лебедив Леонид Борисович", "Лебедев Леонид Борисович"),
    ],
)
def test_the_right_name_comes_first(index: Index[str], asked: str, meant: str) -> None:
    assert index.candidates(asked, 3)[0].record == meant


def test_a_short_list_is_ranked_the_same_with_and_without_an_index() -> None:
    asked = "ромашкой"

    assert Index(COMPANIES, str).candidates(asked) == candidates(asked, COMPANIES, str)


def test_no_more_than_the_limit_is_returned(index: Index[str]) -> None:
    assert len(index.candidates("Иванов", 4)) == 4


@pytest.mark.parametrize("asked", ["", "—", "щщщ"])
def test_what_resembles_nothing_finds_nothing(index: Index[str], asked: str) -> None:
    assert index.candidates(asked) == ()


def test_an_empty_list_finds_nothing() -> None:
    empty: tuple[str, ...] = ()

    assert Index(empty, str).candidates("Ромашка") == ()

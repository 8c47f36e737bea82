"""Which two words may be forms of one."""

import pytest

from assistant.names.endings import kinship, stem
from assistant.names.folding import fold


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("ромашка", "ромашки ромашке ромашку ромашкой ромашкою"),
        ("иванов", "иванова иванову ивановым иванове"),
        ("петрова", "петровой петрову"),
        ("высоцкий", "высоцкого высоцкому высоцким высоцком"),
        ("высоцкая", "высоцкой высоцкую"),
        ("сергей", "сергея сергею сергеем сергее"),
        ("николай", "николая николаю николаем николае"),
        ("юрий", "юрия юрию юрием юрии"),
        ("мария", "марии марию марией"),
        ("павел", "павла павлу павлом павле"),
        ("рынок", "рынка рынку рынком рынке"),
        ("газпром", "газпрома газпрому газпромом газпроме"),
        ("поле", "поля полю полем"),
        ("зори", "зорь зорям зорями зорях"),
        ("юг", "юга югу югом юге"),
    ],
)
def test_case_forms_are_kin_to_the_name(name: str, forms: str) -> None:
    assert {form: kinship(fold(form), fold(name)) for form in forms.split()} == dict.fromkeys(forms.split(), 1.0)


@pytest.mark.parametrize(
    ("asked", "name"),
    [("павлом", "павлов"), ("иванов", "иван"), ("иванова", "ивановский"), ("стройинвестом", "стройсервис")],
)
def test_other_names_with_the_same_beginning_are_not_kin(asked: str, name: str) -> None:
    assert kinship(fold(asked), fold(name)) == 0.0


@pytest.mark.parametrize(("asked", "name"), [("петровой", "петров"), ("петровым", "петрова"), ("петров", "петрова")])
def test_a_form_of_the_other_gender_is_less_kin(asked: str, name: str) -> None:
    assert 0.0 < kinship(fold(asked), fold(name)) < 1.0


@pytest.mark.parametrize(("one", "other"), [("павлом", "павел"), ("иваныч", "иванович"), ("петровичем", "петрович")])
def test_forms_share_their_stem(one: str, other: str) -> None:
    assert stem(fold(one)) == stem(fold(other))

"""Colleagues and teams."""

from typing import Any

import pytest

from tests.bitrix24.conftest import Company

Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows(reading_sandbox: Any) -> list[Row]:
    return reading_sandbox.table("users")


@pytest.mark.parametrize(
    ("name", "login"), [("Anna", "anna"), ("орлов", "ivan"), ("Иван Орлов", "ivan"), ("olga", "olga")]
)
def test_a_colleague_is_found_by_a_piece_of_the_name(readers: Company, name: str, login: str) -> None:
    portal = readers.portal("max")
    before = readers.count()
    assert readers.people[login] in {user.id for user in portal.people(name)}
    assert readers.count() == before + 1


def test_a_name_in_another_case_form_finds_the_colleague(readers: Company) -> None:
    assert readers.people["ivan"] in {user.id for user in readers.portal("max").people("Ивана Орлова")}


def test_a_name_without_letters_finds_nobody(readers: Company) -> None:
    assert readers.portal("max").people("?!") == ()


def test_those_who_left_are_not_offered_but_keep_their_names(readers: Company, rows: list[Row]) -> None:
    gone = next(row for row in rows if not row["active"])
    portal = readers.portal("admin")
    assert gone["id"] not in {user.id for user in portal.people(gone["last_name"])}
    user = portal.users([gone["id"]])[gone["id"]]
    assert (user.name, user.active) == (f"{gone['name']} {gone['last_name']}", False)


def test_people_are_asked_for_once(readers: Company) -> None:
    ids = list(readers.people.values())
    before = readers.count()
    first = readers.portal("anna").users(ids)
    again = readers.portal("anna").users(ids)
    assert first == again
    assert set(first) == set(ids)
    assert readers.count() == before + 1


def test_unknown_people_are_left_out_and_not_asked_for_again(readers: Company) -> None:
    assert readers.portal("anna").users([0, 999_999]) == {}
    before = readers.count()
    assert readers.portal("anna").users([0, 999_999]) == {}
    assert readers.count() == before


def members(rows: list[Row], departments: set[int]) -> set[int]:
    return {row["id"] for row in rows if row["active"] and departments & set(row["departments"])}


def test_a_heads_team_is_the_department_with_those_below(readers: Company, rows: list[Row]) -> None:
    departments = readers.sandbox.table("departments")
    headed = {d["id"] for d in departments if d["head"] == readers.people["olga"]}
    below = {d["id"] for d in departments if d["parent"] in headed}
    assert below
    portal = readers.portal("olga")
    before = readers.count()
    team = portal.team()
    assert readers.count() == before + 1
    assert {user.id for user in team} == members(rows, headed | below)
    assert portal.team() == team
    assert portal.leads()
    assert readers.count() == before + 1


def test_the_team_of_others_is_their_own_department(readers: Company, rows: list[Row]) -> None:
    anna = next(row for row in rows if row["login"] == "anna")
    assert {user.id for user in readers.portal("anna").team()} == members(rows, set(anna["departments"]))
    assert not readers.portal("anna").leads()

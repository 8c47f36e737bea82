"""Nobody is told what they could not read themselves: all people of a company, all answers, both ways to connect."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from assistant.errors import RejectedError
from assistant.models import Client, ClientKind, Run, Scope, Sheet, Slots
from assistant.replies import attached
from assistant.subscriptions import SUBSCRIBABLE
from tests.rights import rest
from tests.rights.company import GUESTS, SHORT, role
from tests.rights.looks import Questions, reading
from tests.rights.marks import told
from tests.rights.office import LOCALE, Office
from tests.rights.tables import COMPANY
from tests.rights.walk import Walk

EMPLOYEES, ROLES = 40, 8
"""Who walk, at least."""
MOST = 5
"""Of what is wrong is told."""
DRAWN = 8
"""Answers whose files are made."""


@pytest.fixture(scope="module")
def walk(at_office: Office) -> Walk:
    return Walk(at_office, seed=7)


def test_no_answer_holds_a_record_that_its_asker_could_not_read(walk: Walk) -> None:
    assert not walk.wrong, "\n".join(walk.wrong[:MOST])
    assert sum(map(len, walk.told.values())) > 500
    assert walk.given > 10_000
    assert walk.refused <= {"RejectedError"}, "clients of others, by their numbers"


def test_what_people_are_told_of_is_what_the_portal_itself_gives_them(walk: Walk) -> None:
    """And what is not theirs by the tables the portal refuses: so the yardstick is right."""
    tables, chance = walk.office.tables, random.Random(3)
    for person, records in walk.told.items():
        login = tables.users[person]["login"]
        refused = records - rest.given(walk.office.sandbox, login, records)
        assert not refused, (role(tables, person), person)
        may = tables.readable(person)
        others = [(table, chance.choice(tables.rows[table])["id"]) for table in SHORT for _ in range(5)]
        foreign = {each for each in others if not may.holds(*each)}
        assert not rest.given(walk.office.sandbox, login, foreign - {("groups", 0)}), role(tables, person)


def test_forty_people_of_all_roles_ask_each_intent_and_ten_at_least_each_look(walk: Walk) -> None:
    people = [person for person in walk.office.tables.employees if walk.asked[person] >= reading(walk.office.catalogue)]
    assert len(people) >= EMPLOYEES
    assert len({role(walk.office.tables, person) for person in people}) >= ROLES
    seldom = {look: walk.looks[look] for look in walk.offered if not walk.looks[look].enough()}
    assert not seldom
    assert {intent for intent, askers in walk.delivered.items() if askers.enough()} == set(SUBSCRIBABLE)


def test_a_group_hears_of_no_record_and_no_number(walk: Walk) -> None:
    assert not walk.overheard, "\n".join(walk.overheard[:MOST])


def test_files_hold_only_what_was_read_for_the_asker(walk: Walk) -> None:
    assert not walk.made_up, "\n".join(walk.made_up[:MOST])
    assert len({person for person, _ in walk.files}) >= EMPLOYEES / 2
    cells = 0
    for person, heard in random.Random(5).sample(walk.files, DRAWN):
        for each in heard.reply.attachments:
            file = attached(each, LOCALE, "https://example.bitrix24.com")
            if isinstance(each, Sheet):
                sheet = load_workbook(io.BytesIO(file.content)).active
                words = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
                assert all(walk.office.may(person).holds(*record) for record in told(words))
                cells += len(told(words))
            else:
                assert file.content.startswith(b"\x89PNG")
    assert cells


def test_every_reading_intent_is_asked_for(at_office: Office) -> None:
    questions = Questions(1, at_office.tables, random.Random(1))
    assert set(questions.ways) == reading(at_office.catalogue)


def test_guests_are_told_nothing_of_the_company(at_office: Office) -> None:
    """By a webhook they may not ask at all; who became a guest with a token reads what the portal gives to guests."""
    for person in GUESTS:
        may = at_office.tables.readable(person)
        for run in Questions(person, at_office.tables, random.Random(person)):
            heard = at_office.ask(person, run)
            records = told(heard.all) - told(repr(run.slots))
            assert all(may.holds(*each) for each in records)
            if at_office.by_webhook:
                assert not records
                assert not heard.given or not run.intent.startswith(("deals", "client", "report", "tasks", "meetings"))


def test_whoever_asks_gets_all_that_is_theirs(at_office: Office) -> None:
    for person in _one_of_each_role(at_office):
        may = at_office.may(person)
        everything = Slots(deal_state="all")
        heard = at_office.ask(person, Run("deals.count", everything, Scope.READABLE))
        (page,) = [each for each in heard.given if hasattr(each, "deals")]
        assert {deal.id for deal in page.deals} == may.deals
        assert page.total == len(may.deals)
        states = [
            {task.id for task in each.tasks}
            for state in ("open", "done")
            for each in at_office.ask(person, Run("tasks.list", Slots(task_state=state), Scope.READABLE)).given
            if hasattr(each, "tasks")
        ]
        assert set().union(*states) == may.tasks


def test_a_client_of_others_cannot_be_opened_by_its_number(at_office: Office) -> None:
    for person in _one_of_each_role(at_office):
        may = at_office.may(person)
        numbers = (row["id"] for row in at_office.tables.rows["companies"])
        number = next((each for each in numbers if (COMPANY, each) not in may.clients), None)
        if number is None:
            continue
        portal = at_office.portals.as_person(at_office.portal_id, person)
        with pytest.raises(RejectedError) as refusal:
            portal.client_card(Client(ClientKind.COMPANY, number, ""))
        assert refusal.value.code == "NOT_FOUND"
        assert portal.last_contact(Client(ClientKind.COMPANY, number, "")) is None


def _one_of_each_role(office: Office) -> Iterator[int]:
    found = {role(office.tables, person): person for person in office.tables.employees}
    return iter(found.values())

"""Short messages with slips and slang that change the question before, and commands whose words come in any order."""

import datetime as dt

import pytest

from assistant.models import Decision, Kind, Period, Run, Scope, Slots
from tests.understanding.conftest import NOW

MAY = Period(dt.date(2026, 5, 1), dt.date(2026, 5, 31))
JUNE = Period(dt.date(2026, 6, 1), dt.date(2026, 6, 30))
WON = Run("deals.list", Slots(deal_state="won", period=MAY))
STAGE = Run("deals.list", Slots(client="Acme", stage="Negotiation"), Scope.READABLE)
ANNAS = Run("deals.list", Slots(person="Anna", amount=None), Scope.READABLE)
TASK = Run("task.create", Slots(title="call Acme", datetime=dt.datetime(2026, 6, 11, 15)))  # noqa: DTZ001 - local
MEETINGS = Run("meetings.list", Slots(period=Period.day(dt.date(2026, 6, 11))))


def read(engine, text, **options):
    return engine.read(text, now=NOW, **options)


def entities(reading):
    return {entity.type: entity.value for entity in reading.entities}


@pytest.mark.parametrize(
    "text", ["and in jnue", "and in jun", "n june?", "а за июьн", "а в июнее", "а в июн", "and jume", "what about jnue"]
)
def test_a_misspelt_month_that_can_be_one_alone_goes_on(engine, text):
    reading = read(engine, text, after=WON)
    assert (reading.kind, entities(reading)) == (Kind.FOLLOWUP, {"period": JUNE})


@pytest.mark.parametrize(
    ("text", "name"), [("and for Jane?", "Jane"), ("what about Juna?", "Juna"), ("а у Марты?", "Марты")]
)
def test_a_name_near_a_month_is_a_name(engine, text, name):
    assert entities(read(engine, text, after=ANNAS)) == {"person": name}


@pytest.mark.parametrize("text", ["and in mau", "and in xyz", "а в лесу"])
def test_what_may_be_no_month_or_several_is_none(engine, text):
    assert "period" not in entities(read(engine, text, after=WON))


@pytest.mark.parametrize(
    ("text", "after", "drops"),
    [
        ("any stage", STAGE, ("stage",)),
        ("without the stage pls", STAGE, ("stage",)),
        ("на любой стадии", STAGE, ("stage",)),
        ("без клиента", STAGE, ("client",)),
        ("and for any client", STAGE, ("client",)),
        ("for all people", ANNAS, ("person",)),
        ("а у всех", ANNAS, ("person",)),
        ("any period", WON, ("period",)),
        ("за всё время", WON, ("period",)),
        ("no deadline", TASK, ("period",)),
    ],
)
def test_a_part_of_the_question_is_taken_away(engine, text, after, drops):
    reading = read(engine, text, after=after)
    assert (reading.drops, reading.entities) == (drops, ())
    assert reading.kind is not Kind.NEW


def test_what_was_not_asked_for_cannot_be_taken_away(engine):
    assert read(engine, "without the stage", after=WON).drops == ()


@pytest.mark.parametrize("text", ["nah forget it", "ой ладно не надо", "actually leave it"])
def test_what_is_taken_back_in_many_words_is_no_name(engine, text):
    assert read(engine, text, after=TASK).intent == "dialogue.deny"


@pytest.mark.parametrize("text", ["and olgas", "wot about olgas", "what about olgas?"])
def test_an_unknown_word_behind_an_and_is_a_colleague(engine, text):
    assert entities(read(engine, text, after=WON)) == {"person": "olgas"}


@pytest.mark.parametrize("text", ["can i have that in excel ta", "кинь файлом плиз", "gimme it as a file"])
def test_a_look_may_be_asked_for_with_a_word_that_nobody_knows(engine, text):
    assert read(engine, text, after=WON).view == "file"


@pytest.mark.parametrize("text", ["when am I free?", "когда я свободен", "n when am i free", "when have i got time"])
def test_the_time_between_the_meetings_spoken_of(engine, text):
    reading = read(engine, text, after=MEETINGS)
    assert (reading.kind, reading.view) == (Kind.FOLLOWUP, "free")


@pytest.mark.parametrize("text", ["when am I free tomorrow", "когда я завтра свободна", "/meetings free tomorrow"])
@pytest.mark.parametrize("after", [None, WON])
def test_free_time_is_a_look_at_the_meetings(engine, text, after):
    reading = read(engine, text, after=after)
    assert (reading.intent, reading.view) == ("meetings.list", "free")
    assert entities(reading) == {"period": Period.day(dt.date(2026, 6, 11))}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/report sales May for my team", {"period": MAY, "person": "team"}),
        ("/report sales for my team May", {"period": MAY, "person": "team"}),
        ("/report May Anna", {"period": MAY, "person": "Anna"}),
        ("/отчёт продажи май по моей команде", {"period": MAY, "person": "team"}),
        ("/отчет продаж за май по отделу", {"period": MAY, "person": "team"}),
        ("/отчет продаж по отделу за май", {"period": MAY, "person": "team"}),
        ("/отчёт задачи май по отделу", {"period": MAY, "person": "team"}),
        ("/deals won May Anna", {"deal_state": "won", "period": MAY, "person": "Anna"}),
        ("/deals May won", {"deal_state": "won", "period": MAY}),
        ("/сделки май выигранные", {"deal_state": "won", "period": MAY}),
    ],
)
def test_the_words_of_a_command_come_in_any_order(engine, text, said):
    reading = read(engine, text)
    assert (reading.decision, entities(reading)) == (Decision.ANSWER, said)


def test_a_question_for_a_client_is_not_answered_by_another_question(engine):
    reading = read(engine, "кто в отпуске в июле", prefer_slot="client")
    assert (reading.intent, "client" in entities(reading)) == ("absence.who", False)


SALES = Run("report.sales", Slots(period=MAY))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("only the won ones", "won"),
        ("only won", "won"),
        ("and the lost ones?", "lost"),
        ("а только проигранные", "lost"),
        ("только выигранные", "won"),
    ],
)
def test_a_state_after_a_report_is_about_what_it_counted(engine, text, state):
    reading = read(engine, text, after=SALES)
    assert (reading.kind, entities(reading)) == (Kind.FOLLOWUP, {"deal_state": state})


@pytest.mark.parametrize("text", ["and mine?", "а мои?"])
def test_mine_after_a_report_of_the_department_is_said(engine, text):
    reading = read(engine, text, after=SALES)
    assert (reading.kind, reading.scope) == (Kind.FOLLOWUP, Scope.MINE)

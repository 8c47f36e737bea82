import datetime as dt
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.models import Decision, Kind, Period, Pronoun, Run, Scope, Slots
from tests.understanding.conftest import NOW


def read(engine, text, **options):
    return engine.read(text, now=NOW, **options)


def entities(reading):
    return {entity.type: entity.value for entity in reading.entities}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("how many deals did we win in june?", "deals.count"),
        ("сколько сделок мы выиграли в июне", "deals.count"),
        ("напомни завтра в 15:00 позвонить в Ромашку", "task.create"),
        ("who is on vacation next week", "absence.who"),
        ("+", "dialogue.confirm"),
        ("👍", "dialogue.confirm"),
        ("что ты умеешь?", "help"),
    ],
)
def test_a_message_has_its_intent(engine, text, intent):
    reading = read(engine, text)
    assert (reading.intent, reading.decision) == (intent, Decision.ANSWER)


@pytest.mark.parametrize(
    "text", ["what's the weather like", "расскажи анекдот", "перенеси встречу на пятницу", "", "   "]
)
def test_what_is_out_of_scope_is_none(engine, text):
    reading = read(engine, text)
    assert (reading.intent, reading.decision) == ("none", Decision.NONE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how many deals did we win in june?", {"deal_state": "won", "period": "2026-06-01..2026-06-30"}),
        ("which deals did I lose in march", {"deal_state": "lost", "period": "2026-03-01..2026-03-31"}),
        ("отпуск с 15 по 28 июля", {"absence_kind": "vacation", "period": "2026-07-15..2026-07-28"}),
        ("call 030 1234567", {"phone": "+49301234567"}),
        ("status of ticket #1234", {"ticket": 1234}),
        ("беру алерт 12", {"alert": 12}),
        ("create a task to prepare the contract by Friday", {"title": "prepare the contract", "period": "2026-06-12"}),
        ("надо отправить акты за май, напомни в четверг", {"title": "отправить акты за май", "period": "2026-06-11"}),
        ("принтер не печатает на третьем этаже", {"problem": "принтер не печатает на третьем этаже"}),
    ],
)
def test_entities_have_their_values(engine, text, expected):
    found = {}
    for type_, value in entities(read(engine, text, country="DE")).items():
        found[type_] = value
        if type_ == "period":
            found[type_] = f"{value.first}" + ("" if value.first == value.last else f"..{value.last}")
    assert found == expected


def test_an_intent_takes_its_own_entities_only(engine):
    assert entities(read(engine, "status of ticket 1234 of yesterday")) == {"ticket": 1234}


def test_the_span_of_an_entity_is_its_text_in_the_unchanged_message(engine):
    text = "[USER=1]Bot[/USER], 👋 сделки  за «июнь» больше 500\u00a0тысяч"
    for entity in read(engine, text).entities:
        assert text[entity.start : entity.end] == entity.text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_the_engine(engine, text):
    reading = read(engine, text)
    assert all(text[entity.start : entity.end] == entity.text for entity in reading.entities)
    assert 0 <= reading.confidence <= 1


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("my open deals", Scope.MINE),
        ("open deals", Scope.OWN),
        ("how many deals did we win in june", Scope.READABLE),
        ("сколько у нас открытых сделок", Scope.READABLE),
        ("сколько у меня открытых сделок", Scope.MINE),
        ("deals with Acme Corp", Scope.READABLE),
        ("my deals with Acme Corp", Scope.MINE),
    ],
)
def test_the_words_say_whose_data_are_meant(engine, text, scope):
    assert read(engine, text).scope is scope


def days(first, last=None):
    return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first))


WON = Run("deals.count", Slots(deal_state="won", period=days("2026-06-01", "2026-06-30")), Scope.READABLE)
QUARTER = Run("deals.list", Slots(deal_state="won", period=days("2026-01-01", "2026-03-31")))
DEALS = Run("deals.list", Slots(deal_state="open"))
VACATION = Run("vacation.request", Slots(absence_kind="vacation", period=days("2026-07-15", "2026-07-28")))
TASK = Run("task.create", Slots(title="call Acme", datetime=dt.datetime(2026, 6, 11, 15)))  # noqa: DTZ001 - local
TASKS = Run("tasks.list")
CARD = Run("client.card", Slots(client="Acme Corp"))


@pytest.mark.parametrize(
    ("text", "after", "said"),
    [
        ("and in May?", WON, {"period": days("2026-05-01", "2026-05-31")}),
        ("а за май?", WON, {"period": days("2026-05-01", "2026-05-31")}),
        ("last week", WON, {"period": days("2026-06-01", "2026-06-07")}),
        ("and how many did we lose?", WON, {"deal_state": "lost"}),
        ("only the won ones", DEALS, {"deal_state": "won"}),
        ("только выигранные", DEALS, {"deal_state": "won"}),
        ("and Anna's?", DEALS, {"person": "Anna"}),
        ("а у Анны?", DEALS, {"person": "Анны"}),
        ("and for my team", DEALS, {"person": "team"}),
        ("а просроченные?", TASKS, {"task_state": "overdue"}),
        ("what about Globex?", CARD, {"client": "Globex"}),
        ("what about Zzyzx Unlimited?", CARD, {"client": "Zzyzx Unlimited"}),
        ("а Ромашка?", CARD, {"client": "Ромашка"}),
    ],
)
def test_a_fragment_goes_on_from_the_message_before(engine, text, after, said):
    reading = read(engine, text, after=after)
    assert (reading.kind, reading.decision, entities(reading)) == (Kind.FOLLOWUP, Decision.NONE, said)


@pytest.mark.parametrize(
    ("text", "after", "said"),
    [
        ("no, for April", WON, {"period": days("2026-04-01", "2026-04-30")}),
        ("нет, за июнь", WON, {"period": days("2026-06-01", "2026-06-30")}),
        ("no, from the 16th", VACATION, {"period": days("2026-07-16", "2026-07-28")}),
        ("нет, с 16-го", VACATION, {"period": days("2026-07-16", "2026-07-28")}),
        ("no, until the 30th", VACATION, {"period": days("2026-07-15", "2026-07-30")}),
        ("нет, по 30-е", VACATION, {"period": days("2026-07-15", "2026-07-30")}),
        ("no, at 16:00", TASK, {"datetime": dt.datetime(2026, 6, 11, 16)}),  # noqa: DTZ001 - local
        ("I meant Petrov", TASKS, {"person": "Petrov"}),
        ("я имел в виду Петрова", TASKS, {"person": "Петрова"}),
    ],
)
def test_a_correction_replaces_what_was_said_before(engine, text, after, said):
    reading = read(engine, text, after=after)
    assert (reading.kind, entities(reading)) == (Kind.CORRECTION, said)


@pytest.mark.parametrize(
    ("text", "after", "said"),
    [
        ("and the month before?", WON, {"period": days("2026-05-01", "2026-05-31")}),
        ("а в прошлом?", WON, {"period": days("2026-05-01", "2026-05-31")}),
        ("и годом раньше", WON, {"period": days("2025-06-01", "2025-06-30")}),
        ("and the second?", QUARTER, {"period": days("2026-04-01", "2026-06-30")}),
        ("а во втором?", QUARTER, {"period": days("2026-04-01", "2026-06-30")}),
        ("а за прошлый год", WON, {"period": days("2025-01-01", "2025-12-31")}),
    ],
)
def test_a_period_is_named_by_its_place_beside_the_one_before(engine, text, after, said):
    reading = read(engine, text, after=after)
    assert (reading.kind, entities(reading)) == (Kind.FOLLOWUP, said)


@pytest.mark.parametrize(
    ("text", "after", "said"),
    [
        ("not Anna but Ivan", TASKS, {"person": "Ivan"}),
        ("не Анны, а Ивана", TASKS, {"person": "Ивана"}),
        ("not April, June", WON, {"period": days("2026-06-01", "2026-06-30")}),
        ("не в апреле а в мае", WON, {"period": days("2026-05-01", "2026-05-31")}),
    ],
)
def test_of_two_what_was_not_meant_is_left_out(engine, text, after, said):
    reading = read(engine, text, after=after)
    assert (reading.kind, entities(reading)) == (Kind.CORRECTION, said)


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("why?", "why"),
        ("откуда такая цифра", "why"),
        ("show more", "more"),
        ("ещё", "more"),
        ("by stage pls", "by_stage"),
        ("а по стадиям?", "by_stage"),
        ("can I get that as a file?", "file"),
        ("файлом", "file"),
        ("show them", "list"),
        ("how many is that", "count"),
        ("ещё раз", "again"),
    ],
)
def test_another_look_at_the_last_answer_is_understood(engine, text, view):
    reading = read(engine, text, after=DEALS)
    assert (reading.kind, reading.view, reading.entities) == (Kind.FOLLOWUP, view, ())


@pytest.mark.parametrize("text", ["only more than 50k", "а больше 300 тысяч"])
def test_a_bound_of_a_sum_is_no_wish_for_more(engine, text):
    reading = read(engine, text, after=DEALS)
    assert (reading.view, set(entities(reading))) == ("", {"amount"})


def test_a_question_is_no_text_of_a_task(engine):
    assert read(engine, "how many open deals do I have", prefer_slot="title").intent == "deals.count"
    assert entities(read(engine, "order a chair", prefer_slot="title")) == {"title": "order a chair"}


@pytest.mark.parametrize(
    ("text", "pronoun"), [("and his tasks?", Pronoun.ONE), ("а её задачи?", Pronoun.ONE), ("call them", Pronoun.THEY)]
)
def test_a_pronoun_says_whom_it_may_mean(engine, text, pronoun):
    assert read(engine, text, after=DEALS).refers is pronoun


def test_a_pronoun_in_the_text_of_a_task_means_nobody_for_it(engine):
    assert read(engine, "remind me to call him tomorrow", after=CARD).refers is Pronoun.NOBODY


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("and my tasks for tomorrow", "tasks.list"),
        ("а задачи на завтра?", "tasks.list"),
        ("who is on vacation", "absence.who"),
        ("thanks", "smalltalk.thanks"),
        ("no", "dialogue.deny"),
        ("нет", "dialogue.deny"),
        ("ok", "dialogue.confirm"),
    ],
)
def test_what_is_whole_stands_for_itself_whatever_was_said_before(engine, text, intent):
    reading = read(engine, text, after=DEALS)
    assert (reading.kind, reading.intent) == (Kind.NEW, intent)


@pytest.mark.parametrize("text", ["а за май?", "and for may?", "only won", "нет, за июнь"])
def test_a_fragment_alone_is_none(engine, text):
    reading = read(engine, text)
    assert (reading.kind, reading.decision, reading.entities) == (Kind.NEW, Decision.NONE, ())


@pytest.mark.parametrize(
    "text", ["when did we call them last?", "когда мы с ними общались?", "call them", "позвони им"]
)
def test_a_pronoun_stands_for_the_client_of_before(engine, text):
    reading = read(engine, text, after=CARD)
    assert reading.refers
    assert "client" not in entities(reading)


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("в Ромашку", "client", "Ромашку"),
        ("Acme Corp", "client", "Acme Corp"),
        ("call Acme about the contract", "title", "call Acme about the contract"),
        ("мышка сломалась", "problem", "мышка сломалась"),
        ("1234", "ticket", 1234),
    ],
)
def test_the_answer_to_a_question_fills_the_slot(engine, text, slot, value):
    reading = read(engine, text, prefer_slot=slot)
    assert entities(reading).get(slot) == value
    assert reading.decision is Decision.NONE


@pytest.mark.parametrize("text", ["cancel", "отмена", "/deals", "how many open deals do I have"])
def test_a_question_does_not_swallow_another_request(engine, text):
    reading = read(engine, text, prefer_slot="client")
    assert reading.decision is Decision.ANSWER
    assert "client" not in entities(reading)


def test_a_reading_says_why(engine):
    steps = {reason.step for reason in read(engine, "how many open deals do I have").why}
    assert {"language", "model", "words", "examples", "threshold", "deal_state"} <= steps


def test_threads_read_the_same_as_one(engine):
    texts = ["how many deals did we win in june?", "позвони в Ромашку", "call Acme", "напомни завтра купить хлеб"] * 5
    alone = [read(engine, text) for text in texts]
    together = [None] * len(texts)

    def work(number):
        together[number] = read(engine, texts[number])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


@pytest.mark.parametrize("text", ["1234", "12", "#12"])
def test_a_number_alone_is_offered_and_changes_nothing(engine, text):
    reading = read(engine, text)
    assert (reading.intent, reading.decision) == ("none", Decision.CLARIFY)
    assert {"ticket.status", "alert.acknowledge"} <= {each.intent for each in reading.candidates}
    number = int(text.strip("#"))
    assert {(each.type, each.value) for each in reading.entities} == {("alert", number), ("ticket", number)}


def test_a_misspelt_word_of_the_other_language_has_its_state(engine):
    assert entities(read(engine, "покажи overdu задачи"))["task_state"] == "overdue"
    assert entities(read(engine, "покажи мои lsot сделки"))["deal_state"] == "lost"


def test_my_deals_over_a_sum_are_my_own(engine):
    reading = read(engine, "сколько моих сделок больше 50 тысяч")
    assert (reading.intent, reading.scope) == ("deals.count", Scope.MINE)
    assert "person" not in entities(reading)


@pytest.mark.parametrize("text", ["مرحبا", "你好", "שלום"])
def test_a_script_that_no_language_has_is_not_guessed_at(engine, text):
    reading = read(engine, text)
    assert (reading.intent, reading.decision, reading.candidates) == ("none", Decision.NONE, ())


def test_a_number_beside_a_word_is_not_alone(engine):
    assert read(engine, "отпуск 32 июля").decision is not Decision.CLARIFY

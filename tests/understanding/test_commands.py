import datetime as dt
import random

import pytest

from assistant.models import Decision, Period
from tests.understanding.conftest import NOW

FRIDAY = Period.day(dt.date(2026, 6, 12))


def read(engine, text, **options):
    return engine.read(text, now=NOW, **options)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("/deals", "deals.list"),
        ("/DEALS", "deals.list"),
        ("/sdelki", "deals.list"),
        ("/сделки", "deals.list"),
        ("/report", "report.sales"),
        ("/report sales june", "report.sales"),
        ("/report tasks", "report.tasks"),
        ("/help desk mouse is dead", "ticket.create"),
        ("/help", "help"),
        ("/deals@assistant won", "deals.list"),
        ("/позвонить Ромашке", "call.start"),
        ("/отчёт задачи за май", "report.tasks"),
        ("/заявка 55", "ticket.status"),
    ],
)
def test_a_name_or_an_alias_runs(engine, text, intent):
    reading = read(engine, text)
    assert (reading.intent, reading.decision, reading.read_as) == (intent, Decision.ANSWER, "")


@pytest.mark.parametrize(
    ("text", "intent", "read_as"),
    [
        ("/вуфды", "deals.list", "/deals"),
        (".вуфды", "deals.list", "/deals"),
        ("/ефыл", "task.create", "/task"),
        ("/kuзщке", "report.sales", "/report"),
    ],
)
def test_the_wrong_keyboard_layout_is_read(engine, text, intent, read_as):
    if text == "/kuзщке":
        text = "/кузщке"
    reading = read(engine, text)
    assert (reading.intent, reading.read_as) == (intent, read_as if intent != "report.sales" else "/report sales")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("/dael", "deals.list"),
        ("/deasl", "deals.list"),
        ("/hlep", "help"),
        ("/meetngs", "meetings.list"),
        ("/tickte 1234", "ticket.status"),
        ("/taks today", "tasks.list"),
        ("/reprot tasks", "report.tasks"),
        ("/report taks", "report.tasks"),
    ],
)
def test_the_nearest_command_that_only_reads_runs_and_says_so(engine, text, intent):
    reading = read(engine, text)
    assert (reading.intent, reading.decision) == (intent, Decision.ANSWER)
    assert reading.read_as.startswith("/")


@pytest.mark.parametrize(("text", "meant"), [("/taks buy paper", "/task"), ("/vacatoin 1.08-14.08", "/vacation")])
def test_the_nearest_command_that_writes_asks_first(engine, text, meant):
    reading = read(engine, text)
    assert (reading.intent, reading.decision) == ("none", Decision.CLARIFY)
    assert (reading.read_as, reading.did_you_mean) == (meant, (meant,))
    assert reading.entities


@pytest.mark.parametrize("text", ["/xyzzy", "/abcdefgh foo"])
def test_a_far_name_is_none(engine, text):
    reading = read(engine, text)
    assert (reading.intent, reading.decision, reading.entities) == ("none", Decision.NONE, ())


def test_an_unknown_name_offers_names_near_it(engine):
    assert "/deals" in read(engine, "/dealings").did_you_mean


def entities(reading):
    return {entity.type: entity.value for entity in reading.entities}


def test_states_periods_and_sums_are_arguments(engine):
    found = entities(read(engine, "/deals выигранные в июне больше 500 тысяч"))
    assert found["deal_state"] == "won"
    assert str(found["period"].first) == "2026-06-01"
    assert found["amount"].min == 500_000


def test_a_year_after_a_state_is_a_period(engine):
    found = entities(read(engine, "/deals all 2026"))
    assert (found["deal_state"], str(found["period"].last)) == ("all", "2026-12-31")


@pytest.mark.parametrize("text", ["/deals 31 February", "/deals over -5", "/meetings 30 февраля", "/deals /tasks"])
def test_an_argument_that_cannot_be_read_is_told_and_is_nobody_s_name(engine, text):
    reading = read(engine, text)
    assert (reading.decision, reading.entities) == (Decision.NONE, ())
    assert reading.unread == text.split(" ", 1)[1]


@pytest.mark.parametrize("text", ["/deals Nordwind", "/deals 1С Рарус", "/tasks Anna", "/deals ?"])
def test_a_name_after_a_command_is_no_strange_argument(engine, text):
    assert read(engine, text).decision is Decision.ANSWER


def test_the_name_of_a_command_tells_the_language(engine):
    assert read(engine, "/задачи", fallback_lang="en").lang == "ru"
    assert read(engine, "/tasks", fallback_lang="ru").lang == "ru"


@pytest.mark.parametrize(
    ("text", "type_", "value"),
    [
        ("/client ООО «Ромашка»", "client", "ООО Ромашка"),
        ("/call 8 (495) 123-45-67", "phone", "+74951234567"),
        ("/call Acme Corp", "client", "Acme Corp"),
        ("/helpdesk the printer is jammed", "problem", "the printer is jammed"),
        ("/ticket №1234", "ticket", 1234),
        ("/ack 12", "alert", 12),
    ],
)
def test_the_rest_of_a_command_is_its_argument(engine, text, type_, value):
    assert entities(read(engine, text))[type_] == value


def test_a_task_leaves_out_its_deadline(engine):
    found = entities(read(engine, "/task call Acme tomorrow at 15:00"))
    assert found["title"] == "call Acme"
    assert found["datetime"].isoformat() == "2026-06-11T15:00:00"


def test_the_reason_of_an_absence_and_the_topic_of_help_are_kept(engine):
    assert read(engine, "/vacation 15.07–28.07 moving house").rest == "moving house"
    assert read(engine, "/help deals").rest == "deals"
    assert read(engine, "/help /deals").rest == "deals"


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_US, _RU = "qwertyuiop[]asdfghjkl;'zxcvbnm,.", "йцукенгшщзхъфывапролджэячсмитьбю"
_LONG = 5
FITTING = {
    "deals": "won", "client": "Acme Corp", "tasks": "today", "task": "call Acme about the contract",
    "meetings": "tomorrow", "call": "+49 30 1234567", "report sales": "june", "report tasks": "last week",
    "vacation": "15.07-28.07", "absent": "tomorrow", "helpdesk": "the printer is jammed", "ticket": "1234",
    "ack": "12", "escalate": "12",
}  # fmt: skip
"""What people write behind a command; it decides between names that are equally near."""


def slips(name):
    """Everything one edit away: a letter left out, swapped, changed or added."""
    found = set()
    for place in range(len(name)):
        head, tail = name[:place], name[place:]
        found |= {head + tail[1:], head + tail[1:2] + tail[0] + tail[2:]}
        found |= {written for letter in _LETTERS for written in (head + letter + tail[1:], head + letter + tail)}
    return sorted(slip for slip in found if slip != name and slip.strip() == slip)


@pytest.mark.parametrize("long", [False, True], ids=["one edit", "two edits"])
def test_nearly_every_slip_in_the_name_of_a_command_is_understood(engine, catalogue, long):
    chance, right, all_ = random.Random(0), 0, 0
    for name, intent in catalogue.commands.items():
        written = [slip for slip in slips(name) if slip not in catalogue.commands]
        if long:
            once = chance.sample(written, 30) if len(name) > _LONG else []
            written = [chance.choice(slips(slip)) for slip in once]
        else:
            written = chance.sample(written, min(60, len(written)))
        for slip in written:
            reading = read(engine, f"/{slip} {FITTING.get(name, '')}".strip(), fallback_lang="en", country="DE")
            right += bool(reading.candidates) and reading.candidates[0].intent == intent.name
            all_ += 1
    assert right >= 0.99 * all_


def test_every_command_is_understood_in_the_other_keyboard_layout(engine, catalogue):
    keys = str.maketrans(_US, _RU)
    for name, intent in catalogue.commands.items():
        for slash in "/.":
            reading = read(engine, f"{slash}{name.translate(keys)} {FITTING.get(name, '')}".strip())
            assert [each.intent for each in reading.candidates] == [intent.name], name


@pytest.mark.parametrize(("text", "value"), [("/deals won", "won"), ("/deals выигранные", "won")])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_state_behind_a_command_may_be_said_in_any_language(engine, text, value, lang):
    reading = read(engine, text, fallback_lang=lang)
    assert [(entity.type, entity.value) for entity in reading.entities] == [("deal_state", value)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/task Website relaunch by Friday", {"title": "Website relaunch", "period": FRIDAY}),
        ("/task Row nine", {"title": "Row nine"}),
        ("/task Anna's cake", {"title": "Anna's cake"}),
        ("/task Paris trip", {"title": "Paris trip"}),
        ("/task call Anna about the cake", {"title": "call Anna about the cake"}),
        ("/task Новый сайт к пятнице", {"title": "Новый сайт", "period": FRIDAY}),
        ("/task Ромашка договор", {"title": "Ромашка договор"}),
    ],
)
def test_what_is_typed_behind_task_is_its_title(engine, text, said):
    assert entities(read(engine, text)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/task for Anna: check the toner", {"person": "Anna", "title": "check the toner"}),
        ("/task Max, fix the printer", {"person": "Max", "title": "fix the printer"}),
        ("/task Анне проверить договор", {"person": "Анне", "title": "проверить договор"}),
        ("/task на Анну проверить отчёт", {"person": "Анну", "title": "проверить отчёт"}),
        ("/task сверить остатки по проекту Склад", {"project": "Склад", "title": "сверить остатки"}),
        ("/task check the form in project Website", {"project": "Website", "title": "check the form"}),
    ],
)
def test_a_word_or_a_sign_marks_who_gets_a_task_and_its_project(engine, text, said):
    assert entities(read(engine, text)) == said


@pytest.mark.parametrize("text", ["/tasks foo", "/report sales foo", "/report May foo", "/meetings foo tomorrow"])
def test_a_word_that_a_command_knows_nothing_about_is_a_name(engine, text):
    assert entities(read(engine, text))["person"] == "foo"


@pytest.mark.parametrize("text", ["/birthdays foo", "/birthdays June foo", "/newcomers абвгд"])
def test_a_word_that_is_no_name_either_is_told(engine, text):
    reading = read(engine, text)
    assert (reading.decision, reading.unread) == (Decision.NONE, text.split(" ")[-1])


@pytest.mark.parametrize("text", ["/report sales funnel", "/tasks what is due", "/deals my open ones"])
def test_words_that_say_nothing_new_behind_a_command_are_no_name(engine, text):
    reading = read(engine, text)
    assert reading.decision is Decision.ANSWER
    assert {"person", "client"}.isdisjoint(entities(reading))

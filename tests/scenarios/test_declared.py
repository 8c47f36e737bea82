"""Intents without Python: every source gives what it promises, and rows are kept and ordered as a file says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.catalogue import FORMS, SOURCES, Catalogue, Kind
from assistant.models import Agenda, Link, Meeting, Money, Period, Phrase, Reply, Run, Slots, WorkingHours
from assistant.replies import Locale, render
from assistant.scenarios import answer
from assistant.scenarios.declared.answering import READERS
from assistant.scenarios.declared.asked import named
from assistant.scenarios.declared.found import Found, Wanted
from assistant.scenarios.declared.free_time import free_days
from tests.scenarios.conftest import action, labels, text
from tests.scenarios.office import MOSCOW, NOW, OLGA, Office, at

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
TYPES: dict[Kind, tuple[type, ...]] = {
    "text": (str,),
    "words": (Phrase, str),
    "link": (Link, Phrase, str),
    "list": (tuple,),
    "number": (int,),
    "money": (Money, tuple, Phrase),
    "moment": (datetime, str),
    "date": (date, str),
    "period": (Period, str),
    "flag": (int,),
}


def read(source: str) -> Found:
    fields = frozenset(SOURCES[source].fields)
    found = READERS[source](Run("x", Slots(period=YEAR)), Office(), Wanted(fields, (*SOURCES[source].dates, "")[0]))
    assert isinstance(found, Found)
    return found


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_gives_exactly_what_files_may_use(source: str) -> None:
    found = read(source)
    assert found.rows
    told = found.tell(found.rows)
    assert set(told) == set(SOURCES[source].values)
    assert set(found.ways) == set(SOURCES[source].ways)
    for row in found.rows:
        assert set(row.values) == set(SOURCES[source].fields)
    kinds = [(SOURCES[source].values, told), *((SOURCES[source].fields, row.values) for row in found.rows)]
    for promised, values in kinds:
        for name, value in values.items():
            assert isinstance(value, TYPES[promised[name]]), (source, name, value)


@pytest.mark.parametrize("source", SOURCES)
def test_every_form_that_files_may_use_can_be_worded(source: str) -> None:
    found = read(source)
    told = found.tell(found.rows)
    locale = Locale("ru", MOSCOW, NOW)
    for promised, values in ((SOURCES[source].values, told), (SOURCES[source].fields, found.rows[0].values)):
        for name, kind in promised.items():
            for form in ("", *FORMS[kind]):
                placeholder = f"{{{name}:{form}}}" if form else f"{{{name}}}"
                phrase = Phrase("x", values, {"en": f"·{placeholder}"})
                assert render(Reply((phrase,)), locale, lambda _: "id").text.startswith("·")


QUIET = """\
name: deals.quiet
title: {en: Quiet}
entities: [person, period]
query:
  from: deals
  unless_said: {deal_state: open}
  where: {quiet_days: {at_least: 3}, amount: {at_least: 1000}}
  sort: [-quiet_days, title]
  limit: 2
reply:
  headline:
    en: {one: "{count} quiet deal<, {sums:dots}>", other: "{count} quiet deals<, {sums:dots}>"}
  row: {en: "{title}< · {closes}> · {quiet_days}"}
  below:
  - {when: sums, text: {en: "All: {sums:dots}"}}
  empty: {en: "No quiet deals{filters}. {whose}."}
  buttons:
  - - {text: {en: Show them}, run: deals.list}
    - {text: {en: "/deals won"}, prompt: "/deals won"}
    - {text: {en: Find a client}, run: client.card}
  - other_people
"""
CARD = "name: client.card\nentities: [client]\nrequired: [client]\nanswered: true\n"


@pytest.fixture
def ask(tmp_path: Path) -> Callable[..., Reply]:
    """Answers an intent that stands in a file."""

    def asked(written: str = QUIET, run: Run = Run("deals.quiet"), office: Office | None = None) -> Reply:  # noqa: B008
        (tmp_path / "intent.yaml").write_text(written, encoding="utf-8")
        (tmp_path / "card.yaml").write_text(CARD)
        (tmp_path / "list.yaml").write_text("name: deals.list\nentities: [period, person]\nanswered: true\n")
        return answer(run, office or Office(), Catalogue.load(tmp_path))

    return asked


def test_rows_are_kept_ordered_and_cut_as_the_file_says(ask: Callable[..., Reply]) -> None:
    assert text(ask()).split("\n") == [
        "4 quiet deals, €65,000 · 45 000 ₽",
        "Acme Corp, licences 2026 · 12",
        "Nordwind, audit · 6",
        "All: €65,000 · 45 000 ₽",
    ]


def test_a_part_whose_value_is_empty_is_left_out(ask: Callable[..., Reply]) -> None:
    lines = text(ask(QUIET.replace("at_least: 3", "at_most: 2").replace("limit: 2", "limit: 9"))).split("\n")
    assert "Nordwind, service · Fri 12 June · 2" in lines
    assert "Ромашка, поставка · 0" in lines


def test_nothing_found_is_said_in_the_words_of_the_file(ask: Callable[..., Reply]) -> None:
    assert text(ask(run=Run("deals.quiet", Slots(period=YEAR)), office=Office(all_deals=()))) == (
        "No quiet deals created this year (2026). Yours."
    )


def test_a_button_carries_the_question_and_what_it_lacks_is_asked_for(ask: Callable[..., Reply]) -> None:
    reply = ask(run=Run("deals.quiet", Slots(period=YEAR)))
    assert labels(reply) == ["Show them", "/deals won", "Find a client", "My team's"]
    shown = action(reply, "Show them")
    assert (shown.intent, shown.slots.period, shown.slots.deal_state) == ("deals.list", YEAR, "open")
    assert action(reply, "Find a client").slot == "client"


def test_a_button_that_would_ask_the_same_again_is_left_out(catalogue: Catalogue) -> None:
    tomorrow = Run("meetings.list", Slots(period=named("tomorrow", NOW.date())))
    assert "Tomorrow" in labels(answer(Run("meetings.list"), Office(), catalogue))
    assert "Tomorrow" not in labels(answer(tomorrow, Office(), catalogue))


def test_more_rows_than_fit_are_shown_by_a_button(catalogue: Catalogue) -> None:
    many = Office(all_meetings=[Meeting(n, OLGA.id, f"M{n}", at(10, 9 + n), at(10, 9 + n, 30)) for n in range(8)])
    first = answer(Run("meetings.list"), many, catalogue)
    assert "… 2 more" in text(first)
    second = answer(action(first, "Show more"), many, catalogue)
    assert "M7" in text(second)
    assert "M5" not in text(second)


def test_a_language_that_a_file_lacks_is_told_in_english(ask: Callable[..., Reply]) -> None:
    assert text(ask(), "ru").startswith("4 quiet deals")


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", (6, 10), (6, 10)),
        ("tomorrow", (6, 11), (6, 11)),
        ("yesterday", (6, 9), (6, 9)),
        ("this_week", (6, 8), (6, 14)),
        ("next_week", (6, 15), (6, 21)),
        ("last_week", (6, 1), (6, 7)),
        ("this_month", (6, 1), (6, 30)),
        ("next_month", (7, 1), (7, 31)),
        ("last_month", (5, 1), (5, 31)),
        ("this_year", (1, 1), (12, 31)),
        ("2026-02-03..2026-02-05", (2, 3), (2, 5)),
    ],
)
def test_a_period_has_its_name(name: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    assert named(name, NOW.date()) == Period(date(2026, *first), date(2026, *last))


def free(*meetings: tuple[float, float], now: datetime = NOW, day: int = 11) -> list[str]:
    made = tuple(
        Meeting(n, OLGA.id, "", at(day, int(start), int(start % 1 * 60)), at(day, int(end), int(end % 1 * 60)))
        for n, (start, end) in enumerate(meetings)
    )
    return free_beside(*made, now=now, day=day)


def free_beside(*meetings: Meeting, now: datetime = NOW, day: int = 11) -> list[str]:
    agenda = Agenda(meetings, WorkingHours(), now)
    days = free_days(agenda, Period.day(date(2026, 6, day)), MOSCOW, now)
    return [f"{span.start:%H:%M}-{span.end:%H:%M}" for _, spans in days for span in spans]


def test_free_time_is_what_meetings_leave_of_the_working_day() -> None:
    assert free() == ["09:00-18:00"]
    assert free((10, 11), (10.5, 12), (17.75, 19)) == ["09:00-10:00", "12:00-17:45"]
    assert free((8, 9.5), (9.75, 17.5)) == ["17:30-18:00"]
    assert free((7, 20)) == []


def test_what_goes_on_over_midnight_or_all_day_takes_its_hours() -> None:
    night = Meeting(1, OLGA.id, "", at(10, 22), at(11, 10, 30))
    assert free_beside(night) == ["10:30-18:00"]
    evening = Meeting(2, OLGA.id, "", at(11, 16), at(12, 2))
    assert free_beside(night, evening) == ["10:30-16:00"]
    away = Meeting(3, OLGA.id, "", at(11, 0), at(12, 0), whole_day=True, availability="absent")
    assert free_beside(away) == []
    assert free_beside(replace(away, availability="free")) == ["09:00-18:00"], "like a birthday"


def test_free_time_that_has_begun_is_told_from_the_next_quarter_of_an_hour() -> None:
    assert free(day=10) == ["12:15-18:00"]
    assert free(day=10, now=at(10, 12, 15)) == ["12:15-18:00"]
    assert free(day=10, now=at(10, 17, 50)) == []
    assert free(day=9) == []


def test_what_takes_no_time_leaves_the_day_free(catalogue: Catalogue) -> None:
    lunch = Meeting(1, OLGA.id, "Lunch", at(10, 13), at(10, 14), availability="free")
    assert "Free: 12:15–18:00." in text(answer(Run("meetings.list"), Office(all_meetings=(lunch,)), catalogue))
    taken = Office(all_meetings=(replace(lunch, availability="busy"),))
    assert "Free: 12:15–13:00 and 14:00–18:00." in text(answer(Run("meetings.list"), taken, catalogue))

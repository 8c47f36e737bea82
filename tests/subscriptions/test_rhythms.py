"""Rhythms as people write them, in both languages, and what only looks like one."""

from datetime import time

import pytest

from assistant.models import Rhythm
from assistant.models.rhythm import EVERY_DAY, WORKING_DAYS
from assistant.subscriptions import read_hour, read_rhythm, read_wish


def on(*weekdays: int, at: str = "09:00", day: int = 0) -> Rhythm:
    return Rhythm(time.fromisoformat(at), weekdays, day)


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("every Monday at 9", on(0)),
        ("Mondays 8:30", on(0, at="08:30")),
        ("every monday and thursday at 17:30", on(0, 3, at="17:30")),
        ("on Fridays at 5pm", on(4, at="17:00")),
        ("send it to me every Tuesday at 5", on(1, at="17:00")),
        ("no, every Friday instead", on(4)),
        ("daily", on(*EVERY_DAY)),
        ("every morning", on(*EVERY_DAY)),
        ("each evening", on(*EVERY_DAY, at="18:00")),
        ("every working day at 8", on(*WORKING_DAYS, at="08:00")),
        ("Mon-Fri 9:15", on(*WORKING_DAYS, at="09:15")),
        ("weekdays at 10 am", on(*WORKING_DAYS, at="10:00")),
        ("weekly", on(0)),
        ("first of the month", on(day=1)),
        ("on the 15th of every month at 10:00", on(day=15, at="10:00")),
        ("last day of the month", on(day=31)),
        ("every month", on(day=1)),
        ("каждый понедельник в 9", on(0)),
        ("по пятницам в 17:30", on(4, at="17:30")),
        ("по понедельникам и четвергам в 10", on(0, 3, at="10:00")),
        ("присылай мне это каждую пятницу в 6 вечера", on(4, at="18:00")),
        ("ежедневно", on(*EVERY_DAY)),
        ("каждое утро", on(*EVERY_DAY)),
        ("по вечерам", on(*EVERY_DAY, at="18:00")),
        ("каждый рабочий день в 8:30", on(*WORKING_DAYS, at="08:30")),
        ("по будням", on(*WORKING_DAYS)),
        ("с понедельника по пятницу в 9", on(*WORKING_DAYS)),
        ("раз в неделю", on(0)),
        ("первого числа каждого месяца", on(day=1)),
        ("каждого 15 числа в 12:00", on(day=15, at="12:00")),
        ("в последний день месяца в 18:00", on(day=31, at="18:00")),
    ],
)
def test_a_rhythm_is_read_and_nothing_is_left(text: str, rhythm: Rhythm) -> None:
    told = read_rhythm(text)
    assert told is not None
    assert (told.rhythm, told.rest) == (rhythm, "")


@pytest.mark.parametrize(
    "text",
    ["tasks due on monday", "on monday", "deals won on 15th", "в понедельник", "сделки 15 числа",
     "what is due this week", "the last month", "at 9", "Friday"],
)  # fmt: skip
def test_a_single_day_is_no_rhythm(text: str) -> None:
    assert read_rhythm(text) is None


@pytest.mark.parametrize(
    ("text", "without", "ordered"),
    [
        ("my open deals every Monday at 9", "my open deals", True),
        ("send me my tasks every morning", "send me my tasks", True),
        ("присылай мои сделки по средам", "присылай мои сделки", True),
        ("deals created every day", "deals created", False),
    ],
)
def test_a_question_beside_the_rhythm_is_left(text: str, without: str, *, ordered: bool) -> None:
    told = read_rhythm(text)
    assert told is not None
    assert told.rest
    assert (told.without, told.ordered) == (without, ordered)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("at 10:30", "10:30"),
        ("в 17:30", "17:30"),
        ("лучше в 18", "18:00"),
        ("make it 8 am", "08:00"),
        ("at 12 am", "00:00"),
    ],
)
def test_an_hour_alone_is_read(text: str, hour: str) -> None:
    assert read_hour(text) == time.fromisoformat(hour)


@pytest.mark.parametrize("text", ["tasks at 5", "at 27:10", "yes", "my deals"])
def test_what_is_more_or_less_than_an_hour_is_none(text: str) -> None:
    assert read_hour(text) is None


def test_a_known_rhythm_without_an_hour_says_so() -> None:
    told = read_rhythm("every Friday")
    assert told is not None
    assert not told.timed


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("My subscriptions", "list"),
        ("what am I subscribed to?", "list"),
        ("unsubscribe", "cancel"),
        ("cancel my subscription", "cancel"),
        ("мои подписки", "list"),
        ("На что я подписан?", "list"),
        ("отпишись", "cancel"),
        ("отпиши меня от этого", "cancel"),
        ("how much is a subscription", None),
        ("remind me to cancel my subscription tomorrow", None),
        ("отписаться от рассылки магазина", None),
    ],
)
def test_a_look_at_subscriptions_is_asked_for_by_the_whole_text(text: str, wish: str | None) -> None:
    assert read_wish(text) == wish

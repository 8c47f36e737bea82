"""Events that were fetched instead of posted."""

from datetime import datetime

import pytest

from assistant.intake.events import events_of, fetched_events
from tests.intake.deliveries import MEMBER, command, written
from tests.intake.test_events import NOT_FOR_US

DATE = "2026-06-10T12:00:00+03:00"


def fetched(number: int, payload, date: str = DATE):
    return fetched_events(number, payload["event"], date, payload["data"], portal=MEMBER, now=1.0)


def test_a_fetched_message_says_what_a_posted_one_says():
    (event,) = fetched(7, written())
    (posted,) = events_of(written(), MEMBER, 1.0)
    assert (event.kind, event.text, event.person, event.dialog) == (
        posted.kind,
        posted.text,
        posted.person,
        posted.dialog,
    )
    assert event.ts == datetime.fromisoformat(DATE).timestamp()


def test_the_number_of_an_event_is_its_identity():
    press = command("/press", "8f3a", context="keyboard")
    first, again, second = (fetched(number, press)[0].id for number in (7, 7, 8))
    assert first == again != second


def test_a_typed_command_is_one_event_though_it_is_fetched_twice():
    as_message, as_command = fetched(7, written("/deals won")), fetched(8, command("/deals", "won"))
    assert as_message[0].id == as_command[0].id


def test_a_date_that_cannot_be_read_hinders_nothing():
    assert fetched(7, written(), "yesterday")[0].ts == 0


@pytest.mark.parametrize("payload", NOT_FOR_US.values(), ids=NOT_FOR_US)
def test_what_is_not_for_us_is_ignored_when_fetched(payload):
    assert fetched(7, payload) == []

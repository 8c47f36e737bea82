"""The command that reads dates line by line."""

import json
from datetime import datetime

from assistant.understanding.dates import dates_line

NOW = datetime.fromisoformat("2026-06-10T09:00")


def test_a_line_of_text_is_read_with_the_options() -> None:
    assert json.loads(dates_line("vacation 15.07–28.07", now=NOW, lang="en"))["dates"] == [
        {"start": 9, "end": 20, "kind": "period", "from": "2026-07-15", "to": "2026-07-28", "date_free": False}
    ]


def test_a_json_line_carries_its_own_time_language_and_direction() -> None:
    line = json.dumps({"text": "в мае", "now": "2020-01-10T10:00", "lang": "ru", "prefer": "past", "extra": 1})
    (found,) = json.loads(dates_line(line, now=NOW, lang="en"))["dates"]
    assert (found["from"], found["to"]) == ("2019-05-01", "2019-05-31")


def test_an_open_end_is_null_and_a_clock_time_without_a_day_is_marked() -> None:
    (until,) = json.loads(dates_line("until 5pm", now=NOW))["dates"]
    assert (until["from"], until["to"], until["date_free"]) == (None, "2026-06-10T17:00", True)


def test_a_blank_line_gives_a_line() -> None:
    assert json.loads(dates_line("", now=NOW))["dates"] == []
    assert "\n" not in dates_line("tomorrow\nin May", now=NOW)


def test_malformed_json_and_wrong_values_are_read_as_far_as_they_go() -> None:
    assert json.loads(dates_line("{tomorrow", now=NOW))["dates"][0]["from"] == "2026-06-11"
    line = json.dumps({"text": "tomorrow", "now": "soon", "lang": 5, "prefer": "sideways"})
    assert json.loads(dates_line(line, now=NOW))["dates"][0]["from"] == "2026-06-11"


def test_without_a_language_it_is_that_of_the_script() -> None:
    assert json.loads(dates_line("завтра", now=NOW))["dates"][0]["from"] == "2026-06-11"

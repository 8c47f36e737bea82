"""A long report says how far it is, in place of the notice that it takes longer."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.assistant_at_work import AtWork, is_notice

PATIENCE = 20.0


@pytest.fixture
def office(at_work: AtWork) -> Iterator[AtWork]:
    yield at_work
    at_work.portal.clear_faults()


def notices(office: AtWork, login: str, after: int) -> list[dict[str, Any]]:
    return [each for each in office.messages(login, after=after) if each["bot"] and is_notice(each)]


def test_progress_takes_the_place_of_the_notice_and_the_answer_follows(office: AtWork) -> None:
    office.say("anna", "/report sales May")  # what is kept for ten minutes is known from here on
    office.portal.faults("latency", method="batch", count=2, value=3300)
    sent = office.write("anna", "/report sales May")
    answer = office.answer("anna", "bot", sent)
    assert "Your sales: May 2026" in answer["text"]
    (notice,) = notices(office, "anna", sent)
    assert notice["id"] < answer["id"]
    assert notice["text"] == "Counted. The answer is below."
    edits = [call["method"] for trace in notice["trace"] for call in office.portal.calls(trace=trace)]
    assert "imbot.v2.Chat.Message.update" in edits


def test_a_report_that_limits_stop_ends_its_progress_and_tells_a_part(office: AtWork) -> None:
    office.say("olga", "our sales report for 2025")  # what is kept for ten minutes is known from here on
    office.portal.faults("latency", method="batch", count=1, value=4500)
    office.portal.faults("status", method="batch", value={"status": 503, "error": "OVERLOAD_LIMIT"}, skip=1)
    before = office.last("olga")
    answer = office.say("olga", "our sales report for 2025")
    (notice,) = notices(office, "olga", before)
    part = re.search(r"Only a part: ([\d,]+ of [\d,]+) deals", answer["text"])
    assert part
    assert notice["id"] < answer["id"]
    assert notice["text"] == f"Stopped at {part[1]}. What I have is below."
    assert not answer["files"]
    office.portal.clear_faults()
    assert "Only a part" not in office.press("olga", "Try again")["text"]


def test_a_group_is_not_told_how_much_somebody_has(office: AtWork) -> None:
    group = office.group("anna", "ivan")
    office.answer("anna", group, 0)  # the introduction
    after = office.last("anna")
    office.portal.faults("latency", method="batch", count=1, value=4000)
    sent = office.write("anna", f"{office.mention} /report sales May", group)
    answer = office.answer("anna", "bot", after)
    assert "Your sales: May 2026" in answer["text"]
    deadline = time.monotonic() + PATIENCE
    told: list[str] = []
    while time.monotonic() < deadline and len(told) < 2:
        told = [each["text"] for each in office.messages("ivan", group, sent) if each["bot"]]
        time.sleep(0.05)
    assert told[0] == "Still working on it."
    assert not any("Following" in text or "Counting" in text for text in told)

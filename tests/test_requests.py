"""Each answer takes no more REST requests than it may, once people, stages and pipelines are known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from redis import Redis

from assistant import storage
from assistant.models import Rhythm, Run
from assistant.models.rhythm import EVERY_DAY
from assistant.subscriptions import Subscriptions
from benchmarks.requests import QUESTIONS, REPORT, Question, Taken, most_of_report
from tests.assistant_at_work import AtWork


def taken(at_work: AtWork, answer: dict[str, object]) -> Taken:
    at_work.rest()
    return Taken.of(at_work.portal.calls(trace=answer["trace"][0]))  # type: ignore[index]


def ask(at_work: AtWork, question: Question) -> Taken:
    answer = at_work.say(question.login, question.text)
    if question.press:
        answer = at_work.press(question.login, question.press)
    counted = taken(at_work, answer)
    if question.what == "task.create":
        at_work.press(question.login, "Undo")
    return counted


@pytest.mark.parametrize("question", QUESTIONS, ids=[each.what for each in QUESTIONS])
def test_an_answer_takes_as_few_requests_as_it_may(at_work: AtWork, question: Question) -> None:
    ask(at_work, question)
    again = ask(at_work, question)
    assert again.data <= question.most
    assert again.replies == 1


def test_a_report_takes_a_request_for_each_2500_rows_and_three_more(at_work: AtWork) -> None:
    ask(at_work, REPORT)
    again = ask(at_work, REPORT)
    assert 3 < again.data <= most_of_report(at_work.portal.http)
    assert again.replies == 1
    assert again.files


def test_a_delivery_takes_what_its_question_takes(at_work: AtWork) -> None:
    due = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=1)
    at_work.say("olga", "/deals")
    last = at_work.last("olga")
    with Redis.from_url(at_work.settings.redis_url, db=storage.STATE_DB) as redis:
        hers = Subscriptions(redis, lambda: due.timestamp() - 1).of(at_work.member_id, 4, ZoneInfo("UTC"))
        made = hers.add(Run("deals.list"), None, Rhythm(due.time(), EVERY_DAY))
        assert made
        delivery = taken(at_work, at_work.answer("olga", "bot", last))
        hers.stop(made.id)
    assert delivery.data == 1
    assert delivery.replies == 1

from dataclasses import replace
from datetime import date

import pytest

from assistant.catalogue import Catalogue
from assistant.models import Ask as AskStep
from assistant.models import Cancel, Clarify, Decline, Period, Prompt, Run, Scope, Slots
from assistant.scenarios.questions import ASKED
from tests.scenarios.conftest import Ask, action, buttons, labels, text

TODAY = Period.day(date(2026, 6, 10))


def test_every_question_can_be_cancelled(reply: Ask) -> None:
    for slot in (*ASKED, "topic"):
        question = reply(AskStep(Run("deals.list"), slot))
        assert text(question).endswith(("?", "."))
        assert action(question, "Cancel") == Cancel()


def test_a_period_is_asked_for_with_likely_ones(reply: Ask) -> None:
    question = reply(AskStep(Run("deals.list", Slots(deal_state="won")), "period"))
    assert action(question, "Today") == Run("deals.list", Slots(deal_state="won", period=TODAY))


def test_what_is_not_answered_yet_is_not_asked_about(reply: Ask) -> None:
    assert "not in this version yet" in text(reply(AskStep(Run("vacation.request"), "period")))


def test_a_misspelt_command_that_writes_is_confirmed(reply: Ask) -> None:
    # Those that write ask in their own words.
    run = Run("deals.list", read_as="/deals")
    question = reply(AskStep(run, "confirm"))
    assert text(question) == "Read as /deals. Is that what you want?"
    assert action(question, "Yes, /deals") == replace(run, read_as="")


def test_doubt_is_a_choice_that_carries_what_was_said(reply: Ask) -> None:
    run = Run("deals.list", Slots(deal_state="won"), Scope.READABLE)
    question = reply(Clarify((run, Run("call.start"))))
    assert action(question, "Deals with amounts and stages") == run
    assert action(question, "Call a client") == AskStep(Run("call.start"), "client")
    assert action(question, "Something else") == Run("help")


def test_a_choice_leaves_out_what_has_no_answer_yet(reply: Ask) -> None:
    question = reply(Clarify((Run("client.card"), Run("vacation.request"), Run("help"))))
    assert labels(question) == ["Find a client", "Something else"]
    assert text(question) == "Do you mean this?"


def test_one_meaning_without_an_answer_is_said_to_be_coming(reply: Ask) -> None:
    assert "not in this version yet" in text(reply(Clarify((Run("vacation.request"),))))


def test_a_choice_of_nothing_that_works_is_no_choice(reply: Ask) -> None:
    assert text(reply(Clarify((Run("alert.escalate"), Run("ticket.status"))))).startswith("I can't do that here.")


def test_help_is_offered_once(reply: Ask) -> None:
    assert labels(reply(Decline(offers=(Run("help"),)))).count("What else?") == 1


def test_a_command_that_was_meant_runs_or_asks_for_what_it_needs(reply: Ask) -> None:
    answer = reply(Decline("unknown_command", ("/deals", "/client")))
    assert action(answer, "/deals") == Run("deals.list")
    assert action(answer, "/client") == AskStep(Run("client.card"), "client")


def test_a_press_of_somebody_else_is_offered_nothing(reply: Ask) -> None:
    assert labels(reply(Decline("foreign_press"))) == []


def test_what_fits_best_is_offered_first(reply: Ask) -> None:
    answer = reply(Decline(offers=(Run("call.start", Slots(client="Acme")), Run("tasks.list"), Run("deals.list"))))
    assert labels(answer) == ["Call Acme", "My tasks today", "What else?"]


def test_an_intent_that_nobody_knows_is_declined(reply: Ask) -> None:
    assert text(reply(Run("weather.today"))).startswith("I can't do that here.")


@pytest.mark.parametrize("topic", ["deals", "/DEALS", "sdelki", "сделки с суммами и стадиями", "deals.list", "сделки"])
def test_help_finds_a_command_by_any_of_its_names(reply: Ask, topic: str) -> None:
    assert text(reply(Run("help", Slots(topic=topic)))).startswith("[b]Deals with amounts and stages[/b]")


def test_help_lets_try_a_command_and_puts_it_into_the_input(reply: Ask) -> None:
    answer = reply(Run("help", Slots(topic="client")))
    assert action(answer, "Try it") == AskStep(Run("client.card"), "client")
    assert buttons(answer)[1].does == Prompt("/client ")


def test_help_names_every_command_that_is_answered(reply: Ask, catalogue: Catalogue) -> None:
    first = reply(action(reply(Run("help")), "All commands"))
    shown = text(first) + text(reply(action(first, "Show more")))
    for intent in catalogue:
        if intent.answered and intent.command:
            assert f"/{intent.command}" in shown


def test_help_tells_what_people_come_for_in_six_lines(reply: Ask) -> None:
    answer = reply(Run("help"))
    lines = text(answer).splitlines()
    assert len(lines) == 6
    for group in ("Deals", "Clients", "Tasks", "Meetings", "Reports"):
        assert any(line.startswith(f'[b]{group}[/b]: "') for line in lines)
    assert labels(answer)[-1] == "All commands"


def test_a_day_that_does_not_exist_is_offered_as_days_that_do(reply: Ask) -> None:
    june = Period(date(2026, 6, 1), date(2026, 6, 30))
    last = Run("meetings.list", Slots(period=Period.day(june.last)))
    month = Run("meetings.list", Slots(period=june))
    declined = reply(Decline("no_day", offers=(last, month), words="31 June"))
    assert text(declined).startswith('There is no "31 June".')
    assert labels(declined)[:2] == ["30 June", "June 2026"]
    assert action(declined, "June 2026") == month


def test_what_cannot_be_read_behind_a_command_is_quoted(reply: Ask) -> None:
    declined = reply(Decline("unread", offers=(Run("deals.list"),), words="31 February"))
    assert text(declined).startswith('I cannot read "31 February".')
    assert labels(declined)[0] == "My open deals"


@pytest.mark.parametrize("name", ["Ромашка", "Петр"])
def test_whom_one_meets_may_be_a_client(reply: Ask, name: str) -> None:
    question = reply(Run("meetings.list", Slots(person=name), Scope.READABLE))
    assert action(question, "It is a client") == Run("client.card", Slots(client=name), Scope.READABLE)
    assert "It is a client" not in labels(reply(Run("tasks.list", Slots(person=name), Scope.READABLE)))

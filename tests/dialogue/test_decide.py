"""The next step follows from the reading and from what was asked before."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.catalogue import Catalogue
from assistant.dialogue import Question, State, decide
from assistant.models import (
    Ask,
    Cancel,
    Candidate,
    Clarify,
    Decision,
    Decline,
    Entity,
    Reading,
    Run,
    Scope,
    Slots,
)

NOW = datetime(2026, 6, 10, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(Path(__file__).parents[2] / "intents")


def reading(text: str, intent: str = "none", *entities: tuple[str, str], **more: object) -> Reading:
    found = tuple(Entity(kind, 0, len(value), value, value) for kind, value in entities)
    decision = Decision.NONE if intent == "none" else Decision.ANSWER
    return Reading(**{"text": text, "lang": "en", "intent": intent, "confidence": 0.9, "decision": decision,
                      "entities": found, **more})  # fmt: skip


def asking(slot: str, intent: str = "client.card", ago: timedelta = timedelta(0)) -> State:
    return State(question=Question(Ask(Run(intent), slot), NOW - ago))


def test_a_complete_reading_runs_and_is_remembered(catalogue: Catalogue) -> None:
    step, state = decide(reading("won deals", "deals.list", ("deal_state", "won")), State(), catalogue, NOW)
    assert step == Run("deals.list", Slots(deal_state="won"))
    assert state.last == step
    assert state.lang == "en"


def test_an_entity_that_the_intent_does_not_take_is_left_out(catalogue: Catalogue) -> None:
    step, _ = decide(reading("call Acme open", "call.start", ("client", "Acme"), ("deal_state", "open")), State(),
                     catalogue, NOW)  # fmt: skip
    assert step == Run("call.start", Slots(client="Acme"))


def test_the_scope_of_the_words_travels_with_the_step(catalogue: Catalogue) -> None:
    step, _ = decide(reading("our deals", "deals.list", scope=Scope.READABLE), State(), catalogue, NOW)
    assert isinstance(step, Run)
    assert step.scope is Scope.READABLE


def test_a_missing_client_is_asked_for(catalogue: Catalogue) -> None:
    step, state = decide(reading("/client", "client.card", command="client"), State(), catalogue, NOW)
    assert step == Ask(Run("client.card"), "client")
    assert state.question == Question(step, NOW)


def test_one_of_two_possible_slots_is_enough_for_a_call(catalogue: Catalogue) -> None:
    step, _ = decide(reading("call +49301234567", "call.start", ("phone", "+49301234567")), State(), catalogue, NOW)
    assert step == Run("call.start", Slots(phone="+49301234567"))


@pytest.mark.parametrize("intent", ["none", "client.card", "client.last_contact"])
def test_a_bare_name_answers_the_question_for_a_client(catalogue: Catalogue, intent: str) -> None:
    answer = reading("Acme Corp", intent, ("client", "Acme Corp"))
    step, state = decide(answer, asking("client", "call.start"), catalogue, NOW)
    assert step == Run("call.start", Slots(client="Acme Corp"))
    assert state.question is None


def test_words_without_an_entity_answer_the_question_too(catalogue: Catalogue) -> None:
    step, _ = decide(reading("«Ромашка»"), asking("client"), catalogue, NOW)
    assert step == Run("client.card", Slots(client="Ромашка"))


def test_a_side_question_is_answered_and_the_question_stays_open(catalogue: Catalogue) -> None:
    state = asking("client")
    step, after = decide(reading("how many open deals do I have", "deals.count"), state, catalogue, NOW)
    assert step == Run("deals.count")
    assert after.question == state.question


def test_a_command_is_never_the_answer_to_a_question(catalogue: Catalogue) -> None:
    step, _ = decide(reading("/deals", "deals.list", command="deals"), asking("client"), catalogue, NOW)
    assert step == Run("deals.list")


def test_an_answer_after_ten_minutes_belongs_to_no_question(catalogue: Catalogue) -> None:
    step, _ = decide(reading("Acme"), asking("client", ago=timedelta(minutes=10)), catalogue, NOW)
    assert isinstance(step, Decline)


def test_no_takes_the_open_question_back(catalogue: Catalogue) -> None:
    step, state = decide(reading("cancel", "dialogue.deny"), asking("client"), catalogue, NOW)
    assert step == Cancel()
    assert state.question is None


def test_a_misspelt_command_that_writes_is_confirmed_first(catalogue: Catalogue) -> None:
    typo = reading("/ak 12", "alert.acknowledge", command="ack", read_as="/ack",
                   entities=(Entity("alert", 4, 6, "12", 12),))  # fmt: skip
    step, state = decide(typo, State(), catalogue, NOW)
    assert isinstance(step, Ask)
    assert step.slot == "confirm"
    confirmed, _ = decide(reading("yes", "dialogue.confirm"), state, catalogue, NOW)
    assert confirmed == Run("alert.acknowledge", Slots(alert=12), read_as="/ack")


def test_a_confirmation_without_a_question_is_thanks(catalogue: Catalogue) -> None:
    step, _ = decide(reading("ok", "dialogue.confirm"), State(), catalogue, NOW)
    assert step == Run("smalltalk.thanks")


def test_no_without_a_question_cancels_nothing(catalogue: Catalogue) -> None:
    step, _ = decide(reading("cancel", "dialogue.deny"), State(), catalogue, NOW)
    assert step == Run("dialogue.deny")


@pytest.mark.parametrize("text", ["", "/", "...", "?!", " \u200b"])
def test_a_message_without_a_word_gets_help(catalogue: Catalogue, text: str) -> None:
    step, state = decide(reading(text, "dialogue.deny"), asking("client"), catalogue, NOW)
    assert step == Run("help")
    assert state.question


def test_an_unknown_command_is_called_one(catalogue: Catalogue) -> None:
    step, _ = decide(reading("/foo bar"), State(), catalogue, NOW)
    assert step == Decline("unknown_command")


def test_doubt_becomes_a_choice(catalogue: Catalogue) -> None:
    likely = (Candidate("deals.count", 0.5), Candidate("report.sales", 0.4))
    step, _ = decide(reading("sales", decision=Decision.CLARIFY, candidates=likely), State(), catalogue, NOW)
    assert isinstance(step, Clarify)
    assert [run.intent for run in step.runs] == ["deals.count", "report.sales"]


def test_what_is_not_understood_offers_what_is_near_and_answered(catalogue: Catalogue) -> None:
    near = (Candidate("deals.list", 0.2), Candidate("oncall.who", 0.1), Candidate("smalltalk.greet", 0.1))
    step, _ = decide(reading("make my deals bigger", candidates=near), State(), catalogue, NOW)
    assert isinstance(step, Decline)
    assert [run.intent for run in step.offers] == ["deals.list"]

"""The next step follows from the reading and from what was asked before."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.catalogue import Catalogue
from assistant.dialogue import Offered, Question, State, consented, decide
from assistant.models import (
    Ask,
    Cancel,
    Candidate,
    Clarify,
    Decision,
    Decline,
    Entity,
    Kind,
    Period,
    Pronoun,
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


def test_a_rhythm_is_no_name_that_was_asked_for_but_may_be_the_title_of_a_task(catalogue: Catalogue) -> None:
    state = replace(asking("client", "call.start"), last=DEALS)
    step, after = decide(reading("every Monday at 9"), state, catalogue, NOW)
    assert isinstance(step, Run)
    assert step.intent == "subscription.create"
    assert after.question == state.question
    step, _ = decide(reading("every Monday at 9"), asking("title", "task.create"), catalogue, NOW)
    assert isinstance(step, Ask)
    assert step.run.slots.title == "every Monday at 9"


def test_a_command_is_never_the_answer_to_a_question(catalogue: Catalogue) -> None:
    step, _ = decide(reading("/deals", "deals.list", command="deals"), asking("client"), catalogue, NOW)
    assert step == Run("deals.list")


@pytest.mark.parametrize("intent", ["session.disconnect", "ticket.create", "task.create"])
def test_a_name_that_is_a_little_like_a_change_is_the_answer(catalogue: Catalogue, intent: str) -> None:
    step, state = decide(reading("Zzyzx Unlimited", intent, confidence=0.63), asking("client"), catalogue, NOW)
    assert step == Run("client.card", Slots(client="Zzyzx Unlimited"))
    assert state.question is None


@pytest.mark.parametrize("slot", ["client", "period", "confirm"])
def test_a_clear_wish_is_no_answer(catalogue: Catalogue, slot: str) -> None:
    step, _ = decide(reading("disconnect me", "session.disconnect", confidence=0.99), asking(slot), catalogue, NOW)
    assert step == Run("session.disconnect")


@pytest.mark.parametrize("state", [State(), asking("period", "report.sales"), asking("confirm", "task.create")])
def test_what_may_mean_a_wiping_is_offered_and_not_done(catalogue: Catalogue, state: State) -> None:
    step, after = decide(reading("Unlimited", "session.disconnect", confidence=0.64), state, catalogue, NOW)
    assert isinstance(step, Clarify)
    assert step.runs == (Run("session.disconnect"),)
    assert after.question == state.question, "the question stays open"


def test_a_command_needs_no_likelihood(catalogue: Catalogue) -> None:
    said = reading("/disconnect", "session.disconnect", confidence=0.5, command="disconnect")
    assert decide(said, asking("client"), catalogue, NOW)[0] == Run("session.disconnect")


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
    assert confirmed == Run("alert.acknowledge", Slots(alert=12), read_as="/ack", confirmed=True)


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


JUNE, MAY = (Period(date(2026, month, 1), date(2026, month, last)) for month, last in ((6, 30), (5, 31)))
WON = Run("deals.list", Slots(deal_state="won", period=JUNE), Scope.READABLE, view="list", offset=10)


def change(kind: Kind, scope: Scope = Scope.READABLE, **slots: object) -> Reading:
    found = tuple(Entity(type_, 0, 1, "x", value) for type_, value in slots.items())
    return reading("x", kind=kind, scope=scope, entities=found)


def test_a_followup_keeps_what_it_does_not_change_and_begins_at_the_first_row(catalogue: Catalogue) -> None:
    step, state = decide(change(Kind.FOLLOWUP, period=MAY), State(last=WON), catalogue, NOW)
    assert step == Run("deals.list", Slots(deal_state="won", period=MAY), Scope.READABLE, view="list")
    assert state.last == step


def test_followups_go_on_from_each_other(catalogue: Catalogue) -> None:
    _, state = decide(change(Kind.FOLLOWUP, person="Anna"), State(last=WON), catalogue, NOW)
    step, _ = decide(change(Kind.FOLLOWUP, period=MAY), state, catalogue, NOW)
    assert isinstance(step, Run)
    assert (step.slots.person, step.slots.period) == ("Anna", MAY)


def test_mine_after_a_colleagues_are_the_persons_own(catalogue: Catalogue) -> None:
    _, state = decide(change(Kind.FOLLOWUP, person="Anna"), State(last=WON), catalogue, NOW)
    step, _ = decide(change(Kind.FOLLOWUP, Scope.OWN), state, catalogue, NOW)
    assert isinstance(step, Run)
    assert (step.slots.person, step.scope) == (None, Scope.OWN)


def test_another_client_is_looked_for_anew(catalogue: Catalogue) -> None:
    last = Run("client.card", Slots(client="Acme", client_id=7, client_kind="company"))
    step, _ = decide(change(Kind.FOLLOWUP, client="Globex"), State(last=last), catalogue, NOW)
    assert isinstance(step, Run)
    assert step.slots == Slots(client="Globex")


def test_a_followup_without_anything_before_is_declined(catalogue: Catalogue) -> None:
    step, _ = decide(change(Kind.FOLLOWUP, period=MAY), State(), catalogue, NOW)
    assert isinstance(step, Decline)


def test_a_corrected_write_is_confirmed_again(catalogue: Catalogue) -> None:
    request = Run("vacation.request", Slots(period=JUNE))
    asked = State(question=Question(Ask(request, "confirm"), NOW))
    step, state = decide(change(Kind.CORRECTION, Scope.OWN, period=MAY), asked, catalogue, NOW)
    assert step == Ask(Run("vacation.request", Slots(period=MAY)), "confirm", ("period",))
    confirmed, _ = decide(reading("yes", "dialogue.confirm"), state, catalogue, NOW)
    assert confirmed == Run("vacation.request", Slots(period=MAY), confirmed=True)


def test_another_day_keeps_the_hour(catalogue: Catalogue) -> None:
    last = Run("task.create", Slots(title="call", datetime=datetime(2026, 6, 11, 15)))  # noqa: DTZ001 - local time
    friday = Period(date(2026, 6, 12), date(2026, 6, 12))
    step, _ = decide(change(Kind.CORRECTION, Scope.OWN, period=friday), State(last=last), catalogue, NOW)
    assert isinstance(step, Ask)
    assert step.run.slots == Slots(title="call", datetime=datetime(2026, 6, 12, 15))  # noqa: DTZ001 - local time


def test_a_correction_mends_the_open_question_and_not_what_was_answered(catalogue: Catalogue) -> None:
    state = State(last=WON, question=Question(Ask(Run("client.card"), "client"), NOW))
    step, _ = decide(change(Kind.CORRECTION, client="Acme"), state, catalogue, NOW)
    assert isinstance(step, Run)
    assert (step.intent, step.slots.client) == ("client.card", "Acme")


def test_a_confirmation_after_ten_minutes_is_asked_for_again(catalogue: Catalogue) -> None:
    old = asking("confirm", "task.create", ago=timedelta(minutes=10))
    step, state = decide(reading("yes", "dialogue.confirm"), old, catalogue, NOW)
    assert step == Ask(Run("task.create"), "confirm")
    assert state.question == Question(step, NOW)


def test_what_changes_something_is_never_done_unasked(catalogue: Catalogue) -> None:
    step, state = decide(reading("x", "task.create", ("title", "call")), State(), catalogue, NOW)
    assert step == Ask(Run("task.create", Slots(title="call")), "confirm")
    confirmed, state = decide(reading("yes", "dialogue.confirm"), state, catalogue, NOW)
    assert confirmed == Run("task.create", Slots(title="call"), confirmed=True)
    assert decide(reading("yes", "dialogue.confirm"), state, catalogue, NOW)[0] == Run("smalltalk.thanks")


def test_a_press_counts_for_ten_minutes_and_for_the_newest_version_only() -> None:
    draft = Run("task.create", Slots(title="call"), key="d", confirmed=True, asked=NOW)
    assert consented(draft, State(), NOW + timedelta(minutes=9)) == draft
    again = Ask(replace(draft, confirmed=False, asked=None), "confirm")
    assert consented(draft, State(), NOW + timedelta(minutes=10)) == again
    newer = Run("task.create", Slots(title="write"), key="d")
    state = State(question=Question(Ask(newer, "confirm"), NOW))
    assert consented(draft, state, NOW) == Ask(newer, "confirm")


def test_a_correction_of_what_was_done_is_a_draft_of_its_own(catalogue: Catalogue) -> None:
    done = Run("task.create", Slots(title="call"), key="d", confirmed=True, asked=NOW)
    step, _ = decide(change(Kind.CORRECTION, Scope.OWN, period=MAY), State(last=done), catalogue, NOW)
    assert step == Ask(Run("task.create", Slots(title="call", period=MAY)), "confirm", ("period",))


def test_a_confirmation_counts_for_the_newest_question_only(catalogue: Catalogue) -> None:
    _, state = decide(reading("/client", "client.card", command="client"), asking("confirm"), catalogue, NOW)
    step, _ = decide(reading("yes", "dialogue.confirm"), state, catalogue, NOW)
    assert step == Run("smalltalk.thanks")


def test_a_pronoun_is_the_client_who_was_spoken_of_last(catalogue: Catalogue) -> None:
    card = Run("client.card", Slots(client="Acme", client_id=7, client_kind="company"))
    state = State().answered(card).answered(Run("tasks.list"))
    step, _ = decide(reading("call them", "call.start", refers=Pronoun.THEY), state, catalogue, NOW)
    assert isinstance(step, Run)
    assert step.slots == Slots(client="Acme", client_id=7, client_kind="company")


def test_a_pronoun_without_a_client_before_is_asked_for(catalogue: Catalogue) -> None:
    step, _ = decide(reading("call them", "call.start", refers=Pronoun.THEY), State(), catalogue, NOW)
    assert step == Ask(Run("call.start"), "client")


def test_what_cannot_be_read_behind_a_command_is_said(catalogue: Catalogue) -> None:
    likely = (Candidate("deals.list", 1.0),)
    said = reading("/deals 31 February", command="deals", unread="31 February", candidates=likely)
    step, state = decide(said, State(), catalogue, NOW)
    assert step == Decline("unread", offers=(Run("deals.list"),), words="31 February")
    assert state.last is None


@pytest.mark.parametrize(
    ("text", "command", "lang"),
    [
        ("/client Acme", "client", "ru"),
        ("[USER=5]Assistant[/USER] /deals won", "deals", "ru"),
        ("/сделки won", "deals", "en"),  # whatever the reading says of it
        ("won deals", "", "en"),
    ],
)
def test_a_command_in_latin_letters_tells_nothing_of_the_language(
    catalogue: Catalogue, text: str, command: str, lang: str
) -> None:
    _, state = decide(reading(text, "deals.list", command=command), State("ru"), catalogue, NOW)
    assert state.lang == lang


DEALS = Run("deals.list", Slots(deal_state="open"))
COUNT = Run("deals.count", Slots(deal_state="open"))
DRAFT = Run("task.create", Slots(title="Buy flowers"), key="draft-1")


def test_a_label_that_is_typed_does_what_its_button_does(catalogue: Catalogue) -> None:
    more = replace(DEALS, offset=6)
    state = State(last=DEALS, offered=(Offered("Show more", more), Offered("Cancel", cancel=True)))
    assert decide(reading("show more."), state, catalogue, NOW)[0] == more
    assert decide(reading("cancel"), state, catalogue, NOW)[0] == Cancel()


def test_a_part_of_a_name_that_only_one_choice_has_chooses_it(catalogue: Catalogue) -> None:
    runs = [
        Run("client.card", Slots(client=name, client_id=id_)) for id_, name in enumerate(("Baltic Foods", "Baltic AG"))
    ]
    state = State(offered=tuple(Offered(run.slots.client or "", run) for run in runs))
    assert decide(reading("Foods"), state, catalogue, NOW)[0] == runs[0]
    assert decide(reading("Baltic"), state, catalogue, NOW)[0] not in runs


def test_a_label_that_says_yes_is_a_yes_for_ten_minutes(catalogue: Catalogue) -> None:
    yes = replace(DRAFT, confirmed=True, asked=NOW)
    state = replace(State(offered=(Offered("Create task", yes),)), question=Question(Ask(DRAFT, "confirm"), NOW))
    assert decide(reading("create task"), state, catalogue, NOW)[0] == yes
    late = decide(reading("create task"), state, catalogue, NOW + timedelta(minutes=11))[0]
    assert late == Ask(replace(DRAFT, confirmed=False), "confirm")


def test_a_look_is_that_of_a_button_of_the_answer(catalogue: Catalogue) -> None:
    why = replace(COUNT, view="why")
    state = State(last=COUNT, offered=(Offered("Show them", DEALS), Offered("Why 14?", why)))
    for view, run in (("why", why), ("list", DEALS), ("by_stage", replace(DEALS, view="by_stage"))):
        step, _ = decide(reading("please", kind=Kind.FOLLOWUP, view=view), state, catalogue, NOW)
        assert step == run


def test_a_look_that_the_answer_does_not_have_is_refused(catalogue: Catalogue) -> None:
    state = State(last=Run("client.card", Slots(client="Acme")))
    for view, reason in (("by_stage", "no_look"), ("more", "no_more")):
        step, after = decide(reading("x", kind=Kind.FOLLOWUP, view=view), state, catalogue, NOW)
        assert step == Decline(reason)
        assert after.last == state.last


def test_a_question_beside_an_open_one_leaves_it_open_and_it_comes_back(catalogue: Catalogue) -> None:
    state = State(question=Question(Ask(DRAFT, "confirm"), NOW))
    step, after = decide(reading("my deals", "deals.list", kind=Kind.NEW), state, catalogue, NOW)
    assert step == Run("deals.list")
    assert after.back(NOW) == Ask(DRAFT, "confirm")
    twice = after.repeated(NOW).repeated(NOW)
    assert twice.back(NOW) is None
    assert decide(reading("yes", "dialogue.confirm"), twice, catalogue, NOW)[0] == replace(DRAFT, confirmed=True)


def test_after_a_question_beside_it_a_follow_up_goes_on_from_that_and_a_correction_mends_the_task() -> None:
    state = State(question=Question(Ask(DRAFT, "confirm"), NOW), last=DEALS)
    assert state.before(NOW, Kind.FOLLOWUP) == DRAFT
    assert state.repeated(NOW).before(NOW, Kind.FOLLOWUP) == DEALS
    assert state.repeated(NOW).before(NOW, Kind.CORRECTION) == DRAFT


def test_a_question_that_had_to_wait_is_open_again_when_the_other_is_answered(catalogue: Catalogue) -> None:
    state = State(question=Question(Ask(DRAFT, "confirm"), NOW))
    _, asked = decide(reading("/client", "client.card", command="client"), state, catalogue, NOW)
    assert asked.wanted(NOW) == "client"
    step, after = decide(reading("Acme"), asked, catalogue, NOW)
    assert step == Run("client.card", Slots(client="Acme"))
    assert after.back(NOW) == Ask(DRAFT, "confirm")
    assert decide(reading("no", "dialogue.deny"), asked, catalogue, NOW)[1].back(NOW) == Ask(DRAFT, "confirm")


def test_he_is_who_was_spoken_of_last_and_they_are_the_client(catalogue: Catalogue) -> None:
    state = State().answered(Run("client.card", Slots(client="Acme")))
    state = state.answered(Run("tasks.list", Slots(person="Ivan")))
    his, _ = decide(reading("his deals", "deals.list", refers=Pronoun.ONE), state, catalogue, NOW)
    theirs, _ = decide(reading("their deals", "deals.list", refers=Pronoun.THEY), state, catalogue, NOW)
    assert his == Run("deals.list", Slots(person="Ivan"), Scope.READABLE)
    assert theirs == Run("deals.list", Slots(client="Acme"), Scope.READABLE)


def test_a_pronoun_gives_nobody_a_task(catalogue: Catalogue) -> None:
    state = State().answered(Run("tasks.list", Slots(person="Ivan")))
    said = reading("remind him", "task.create", ("title", "call"), refers=Pronoun.ONE, confidence=0.99)
    step, _ = decide(said, state, catalogue, NOW)
    assert step == Ask(Run("task.create", Slots(title="call")), "confirm")


def test_what_was_told_privately_out_of_a_group_goes_on_in_the_private_chat() -> None:
    group = replace(State("en", last=DEALS), question=Question(Ask(DRAFT, "confirm"), NOW))
    private = State("en", last=COUNT).following(group, asked=True)
    assert (private.last, private.question) == (DEALS, group.question)
    assert State().following(group, asked=False).question is None
    assert group.elsewhere().back(NOW) is None


def test_a_doubtful_yes_changes_nothing_and_is_asked_again(catalogue: Catalogue) -> None:
    ask = Ask(Run("task.create", Slots(title="buy coffee")), "confirm")
    step, after = decide(reading("whatever", "dialogue.confirm", confidence=0.73), State(question=Question(ask, NOW)),
                         catalogue, NOW)  # fmt: skip
    assert step == ask
    assert after.question == Question(ask, NOW)

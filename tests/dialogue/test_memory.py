"""What is remembered of a dialog, and who may press which button."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant import storage
from assistant.dialogue import Answered, Answers, Memory, Presses, Question, Refusal, Sent, State
from assistant.models import Ask, Cancel, Dialog, Event, EventKind, Person, Run, Share, Slots
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.settings import Settings

STATE = State(
    "ru", Question(Ask(Run("client.card"), "client"), datetime(2026, 6, 10, 9, tzinfo=UTC)), Run("deals.list")
)


def test_a_new_dialog_remembers_nothing(redis_settings: Settings) -> None:
    memory = Memory(storage.connect(redis_settings, storage.STATE_DB))
    assert memory.load("portal", "2", 2) == State()


def test_a_state_comes_back_as_it_was_saved(redis_settings: Settings) -> None:
    memory = Memory(storage.connect(redis_settings, storage.STATE_DB))
    memory.save("portal", "2", 2, STATE)
    assert memory.load("portal", "2", 2) == STATE
    assert memory.load("portal", "chat5", 2) == State("ru"), "another dialog of the same person: only the language"
    assert memory.load("portal", "2", 3) == State(), "another person"


def test_the_language_outlives_what_was_said(redis_settings: Settings) -> None:
    redis = storage.connect(redis_settings, storage.STATE_DB)
    Memory(redis).save("portal", "2", 2, STATE)
    Memory(redis).save("portal", "chat5", 2, State("en"))
    redis.delete(storage.dialog_state("portal", "2", 2))
    assert Memory(redis).load("portal", "2", 2) == State("en"), "the one written in last"
    assert Memory(redis).load("portal", "chat5", 2).lang == "en"


def test_a_state_of_another_version_is_forgotten(redis_settings: Settings) -> None:
    redis = storage.connect(redis_settings, storage.STATE_DB)
    redis.set(storage.dialog_state("portal", "2", 2), b'{"lang": ["not", "a", "text"]}')
    assert Memory(redis).load("portal", "2", 2) == State()


def test_every_key_of_a_dialog_has_a_lifetime(redis_settings: Settings) -> None:
    redis = storage.connect(redis_settings, storage.STATE_DB)
    Memory(redis).save("portal", "2", 2, STATE)
    Presses(redis).keep(Run("deals.list"), "portal", 2, "2")
    Memory(redis).tell("portal", "chat5", "join")
    Answers(redis).keep(asked("my deals"), Answered("my deals", 0.0, State(), Sent({"2": 8})))
    lives = {key.decode().partition(":")[0]: redis.ttl(key) for key in redis.keys("*")}
    assert len(lives) == 5
    language = lives.pop("language")
    assert 0 < language <= storage.LANGUAGE_LIFE
    assert all(0 < life <= storage.DAY for life in lives.values())


def test_a_press_does_what_its_button_was_made_for(redis_settings: Settings, redis_server: EmbeddedRedis) -> None:
    presses = Presses(storage.connect(redis_settings, storage.STATE_DB))
    run, ask = Run("deals.list", Slots(deal_state="won"), offset=6), Ask(Run("call.start"), "client")
    actions = (run, ask, Cancel(), Share("[b]14 open deals[/b]"))
    for action in actions:
        assert presses.take(presses.keep(action, "portal", 2, "2"), "portal", 2, "2") == action


def test_a_press_of_somebody_else_or_elsewhere_does_nothing(redis_settings: Settings) -> None:
    presses = Presses(storage.connect(redis_settings, storage.STATE_DB))
    press = presses.keep(Run("deals.list"), "portal", 2, "2")
    assert presses.take(press, "portal", 3, "2") is Refusal.FOREIGN
    assert presses.take(press, "portal", 2, "chat5") is Refusal.FOREIGN
    assert presses.take(press, "other", 2, "2") is Refusal.FOREIGN


def test_a_typed_or_expired_press_does_nothing(redis_settings: Settings) -> None:
    redis = storage.connect(redis_settings, storage.STATE_DB)
    presses = Presses(redis)
    assert presses.take("made-up", "portal", 2, "2") is Refusal.EXPIRED
    assert presses.take("", "portal", 2, "2") is Refusal.EXPIRED
    press = presses.keep(Run("deals.list"), "portal", 2, "2")
    redis.delete(storage.press(press))
    assert presses.take(press, "portal", 2, "2") is Refusal.EXPIRED


def test_a_spent_press_is_known_to_its_person_only(redis_settings: Settings) -> None:
    redis = storage.connect(redis_settings, storage.STATE_DB)
    presses = Presses(redis)
    press = presses.keep(Share("14 open deals"), "portal", 2, "chat5")
    presses.spend(press, "portal", 2, "chat5")
    assert presses.take(press, "portal", 2, "chat5") is Refusal.SPENT
    assert presses.take(press, "portal", 3, "chat5") is Refusal.FOREIGN
    assert b"14 open deals" not in redis.get(storage.press(press))


def test_dropped_presses_are_expired(redis_settings: Settings) -> None:
    presses = Presses(storage.connect(redis_settings, storage.STATE_DB))
    kept = [presses.keep(Run("deals.list"), "portal", 2, "2") for _ in range(2)]
    presses.drop(kept)
    presses.drop(())
    assert [presses.take(press, "portal", 2, "2") for press in kept] == [Refusal.EXPIRED] * 2


def asked(text: str, *, kind: EventKind = EventKind.MESSAGE, ts: int = 1000, message: int = 7) -> Event:
    return Event("id", kind, "portal", 456, Person(2), Dialog("2"), message, text=text, ts=ts)


ANSWER = Answered("my deals", 1000.0, STATE, Sent({"2": 8}, ("press",)))


@pytest.mark.parametrize(("later", "found"), [(0, True), (60, True), (61, False)])
def test_an_edit_within_a_minute_finds_the_answer(redis_settings: Settings, later: int, *, found: bool) -> None:
    answers = Answers(storage.connect(redis_settings, storage.STATE_DB))
    answers.keep(asked("my deals"), ANSWER)
    edit = asked("my tasks", kind=EventKind.EDIT, ts=1000 + later)
    assert answers.to_edit(edit) == (ANSWER if found else None)


def test_an_edit_that_changes_no_word_or_of_no_question_finds_nothing(redis_settings: Settings) -> None:
    answers = Answers(storage.connect(redis_settings, storage.STATE_DB))
    answers.keep(asked("my deals"), ANSWER)
    assert answers.to_edit(asked("my deals", kind=EventKind.EDIT)) is None
    assert answers.to_edit(asked("my tasks", kind=EventKind.EDIT, message=9)) is None


def test_a_message_of_several_commands_has_no_answer_to_edit(redis_settings: Settings) -> None:
    answers = Answers(storage.connect(redis_settings, storage.STATE_DB))
    answers.keep(asked("/deals"), replace(ANSWER, text="/deals"))
    answers.keep(asked("/tasks"), replace(ANSWER, text="/tasks", sent=Sent({"2": 9})))
    assert answers.to_edit(asked("/deals won\n/tasks", kind=EventKind.EDIT)) is None


def test_an_answer_that_was_edited_is_edited_again(redis_settings: Settings) -> None:
    answers = Answers(storage.connect(redis_settings, storage.STATE_DB))
    answers.keep(asked("my deals"), ANSWER)
    second = replace(ANSWER, text="my tasks")
    answers.keep(asked("my tasks", kind=EventKind.EDIT), second)
    assert answers.to_edit(asked("my clients", kind=EventKind.EDIT)) == second


def test_the_id_of_a_press_tells_nothing(redis_settings: Settings) -> None:
    presses = Presses(storage.connect(redis_settings, storage.STATE_DB))
    first, second = (presses.keep(Run("deals.list"), "portal", 2, "2") for _ in range(2))
    assert first[:16] == second[:16], "by that all of a person are found"
    assert first[16:] != second[16:], "by that nobody guesses one"
    assert len(first) == 32

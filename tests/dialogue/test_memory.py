"""What is remembered of a dialog, and who may press which button."""

from datetime import UTC, datetime

from assistant import storage
from assistant.dialogue import Memory, Presses, Question, Refusal, State
from assistant.models import Ask, Cancel, Run, Slots
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
    assert memory.load("portal", "chat5", 2) == State(), "another dialog of the same person"
    assert memory.load("portal", "2", 3) == State(), "another person"


def test_a_state_of_another_version_is_forgotten(redis_settings: Settings) -> None:
    redis = storage.connect(redis_settings, storage.STATE_DB)
    redis.set(storage.dialog_state("portal", "2", 2), b'{"lang": ["not", "a", "text"]}')
    assert Memory(redis).load("portal", "2", 2) == State()


def test_every_key_of_a_dialog_has_a_lifetime(redis_settings: Settings) -> None:
    redis = storage.connect(redis_settings, storage.STATE_DB)
    Memory(redis).save("portal", "2", 2, STATE)
    Presses(redis).keep(Run("deals.list"), "portal", 2, "2")
    assert all(0 < redis.ttl(key) <= storage.DAY for key in redis.keys("*"))


def test_a_press_does_what_its_button_was_made_for(redis_settings: Settings, redis_server: EmbeddedRedis) -> None:
    presses = Presses(storage.connect(redis_settings, storage.STATE_DB))
    actions = (Run("deals.list", Slots(deal_state="won"), offset=6), Ask(Run("call.start"), "client"), Cancel())
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


def test_the_id_of_a_press_tells_nothing(redis_settings: Settings) -> None:
    presses = Presses(storage.connect(redis_settings, storage.STATE_DB))
    first, second = (presses.keep(Run("deals.list"), "portal", 2, "2") for _ in range(2))
    assert first != second
    assert len(first) == 16

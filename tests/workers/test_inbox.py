"""Accepting: once, together, in the order of the conversation, or not at all."""

import threading

import pytest

from assistant import storage
from assistant.errors import StoreUnavailableError
from assistant.models import Dialog, EventKind, Person
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.settings import Settings
from assistant.workers import entries
from assistant.workers.inbox import Answer, Inbox, Turns
from tests.workers.conftest import event

ONE = "portal:1:1"


def numbers(state, conversation: str = ONE) -> list[int]:
    """The messages in an inbox, in their order."""
    return [entries.decode(entry).message_id for entry in state.lrange(storage.inbox(conversation), 0, -1)]


def test_the_number_of_a_database_in_the_address_does_not_mix_them_up(redis_settings):
    numbered = redis_settings.model_copy(update={"redis_url": f"{redis_settings.redis_url}?db=0"})
    with storage.connect(numbered, storage.STATE_DB) as state, storage.connect(numbered, storage.QUEUE_DB) as queue:
        state.set("here", 1)
        assert not queue.exists("here")


def test_an_event_survives_the_way_through_redis(inbox, state):
    full = event(
        7, text='/сделки "июнь"\n[b]', kind=EventKind.COMMAND, command_id=3, params='"июнь"', ts=5,
    )  # fmt: skip
    inbox.accept([full])
    assert entries.decode(state.lindex(storage.inbox(ONE), 0)) == full


def test_an_event_without_person_and_dialog_survives_too(inbox, state):
    from dataclasses import replace

    gone = replace(event(0, kind=EventKind.BOT_DELETED, text="x"), person=Person(0), dialog=Dialog(""), text="")
    inbox.accept([gone])
    assert entries.decode(state.lindex(storage.inbox("portal::0"), 0)) == gone


def test_an_entry_of_a_newer_version_can_be_read():
    entry = b'e1 7 {"id":"e1","kind":"message","portal":"p","message_id":7,"mood":"new"}'
    assert entries.decode(entry).message_id == 7


def test_the_same_event_is_new_once(inbox, state):
    assert inbox.accept([event(1)]) == (True,)
    assert inbox.accept([event(1), event(2), event(2)]) == (False, True, False)
    assert numbers(state) == [1, 2]


def test_the_same_event_from_a_hundred_threads_is_new_once(inbox, state):
    answers: list[bool] = []
    threads = [threading.Thread(target=lambda: answers.extend(inbox.accept([event(1)]))) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 99 + [True]
    assert numbers(state) == [1]


def test_messages_that_overtook_each_other_are_put_in_their_order(inbox, state):
    inbox.accept([event(5), event(3), event(4)])
    inbox.accept([event(1)])
    assert numbers(state) == [1, 3, 4, 5]


def test_a_press_is_not_moved_because_its_message_is_old(inbox, state):
    inbox.accept([event(5), event(2, kind=EventKind.PRESS), event(6), event(7)])
    assert numbers(state) == [5, 2, 6, 7]


def test_what_is_at_work_keeps_its_place(inbox, state):
    inbox.accept([event(5), event(6)])
    assert Turns(state).begin(ONE, "token").answer is Answer.GO
    inbox.accept([event(4)])
    assert numbers(state) == [5, 4, 6]


def test_a_conversation_with_work_is_called_once(inbox, queue):
    inbox.accept([event(1), event(2), event(3, person=2)])
    inbox.accept([event(4)])
    assert queue.llen("dramatiq:conversations") == 2


def test_everything_that_is_kept_has_a_lifetime(inbox, state):
    inbox.accept([event(1)])
    Turns(state).begin(ONE, "token")
    forever = {key.decode() for key in state.scan_iter() if state.ttl(key) < 0}
    assert forever == {storage.WORK, storage.DUE}  # emptied by the work itself


def test_a_finished_conversation_leaves_nothing_but_identities(inbox, state):
    inbox.accept([event(1)])
    turns = Turns(state)
    turn = turns.begin(ONE, "token")
    assert turns.finish(ONE, "token", turn.entry).answer is Answer.EMPTY
    assert [key.decode() for key in state.scan_iter()] == [storage.identity("event-1")]


def test_without_redis_an_event_is_refused_within_a_second(tmp_path):
    import time

    redis = EmbeddedRedis(tmp_path)
    with redis:
        inbox = Inbox(Settings(_env_file=None, redis_url=redis.url))
        inbox.accept([event(1)])
        redis.kill()
        began = time.monotonic()
        with pytest.raises(StoreUnavailableError):
            inbox.accept([event(2)])
        assert time.monotonic() - began < 1.0
        redis.start()
        assert inbox.accept([event(1), event(2)]) == (False, True)
        inbox.close()


def test_a_full_redis_refuses_and_recovers_without_restart(tmp_path):
    with EmbeddedRedis(tmp_path) as redis:
        settings = Settings(_env_file=None, redis_url=redis.url)
        inbox = Inbox(settings)
        with storage.connect(settings, storage.STATE_DB) as state:
            state.config_set("maxmemory", 1)
            with pytest.raises(StoreUnavailableError):
                inbox.accept([event(1)])
            state.config_set("maxmemory", 0)
        assert inbox.accept([event(1)]) == (True,)
        inbox.close()

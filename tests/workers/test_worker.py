"""A worker: order, retries, notices, events that always fail, a clean stop, Redis away."""

import os
import shutil
import signal
import statistics
import threading
import time

import pytest
from redis.exceptions import ConnectionError as RedisAwayError

from assistant import storage
from assistant.errors import NotConnectedError, PortalBusyError, PortalUnavailableError
from assistant.models import Event, EventKind
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.settings import Settings
from assistant.storage import STATE_DB, WORK, connect
from assistant.workers.dead import Dead
from assistant.workers.due import NoticeKind
from assistant.workers.inbox import Inbox
from tests.workers.conftest import event, until, working


def test_messages_of_a_conversation_are_answered_in_order_and_conversations_side_by_side(inbox, desk, worker):
    meeting = threading.Barrier(4)

    def act(event: Event) -> None:
        if event.message_id <= 4:
            meeting.wait(10)  # four people at once, or nobody gets on
        time.sleep(0.001)

    desk.act = act
    inbox.accept([event(n, person=n % 4) for n in range(1, 101)])
    until(lambda: len(desk.handled) == 100)
    for person in range(4):
        assert [n for n in desk.handled if n % 4 == person] == sorted(n for n in range(1, 101) if n % 4 == person)


def test_an_idle_worker_picks_a_message_up_at_once_without_polling(inbox, desk, worker, queue):
    waits = []
    until(lambda: queue.info("clients")["blocked_clients"] == 1)
    for n in range(1, 12):
        began = time.perf_counter()
        inbox.accept([event(n)])
        until(lambda n=n: len(desk.handled) == n)
        waits.append(time.perf_counter() - began)
        time.sleep(0.05)
    assert statistics.median(waits) < 0.1  # polling would take hundreds of milliseconds


def test_a_failing_portal_is_tried_again_until_it_answers_and_the_order_stays(inbox, desk, worker):
    tries: list[int] = []

    def act(event: Event) -> None:
        tries.append(event.message_id)
        if tries.count(1) < 3 and event.message_id == 1:
            raise PortalUnavailableError("502")

    desk.act = act
    inbox.accept([event(1), event(2)])
    until(lambda: desk.handled == [1, 2])
    assert tries == [1, 1, 1, 2]


def test_a_busy_portal_is_left_alone_as_long_as_it_says(inbox, desk, worker):
    times: list[float] = []

    def act(_event: Event) -> None:
        times.append(time.monotonic())
        if len(times) == 1:
            raise PortalBusyError("QUERY_LIMIT_EXCEEDED", retry_after=1.2)

    desk.act = act
    inbox.accept([event(1)])
    until(lambda: desk.handled == [1])
    assert times[1] - times[0] >= 1.2


def test_an_error_of_redis_inside_the_answer_is_tried_again(inbox, desk, worker):
    tries: list[int] = []

    def act(_event: Event) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise RedisAwayError("reset")

    desk.act = act
    inbox.accept([event(1)])
    until(lambda: desk.handled == [1])


@pytest.mark.parametrize("error", [ValueError("secret of a customer"), NotConnectedError("no token")])
def test_an_event_that_always_fails_is_kept_aside_its_person_is_told_and_the_dialog_goes_on(
    redis_settings, inbox, desk, state, error
):
    def act(event: Event) -> None:
        if event.message_id == 1:
            raise error

    desk.act = act
    with working(redis_settings, desk):
        inbox.accept([event(1), event(2)])
        until(lambda: desk.handled == [2])
        until(lambda: desk.told)
    (letter,) = Dead(state).letters()
    assert letter.event.message_id == 1
    assert letter.reason.startswith(type(error).__name__)
    ((number, notice),) = desk.told
    assert (number, notice.kind, notice.error) == (1, NoticeKind.GAVE_UP, letter.error)
    assert "secret" not in letter.reason


@pytest.mark.parametrize("case", [(4, 4, []), (4, 5, [1]), (7, 20, [1]), (8, 20, [])])
def test_an_event_is_given_up_when_workers_die_with_it_and_not_without_it(redis_settings, inbox, desk, state, case):
    crashes, deaths, handled = case
    inbox.accept([event(1), event(2)])
    state.hset(storage.progress("portal:1:1"), mapping={"id": "event-1", "starts": crashes, "died": 0})
    state.set(storage.DEATHS, deaths)
    with working(redis_settings, desk):
        until(lambda: 2 in desk.handled)
    assert desk.handled == [*handled, 2]
    assert len(Dead(state).letters()) == 1 - len(handled)


def test_who_waits_three_seconds_is_told_by_another_thread_than_the_busy_one(redis_settings, inbox, desk):
    release = threading.Event()
    desk.act = lambda _event: release.wait(20) and None
    settings = redis_settings.model_copy(update={"threads": 1})
    with working(settings, desk):
        inbox.accept([event(1), event(2, person=2)])
        until(lambda: len(desk.told) == 2)
        assert not desk.handled
        release.set()
        until(lambda: len(desk.handled) == 2)
    assert sorted((n, notice.kind) for n, notice in desk.told) == [(1, NoticeKind.WORKING), (2, NoticeKind.WORKING)]


def test_a_quick_answer_is_not_followed_by_a_notice(inbox, desk, worker, monkeypatch, state):
    inbox.accept([event(1)])
    until(lambda: desk.handled == [1])
    until(lambda: not state.exists("due"))
    assert desk.told == []


def test_who_waits_for_a_moment_sees_it_before_anything_is_told(inbox, desk, worker):
    release = threading.Event()
    desk.act = lambda _event: release.wait(20) and None
    inbox.accept([event(1)])
    until(lambda: desk.typed == [1])
    assert desk.told == []
    release.set()
    until(lambda: desk.handled == [1])


def test_trouble_is_told_after_ten_seconds_with_its_id_and_the_answer_still_comes(inbox, desk, worker, monkeypatch):
    monkeypatch.setattr("assistant.workers.due.TROUBLE_AFTER", 4.0)
    back = threading.Event()

    def act(_event: Event) -> None:
        if not back.is_set():
            raise PortalUnavailableError("503")

    desk.act = act
    inbox.accept([event(1)])
    until(lambda: len(desk.told) == 2)
    back.set()
    until(lambda: desk.handled == [1], within=40)
    working_on_it, trouble = (notice for _, notice in desk.told)
    assert working_on_it.kind is NoticeKind.WORKING
    assert (trouble.kind, trouble.phrase) == (NoticeKind.TROUBLE, "trouble.portal_away")
    assert len(trouble.error) == 4
    assert len(desk.told) == 2


def test_a_slow_answer_without_trouble_is_told_late(inbox, desk, worker, monkeypatch):
    monkeypatch.setattr("assistant.workers.due.TROUBLE_AFTER", 3.5)
    monkeypatch.setattr("assistant.workers.due.LATE_AFTER", 4.0)
    release = threading.Event()
    desk.act = lambda _event: release.wait(20) and None
    inbox.accept([event(1)])
    until(lambda: len(desk.told) == 2)
    release.set()
    until(lambda: desk.handled == [1])
    assert [notice.kind for _, notice in desk.told] == [NoticeKind.WORKING, NoticeKind.LATE]


def test_the_last_word_is_sent_again_until_the_portal_takes_it(redis_settings, inbox, desk, monkeypatch):
    monkeypatch.setattr("assistant.workers.notices.TRY_AGAIN", 0.2)
    tries: list[NoticeKind] = []

    def away_at_first(notice: NoticeKind) -> None:
        tries.append(notice)
        if len(tries) < 3:
            raise PortalUnavailableError("away")

    def poison(_event: Event) -> None:
        raise ValueError

    desk.act = poison
    desk.tell = away_at_first
    with working(redis_settings, desk):
        inbox.accept([event(1)])
        until(lambda: desk.told)
    assert tries == [NoticeKind.GAVE_UP] * 3
    assert len(desk.told) == 1


def test_a_retry_survives_the_worker(redis_settings, inbox, desk):
    def away(_event: Event) -> None:
        raise PortalUnavailableError("502")

    desk.act = away
    with working(redis_settings, desk):
        inbox.accept([event(1)])
        time.sleep(0.2)
    desk.act = lambda _event: None
    with working(redis_settings, desk):
        until(lambda: desk.handled == [1])


def test_a_stopped_worker_finishes_what_is_under_way_and_leaves_the_rest(redis_settings, inbox, desk):
    begun = threading.Event()

    def act(_event: Event) -> None:
        begun.set()
        time.sleep(0.5)

    desk.act = act
    inbox.accept([event(n) for n in range(1, 4)])
    with working(redis_settings, desk) as stop:
        begun.wait(10)
        stop.set()
    assert desk.handled == [1]
    with working(redis_settings, desk):
        until(lambda: desk.handled == [1, 2, 3])


def test_an_entry_that_cannot_be_read_does_not_stop_the_conversation(inbox, desk, state, redis_settings):
    state.rpush("inbox:portal:1:1", b'x 0 {"kind":"from the future"}')
    inbox.accept([event(1, kind=EventKind.PRESS)])
    with working(redis_settings, desk):
        until(lambda: desk.handled == [1])


@pytest.mark.chaos
@pytest.mark.parametrize("seconds", [1, 20])
def test_everything_accepted_is_answered_once_after_redis_was_away(tmp_path, desk, seconds):
    """Queued, running and failing messages alike."""
    failed: set[int] = set()

    def act(event: Event) -> None:
        if event.message_id % 5 == 0 and event.message_id not in failed:
            failed.add(event.message_id)
            raise PortalUnavailableError("502")
        time.sleep(0.05)

    desk.act = act
    redis = EmbeddedRedis(tmp_path)
    redis.start()
    settings = Settings(_env_file=None, redis_url=redis.url, threads=4)
    inbox = Inbox(settings)
    with working(settings, desk):
        inbox.accept([event(n, person=n % 10) for n in range(1, 101)])
        until(lambda: len(desk.handled) > 20)
        os.kill(redis.pid, signal.SIGKILL)
        redis.kill()
        time.sleep(seconds)
        redis.start()
        until(lambda: len(desk.handled) >= 100, within=30)
        time.sleep(1)
    inbox.close()
    redis.stop()
    assert sorted(desk.handled) == list(range(1, 101))


@pytest.mark.chaos
def test_nothing_is_answered_twice_when_redis_comes_back_from_the_disk_without_its_last_seconds(tmp_path, desk):
    redis = EmbeddedRedis(tmp_path)
    redis.start()
    settings = Settings(_env_file=None, redis_url=redis.url, threads=4)
    inbox = Inbox(settings)
    go = threading.Event()
    desk.act = lambda _event: go.wait(30) or None
    with connect(settings, STATE_DB) as store, working(settings, desk):
        inbox.accept([event(n, person=n % 10) for n in range(1, 41)])
        disk = redis.folder / "appendonlydir"
        shutil.copytree(disk, tmp_path / "earlier")
        go.set()
        until(lambda: len(desk.handled) == 40)
        os.kill(redis.pid, signal.SIGKILL)
        redis.kill()
        shutil.rmtree(disk)
        shutil.copytree(tmp_path / "earlier", disk)
        redis.start()
        inbox.accept([event(n, person=n % 10) for n in range(41, 51)])
        until(lambda: len(desk.handled) >= 50, within=30)
        until(lambda: not store.exists(WORK), within=30)
    inbox.close()
    redis.stop()
    assert sorted(desk.handled) == list(range(1, 51))

"""What seldom changes is read once for ten minutes, and is told with its time where no newer is to be had."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from redis import Redis

from assistant import storage
from assistant.bitrix24.directories import Directories
from assistant.errors import PortalBusyError, PortalUnavailableError

NAME = "pipelines"


def grow_old(redis: Redis, seconds: int) -> None:
    """As if it had been read so long ago."""
    assert redis.expire(storage.directory("m1", 2, NAME), storage.DIRECTORY_KEPT - seconds)


def away() -> object:
    raise PortalUnavailableError("502")


def asked_anew() -> object:
    raise AssertionError("the portal was asked")


@pytest.fixture
def kept(redis: Redis) -> Directories:
    directories = Directories(redis, "m1", 2)
    directories.keep(NAME, ["of before"])
    return Directories(redis, "m1", 2)


def test_what_is_not_ten_minutes_old_is_not_read_again(redis: Redis, kept: Directories) -> None:
    grow_old(redis, 590)
    assert kept.lately(NAME, asked_anew) == kept.load(NAME, asked_anew) == kept.find(NAME) == ["of before"]
    assert kept.age == 0


def test_what_is_older_is_read_again(redis: Redis, kept: Directories) -> None:
    grow_old(redis, 610)
    assert kept.find(NAME) is None
    assert kept.lately(NAME, lambda: ["new"]) == ["new"]
    assert kept.age == 0


@pytest.mark.parametrize("error", [PortalUnavailableError("502"), PortalBusyError("full")])
def test_where_the_portal_does_not_answer_the_older_is_given_with_its_age(
    redis: Redis, kept: Directories, error: Exception
) -> None:
    def fails() -> object:
        raise error

    grow_old(redis, 1200)
    assert kept.lately(NAME, fails) == ["of before"]
    assert timedelta(seconds=kept.age) - timedelta(minutes=20) < timedelta(seconds=5)


def test_where_places_are_few_nobody_waits_for_a_newer(redis: Redis, kept: Directories) -> None:
    grow_old(redis, 1200)
    hurried = Directories(redis, "m1", 2, short=lambda: True)
    assert hurried.lately(NAME, asked_anew) == ["of before"]
    assert hurried.age


def test_what_was_never_read_is_asked_for_even_then(redis: Redis) -> None:
    hurried = Directories(redis, "m1", 2, short=lambda: True)
    assert hurried.lately(NAME, lambda: ["new"]) == ["new"]
    with pytest.raises(PortalUnavailableError):
        Directories(redis, "m1", 3).lately(NAME, away)


def test_what_proofs_stand_on_is_never_older_than_ten_minutes(redis: Redis, kept: Directories) -> None:
    grow_old(redis, 610)
    with pytest.raises(PortalUnavailableError):
        kept.load(NAME, away)


def test_many_who_need_it_at_once_read_it_once(redis: Redis) -> None:
    reads: list[object] = []
    together = threading.Barrier(8)

    def read() -> object:
        reads.append(1)
        return ["new"]

    def ask() -> None:
        together.wait()
        Directories(redis, "m1", 2).lately(NAME, read)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reads) == 1

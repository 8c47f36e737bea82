"""What was begun is looked for, what is done is not done again; each `journal()` is a worker that starts anew."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from assistant import storage
from assistant.effects import Effects, InDoubtError, Journal, Permit
from assistant.effects.journal import SETTLES
from assistant.errors import ForbiddenError, PortalUnavailableError, RejectedError, UnsentError
from assistant.settings import Settings

Begin = Callable[[], Effects]


@dataclass(frozen=True)
class Thing:
    id: int


class CrashError(BaseException):
    """The worker is gone."""


class World:
    """Where things are made."""

    def __init__(self) -> None:
        self.things: list[Permit] = []

    def make(self, permit: Permit) -> Thing:
        self.things.append(permit)
        return Thing(len(self.things))

    def make_and_crash(self, permit: Permit) -> Thing:
        self.make(permit)
        raise CrashError

    def look(self) -> Thing | None:
        return Thing(len(self.things)) if self.things else None


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def slept() -> list[float]:
    """Seconds, each time that it was waited."""
    return []


@pytest.fixture
def journal(redis_settings: Settings, slept: list[float]) -> Begin:
    redis = storage.connect(redis_settings, storage.STATE_DB)
    return lambda: Journal(redis, sleep=slept.append).of("portal", "event", 7)


def crashed(journal: Begin, do: Callable[[Permit], Thing]) -> None:
    with pytest.raises(CrashError):
        journal().once("make", Thing, do, what="things.add")


def test_a_step_that_is_done_gives_its_result_and_is_not_done_again(journal: Begin, world: World) -> None:
    first = journal().once("make", Thing, world.make)
    second = journal().once("make", Thing, world.make)
    assert (first.result, first.before) == (Thing(1), False)
    assert (second.result, second.before) == (Thing(1), True)
    assert len(world.things) == 1


def test_after_a_crash_behind_the_call_the_effect_is_found(journal: Begin, world: World) -> None:
    crashed(journal, world.make_and_crash)
    assert journal().once("make", Thing, world.make, look=world.look).result == Thing(1)
    assert len(world.things) == 1


def test_after_a_crash_before_the_call_it_is_made_with_the_same_key(journal: Begin, world: World) -> None:
    keys: list[str] = []

    def crash(permit: Permit) -> Thing:
        keys.append(permit.key)
        raise CrashError

    crashed(journal, crash)
    assert journal().once("make", Thing, world.make, look=world.look).result == Thing(1)
    assert world.things == [Permit(keys[0], repeat=False)]


def test_a_lost_answer_is_a_doubt_and_a_lost_question_is_none(journal: Begin, world: World) -> None:
    def lost(permit: Permit) -> Thing:
        world.make(permit)
        raise PortalUnavailableError

    def unsent(permit: Permit) -> Thing:
        raise UnsentError

    with pytest.raises(UnsentError):
        journal().once("make", Thing, unsent)
    assert not journal().known("make")
    with pytest.raises(PortalUnavailableError):
        journal().once("make", Thing, lost)
    assert journal().once("make", Thing, world.make, look=world.look).result == Thing(1)
    assert len(world.things) == 1


def test_what_a_call_of_a_dead_worker_does_is_waited_for_before_it_is_looked_for(
    journal: Begin, world: World, slept: list[float]
) -> None:
    def late() -> Thing | None:
        if slept:
            world.make(Permit("of the worker that died"))
        return world.look()

    def crash(permit: Permit) -> Thing:
        raise CrashError

    crashed(journal, crash)
    journal().once("make", Thing, world.make, look=late)
    assert len(world.things) == 1
    assert len(slept) == 1
    assert 0 < slept[0] <= SETTLES


def test_a_call_that_was_seen_to_end_is_not_waited_for(journal: Begin, world: World, slept: list[float]) -> None:
    def lost(permit: Permit) -> Thing:
        raise PortalUnavailableError

    with pytest.raises(PortalUnavailableError):
        journal().once("make", Thing, lost)
    journal().once("make", Thing, world.make, look=world.look)
    assert slept == []


def test_a_refusal_leaves_no_doubt(journal: Begin, world: World) -> None:
    def refused(permit: Permit) -> Thing:
        raise RejectedError("no")

    with pytest.raises(RejectedError):
        journal().once("make", Thing, refused, what="things.add")
    assert not journal().known("make")
    assert journal().once("make", Thing, world.make).result == Thing(1)


@pytest.mark.parametrize("blind", [None, "forbidden"])
def test_what_cannot_be_looked_for_is_repeated_once_and_says_so(
    journal: Begin, world: World, blind: str | None
) -> None:
    def look() -> Thing | None:
        raise ForbiddenError

    for _ in range(2):
        with pytest.raises(CrashError):
            journal().once("make", Thing, world.make_and_crash, look=look if blind else None)
    with pytest.raises(InDoubtError):
        journal().once("make", Thing, world.make, look=look if blind else None)
    assert [permit.repeat for permit in world.things] == [False, True]


def test_a_look_that_fails_for_now_waits_for_another_try(journal: Begin, world: World) -> None:
    crashed(journal, world.make_and_crash)

    def away() -> Thing | None:
        raise PortalUnavailableError

    with pytest.raises(PortalUnavailableError):
        journal().once("make", Thing, world.make, look=away)
    assert len(world.things) == 1


def test_notes_are_there_after_a_crash_and_gone_when_they_are_of_no_use(journal: Begin, world: World) -> None:
    effects = journal()
    effects.note("plan", Thing, Thing(5))
    with pytest.raises(CrashError):
        effects.once("make", Thing, world.make_and_crash, forget="plan")
    assert journal().recall("plan", Thing) == Thing(5)
    journal().once("make", Thing, world.make, look=world.look, forget="plan")
    assert journal().recall("plan", Thing) is None


def test_the_audit_tells_who_changed_what_and_what_is_in_doubt(redis_settings: Settings, world: World) -> None:
    redis = storage.connect(redis_settings, storage.STATE_DB)
    now = 1_000_000.0
    journal = Journal(redis, clock=lambda: now)
    journal.of("portal", "a", 7).once("make", Thing, world.make, what="things.add")
    journal.of("portal", "a", 7).once("reply", Thing, world.make)
    now += 60
    with pytest.raises(CrashError):
        journal.of("portal", "b", 8).once("make", Thing, world.make_and_crash, what="things.add")
    told = [(each.person, each.what, each.at, each.state) for each in journal.entries()]
    assert told == [(8, "things.add", now, "doubt"), (7, "things.add 1", now - 60, "done")]
    assert [each.person for each in journal.entries(since=now)] == [8]


def test_the_journal_is_forgotten_after_its_time(redis_settings: Settings, world: World) -> None:
    redis = storage.connect(redis_settings, storage.STATE_DB)
    Journal(redis, days=30).of("portal", "a").once("make", Thing, world.make, what="things.add")
    lives = [redis.ttl(key) for key in redis.scan_iter("*")]
    assert len(lives) == 2
    assert all(29 * storage.DAY < life <= 30 * storage.DAY for life in lives)

"""The turns of a conversation: one worker at a time, nothing lost or skipped, whatever is repeated."""

import json

import pytest

from assistant import storage
from assistant.models import EventKind
from assistant.workers import entries
from assistant.workers.dead import Dead
from assistant.workers.due import Due, NoticeKind
from assistant.workers.inbox import Answer, Turns
from assistant.workers.leases import Leases
from tests.workers.conftest import event

ONE, TWO = "portal:1:1", "portal:2:2"


@pytest.fixture
def turns(state) -> Turns:
    """Turns on the emptied database."""
    return Turns(state)


def number(turn) -> int:
    """The message of a turn."""
    return entries.decode(turn.entry).message_id


def test_a_conversation_has_one_worker_at_a_time(inbox, turns):
    inbox.accept([event(1), event(2)])
    first = turns.begin(ONE, "a")
    assert (first.answer, number(first)) == (Answer.GO, 1)
    assert turns.begin(ONE, "b").answer is Answer.BUSY
    second = turns.finish(ONE, "a", first.entry)
    assert number(second) == 2
    assert turns.finish(ONE, "a", second.entry).answer is Answer.EMPTY
    assert turns.begin(ONE, "b").answer is Answer.EMPTY


def test_an_event_that_comes_while_the_last_one_is_finished_is_not_missed(inbox, turns, queue):
    inbox.accept([event(1)])
    turn = turns.begin(ONE, "a")
    inbox.accept([event(2)])
    assert number(turns.finish(ONE, "a", turn.entry)) == 2
    queue.delete("dramatiq:conversations")
    turns.finish(ONE, "a", turns.begin(ONE, "a").entry)
    inbox.accept([event(3)])
    assert queue.llen("dramatiq:conversations") == 1


def test_each_question_may_be_repeated_when_its_answer_got_lost(inbox, turns, state):
    inbox.accept([event(1), event(2)])
    turns.begin(ONE, "a")
    again = turns.begin(ONE, "a")
    assert (number(again), again.crashes) == (1, 0)
    turns.finish(ONE, "a", again.entry)
    second = turns.finish(ONE, "a", again.entry)
    assert (number(second), second.crashes) == (2, 0)
    about = {"reason": "r", "phrase": "p", "error": "E"}
    assert turns.bury(ONE, "a", second.entry, **about).answer is Answer.EMPTY
    assert turns.bury(ONE, "a", second.entry, **about).answer is Answer.EMPTY
    assert len(Dead(state).letters()) == 1


def test_who_lost_the_conversation_to_another_worker_does_not_take_its_event_away(inbox, turns, state):
    inbox.accept([event(1)])
    late = turns.begin(ONE, "a")
    state.delete(storage.lease(ONE))
    assert number(turns.begin(ONE, "b")) == 1
    assert turns.finish(ONE, "a", late.entry).answer is Answer.BUSY
    assert state.llen(storage.inbox(ONE)) == 1


def test_an_answer_counts_although_the_lease_ran_out_meanwhile(inbox, turns, state):
    inbox.accept([event(1)])
    turn = turns.begin(ONE, "a")
    state.delete(storage.lease(ONE))
    assert turns.finish(ONE, "a", turn.entry).answer is Answer.EMPTY
    assert state.llen(storage.inbox(ONE)) == 0


def test_a_failed_event_waits_at_the_head_and_is_called_when_its_time_comes(inbox, turns, state, queue):
    inbox.accept([event(1), event(2)])
    turn = turns.begin(ONE, "a")
    assert turns.postpone(ONE, "a", turn.entry, delay=0.05, phrase="trouble.x", error="A1").answer is Answer.LATER
    assert turns.begin(ONE, "b").answer is Answer.LATER
    queue.delete("dramatiq:conversations")
    import time

    time.sleep(0.06)
    Due(state).take()
    assert queue.llen("dramatiq:conversations") == 1
    again = turns.begin(ONE, "b")
    assert (number(again), again.retries, again.crashes, again.error) == (1, 1, 0, "A1")


def test_crashes_are_counted_and_only_one_suspect_runs_at_a_time(inbox, turns, state):
    inbox.accept([event(1), event(2, person=2)])
    for token in "ab":  # the first crash may be chance: they run side by side once more
        for conversation in (ONE, TWO):
            assert turns.begin(conversation, token + conversation).answer is Answer.GO
        state.delete(storage.lease(ONE), storage.lease(TWO))
    suspect = turns.begin(ONE, "c")
    assert (suspect.answer, suspect.crashes) == (Answer.GO, 2)
    assert turns.begin(TWO, "d").answer is Answer.LATER
    turns.finish(ONE, "c", suspect.entry)
    other = turns.begin(TWO, "d")
    assert (other.answer, other.crashes) == (Answer.GO, 2)


def test_suspects_stand_in_line_and_the_first_is_called_as_soon_as_it_may_start(inbox, turns, state, queue):
    three = storage.conversation("portal", "3", 3)
    conversations = (ONE, TWO, three)
    inbox.accept([event(number, person=number) for number in (1, 2, 3)])
    for token in "ab":
        for conversation in conversations:
            turns.begin(conversation, token + conversation)
        state.delete(*map(storage.lease, conversations))
    suspect = turns.begin(ONE, "c")
    assert [turns.begin(each, "d").answer for each in (three, TWO)] == [Answer.LATER, Answer.LATER]
    queue.delete("dramatiq:conversations", "dramatiq:conversations.msgs")
    turns.finish(ONE, "c", suspect.entry)
    (hint,) = queue.hvals("dramatiq:conversations.msgs")
    assert json.loads(hint)["args"] == [three]
    assert turns.begin(TWO, "e").answer is Answer.LATER
    assert turns.begin(three, "f").answer is Answer.GO


def test_a_slow_suspect_does_not_hold_up_the_next_for_long(inbox, turns, state):
    inbox.accept([event(1), event(2, person=2)])
    for token in "ab":
        for conversation in (ONE, TWO):
            turns.begin(conversation, token + conversation)
        state.delete(storage.lease(ONE), storage.lease(TWO))
    turns.begin(ONE, "c")
    assert 0 < state.pttl(storage.SUSPECT) <= 3000
    state.delete(storage.SUSPECT)  # its time is over
    assert turns.begin(TWO, "d").answer is Answer.GO


def test_workers_that_died_without_an_event_are_told_from_those_that_died_of_it(inbox, turns, state):
    inbox.accept([event(1)])
    state.set(storage.DEATHS, 7)  # before its time
    turns.begin(ONE, "a")
    state.delete(storage.lease(ONE))
    state.incrby(storage.DEATHS, 3)
    turn = turns.begin(ONE, "b")
    assert (turn.crashes, turn.others) == (1, 2)


def test_leaving_gives_the_conversation_back_without_counting_a_crash(inbox, turns, queue):
    inbox.accept([event(1)])
    turns.begin(ONE, "a")
    queue.delete("dramatiq:conversations")
    turns.leave(ONE, "a")
    assert queue.llen("dramatiq:conversations") == 1
    assert turns.begin(ONE, "b").crashes == 0


def test_a_given_up_event_is_kept_its_person_is_told_and_the_next_has_its_turn(inbox, turns, state):
    inbox.accept([event(1, text="poison"), event(2)])
    turn = turns.begin(ONE, "a")
    following = turns.bury(ONE, "a", turn.entry, reason="ValueError", phrase="trouble.unexpected", error="7F3A")
    assert number(following) == 2
    (letter,) = Dead(state).letters()
    assert (letter.event.text, letter.reason, letter.error) == ("poison", "ValueError", "7F3A")
    notices = Due(state).take().notices
    assert [(n.event.message_id, n.notice.kind, n.notice.error) for n in notices] == [(1, NoticeKind.GAVE_UP, "7F3A")]


def test_an_entry_that_nobody_can_read_is_put_aside(inbox, turns, state):
    inbox.accept([event(1)])
    state.rpush(storage.inbox(ONE), b'x 0 {"kind":"from the future"}')
    turn = turns.begin(ONE, "a")
    unreadable = turns.finish(ONE, "a", turn.entry)
    assert turns.discard(ONE, "a", unreadable.entry).answer is Answer.EMPTY
    assert state.llen(storage.DEAD) == 1
    assert Dead(state).letters() == []


def test_a_dead_letter_can_be_replayed(inbox, turns, state):
    inbox.accept([event(1)])
    turn = turns.begin(ONE, "a")
    turns.bury(ONE, "a", turn.entry, reason="r", phrase="p", error="e")
    dead = Dead(state)
    assert not dead.replay("unknown", inbox)
    assert dead.replay("event-1", inbox)
    assert dead.letters() == []
    assert number(turns.begin(ONE, "b")) == 1


def test_a_conversation_that_was_left_alone_is_called_again(inbox, turns, state, queue, monkeypatch):
    monkeypatch.setattr("assistant.workers.due.SWEEP_AFTER", 0.0)
    due = Due(state)
    inbox.accept([event(1), event(2, person=2)])
    queue.delete("dramatiq:conversations")
    turns.begin(TWO, "somebody")
    assert due.sweep() == 1
    assert queue.llen("dramatiq:conversations") == 1


def test_notices_come_due_unless_the_answer_was_faster(inbox, turns, state, monkeypatch):
    monkeypatch.setattr("assistant.workers.inbox.TYPING_AFTER", 0.0)
    monkeypatch.setattr("assistant.workers.due.WORKING_AFTER", 1.0)  # as soon as that is shown
    due = Due(state)
    inbox.accept([event(1), event(2, person=2), event(3, person=3, kind=EventKind.JOIN)])
    turn = turns.begin(TWO, "a")
    turns.finish(TWO, "a", turn.entry)
    assert [(n.event.message_id, n.notice.kind) for n in due.take().notices] == [(1, NoticeKind.TYPING)]
    taken = due.take()
    assert [(n.event.message_id, n.notice.kind) for n in taken.notices] == [(1, NoticeKind.WORKING)]
    assert taken.following is not None
    assert 8 < taken.following <= 9


def test_a_beat_after_the_last_turn_does_not_take_the_lease_again(inbox, turns, state):
    leases = Leases(state)
    inbox.accept([event(1)])
    turn = turns.begin(ONE, "gone")
    leases.hold(ONE, "gone")
    assert turns.finish(ONE, "gone", turn.entry).answer is Answer.EMPTY
    leases.beat()
    inbox.accept([event(2)])
    assert turns.begin(ONE, "next").answer is Answer.GO


def test_leaving_a_conversation_keeps_the_turn_that_another_thread_began(inbox, turns, state):
    leases = Leases(state)
    inbox.accept([event(1)])
    turns.begin(ONE, "new")
    leases.hold(ONE, "new")
    leases.drop(ONE, "old")
    state.pexpire(storage.lease(ONE), 500)
    leases.beat()
    assert state.pttl(storage.lease(ONE)) > 5000


def test_a_lease_that_was_lost_under_a_running_turn_is_taken_back(inbox, turns, state):
    leases = Leases(state)
    inbox.accept([event(1)])
    turns.begin(ONE, "working")
    leases.hold(ONE, "working")
    state.delete(storage.lease(ONE))
    leases.beat()
    assert turns.begin(ONE, "other").answer is Answer.BUSY

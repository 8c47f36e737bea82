"""What an admin sees and does afterwards: messages that were given up, and what was changed in the portal."""

import json
import time
from dataclasses import dataclass

import pytest
from redis import Redis

from assistant import storage
from assistant.effects import UNDO, Journal
from assistant.models import Event
from assistant.settings import Settings
from assistant.workers.dead import Dead
from assistant.workers.inbox import Answer, Inbox, Turns
from tests.assistant_at_work import DAY, AtWork
from tests.cli.test_commands import assistant
from tests.workers.conftest import event, until


@pytest.fixture
def redis(redis_settings: Settings):
    with storage.connect(redis_settings, storage.STATE_DB) as client:
        yield client


def given_up(settings: Settings, redis: Redis, *events: Event) -> None:
    """Each is accepted and buried; the errors are E0001, E0002 and so on, by the number of the message."""
    turns, inbox = Turns(redis, settings.dead_days), Inbox(settings)
    for each in events:
        inbox.accept([each])
        conversation = storage.conversation(each.portal, each.dialog.id, each.person.id)
        turn = turns.begin(conversation, "t")
        error = f"E{each.message_id:04}"
        turns.bury(conversation, "t", turn.entry, reason="ValueError", phrase="trouble.unexpected", error=error)
    inbox.close()


def on(settings: Settings, *words: str):
    return assistant(*words, REDIS_URL=settings.redis_url, ASSISTANT_DATA_DIR=str(settings.data_dir))


def test_given_up_messages_are_listed_the_newest_first_and_without_their_text(redis_settings, redis) -> None:
    given_up(redis_settings, redis, event(1, text="a secret wish"), event(2, person=5, text="\x1b[31mred"))
    redis.rpush(storage.DEAD, json.dumps({"at": time.time(), "unreadable": "x 0 {}"}))
    listed = on(redis_settings, "dead")
    assert listed.returncode == 0, listed.stderr
    lines = listed.stdout.splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == ["event-2", "event-1", "1"]
    assert "error E0002" in lines[0]
    assert lines[1].strip() == "person 5, portal portal, message"
    assert lines[2].strip() == "ValueError"
    assert lines[-1] == "1 more cannot be read by this version"
    assert "assistant replay" in listed.stderr
    assert "secret wish" not in listed.stdout
    with_text = on(redis_settings, "dead", "--text").stdout
    assert "a secret wish" in with_text
    assert "\x1b" not in with_text, "a text of anybody does not steer the terminal"


def test_one_is_shown_whole_by_the_error_that_its_person_was_told(redis_settings, redis) -> None:
    given_up(redis_settings, redis, event(1, text="a secret wish", lang="ru"), event(2))
    shown = on(redis_settings, "dead", "e0001").stdout
    rows = dict(line.split(maxsplit=1) for line in shown.splitlines())
    assert (rows["id"], rows["dialog"], rows["language"], rows["kind"]) == ("event-1", "1", "ru", "message")
    assert rows["text"] == "13 characters, shown by --text"
    assert "a secret wish" in on(redis_settings, "dead", "event-1", "--text").stdout


def test_an_id_that_fits_none_or_several_is_refused(redis_settings, redis) -> None:
    given_up(redis_settings, redis, event(1), event(2))
    for name, told in (("event-", "say more of the id"), ("nothing", "assistant dead")):
        refused = on(redis_settings, "replay", name)
        assert refused.returncode == 1
        assert told in refused.stderr
    assert on(redis_settings, "replay").returncode == 2
    assert len(Dead(redis).letters()) == 2


def test_replayed_messages_wait_in_their_inbox_in_their_order(redis_settings, redis) -> None:
    given_up(redis_settings, redis, event(1), event(2), event(3, person=2))
    replayed = on(redis_settings, "replay", "E0003")
    assert replayed.returncode == 0, replayed.stderr
    assert "event-3 of person 2 waits" in replayed.stdout
    assert "No worker is at work" in replayed.stderr
    assert [letter.event.id for letter in Dead(redis).letters()] == ["event-2", "event-1"]
    on(redis_settings, "replay", "--all")
    assert Dead(redis).letters() == []
    turns, conversation = Turns(redis), storage.conversation("portal", "1", 1)
    first = turns.begin(conversation, "t")
    second = turns.finish(conversation, "t", first.entry)
    assert [turn.entry.split()[0] for turn in (first, second)] == [b"event-1r", b"event-2r"]
    assert turns.finish(conversation, "t", second.entry).answer is Answer.EMPTY


def test_a_given_up_message_is_forgotten_after_its_days(redis_settings, redis) -> None:
    given_up(redis_settings, redis, event(1), event(2))
    assert 13 * storage.DAY < redis.ttl(storage.DEAD) <= 14 * storage.DAY
    old = json.loads(redis.lpop(storage.DEAD)) | {"at": time.time() - 15 * storage.DAY}
    redis.lpush(storage.DEAD, json.dumps(old))
    assert [letter.event.id for letter in Dead(redis).letters()] == ["event-1"]
    assert len(Dead(redis, days=30).letters()) == 2
    Dead(redis).expire()
    assert redis.llen(storage.DEAD) == 1


def test_without_a_redis_the_commands_say_what_to_do(tmp_path) -> None:
    failed = assistant("dead", REDIS_URL="redis://127.0.0.1:9", ASSISTANT_DATA_DIR=str(tmp_path))
    assert failed.returncode == 1
    assert "assistant run" in failed.stderr
    assert "Traceback" not in failed.stderr


@dataclass(frozen=True)
class Thing:
    id: int


def test_the_audit_tells_who_changed_what_and_what_was_undone(redis_settings, redis) -> None:
    now = time.time()
    journal = Journal(redis, clock=lambda: now)
    for age, person, number in ((8, 7, 3), (2, 7, 4), (1, 8, 5)):
        now = time.time() - age * storage.DAY
        draft = journal.of("portal", f"draft-{number}", person)
        draft.once("task", Thing, lambda _, made=number: Thing(made), what="tasks.task.add")
    now = time.time()
    draft.once(UNDO, Thing, lambda _: Thing(5), what="tasks.task.delete")
    lines = on(redis_settings, "audit").stdout.splitlines()
    assert [line.split("  ")[1:4] for line in lines] == [
        ["person 8", "portal portal", "tasks.task.delete 5"],
        ["person 8", "portal portal", "tasks.task.add 5"],
        ["person 7", "portal portal", "tasks.task.add 4"],
    ]
    assert ["undone" in line for line in lines] == [False, True, False]
    narrowed = on(redis_settings, "audit", "--since", "2w", "--person", "7", "--json").stdout
    told = [json.loads(line) for line in narrowed.splitlines()]
    assert [(each["what"], each["id"], each["state"], each["undone"]) for each in told] == [
        ("tasks.task.add", 4, "done", None),
        ("tasks.task.add", 3, "done", None),
    ]


def test_a_time_that_is_none_is_refused_with_examples(redis_settings) -> None:
    refused = on(redis_settings, "audit", "--since", "yesterdayish")
    assert refused.returncode == 2
    assert "12h, 7d or 2w" in refused.stderr
    quiet = on(redis_settings, "audit", "--since", "2026-01-01")
    assert (quiet.returncode, quiet.stdout) == (0, "")
    assert "Nothing was changed" in quiet.stderr


@pytest.mark.sandbox(date=DAY)
def test_a_replayed_yes_makes_no_second_task(own_office: AtWork) -> None:
    office = own_office
    office.say("anna", "/task count the chairs tomorrow")
    refusal = {"status": 400, "error": "X", "description": "x"}
    office.portal.faults("status", method="imbot.v2.Chat.Message.send", count=1, value=refusal)
    with storage.connect(office.settings, storage.STATE_DB) as redis:
        before = office.last("anna")
        office.tap("anna", "Create task")
        until(lambda: Dead(redis).letters())
    listed = on(office.settings, "dead").stdout
    assert "press" in listed
    until(lambda: office.messages("anna", after=before))  # she is told that it failed
    replayed = on(office.settings, "replay", "--all")
    assert replayed.returncode == 0, replayed.stderr
    assert "No worker" not in replayed.stderr
    until(lambda: any("This task is there already" in each["text"] for each in office.messages("anna", after=before)))
    made = [row for row in office.portal.table("tasks") if row["title"] == "Count the chairs"]
    assert len(made) == 1
    (line,) = on(office.settings, "audit").stdout.splitlines()
    assert line.endswith(f"tasks.task.add {made[0]['id']}")

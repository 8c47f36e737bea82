"""Events are fetched by one process, stored once, and only then forgotten by the portal."""

import time
from collections.abc import Callable
from pathlib import Path

from redis import Redis

from assistant import storage
from assistant.models import EventKind
from assistant.polling import Poller
from assistant.polling.leadership import Leadership, led
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.settings import Settings
from tests.polling.conftest import QUICK, Office, eventually


def test_the_bot_is_registered_for_fetching_and_without_an_address(office: Office) -> None:
    calls = [call for call in office.company.sandbox.calls() if call["method"] == "imbot.v2.Bot.register"]
    assert calls[0]["params"]["fields"]["eventMode"] == "fetch"
    assert "webhookUrl" not in calls[0]["params"]["fields"]
    assert office.company.portals.fetching() == ((office.company.member_id, office.bot_id),)


def test_messages_are_stored_and_then_confirmed(office: Office, start: Callable) -> None:
    office.say("one")
    stop = start(office.poller())
    office.say("two")
    eventually(lambda: office.stored.texts() == ["one", "two"])
    eventually(lambda: office.waiting() == [])
    stop.set()
    assert {event.kind for event in office.stored.events} == {EventKind.MESSAGE}
    assert office.stored.events[0].person.id == office.company.people["anna"]


def test_what_was_not_stored_is_not_confirmed_and_comes_again(office: Office, start: Callable) -> None:
    office.stored.failing = True
    office.say("one")
    before = office.company.count()
    start(office.poller())
    eventually(lambda: office.company.count() > before + 3)
    assert office.offset() is None
    assert office.waiting() == ["one"]
    office.stored.failing = False
    eventually(lambda: office.stored.texts() == ["one"])


def test_after_a_lost_offset_what_the_portal_still_has_is_fetched_again_and_stored_once(office: Office) -> None:
    office.say("one")
    office.poller()._turn()
    office.redis.delete(storage.offset(office.company.member_id, office.bot_id), storage.POLLER)
    office.say("two")
    office.poller()._turn()
    assert office.stored.texts() == ["one", "two"]


def test_a_typed_command_is_one_event_though_the_portal_tells_it_twice(office: Office) -> None:
    office.say("/deals won")
    assert office.waiting() == ["/deals won", "/deals won"]
    office.poller()._turn()
    assert office.stored.texts() == ["/deals won"]


def test_a_new_process_goes_on_where_the_last_one_ended(office: Office) -> None:
    office.say("one")
    first = office.poller()
    first._turn()
    first._leadership.release()
    office.say("two")
    office.poller()._turn()
    assert office.stored.texts() == ["one", "two"]
    assert office.waiting() == ["two"], "the first was confirmed by the second look"


def test_several_processes_fetch_once(office: Office, start: Callable) -> None:
    stops = [start(office.poller()) for _ in range(3)]
    for text in ("one", "two", "three"):
        office.say(text)
    eventually(lambda: office.stored.texts() == ["one", "two", "three"])
    assert led(office.redis)
    del stops


def test_one_leads_and_another_takes_over_when_it_leaves(redis: Redis) -> None:
    first, second = Leadership(redis), Leadership(redis)
    assert [first.hold(), second.hold(), first.hold(), second.hold()] == [True, False, True, False]
    first.release()
    assert [second.hold(), first.hold()] == [True, False]
    redis.delete(storage.POLLER)
    assert first.hold(), "a lock that ran out is anybody's"
    assert not second.hold()


def test_a_portal_that_is_away_is_asked_until_it_is_back(office: Office, start: Callable) -> None:
    office.company.sandbox.faults("drop", method="imbot.v2.Event.get", value="before")
    office.say("one")
    start(office.poller())
    before = office.company.count()
    eventually(lambda: office.company.count() > before + 5)
    assert office.stored.events == []
    office.company.sandbox.clear_faults()
    eventually(lambda: office.stored.texts() == ["one"])


def test_an_event_that_cannot_be_read_does_not_hold_up_the_others(office: Office, caplog) -> None:
    office.say("one")
    office.say("two")
    portals = office.company.portals
    page = portals.fetch(office.company.member_id, office.bot_id, None)
    page.events[0].data["user"]["id"] = "nobody"  # type: ignore[index]

    class Portals:
        def fetching(self):
            return portals.fetching()

        def fetch(self, *_given):
            return page

    Poller(Portals(), office.stored.accept, office.redis, QUICK)._turn()  # type: ignore[arg-type]
    assert office.stored.texts() == ["two"]
    assert office.offset() == page.next_offset
    assert "is left out: data[user][id]" in caplog.text


def test_without_redis_nothing_is_fetched_and_it_goes_on_when_redis_is_back(
    office: Office, tmp_path: Path, settings: Settings, start: Callable
) -> None:
    own = EmbeddedRedis(tmp_path / "own")
    with own:
        redis = storage.connect(settings.model_copy(update={"redis_url": own.url}), storage.STATE_DB, timeout=0.2,
                                retries=0)  # fmt: skip
        poller = Poller(office.company.portals, office.stored.accept, redis, QUICK)
        start(poller)
        office.say("one")
        eventually(lambda: office.stored.texts() == ["one"])
    office.say("two")
    time.sleep(0.2)
    assert office.stored.texts() == ["one"]
    with own:
        eventually(lambda: office.stored.texts() == ["one", "two"])
    redis.close()

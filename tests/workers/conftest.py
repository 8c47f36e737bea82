"""A worker in threads of the test, its inbox and what it did."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from assistant import storage
from assistant.models import Dialog, Event, EventKind, Person
from assistant.settings import Settings
from assistant.workers.due import Notice, NoticeKind
from assistant.workers.inbox import Inbox
from assistant.workers.process import run_worker


def event(number: int, *, person: int = 1, text: str = "", kind: EventKind = EventKind.MESSAGE, **values) -> Event:
    """An event; its number is that of its message."""
    values = {"id": f"event-{number}", "portal": "portal", "bot_id": 456, "message_id": number} | values
    return Event(
        kind=kind, person=Person(person), dialog=Dialog(str(person)), text=text or f"text {number}",
        received=time.time(), **values,
    )  # fmt: skip


def until(met: Callable[[], object], within: float = 20.0) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + within
    while not met():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


class Desk:
    """Handles events as told, and remembers."""

    def __init__(self) -> None:
        self.handled: list[int] = []
        self.told: list[tuple[int, Notice]] = []
        self.typed: list[int] = []
        self.act: Callable[[Event], None] = lambda _event: None
        self.tell: Callable[[NoticeKind], None] = lambda _kind: None

    def handle(self, event: Event) -> None:
        """Answer an event."""
        self.act(event)
        self.handled.append(event.message_id)

    def notice(self, event: Event, notice: Notice) -> None:
        """Tell somebody who waits."""
        if notice.kind is NoticeKind.TYPING:
            self.typed.append(event.message_id)
            return
        self.tell(notice.kind)
        self.told.append((event.message_id, notice))


@contextmanager
def working(settings: Settings, desk: Desk) -> Iterator[threading.Event]:
    """A worker that runs; gives what stops it."""
    stop = threading.Event()
    thread = threading.Thread(target=run_worker, args=(settings, desk.handle, desk.notice), kwargs={"stop": stop})
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


@pytest.fixture
def desk() -> Desk:
    """What the worker does."""
    return Desk()


@pytest.fixture
def inbox(redis_settings: Settings) -> Iterator[Inbox]:
    """Where events are accepted."""
    inbox = Inbox(redis_settings)
    yield inbox
    inbox.close()


@pytest.fixture
def state(redis_settings: Settings):
    """The state database, to look into."""
    with storage.connect(redis_settings, storage.STATE_DB) as redis:
        yield redis


@pytest.fixture
def queue(redis_settings: Settings):
    """The database of dramatiq, to look into."""
    with storage.connect(redis_settings, storage.QUEUE_DB) as redis:
        yield redis


@pytest.fixture
def worker(redis_settings: Settings, desk: Desk) -> Iterator[threading.Event]:
    """A running worker."""
    with working(redis_settings, desk) as stop:
        yield stop

"""Runs processes together: started in order, restarted when they die, stopped in order, never left behind."""

from __future__ import annotations

import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import FrameType

from assistant.processes.child import Child, ChildFailedError, Running

GRACE = 30.0
"""Seconds for all processes together to end by themselves."""
SHORTEST_GRACE = 1.0
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
"""Seconds before a restart; doubled with each death of a process that did not live long."""
LIVED_LONG = 20.0
"""Seconds after which a death counts as the first one; so does that of a process that was seen to do its work."""
TICK = 0.05


def print_line(name: str, line: str) -> None:
    """A log line with the name of its process before it."""
    print(f"{name:>9} | {line}", file=sys.stderr, flush=True)


@dataclass(slots=True)
class _Seat:
    """A child that is kept running."""

    child: Child
    running: Running
    deaths: int = 0
    back_at: float | None = None
    """When it is started again, monotonic; `None` while it runs."""
    announced: bool = False
    """Its readiness was told."""


class Supervisor:
    """Keeps children running until SIGTERM, SIGINT or `stop`.

    The first child is the ground that the others may stand on: it is ready before they start, together, and it ends
    after they have ended, together. `run` belongs to the main thread: the children die with the thread that started
    them, which is how none outlives a `kill -9`.
    """

    def __init__(self, children: Iterable[Child], *, log: Callable[[str, str], None] = print_line) -> None:
        self._children = list(children)
        self._log = log
        self._seats: list[_Seat] = []
        self._wanted: queue.SimpleQueue[tuple[Child, threading.Event]] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._failure: BaseException | None = None

    def run(self, set_up: Callable[[Supervisor], None] | None = None) -> None:
        """Start everything, keep it running, stop everything.

        Args:
            set_up: called once, in a thread of its own, when all children are ready: more set-up, what is told to the
                user. It may `add` children. What it raises stops everything and is raised here.

        Raises:
            ChildFailedError: a child did not become ready at the first start.
        """
        previous = {number: signal.signal(number, self._on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            for together in (self._children[:1], self._children[1:]):
                self._first_start(together)
            if set_up and not self._stopping.is_set():
                threading.Thread(target=self._set_up, args=(set_up,), name="set-up", daemon=True).start()
            while not self._stopping.is_set():
                self._watch()
                self._add_wanted()
                self._stopping.wait(TICK)
        finally:
            self._stop_all()
            for number, handler in previous.items():
                signal.signal(number, handler)
        if self._failure:
            raise self._failure

    def add(self, child: Child) -> None:
        """Start one more child and wait until it is ready; for `set_up` and other threads.

        Raises:
            ChildFailedError: everything is stopped meanwhile.
        """
        ready = threading.Event()
        self._wanted.put((child, ready))
        while not ready.wait(TICK):
            if self._stopping.is_set():
                raise ChildFailedError(f"{child.name} was not started: everything stops")

    def stop(self) -> None:
        """End `run`; for other threads."""
        self._stopping.set()

    def pids(self) -> dict[str, int]:
        """The processes that run now, by name."""
        return {seat.child.name: seat.running.pid for seat in list(self._seats) if seat.back_at is None}

    def _first_start(self, children: Iterable[Child]) -> None:
        if self._stopping.is_set():
            return
        seats = [_Seat(child, Running(child, self._log)) for child in children]
        self._seats += seats
        for seat in seats:
            seat.running.wait_ready(self._stopping)
            seat.announced = True
            self._say(f"{seat.child.name} is ready (process {seat.running.pid}, {seat.running.age:.1f} s)")

    def _set_up(self, set_up: Callable[[Supervisor], None]) -> None:
        try:
            set_up(self)
        except BaseException as error:  # noqa: BLE001 - it is raised again by `run`
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        if not self._stopping.is_set():
            self._failure = error
        self._stopping.set()

    def _add_wanted(self) -> None:
        while not self._wanted.empty():
            child, ready = self._wanted.get()
            try:
                self._first_start([child])
            except ChildFailedError as error:
                self._fail(error)
                return
            ready.set()

    def _watch(self) -> None:
        now = time.monotonic()
        for seat in self._seats:
            if seat.back_at is not None:
                if now >= seat.back_at:
                    seat.running, seat.back_at, seat.announced = Running(seat.child, self._log), None, False
            elif not seat.running.alive:
                self._plan_restart(seat, now)
            elif not seat.announced and seat.running.is_ready():
                seat.announced = True
                self._say(f"{seat.child.name} is back (process {seat.running.pid})")

    def _plan_restart(self, seat: _Seat, now: float) -> None:
        worked = seat.announced and seat.child.ready is not None
        seat.deaths = 0 if worked or seat.running.age > LIVED_LONG else seat.deaths
        pause = min(FIRST_PAUSE * 2**seat.deaths, LONGEST_PAUSE)
        seat.deaths += 1
        seat.back_at = now + pause
        self._say(f"{seat.child.name} {seat.running.ending()} after {seat.running.age:.1f} s, again in {pause:.1f} s")

    def _stop_all(self) -> None:
        deadline = time.monotonic() + GRACE
        for seat in self._seats[1:]:
            seat.running.ask_to_stop()
        forced = [
            seat.child.name
            for seat in reversed(self._seats)
            if not seat.running.stop(max(SHORTEST_GRACE, deadline - time.monotonic()))
        ]
        names = ", ".join(seat.child.name for seat in reversed(self._seats))
        self._say(f"stopped {names}" + (f"; by force: {', '.join(forced)}" if forced else ""))

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if not self._stopping.is_set():
            self._say(f"{signal.Signals(number).name}: stopping")
        self._stopping.set()

    def _say(self, text: str) -> None:
        self._log("assistant", text)

"""Calls that share an authorization leave together when places are short, each with its own answer or error."""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.bitrix24.answers import Answer
from assistant.bitrix24.batch import LIMIT
from assistant.bitrix24.budget import Budget, Caller, Place, Urgency
from assistant.bitrix24.budget.holding import LONGEST, hold
from assistant.bitrix24.joint import Joint, commands_of
from assistant.bitrix24.request import Request
from assistant.errors import PortalUnavailableError

LOOK_AGAIN = 0.25
"""Seconds after which who holds calls looks at the budget again."""

Send = Callable[[Place, Request], Answer]
_Key = tuple[str, str, bool]
"""Endpoint, authorization, and whether the calls may be repeated."""


@dataclass(eq=False, slots=True)
class _Ride:
    """A call that waits, is under way with others, or is over."""

    request: Request
    since: float
    answer: Answer | None = None
    error: Exception | None = None
    woken: threading.Event = field(default_factory=threading.Event)
    """It is over, or may lead."""

    @property
    def over(self) -> bool:
        return self.answer is not None or self.error is not None


@dataclass(eq=False, slots=True)
class _Group:
    """Calls of one authorization, in the order in which they came; one of the callers waits for the turn of all."""

    came: threading.Condition = field(default_factory=threading.Condition)
    """Also the lock of all below; who leads is told of calls that join."""
    waiting: list[_Ride] = field(default_factory=list)
    led: bool = False
    members: int = 0

    def enter(self, ride: _Ride) -> bool:
        """Whether this caller leads from now on."""
        with self.came:
            if self.led or ride not in self.waiting:
                return False
            self.led = True
            return True

    def leave(self, ride: _Ride) -> None:
        """The caller leads no more; with the lock."""
        self.led = False
        for other in self.waiting:
            if other is not ride:
                other.woken.set()

    def joint(self) -> tuple[Joint, list[_Ride]]:
        """The batch of those that may leave now, the most urgent first."""
        joint, taken = Joint(), []
        for ride in sorted(self.waiting, key=lambda ride: ride.request.caller.urgency):
            # In their order: nobody overtakes a call that finds no room.
            if joint.full or not joint.add(ride.request):
                break
            taken.append(ride)
        return joint, taken

    @property
    def full(self) -> bool:
        """No more than these go into one batch."""
        if sum(commands_of(ride.request) for ride in self.waiting) < LIMIT:
            return False
        joint, taken = self.joint()
        return joint.full or len(taken) < len(self.waiting)


class Sharing:
    """The calls of one process that may share requests; safe to share between threads."""

    def __init__(self, budget: Budget, send: Send) -> None:
        """`send` makes one request in its place."""
        self._budget = budget
        self._send = send
        self._lock = threading.Lock()
        self._groups: dict[_Key, _Group] = {}
        self._left: dict[_Key, float] = {}
        """When requests left lately."""

    def call(self, host: str, request: Request) -> Answer:
        """The answer of a call, made alone or together with others.

        Raises:
            PortalError: of this call, or of the request that it shared.
            StoreUnavailableError: Redis does not answer.
        """
        # A read that takes long must not leave it open whether messages were sent.
        key = (request.endpoint, request.auth, request.repeatable)
        ride = _Ride(request, time.monotonic())
        with self._lock:
            group = self._groups.setdefault(key, _Group())
            group.members += 1
        try:
            with group.came:
                group.waiting.append(ride)
                group.came.notify()
            while not ride.over:
                if group.enter(ride):
                    self._lead(host, key, group, ride)
                else:
                    ride.woken.wait()
                    ride.woken.clear()
        finally:
            with self._lock:
                group.members -= 1
                if not group.members:
                    del self._groups[key]
        if ride.error is not None:
            raise ride.error
        assert ride.answer is not None
        return ride.answer

    def _lead(self, host: str, key: _Key, group: _Group, ride: _Ride) -> None:
        joint, taken = Joint(), list[_Ride]()
        try:
            held = self._hold(host, key, group)
            with self._budget.place(host, _most_urgent(group)) as place:
                with group.came:
                    # Where nobody waits, nobody's answer should wait for another's either.
                    joint, taken = group.joint() if held or place.waited else (joint, [ride])
                    group.waiting = [each for each in group.waiting if each not in taken]
                    group.leave(ride)
                self._note(key)
                answer = self._send(place, _together(joint, taken))
        except Exception as error:  # noqa: BLE001 - whatever it is, each of them is told
            for each in taken or [ride]:
                each.error = copy.copy(error)
        else:
            _deliver(joint, taken, answer)
        finally:
            if not taken:
                with group.came:
                    group.waiting.remove(ride)
                    group.leave(ride)
            for each in taken:
                if not each.over:
                    each.error = PortalUnavailableError(f"{each.request.method}: broken off")
                each.woken.set()

    def _hold(self, host: str, key: _Key, group: _Group) -> bool:
        """Until those who wait for others have waited long enough, or nobody else goes in; whether that took time."""
        held = False
        while True:
            state = self._budget.state(host)
            with group.came:
                now = time.monotonic()
                left = hold(state, [now - ride.since for ride in group.waiting], now - self._left.get(key, -LONGEST))
                if left <= 0 or group.full or _most_urgent(group).urgency is Urgency.ALERT:
                    return held
                held = True
                group.came.wait(min(left, LOOK_AGAIN))

    def _note(self, key: _Key) -> None:
        now = time.monotonic()
        with self._lock:
            self._left = {each: at for each, at in self._left.items() if now - at < LONGEST} | {key: now}


def _most_urgent(group: _Group) -> Caller:
    return min((ride.request.caller for ride in group.waiting), key=lambda caller: caller.urgency)


def _together(joint: Joint, taken: list[_Ride]) -> Request:
    now = time.monotonic()
    for ride in taken:
        ride.request.waited += now - ride.since
    first = taken[0].request
    if len(taken) == 1:
        return first
    trace = tuple(dict.fromkeys(event for ride in taken for event in ride.request.trace))
    return Request(first.endpoint, "batch", joint.params, first.auth, first.repeatable, trace, first.caller)


def _deliver(joint: Joint, taken: list[_Ride], answer: Answer) -> None:
    for at, ride in enumerate(taken):
        try:
            ride.answer = answer if len(taken) == 1 else joint.answer_of(at, ride.request, answer)
        except Exception as error:  # noqa: BLE001 - it is this call's
            ride.error = error

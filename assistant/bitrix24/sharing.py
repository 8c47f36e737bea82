"""Calls that share an authorization leave together when places are short, each with its own answer or error."""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.bitrix24.answers import Answer
from assistant.bitrix24.budget import Budget, Caller, Place, Urgency
from assistant.bitrix24.budget.holding import hold
from assistant.bitrix24.joint import Joint
from assistant.bitrix24.request import Request
from assistant.errors import PortalUnavailableError

LOOK_AGAIN = 0.25
"""Seconds after which who holds calls looks at the budget again."""

Send = Callable[[Place, Request], Answer]


@dataclass(eq=False, slots=True)
class _Ride:
    """A call that waits, is under way with others, or is over."""

    request: Request
    since: float
    answer: Answer | None = None
    error: Exception | None = None

    @property
    def over(self) -> bool:
        return self.answer is not None or self.error is not None


@dataclass(eq=False, slots=True)
class _Group:
    """Calls of one authorization, in the order in which they came; one of the callers waits for the turn of all."""

    changed: threading.Condition = field(default_factory=threading.Condition)
    waiting: list[_Ride] = field(default_factory=list)
    led: bool = False
    members: int = 0

    def joint(self) -> tuple[Joint, list[_Ride]]:
        """The batch of those that may leave now, the most urgent first."""
        joint, taken = Joint(), []
        for ride in sorted(self.waiting, key=lambda ride: ride.request.caller.urgency):
            # In their order: nobody overtakes a call that finds no room.
            if joint.full or not joint.add(ride.request):
                break
            taken.append(ride)
        return joint, taken


class Sharing:
    """The calls of one process that may share requests; safe to share between threads."""

    def __init__(self, budget: Budget, send: Send) -> None:
        """`send` makes one request in its place."""
        self._budget = budget
        self._send = send
        self._lock = threading.Lock()
        self._groups: dict[tuple[str, str, bool], _Group] = {}

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
            with group.changed:
                group.waiting.append(ride)
                group.changed.notify_all()
            self._travel(host, group, ride)
        finally:
            with self._lock:
                group.members -= 1
                if not group.members:
                    del self._groups[key]
        if ride.error is not None:
            raise ride.error
        assert ride.answer is not None
        return ride.answer

    def _travel(self, host: str, group: _Group, ride: _Ride) -> None:
        while True:
            with group.changed:
                while not ride.over and (group.led or ride not in group.waiting):
                    group.changed.wait()
                if ride.over:
                    return
                group.led = True
            self._lead(host, group, ride)

    def _lead(self, host: str, group: _Group, ride: _Ride) -> None:
        joint, taken = Joint(), list[_Ride]()
        try:
            held = self._hold(host, group)
            with self._budget.place(host, _most_urgent(group)) as place:
                with group.changed:
                    # Where nobody waits, nobody's answer should wait for another's either.
                    joint, taken = group.joint() if held or place.waited else (joint, [ride])
                    group.waiting = [each for each in group.waiting if each not in taken]
                    group.led = False
                    group.changed.notify_all()
                answer = self._send(place, _together(joint, taken))
        except Exception as error:  # noqa: BLE001 - whatever it is, each of them is told
            for each in taken or [ride]:
                each.error = copy.copy(error)
        else:
            _deliver(joint, taken, answer)
        finally:
            with group.changed:
                for each in taken:
                    if not each.over:
                        each.error = PortalUnavailableError(f"{each.request.method}: broken off")
                if not taken:
                    group.waiting.remove(ride)
                    group.led = False
                group.changed.notify_all()

    def _hold(self, host: str, group: _Group) -> bool:
        """Until those who wait for others have waited long enough, or nobody else goes in; whether that took time."""
        held = False
        while True:
            state = self._budget.state(host)
            with group.changed:
                now = time.monotonic()
                left = hold(state, [now - ride.since for ride in group.waiting])
                if left <= 0 or group.joint()[0].full or _most_urgent(group).urgency is Urgency.ALERT:
                    return held
                held = True
                group.changed.wait(min(left, LOOK_AGAIN))


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

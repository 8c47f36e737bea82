"""What Olga has subscribed to, in memory: whatever is done, the next question finds the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from assistant.models import Rhythm, Run, Slots, Span, Subscription, Unit
from assistant.subscriptions import MOST, next_due

MONDAYS = Rhythm(time(9), (0,))
WORKDAYS = Rhythm(time(8, 30), (0, 1, 2, 3, 4))
FIRST = Rhythm(time(9), day=1)
WON = Subscription("s1", Run("deals.list", Slots(deal_state="won")), MONDAYS, Span(Unit.WEEK))
TASKS = Subscription("s2", Run("tasks.list"), WORKDAYS, paused=True)


@dataclass(frozen=True)
class Subscribed:
    """The subscriptions of one person."""

    now: datetime
    kept: Sequence[Subscription] = ()

    def all(self) -> tuple[Subscription, ...]:
        return tuple(map(self._planned, self.kept))

    def add(self, run: Run, span: Span | None, rhythm: Rhythm) -> Subscription | None:
        return self._planned(Subscription("s9", run, rhythm, span)) if len(self.kept) < MOST else None

    def change(self, id_: str, rhythm: Rhythm) -> Subscription | None:
        known = self._find(id_)
        return self._planned(replace(known, rhythm=rhythm)) if known else None

    def move_along(self, id_: str, span: Span) -> Subscription | None:
        known = self._find(id_)
        if known is None:
            return None
        run = replace(known.run, slots=replace(known.run.slots, period=None))
        return self._planned(replace(known, run=run, span=span))

    def stop(self, id_: str) -> Subscription | None:
        return self._find(id_)

    def _find(self, id_: str) -> Subscription | None:
        return next((each for each in self.kept if each.id == id_), None)

    def _planned(self, subscription: Subscription) -> Subscription:
        return replace(subscription, due=next_due(subscription.rhythm, self.now, self.now.tzinfo).timestamp())

"""A process that hands over what is due: `python -m tests.chaos.handing_over_process REDIS_URL POINT MOMENT…`.

It looks at each moment, in Unix seconds, and kills itself with -9 at a point: `taken`, before it hands over what it
took; `accepted`, before the next time is stored; `planned`, after that; `never`.
"""

import os
import signal
import sys
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from assistant import storage
from assistant.models import Event
from assistant.settings import Settings
from assistant.subscriptions import Deliveries, Subscriptions
from assistant.workers.inbox import Inbox


def main(redis_url: str, point: str, *moments: str) -> None:
    """Hand over at each moment."""
    settings = Settings(_env_file=None, redis_url=redis_url)
    inbox, redis = Inbox(settings), storage.connect(settings, storage.STATE_DB)
    now = [0.0]

    def die_at(reached: str) -> None:
        if reached == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def accept(events: Sequence[Event]) -> None:
        die_at("taken")
        inbox.accept(events)
        die_at("accepted")

    def clock() -> float:
        return now[0]

    every = Deliveries(Subscriptions(redis, clock), accept, lambda _portal: 456, lambda *_: ZoneInfo("UTC"), clock)
    for moment in moments:
        now[0] = float(moment)
        every.hand_over()
    die_at("planned")


if __name__ == "__main__":
    main(*sys.argv[1:])

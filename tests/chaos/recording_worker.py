"""A worker process that writes down what it does: `python -m tests.chaos.recording_worker REDIS_URL FILE`.

Texts say how an event is handled: `sleep 0.1`, `die` (kill -9 of the own process), anything else at once.
"""

import os
import signal
import sys
import time

from assistant.models import Event
from assistant.settings import Settings
from assistant.workers.due import Notice
from assistant.workers.process import run_worker


def main(redis_url: str, file: str) -> None:
    """Work until stopped."""
    record = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def handle(event: Event) -> None:
        word, _, seconds = event.text.partition(" ")
        os.write(record, f"begin {event.message_id}\n".encode())
        if word == "sleep":
            time.sleep(float(seconds))
        if word == "die":
            os.write(record, f"died {event.message_id}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(record, f"answer {event.message_id} {event.person.id} {os.getpid()}\n".encode())

    def notice(event: Event, what: Notice) -> None:
        os.write(record, f"{what.kind} {event.message_id}\n".encode())

    run_worker(Settings(_env_file=None, redis_url=redis_url, threads=4), handle, notice)


if __name__ == "__main__":
    main(*sys.argv[1:])

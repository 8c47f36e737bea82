"""What is done once a day, in a thread of its own: nobody who waits for an answer is held up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from redis import RedisError

from assistant.workers.due import Due

log = logging.getLogger(__name__)


class Rounds:
    """Makes a round when it is due; of all processes the one whose pump took it."""

    def __init__(self, due: Due, make: Callable[[], None]) -> None:
        """`make` does it all; when it raises, it is tried again an hour later."""
        self._due = due
        self._make = make
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Make one, unless the last one is still under way."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="round", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        try:
            self._make()
            self._due.round_made()
        except RedisError as error:
            log.warning("The daily round failed: %s", type(error).__name__)
        except Exception:
            log.exception("The daily round failed, it is made again in an hour")

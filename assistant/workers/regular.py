"""What is done again and again beside the answers, in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from redis import RedisError

log = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds."""


class Regular:
    """A thread that does something each second; several processes may do it at once."""

    def __init__(self, do: Callable[[], object]) -> None:
        """`do` may raise: it is called again all the same."""
        self._do = do
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="regular", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; what is under way is finished."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        failing = ""
        while not self._stop.wait(EVERY):
            try:
                self._do()
                failing = ""
            except Exception as error:
                name = type(error).__name__
                if name != failing:  # once, however long it lasts
                    log.warning("What is due was not looked for: %s", name, exc_info=not isinstance(error, RedisError))
                failing = name

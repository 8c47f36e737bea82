"""Brings the log of the embedded Redis to the disk each second, so that a power failure costs a second at most.

The server could do that itself (`appendfsync everysec`), but then it keeps writes in its own memory while a slow disk
is at it, and they are gone when the process is killed: with 0.7 s for each sync a tenth of what it had confirmed.
"""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

EVERY = 1.0
"""Seconds."""


class DiskSync:
    """A thread that lives from `start` to `stop`."""

    def __init__(self, folder: Path) -> None:
        """`folder`: of the data; its log is rewritten under other names from time to time."""
        self._folder = folder
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="disk-sync", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after a last time."""
        if self._thread:
            self._stopping.set()
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while not self._stopping.wait(EVERY):
            self.sync()
        self.sync()

    def sync(self) -> int:
        """Once; how many files."""
        synced = 0
        for path in self._folder.glob("appendonlydir/*.aof"):
            with contextlib.suppress(OSError):  # just replaced by another, which the server itself synced
                file = os.open(path, os.O_RDONLY)
                try:
                    os.fdatasync(file)
                finally:
                    os.close(file)
                synced += 1
        return synced

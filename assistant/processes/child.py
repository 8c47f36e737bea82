"""One child process: how it is started, when it is ready, how it is stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from assistant.errors import AssistantError

LAUNCH = Path(__file__).with_name("launch.py")
LAST_LINES = 5
"""How much of a child's output an error quotes."""

Log = Callable[[str, str], None]
"""Takes the name of a process and one line."""


class ChildFailedError(AssistantError):
    """A process ended, or did not become ready in time; the text has its last lines."""


@dataclass(frozen=True, slots=True)
class Child:
    """What to run."""

    name: str
    """Stands before each of its log lines."""
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    """In addition to our own environment."""
    ready: Callable[[], bool] | None = None
    """Whether it does its work by now; `None`: as soon as it runs."""
    ready_within: float = 30.0
    """Seconds."""


class Running:
    """A started child. Its lines go to `log`; it dies with the thread that started it, at the latest."""

    def __init__(self, child: Child, log: Log) -> None:
        self.child = child
        self.started = time.monotonic()
        self.lines: deque[str] = deque(maxlen=LAST_LINES)
        self._log = log
        self.process = subprocess.Popen(  # noqa: S603 - the program is ours
            [sys.executable, "-I", "-S", str(LAUNCH), str(os.getpid()), *child.argv],
            env={**os.environ, "PYTHONUNBUFFERED": "1", **child.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,  # Ctrl-C is ours: we stop the children in their order
        )
        assert self.process.stdout is not None
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Of the program itself: launching replaces the process, it does not nest."""
        return self.process.pid

    @property
    def alive(self) -> bool:
        """It has not ended."""
        return self.process.poll() is None

    @property
    def age(self) -> float:
        """Seconds since its start."""
        return time.monotonic() - self.started

    def is_ready(self) -> bool:
        """It runs and its check says that it works."""
        return self.alive and (self.child.ready is None or self.child.ready())

    def wait_ready(self, give_up: threading.Event | None = None) -> None:
        """Wait until it works, or until `give_up` is set.

        Raises:
            ChildFailedError: it ended or was too slow; it is stopped then.
        """
        while not self.is_ready() and not (give_up and give_up.is_set()):
            if not self.alive:
                self._reader.join(1.0)
                raise ChildFailedError(f"{self.child.name} {self.ending()}.{self.quote()}")
            if self.age > self.child.ready_within:
                self.stop(grace=1.0)
                raise ChildFailedError(
                    f"{self.child.name} was not ready within {self.child.ready_within:.0f} s.{self.quote()}"
                )
            time.sleep(0.01)

    def ask_to_stop(self) -> None:
        """SIGTERM."""
        self._signal(signal.SIGTERM)

    def stop(self, grace: float) -> bool:
        """SIGTERM, after `grace` seconds SIGKILL. True: it went by itself."""
        self.ask_to_stop()
        try:
            self.process.wait(grace)
        except subprocess.TimeoutExpired:
            self.kill()
            return False
        self._reader.join(1.0)
        return True

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self._signal(signal.SIGKILL)
        self.process.wait()
        self._reader.join(1.0)

    def ending(self) -> str:
        """How it ended, as half a sentence."""
        code = self.process.poll()
        if code is None:
            return "runs"
        if code < 0:
            return f"was ended by {signal.Signals(-code).name}"
        return f"ended with exit code {code}"

    def quote(self) -> str:
        """Its last lines, for an error."""
        return " Its last lines:\n" + "\n".join(f"  {line}" for line in self.lines) if self.lines else ""

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            for raw in stream:
                line = raw.decode(errors="replace").rstrip()
                if line:
                    self.lines.append(line)
                    self._log(self.child.name, line)

"""A demo for measurements: started, found in its lines, stopped."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that runs."""

    pid: int
    portal: str
    """Address of its chat page."""


@contextmanager
def running(*options: str) -> Iterator[Demo]:
    """Start `assistant demo` with data of its own, and stop it at the end."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant", "demo", *options],
            env={**os.environ, "ASSISTANT_DATA_DIR": folder},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout is not None
        lines: list[str] = []
        try:
            for line in process.stdout:
                lines.append(line)
                found = re.search(r"Open the chat:\s+(\S+)", line)
                if found:
                    break
            else:
                raise SystemExit("the demo did not start:\n" + "".join(lines))
            # Nobody reads on: the lines of a measured demo are few, the pipe holds them.
            yield Demo(process.pid, found[1])
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)

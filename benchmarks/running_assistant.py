"""`assistant demo` with processes of its own, whose workers can be killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast

from redis import Redis

from assistant import storage
from assistant.cli.demo_address import read
from assistant.settings import Settings, load

PATIENCE = 300.0
"""Seconds for the processes to be there, at first and again."""


@dataclass
class RunningAssistant:
    """A demo without a limit of requests."""

    process: subprocess.Popen[str]
    folder: Path
    lines: list[str] = field(default_factory=list)
    killed: set[int] = field(default_factory=set)
    """Workers that were killed here, in case the supervisor has not seen it yet."""

    @property
    def address(self) -> str:
        """Of the portal in a box."""
        return next(found[1] for line in self.lines if (found := re.search(r"Open the chat:\s+(\S+)", line)))

    @cached_property
    def settings(self) -> Settings:
        """What its processes work with."""
        settings = load(data_dir=self.folder)
        address = read(settings)
        key = (self.folder / "token.key").read_text().strip()
        known = {"redis_url": address.redis, "client_id": address.client_id}
        return settings.model_copy(update={**known, "token_keys": load(token_keys=key).token_keys})

    @cached_property
    def redis(self) -> Redis:
        """What its workers share."""
        return storage.connect(self.settings, storage.STATE_DB)

    @property
    def workers(self) -> dict[str, int]:
        """The workers that work now: name and process."""
        found: dict[str, int] = {}
        for line in list(self.lines):
            if there := re.search(r"assistant \| (worker\S*) is (?:ready|back) \(process (\d+)", line):
                found[there[1]] = int(there[2])
            elif gone := re.search(r"assistant \| (worker\S*) was ended", line):
                found.pop(gone[1], None)
        return {name: pid for name, pid in found.items() if pid not in self.killed}

    def at_work_on(self, event: str) -> int:
        """The worker that answers an event now; 0: none."""
        for conversation in cast("list[bytes]", self.redis.zrange(storage.WORK, 0, -1)):
            name = conversation.decode()
            entry = cast("bytes | None", self.redis.lindex(storage.inbox(name), 0))
            lease = cast("bytes | None", self.redis.get(storage.lease(name)))
            if entry and lease and entry.startswith(f"{event} ".encode()):
                return int(lease.decode().partition("/")[0].split(":")[1])
        return 0

    def kill(self, worker: int) -> None:
        """Kill -9."""
        self.killed.add(worker)
        os.kill(worker, signal.SIGKILL)

    def wait_for_workers(self, number: int) -> None:
        """Until so many work."""
        deadline = time.monotonic() + PATIENCE
        while len(self.workers) < number:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise SystemExit("the workers do not come back:\n" + "\n".join(self.lines[-40:]))
            time.sleep(0.02)


@contextmanager
def running(folder: Path, options: Sequence[str] = (), **environment: str) -> Iterator[RunningAssistant]:
    """A started demo, stopped at the end; `options` are further ones of `assistant demo`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "demo", "--no-bucket", *options],
        env={**os.environ, "ASSISTANT_DATA_DIR": str(folder), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assistant = RunningAssistant(process, folder)
    reader = threading.Thread(target=_collect, args=(assistant,), daemon=True)
    reader.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while not any("Open the chat" in line for line in assistant.lines):
            if time.monotonic() > deadline or process.poll() is not None:
                raise SystemExit("the demo did not start:\n" + "\n".join(assistant.lines))
            time.sleep(0.05)
        yield assistant
    finally:
        if "redis" in vars(assistant):
            assistant.redis.close()
        process.send_signal(signal.SIGINT)
        process.wait(60)
        reader.join()


def _collect(assistant: RunningAssistant) -> None:
    with assistant.process.stdout or sys.stdin as stream:
        for line in stream:
            assistant.lines.append(line.rstrip())

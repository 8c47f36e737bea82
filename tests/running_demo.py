"""The fixture `demo`: `assistant demo` as a user starts it, real processes, stopped at the end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import pytest

from tests.assistant_at_work import ROOT

PATIENCE = 90.0


@dataclass
class RunningDemo:
    """A started demo."""

    process: subprocess.Popen[str]
    env: dict[str, str]
    lines: list[str] = field(default_factory=list)

    @property
    def portal(self) -> str:
        """Address of the chat page."""
        return next(m[1] for line in self.lines if (m := re.search(r"Open the chat:\s+(\S+)", line)))

    def wait_for(self, text: str, times: int = 1) -> None:
        """Until a line with this text was printed so often."""
        deadline = time.monotonic() + PATIENCE
        while sum(text in line for line in self.lines) < times:
            assert self.process.poll() is None, "the demo ended:\n" + "\n".join(self.lines)
            assert time.monotonic() < deadline, f"no {text!r} in:\n" + "\n".join(self.lines)
            time.sleep(0.05)

    def pid(self, name: str) -> int:
        """The process that runs under a name now."""
        found = [m for line in self.lines if (m := re.search(rf"{name} is (?:ready|back) \(process (\d+)", line))]
        return int(found[-1][1])

    def kill(self, name: str) -> None:
        """`kill -9`."""
        os.kill(self.pid(name), signal.SIGKILL)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another `assistant` command beside it."""
        return subprocess.run(
            [sys.executable, "-m", "assistant", *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """Ctrl-C, and wait until it is gone."""
        self.process.send_signal(number)
        self.process.wait(PATIENCE)


def start(data_dir: Path, model_dir: Path, *options: str) -> RunningDemo:
    """Start a demo with its own data; returns at once."""
    env = {**os.environ, "ASSISTANT_DATA_DIR": str(data_dir), "ASSISTANT_MODEL_DIR": str(model_dir)}
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "demo", *options],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    demo = RunningDemo(process, env)

    threading.Thread(target=_collect, args=(demo,), daemon=True).start()
    return demo


def _collect(demo: RunningDemo) -> None:
    assert demo.process.stdout is not None
    with demo.process.stdout as stream:
        for line in stream:
            demo.lines.append(line.rstrip())


@pytest.fixture
def demo(tmp_path: Path, stamped_model: Path) -> Iterator[RunningDemo]:
    """A demo that is ready, without the portal's limit of requests."""
    running = start(tmp_path, stamped_model, "--no-bucket")
    try:
        running.wait_for("Ready in")
        yield running
    finally:
        if running.process.poll() is None:
            family = psutil.Process(running.process.pid).children(recursive=True)
            running.stop()
            assert not [process for process in family if process.is_running()], "orphans"


@pytest.fixture(scope="session")
def stamped_model(model_dir: Path) -> Path:
    """The model with the note that it is up to date, so that a demo does not look into it."""
    subprocess.run([sys.executable, "-m", "assistant", "train"], cwd=ROOT, check=True, capture_output=True)
    return model_dir


def http(demo: RunningDemo) -> httpx.Client:
    """To the demo's portal."""
    return httpx.Client(base_url=demo.portal, timeout=30)

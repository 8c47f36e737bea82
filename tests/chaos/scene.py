"""A supervised Redis with workers that write down what they do: real processes, real kills."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from assistant.errors import StoreUnavailableError
from assistant.models import Event
from assistant.processes.child import Child
from assistant.processes.embedded_redis import EmbeddedRedis
from assistant.processes.supervisor import Supervisor
from assistant.settings import Settings
from assistant.workers.inbox import Inbox
from tests.workers.conftest import until

ROOT = Path(__file__).resolve().parent.parent.parent


class Scene:
    """A supervised Redis with workers, and what the workers wrote down."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.file = folder / "record"
        self.file.touch()
        self.redis = EmbeddedRedis(folder / "data")
        self.lines: list[str] = []
        children = [self._worker(n) for n in range(1, workers + 1)]
        self.supervisor = Supervisor(
            [self.redis.child, *children], log=lambda *line: self.lines.append(": ".join(line))
        )
        self.inbox = Inbox(Settings(_env_file=None, redis_url=self.redis.url))

    def _worker(self, number: int) -> Child:
        argv = (sys.executable, "-m", "tests.chaos.recording_worker", self.redis.url, str(self.file))
        return Child(f"worker-{number}", argv, env={"PYTHONPATH": str(ROOT)})

    def hire(self, workers: int) -> None:
        """Start workers now; for a scene that began without."""
        for number in range(1, workers + 1):
            self.supervisor.add(self._worker(number))

    def play(self, story: Callable[[], None]) -> None:
        """Run the processes, then the story, then stop."""

        def set_up(supervisor: Supervisor) -> None:
            try:
                story()
            finally:
                supervisor.stop()

        self.redis.lock()
        try:
            self.supervisor.run(set_up)
        finally:
            self.inbox.close()
            self.redis.unlock()

    def kill(self, name: str) -> None:
        """Kill -9."""
        until(lambda: name in self.supervisor.pids())
        os.kill(self.supervisor.pids()[name], signal.SIGKILL)

    def accept(self, events: list[Event]) -> None:
        """Accept like the portal's side would see it: repeat what was refused."""

        def accepted() -> bool:
            try:
                self.inbox.accept(events)
            except StoreUnavailableError:
                return False
            return True

        until(accepted, within=10)

    def records(self, kind: str) -> list[list[str]]:
        """What was written down, without its kind."""
        return [line.split()[1:] for line in self.file.read_text().splitlines() if line.startswith(f"{kind} ")]

    def answered(self) -> list[int]:
        """The messages that were answered, in that order, with repetitions."""
        return [int(record[0]) for record in self.records("answer")]

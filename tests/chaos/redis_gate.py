"""Stands between a process and its Redis: stops what carries a mark on its way there, or its answer on the way back."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Literal, Self

CHUNK = 65536


class RedisGate:
    """Passes everything on until the mark comes; a connection that carried it brings no answer any more."""

    def __init__(self, redis: str, mark: bytes, stop: Literal["request", "answer"]) -> None:
        """`redis` is the server's unix socket."""
        self._redis = redis
        self._mark = mark
        self._stop = stop
        self.stopped = threading.Event()
        """The marked request did not go on, or was carried out and its answer did not come back."""
        self._sockets: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"redis://127.0.0.1:{self._door.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._open, name="gate", daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        for each in (self._door, *self._sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _open(self) -> None:
        while True:
            try:
                asker, _ = self._door.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._redis)
            self._sockets += [asker, server]
            marked = threading.Event()
            for target, sides in ((self._there, (asker, server)), (self._back, (server, asker))):
                threading.Thread(target=target, args=(*sides, marked), name="gate", daemon=True).start()

    def _there(self, asker: socket.socket, server: socket.socket, marked: threading.Event) -> None:
        with suppress(OSError):
            while request := asker.recv(CHUNK):
                if self._mark in request:
                    marked.set()
                    if self._stop == "request":
                        self.stopped.set()
                        return
                server.sendall(request)
            server.shutdown(socket.SHUT_WR)

    def _back(self, server: socket.socket, asker: socket.socket, marked: threading.Event) -> None:
        with suppress(OSError):
            while answer := server.recv(CHUNK):
                if marked.is_set() and not answer.startswith(b"-NOSCRIPT"):
                    self.stopped.set()
                    return
                asker.sendall(answer)

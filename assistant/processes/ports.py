"""Free ports."""

from __future__ import annotations

import socket

from assistant.errors import SettingsError

TRIES = 100


def free_port(first: int, host: str = "127.0.0.1") -> int:
    """The first port from `first` on that nobody listens on.

    Raises:
        SettingsError: a hundred ports in a row are taken, or the host is not ours.
    """
    for port in range(first, min(first + TRIES, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise SettingsError(f"No free port from {first} on at {host}: set ASSISTANT_PORT and ASSISTANT_HOST.")

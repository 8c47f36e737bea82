"""Serves a sandbox over HTTP, or HTTPS when a certificate is given."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import uvicorn

from assistant.errors import SettingsError
from assistant.sandbox.app import create_app

if TYPE_CHECKING:
    from assistant.sandbox.options import Options


class Sandbox:
    """A portal bound to its port; `run` serves until `stop`.

    Raises:
        SettingsError: the port is taken or the host is none of this machine's.
    """

    def __init__(self, options: Options) -> None:
        try:
            self._socket = socket.create_server((options.host, options.port))
        except OSError as error:
            reason = f"{options.host}:{options.port} cannot be listened on ({error.strerror})"
            raise SettingsError(f"{reason}: choose another with --host and --port") from error
        host = "127.0.0.1" if options.host in ("0.0.0.0", "") else options.host
        # Certificates name hosts, not addresses, more often than not.
        shown = "localhost" if options.certfile and host == "127.0.0.1" else host
        self.url = f"{options.scheme}://{shown}:{self._socket.getsockname()[1]}"
        self.app = create_app(options, self.url)
        self._server = uvicorn.Server(
            uvicorn.Config(
                self.app,
                log_level="critical",
                lifespan="on",
                ssl_certfile=options.certfile,
                ssl_keyfile=options.keyfile,
                timeout_graceful_shutdown=1,
            )
        )

    def run(self) -> None:
        """Serve until stopped."""
        self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Ask the server to end; callable from another thread."""
        self._server.should_exit = True


def serve(options: Options) -> None:
    """Run a sandbox in the foreground, and say where it is."""
    sandbox = Sandbox(options)
    print(f"A Bitrix24 portal in a box: {sandbox.url}", flush=True)
    sandbox.run()

"""The sandbox as a process of its own."""

import signal
import socket
import subprocess
import sys

import httpx
import pytest

from assistant.errors import SettingsError
from assistant.sandbox.options import Options
from assistant.sandbox.server import Sandbox

SERVE = """
from assistant.sandbox.options import Options
from assistant.sandbox.server import serve
serve(Options(port=0))
"""


def test_a_process_says_where_it_is_answers_and_ends_when_asked():
    with subprocess.Popen([sys.executable, "-c", SERVE], stdout=subprocess.PIPE, text=True) as process:
        said = process.stdout.readline()
        url = said.split()[-1]
        health = httpx.get(f"{url}/_sandbox/health").json()
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    assert said.startswith("A Bitrix24 portal in a box: http://127.0.0.1:")
    assert health["ok"] is True


def test_a_taken_port_is_a_wrong_setting():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"127\.0\.0\.1:{port} .* choose another with --host and --port"):
            Sandbox(Options(port=port))

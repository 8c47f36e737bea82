"""Names worker processes so that others on the same machine can tell for sure that one has died."""

from __future__ import annotations

import os
import platform
from functools import cache
from hashlib import blake2b
from pathlib import Path

PROC = Path("/proc")
ENDED = frozenset("ZX")
"""States of a process that only waits for its parent to take note."""


def own_name() -> str:
    """Of this process: no other one ever has it."""
    return f"{_place()}:{os.getpid()}:{_start(os.getpid())}"


def died(name: str) -> bool:
    """Whether the process of a name has ended. False as well when that cannot be seen from here."""
    place, _, process = name.rpartition(":")[0].rpartition(":")
    if place != _place() or not process.isdecimal():
        return False
    pid = int(process)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False  # somebody else's, about whom /proc may be silent
    return _start(pid) not in {"", name.rpartition(":")[2]}


@cache
def _place() -> str:
    """The numbers of processes mean the same as long as the machine runs and within one container."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        seen = f"{boot} {(PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return f"{platform.node()}?"
    return blake2b(seen.encode(), digest_size=8).hexdigest()


def _start(pid: int) -> str:
    """When a process began, in ticks since the machine did; `ended`; empty when nobody tells."""
    try:
        values = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "ended" if values[0] in ENDED else values[19]

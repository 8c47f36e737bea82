"""The memory of all processes of a demo, fresh and after questions. Run `python -m benchmarks.memory [PID]`.

With PID the process tree of something that runs already is measured once. PSS counts shared pages by their share.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import httpx

from benchmarks.demo import Demo, running

QUESTIONS = (
    "how many open deals do I have",
    "сколько сделок я выиграл в этом месяце?",
    "/deals won last month",
    "когда последний раз общались с Ромашкой?",
    "my tasks for tomorrow",
    "/help",
)
ROUNDS = 20
SETTLE = 3.0
"""Seconds after the last answer."""


def tree(pid: int) -> dict[str, int]:
    """PSS in KiB by process, the children of `pid` included."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        children.setdefault(int(fields[1]), []).append(int(status.parent.name))
    found: dict[str, int] = {}
    waiting = [pid]
    while waiting:
        process = waiting.pop(0)
        waiting += children.get(process, [])
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        kib = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        found[f"{process} {_name(process)}"] = kib
    return found


def _name(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    if "assistant" in words:
        return words[words.index("assistant") + 1]
    return Path(words[0].split()[0]).name


def ask(demo: Demo) -> None:
    """Write all questions as several people and wait until each is answered."""
    with httpx.Client(base_url=demo.portal, timeout=30) as http:
        for _ in range(ROUNDS):
            for login in ("anna", "ivan", "olga"):
                for question in QUESTIONS:
                    body = {"as": login, "dialog": "bot", "text": question}
                    sent = http.post("/_sandbox/say", json=body).raise_for_status().json()["message_id"]
                    query: dict[str, str | int] = {"as": login, "dialog": "bot", "after": sent}
                    while not any(m["bot"] for m in http.get("/_sandbox/messages", params=query).json()):
                        time.sleep(0.02)
    time.sleep(SETTLE)


def table(columns: dict[str, dict[str, int]]) -> None:
    """Print MiB by process."""
    print(f"{'PSS, MiB':30}" + "".join(f"{title:>16}" for title in columns))
    names = list(dict.fromkeys(name for column in columns.values() for name in column))
    for name in names:
        cells = (f"{column[name] / 1024:16.1f}" if name in column else f"{'':16}" for column in columns.values())
        print(f"{name:30}" + "".join(cells))
    print(f"{'together':30}" + "".join(f"{sum(column.values()) / 1024:16.1f}" for column in columns.values()))


def main() -> None:
    """Measure and print."""
    if len(sys.argv) > 1:
        table({"now": tree(int(sys.argv[1]))})
        return
    with running("--no-bucket") as demo:
        time.sleep(SETTLE)
        fresh = tree(demo.pid)
        ask(demo)
        table({"fresh": fresh, f"{ROUNDS * 3 * len(QUESTIONS)} answers": tree(demo.pid)})


if __name__ == "__main__":
    main()

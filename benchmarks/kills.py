"""Kill -9 of workers at random moments, twenty dialogs under way: `python -m benchmarks.kills [--rounds 200]`.

Real processes: `assistant demo` with two workers, its portal in a box, which counts what reached it. People make tasks,
take some back, ask questions and change them without a pause. Each round kills one of the workers that work, at times
the only one. Ctrl-C ends it early and counts.
"""

from __future__ import annotations

import random
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import click

from benchmarks.dialogs_under_way import Dialogs
from benchmarks.running_assistant import running

LATEST = 3.0
"""Seconds between two kills, at most; and until a worker is there to be killed."""


@click.command()
@click.option("--rounds", default=200, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(*, rounds: int, workers: int, seed: int) -> None:
    """Kill again and again, then count."""
    moments = random.Random(seed)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), ASSISTANT_WORKERS=str(workers)) as assistant,
    ):
        began = time.monotonic()
        dialogs = Dialogs(assistant)
        dialogs.start()
        kills = 0
        with suppress(KeyboardInterrupt):
            while kills < rounds:
                time.sleep(moments.uniform(0.0, LATEST))
                assistant.wait_for_workers(1)
                assistant.kill(moments.choice(sorted(assistant.workers.values())))
                kills += 1
                if kills % 10 == 0:
                    click.echo(f"{kills} kills, {time.monotonic() - began:.0f} s, {dialogs.answered} answers", err=True)
        outcome = dialogs.finish()
    click.echo(f"{kills} kills in {time.monotonic() - began:.0f} s: {outcome}")
    for line in (*outcome.wrong, *outcome.unanswered, *outcome.repeated, *outcome.broken):
        click.echo(f"  {line}")
    for line in assistant.lines:
        if "given up" in line or "not said a third time" in line:
            click.echo(line)


if __name__ == "__main__":
    main()

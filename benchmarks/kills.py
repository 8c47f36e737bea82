"""Kill -9 of the worker at random moments, twenty dialogs under way: `python -m benchmarks.kills [--rounds 200]`.

Real processes: `assistant demo`, whose worker is killed, its portal in a box, which counts what reached it. People make
tasks, take some back and ask questions without a pause.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

import click

from benchmarks.dialogs_under_way import Dialogs, running

LATEST = 1.5
"""Seconds after everybody was answered once more, at most."""


@click.command()
@click.option("--rounds", default=200, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(*, rounds: int, seed: int) -> None:
    """Kill, wait until the worker is back, kill again; then count."""
    moments = random.Random(seed)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as assistant:
        dialogs = Dialogs(assistant)
        dialogs.start()
        for number in range(rounds):
            time.sleep(moments.uniform(0.0, LATEST))
            assistant.kill_worker()
            assistant.wait_until_back(number + 1)
            dialogs.settle()
            if (number + 1) % 10 == 0:
                click.echo(f"{number + 1} kills, {time.monotonic() - began:.0f} s", err=True)
        outcome = dialogs.finish()
    click.echo(f"{rounds} kills in {time.monotonic() - began:.0f} s: {outcome}")
    for title in outcome.wrong:
        click.echo(f"  {title}")


if __name__ == "__main__":
    main()

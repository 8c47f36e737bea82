"""`assistant train`: makes the model of `training_data/`."""

from __future__ import annotations

from pathlib import Path

import click

from assistant import understanding
from assistant.cli.model import stamp
from assistant.errors import SettingsError
from assistant.settings import load


@click.command(epilog="\b\nExamples:\n  assistant train\n  assistant train --data training_data --model model")
@click.option("--data", type=click.Path(exists=True, path_type=Path), help="Training data.  [default: training_data]")
@click.option("--model", type=click.Path(path_type=Path), help="Where the model is written.  [default: model]")
def train(data: Path | None, model: Path | None) -> None:
    """Train the model. Nothing is done when it was made of the same data."""
    settings = load()
    last = ""
    target = model or settings.model_dir
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"{target} cannot be written ({error.strerror}): set ASSISTANT_MODEL_DIR.") from None
    with click.progressbar(length=100, label="Training", show_eta=False, item_show_func=lambda what: what) as bar:

        def progress(share: float, what: str) -> None:
            nonlocal last
            last = what
            bar.update(max(0, round(share * 100) - bar.pos), what)

        understanding.train(data or settings.training_dir, target, progress)
    if data is None and model is None:
        stamp(settings)
    click.echo(last[:1].upper() + last[1:])

"""`assistant evaluate`: how well messages are understood, as text, JSON and pictures."""

from __future__ import annotations

import json
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant import understanding
from assistant.catalogue import Catalogue
from assistant.cli.charts import draw
from assistant.cli.model import is_fresh
from assistant.settings import Settings, load
from assistant.understanding import reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TITLES = {"cross_validation": "Cross-validation: examples read by models that had not seen them", "tests": "Tests"}
KEPT = "evaluation.json"


@click.command(
    epilog="""\b
Examples:
  assistant evaluate
  assistant evaluate --json > quality.json
  assistant evaluate --data other_data --test other_tests
With --test or --model only the tests are read; otherwise the examples are cross-validated as well.
Pictures and figures are kept in reports/ and compared with the next run."""
)
@click.option("--data", type=click.Path(exists=True, path_type=Path), help="Training data.  [default: training_data]")
@click.option(
    "--test", type=click.Path(exists=True, path_type=Path), help="Data to ask.  [default: `tests:` of --data]"
)
@click.option("--model", type=click.Path(exists=True, path_type=Path), help="A trained model.  [default: of --data]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--reports", "folder", type=click.Path(path_type=Path), default="reports", show_default=True,
              help="Where pictures and figures are kept.")  # fmt: skip
def evaluate(*, data: Path | None, test: Path | None, model: Path | None, as_json: bool, folder: Path) -> None:
    """Measure intents and entities: by cross-validation and on the `tests:` that are never learnt from."""
    settings = load()
    catalogue = Catalogue.load(settings.intents_dir)
    source = data or settings.training_dir
    measured: dict[str, understanding.Report] = {}
    with _progress("Evaluating") as progress:
        if test is None and model is None:
            measured["cross_validation"] = understanding.cross_validate(
                source, catalogue, lambda share, what: progress(0.8 * share, what)
            )
        with tempfile.TemporaryDirectory() as temporary:
            place = model or _model(settings, data, Path(temporary), progress)
            report = understanding.evaluate(test or source, understanding.load(place, catalogue), catalogue)
            if report.verdicts:
                measured["tests"] = report
        progress(1.0, "done")
    key = {"data": str(source.resolve()), "test": str((test or source).resolve())}
    figures = {name: reports.as_data(report) for name, report in measured.items()}
    before = _kept(folder, key)
    pictures = [path for name, report in measured.items() for path in draw(report, folder, name)]
    (folder / KEPT).write_text(json.dumps({**key, **figures}, ensure_ascii=False), encoding="utf-8")
    if as_json:
        click.echo(json.dumps({**key, **figures, "pictures": [str(path) for path in pictures]}, ensure_ascii=False))
        return
    for name, report in measured.items():
        click.echo("\n".join(("", TITLES[name], *reports.as_text(report))))
        if name in before:
            click.echo("\n".join(("", "since the last run:", *reports.differences(figures[name], before[name]))))
    click.echo("\npictures: " + ", ".join(map(str, pictures)))


def _model(settings: Settings, data: Path | None, place: Path, progress: Callable[[float, str], None]) -> Path:
    """The model of the data: the assistant's own when it is up to date, else one made for this run."""
    if data is None and is_fresh(settings):
        return settings.model_dir
    source = data or settings.training_dir
    understanding.train(source, place, lambda share, what: progress(0.8 + 0.2 * share, what))
    return place


def _kept(folder: Path, key: dict[str, str]) -> dict[str, Any]:
    """The figures of the last run, if it was about the same data."""
    try:
        kept: dict[str, Any] = json.loads((folder / KEPT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if all(kept.get(name) == value for name, value in key.items()) else {}


@contextmanager
def _progress(label: str) -> Iterator[Callable[[float, str], None]]:
    """A bar on standard error."""
    bar: Any = click.progressbar(
        length=100, label=label, show_eta=False, item_show_func=lambda what: what, file=sys.stderr
    )
    with bar:
        yield lambda share, what: bar.update(max(0, round(share * 100) - bar.pos), what)

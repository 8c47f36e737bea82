"""`assistant validate`: what is to mend in the training data, each with file and line."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from assistant import understanding
from assistant.catalogue import Catalogue, examine
from assistant.cli.model import is_fresh
from assistant.settings import Settings, load
from assistant.understanding import Engine, Finding


@click.command(epilog="\b\nExamples:\n  assistant validate\n  assistant validate --data other_data --quick")
@click.option("--data", type=click.Path(exists=True, path_type=Path), help="Training data.  [default: training_data]")
@click.option("--quick", is_flag=True, help="Read the files only: no model is made, stolen sentences are not found.")
def validate(*, data: Path | None, quick: bool) -> None:
    """Check the intents and the training data; the exit code is 1 when something is wrong, 0 with warnings only.

    Found in intents are unknown fields, queries and texts that use what is not there, and missing languages; in the
    data broken and unknown marks, unknown intents, sentences that stand twice or nearly alike under two intents,
    intents without sentences in a language, and sentences that another intent takes away.
    """
    settings = load()
    problems = examine(settings.intents_dir)
    for problem in problems:
        click.echo(f"{problem.path}:{problem.line}: {'error' if problem.wrong else 'warning'}: {problem.text}")
    if any(problem.wrong for problem in problems):
        raise click.exceptions.Exit(1)
    catalogue = Catalogue.load(settings.intents_dir)
    source = data or settings.training_dir
    findings = understanding.validate(source, catalogue)
    if not quick and not any(finding.wrong for finding in findings):
        findings = _with_model(settings, data, catalogue)
    for finding in findings:
        click.echo(finding)
    wrong = sum(finding.wrong for finding in findings)
    click.echo(f"{source}: {wrong} errors, {len(findings) - wrong} warnings")
    if wrong:
        raise click.exceptions.Exit(1)


def _with_model(settings: Settings, data: Path | None, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Once more with a model of these data: the assistant's own when it is up to date."""
    source = data or settings.training_dir

    def found(engine: Engine) -> tuple[Finding, ...]:
        return understanding.validate(source, catalogue, engine)

    if data is None and is_fresh(settings):
        return found(understanding.load(settings.model_dir, catalogue))
    click.echo("Training a model of these data to find stolen sentences (--quick leaves this out) …", err=True)
    with tempfile.TemporaryDirectory() as folder:
        understanding.train(source, Path(folder))
        return found(understanding.load(Path(folder), catalogue))

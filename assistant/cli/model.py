"""Whether the model belongs to the data and code that lie here now; answered in milliseconds, nothing is loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from assistant.settings import Settings

STAMP = "sources"
"""The file in the model's folder that names what it was made of."""
ENGINE = Path(__file__).resolve().parent.parent / "understanding"


def is_fresh(settings: Settings) -> bool:
    """The model was trained on exactly these files, by exactly this code."""
    try:
        return (settings.model_dir / STAMP).read_text() == _digest(settings)
    except OSError:
        return False


def stamp(settings: Settings) -> None:
    """Note what the model was made of."""
    (settings.model_dir / STAMP).write_text(_digest(settings))


def _digest(settings: Settings) -> str:
    digest = hashlib.sha256()
    for path in _sources(settings):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources(settings: Settings) -> Iterator[Path]:
    for folder, pattern in ((settings.training_dir, "*.yaml"), (settings.intents_dir, "*.yaml"), (ENGINE, "*.py")):
        yield from sorted(folder.rglob(pattern))

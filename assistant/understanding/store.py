"""The trained model as files: `model.json`, `weights.npz`, `*.crfsuite`; nothing in them is executed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from assistant.errors import SettingsError
from assistant.understanding.corpus import Tongue
from assistant.understanding.learned.confidence import Confidence
from assistant.understanding.learned.features import Features
from assistant.understanding.learned.intents import IntentModel
from assistant.understanding.learned.tagger import Spotter, Tagger
from assistant.understanding.learned.vectors import Sentences, available

VERSION = 4
"""Changes with the meaning of the files or of the code that made them."""
TAGGER = "tagger.crfsuite"
SPOTTER = "spotter.crfsuite"


@dataclass(frozen=True)
class Model:
    """Everything that was learnt."""

    fingerprint: str
    intents: IntentModel
    confidence: Confidence
    tagger: Tagger
    spotter: Spotter
    tongues: Mapping[str, Tongue]
    words: Mapping[str, Mapping[str, int]]
    """By language: words of the examples with their counts."""
    examples: tuple[tuple[str, str], ...]
    """Text and intent of each example, for explanations."""
    measured: Mapping[str, float]
    """What training measured, by name."""


def save(model: Model, folder: Path) -> None:
    """Write all files but those of the taggers, which their own trainer writes."""
    folder.mkdir(parents=True, exist_ok=True)
    intents = model.intents
    about = {
        "version": VERSION,
        "fingerprint": model.fingerprint,
        "vectors": intents.sentences.on,
        "share": intents.share,
        "intents": intents.intents,
        "confidence": asdict(model.confidence),
        "measured": dict(model.measured),
        "features": intents.features.names,
        "tongues": {lang: tongue.model_dump() for lang, tongue in model.tongues.items()},
        "words": model.words,
        "examples": model.examples,
    }
    starts, rows, values = intents.postings
    np.savez(
        folder / "weights.npz",
        rarity=intents.features.rarity,
        weights=intents.weights,
        example_vectors=intents.example_vectors.astype(np.float16),
        starts=starts,
        rows=rows,
        values=values,
        in_scope=intents.in_scope,
    )
    # The fingerprint is written last: a model that was interrupted is trained again.
    (folder / "model.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def renew(folder: Path, tongues: Mapping[str, Tongue]) -> None:
    """Put the words of the languages in place of those of a model that was made of the same sentences."""
    path = folder / "model.json"
    about = json.loads(path.read_text(encoding="utf-8"))
    words = {lang: tongue.model_dump(mode="json") for lang, tongue in tongues.items()}
    if about["tongues"] != words:
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps({**about, "tongues": words}, ensure_ascii=False), encoding="utf-8")
        fresh.replace(path)


def fingerprint_of(folder: Path) -> str:
    """What the stored model was made of; empty without a usable one."""
    try:
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(about.get("fingerprint", "")) if about.get("version") == VERSION else ""


def load(folder: Path) -> Model:
    """Read a model.

    Raises:
        SettingsError: there is none, it is of another version, or it needs a package that is missing.
    """
    path = folder / "model.json"
    if not path.is_file():
        raise SettingsError(f"{folder}: no trained model; run `assistant train`")
    about = json.loads(path.read_text(encoding="utf-8"))
    if about["version"] != VERSION:
        raise SettingsError(f"{folder}: the model is of another version; run `assistant train`")
    if about["vectors"] and not available():
        raise SettingsError(
            f"{folder}: the model was trained with sentence vectors; "
            "install `bitrix24-assistant[vectors]` or run `assistant train` here"
        )
    with np.load(folder / "weights.npz", allow_pickle=False) as weights:
        intents = IntentModel(
            about["intents"],
            Features(about["features"], weights["rarity"]),
            Sentences(on=about["vectors"]),
            about["share"],
            weights["weights"],
            weights["example_vectors"].astype(np.float32),
            (weights["starts"], weights["rows"], weights["values"]),
            weights["in_scope"],
        )
    return Model(
        about["fingerprint"],
        intents,
        Confidence(**about["confidence"]),
        Tagger(folder / TAGGER),
        Spotter(folder / SPOTTER),
        {lang: Tongue.model_validate(fields) for lang, fields in about["tongues"].items()},
        about["words"],
        tuple((text, intent) for text, intent in about["examples"]),
        about["measured"],
    )

"""Understanding on public data sets, beside two plain baselines that learn and answer in the same run.

    python benchmarks/public_sets.py --hwu64 NLU-Evaluation-Data --snips nlu-benchmark [--set few] [--vectors off]

The paths are copies of `xliuhw/NLU-Evaluation-Data` and `sonos/nlu-benchmark`. The data are written in the format of
`training_data/` into a temporary folder; no intent of the catalogue is in them.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from assistant.catalogue import Catalogue  # noqa: E402
from assistant.understanding import corpus, load, train  # noqa: E402
from assistant.understanding.corpus import Example  # noqa: E402
from assistant.understanding.learned.vectors import Sentences, available  # noqa: E402
from assistant.understanding.training import NOW  # noqa: E402
from benchmarks.public_corpora import Corpus, hwu64, snips  # noqa: E402

SEEDS = range(13, 18)
EACH = 10
"""Examples an intent where examples are few."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on one data set, in percent, seconds and milliseconds."""

    intents: float
    entities: float | None = None
    """F1 of exact span and type; nothing for a baseline, which has no entities."""
    training_s: float = 0.0
    median_ms: float | None = None


Way = Callable[[Path, Path], Figures]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--hwu64", type=Path)
    arguments.add_argument("--snips", type=Path)
    arguments.add_argument("--set", choices=("all", "few", "full"), default="all")
    arguments.add_argument("--vectors", choices=("both", "on", "off"), default="both")
    options = arguments.parse_args()
    corpora = [read(path) for read, path in ((hwu64, options.hwu64), (snips, options.snips)) if path]
    print(f"{'':34} {'intents':>8} {'entities':>8} {'training s':>10} {'ms':>6}")
    for data in corpora:
        if options.set != "few":
            _compare(data.name, [data], options.vectors)
        if options.set != "full" and data.name == "HWU64":
            parts = [data.few(EACH, seed) for seed in SEEDS]
            _compare(f"{data.name}, {EACH} an intent, mean of {len(parts)}", parts, options.vectors)


def _compare(title: str, parts: list[Corpus], vectors: str) -> None:
    print(title, flush=True)
    for name, way in _ways(vectors):
        measured = []
        for part in parts:
            with tempfile.TemporaryDirectory() as folder:
                measured.append(way(*part.write(Path(folder))))
        print(_line(name, measured), flush=True)


def _ways(vectors: str) -> Iterator[tuple[str, Way]]:
    if vectors != "on":
        yield "TF-IDF, LinearSVC", lambda data, test: baseline(data, test, vectors=False)
        yield "assistant without vectors", lambda data, test: assistant(data, test, vectors=False)
    if vectors != "off" and available():
        yield "TF-IDF and vectors, LinearSVC", lambda data, test: baseline(data, test, vectors=True)
        yield "assistant with vectors", lambda data, test: assistant(data, test, vectors=True)


def _line(name: str, measured: list[Figures]) -> str:
    def mean(values: list[float | None]) -> str:
        known = [value for value in values if value is not None]
        return f"{statistics.mean(known):.1f}" if known else "-"

    columns = zip(*((f.intents, f.entities, f.training_s, f.median_ms) for f in measured), strict=True)
    intents, entities, seconds, milliseconds = (mean(list(column)) for column in columns)
    return f"  {name:32} {intents:>8} {entities:>8} {seconds:>10} {milliseconds:>6}"


def assistant(data: Path, test: Path, *, vectors: bool) -> Figures:
    """Trained and asked by the same code as the project's own data."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as model:
        train(data, Path(model), vectors=vectors)
        seconds = time.perf_counter() - began
        engine = load(Path(model), Catalogue({}))
    right, times = 0, []
    found: Counter[str] = Counter()
    for example in corpus.load(test).tests:
        began = time.perf_counter()
        reading = engine.read(example.text, now=NOW, lang=example.lang)
        times.append((time.perf_counter() - began) * 1000)
        right += reading.intent == example.intent
        read = {(entity.type, entity.start, entity.end) for entity in reading.entities}
        marked = {(mark.type, mark.start, mark.end) for mark in example.marks}
        found.update(read=len(read), marked=len(marked), both=len(read & marked))
    f1 = 200 * found["both"] / (found["read"] + found["marked"])
    return Figures(100 * right / len(times), f1, seconds, statistics.median(times))


def baseline(data: Path, test: Path, *, vectors: bool) -> Figures:
    """Words, pairs of words and pieces of words by rarity, with sentence vectors beside them if wanted."""
    from scipy import sparse  # noqa: PLC0415 - only the baselines need it
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.pipeline import make_union  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    learnt, asked = corpus.load(data).examples, corpus.load(test).tests
    words = make_union(TfidfVectorizer(ngram_range=(1, 2)), TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5)))
    sentences = Sentences(on=vectors)

    def columns(examples: tuple[Example, ...], transform: Callable[[list[str]], Any]) -> Any:
        texts = [example.text for example in examples]
        return sparse.hstack([transform(texts), sparse.csr_matrix(sentences.of(texts))]).tocsr()

    began = time.perf_counter()
    classifier = LinearSVC(random_state=0).fit(columns(learnt, words.fit_transform), [e.intent for e in learnt])
    seconds = time.perf_counter() - began
    said = classifier.predict(columns(asked, words.transform))
    return Figures(100 * float(np.mean(said == [e.intent for e in asked])), training_s=seconds)


if __name__ == "__main__":
    main()

"""Speed and memory of understanding: cold load, milliseconds a message on one thread, megabytes of the process.

    python benchmarks/understanding.py --model model [--rounds 20]

The messages are the examples of the training data, in both languages; `--evaluate` also cross-validates quality.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import datetime as dt
import json
import resource
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--model", type=Path, default=ROOT / "model")
    arguments.add_argument("--data", type=Path, default=ROOT / "training_data")
    arguments.add_argument("--messages", type=int, default=400)
    arguments.add_argument("--evaluate", action="store_true", help="cross-validate as well, some minutes")
    options = arguments.parse_args()

    began = time.perf_counter()
    from assistant.catalogue import Catalogue  # noqa: PLC0415 - the import is part of the cold load
    from assistant.understanding import corpus, cross_validate, load, train  # noqa: PLC0415
    from assistant.understanding.reports import as_text  # noqa: PLC0415

    catalogue = Catalogue.load(ROOT / "intents")
    imported = time.perf_counter() - began
    train(options.data, options.model, lambda share, what: print(f"{share:4.0%} {what}", file=sys.stderr))
    began = time.perf_counter()
    engine = load(options.model, catalogue)
    now = dt.datetime(2026, 6, 10, 9)  # noqa: DTZ001 - local time
    engine.read("how many open deals do I have", now=now)
    loaded = time.perf_counter() - began + imported

    examples = corpus.load(options.data).examples
    step = max(len(examples) // options.messages, 1)
    times = []
    for example in examples[::step]:
        began = time.perf_counter()
        engine.read(example.text, now=now)
        times.append((time.perf_counter() - began) * 1000)
    figures: dict[str, float] = {
        "cold_load_s": loaded,
        "median_ms": statistics.median(times),
        "p95_ms": statistics.quantiles(times, n=20)[18],
        "longest_ms": max(times),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "messages": len(times),
    }
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}))
    if options.evaluate:
        print("\n".join(as_text(cross_validate(options.data, catalogue))))


if __name__ == "__main__":
    main()

"""Dates and periods on the public suites: this grammar beside dateparser's search, in one run.

    python benchmarks/dates.py DIR

DIR holds the suites (`*.jsonl`) and their scorer (`score.py`). For each suite: exact match, recall and precision in
percent, and milliseconds a message on one thread (median, 95th percentile).
"""

import importlib.util
import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import dateparser.search

from assistant.understanding.dates import dates_line, find

Row = dict[str, Any]
SUITES = (
    "duckling",
    "recognizers",
    "chrono",
    "chronic",
    "sugar",
    "linguafranca",
    "ctparse",
    "dateparser",
    "timefhuman",
)


def by_grammar(row: Row) -> Row:
    given = {key: row[key] for key in ("text", "now", "lang")}
    read: Row = json.loads(dates_line(json.dumps(given)))
    return read


def by_dateparser(row: Row) -> Row:
    settings = {"RELATIVE_BASE": datetime.fromisoformat(row["now"]), "PREFER_DATES_FROM": "future"}
    begin = time.perf_counter()
    found = dateparser.search.search_dates(row["text"], languages=[row["lang"]], settings=settings) or []
    spent = (time.perf_counter() - begin) * 1000
    dates = []
    for _, instant in found:
        midnight = (instant.hour, instant.minute) == (0, 0)
        end = instant.date().isoformat() if midnight else instant.isoformat(timespec="minutes")
        dates.append({"from": end, "to": end})
    return {"dates": dates, "ms": spent}


def warm_up(language: str) -> None:
    """The first message of a language builds its grammar; dateparser loads its data as well."""
    now = datetime.fromisoformat("2026-06-10T09:00")
    find("1", now=now, lang=language)
    dateparser.search.search_dates("1 1 2026", languages=[language])


def main(folder: Path) -> None:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{folder} has no score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    ways: dict[str, Callable[[Row], Row]] = {"grammar": by_grammar, "dateparser": by_dateparser}
    print(f"{'suite':18}{'rows':>5}  {'way':11}{'exact':>6}{'recall':>8}{'precision':>10}{'p50 ms':>8}{'p95 ms':>8}")
    for path in sorted(folder.glob("*.jsonl")):
        if not path.stem.startswith(SUITES):
            continue
        rows: list[Row] = scorer.load(path)
        warm_up(rows[0]["lang"])
        for name, way in ways.items():
            result, _ = scorer.score(rows, [way(row) for row in rows])
            shares = [100 * (result[key] or 0) for key in ("exact", "recall", "precision")]
            print(
                f"{path.stem:18}{len(rows):5}  {name:11}{shares[0]:6.1f}{shares[1]:8.1f}{shares[2]:10.1f}"
                f"{result['p50_ms']:8.2f}{result['p95_ms']:8.2f}"
            )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python benchmarks/dates.py DIR")
    main(Path(sys.argv[1]))

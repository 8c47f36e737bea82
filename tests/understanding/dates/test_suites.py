"""Exact match on the public suites of dates, in percent."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from assistant.understanding.dates import dates_line

BARS = {
    "duckling_en": 93,
    "duckling_ru": 96,
    "recognizers_en": 88,
    "chrono_en": 93,
    "chrono_ru": 93,
    "chronic_en": 95,
    "sugar_ru": 98,
    "linguafranca_ru": 93,
    "linguafranca_en": 88,
    "dateparser_en": 93,
    "duckling_de": 88,
    "sugar_de": 95,
    "ctparse_de": 85,
    "ctparse_en": 85,
}


@pytest.fixture
def scorer(shared_dir: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared_dir / "dates" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("suite", sorted(BARS))
def test_a_suite_is_read_as_well_as_promised(suite: str, shared_dir: Path, scorer: ModuleType) -> None:
    rows = scorer.load(shared_dir / "dates" / f"{suite}.jsonl")
    read = [json.loads(dates_line(json.dumps({key: row[key] for key in ("text", "now", "lang")}))) for row in rows]
    result, _ = scorer.score(rows, read)
    assert 100 * result["exact"] >= BARS[suite]

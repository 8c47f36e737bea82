"""The tables of words and the grammar agree with each other."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from assistant.understanding import dates
from assistant.understanding.dates import find, patterns
from assistant.understanding.dates.rules import ALL
from assistant.understanding.dates.words import expand, vocabulary

FOLDER = Path(dates.__file__).parent
LANGUAGES = sorted(path.stem for path in (FOLDER / "languages").glob("*.yaml"))
CODE = "".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_category_of_a_table_is_used_by_the_grammar(language: str) -> None:
    categories = {category for meanings in vocabulary(language).meaning_sets() for category in meanings}
    assert sorted(each for each in categories if not re.search(rf"\b{each}\b", CODE)) == []


def test_every_category_of_a_rule_exists() -> None:
    known = {category for language in LANGUAGES for each in vocabulary(language).meaning_sets() for category in each}
    find("1 now", now=datetime.fromisoformat("2026-06-10T00:00"), lang="en")
    known |= {category for categories in patterns._signs for category in categories} | set(patterns.MACROS)
    used = {name for rule in ALL for name in re.findall(r"\b[A-Z][A-Z0-9_]*\b", rule.pattern)}
    assert sorted(used - known) == []


def test_no_message_of_the_suites_needs_a_sign_that_the_grammar_did_not_foresee(shared_dir: Path) -> None:
    suites = [path.read_text(encoding="utf-8").splitlines() for path in (shared_dir / "dates").glob("*_??.jsonl")]
    rows = [json.loads(line) for lines in suites for line in lines]
    for language in LANGUAGES:
        find("1 now", now=datetime.fromisoformat("2026-06-10T00:00"), lang=language)
        find("1 сейчас", now=datetime.fromisoformat("2026-06-10T00:00"), lang=language)
    foreseen = len(patterns._signs)
    for row in rows:
        if row["lang"] in LANGUAGES:
            find(row["text"], now=datetime.fromisoformat(row["now"]), lang=row["lang"])
    assert len(patterns._signs) == foreseen


def test_alternatives_stand_for_all_their_forms() -> None:
    assert expand("ма(й|я)") == ["май", "мая"]
    assert expand("the (first|last) (day|week)") == ["the first day", "the first week", "the last day", "the last week"]


def test_an_unknown_language_is_read_as_english() -> None:
    (found,) = find("tomorrow", now=datetime.fromisoformat("2026-06-10T00:00"), lang="pt")
    assert str(found.first) == "2026-06-11"

"""Whole answers in both languages, as they lie in `expected/`.

An unbreakable space is written as a space, the mark that breaks a bracket as `¦`.
`UPDATE_EXPECTED=1 pytest tests/scenarios` writes the files anew; read the difference before you commit it.
"""

import os
from pathlib import Path

import pytest

from assistant.catalogue import Catalogue
from assistant.models import Message
from assistant.scenarios import answer
from assistant.scenarios.answering import LONG, SCENARIOS
from tests.scenarios.cases import CASES
from tests.scenarios.conftest import worded

FOLDER = Path(__file__).parent / "expected"


def drawn(message: Message) -> str:
    text = message.text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{ZERO WIDTH SPACE}", "¦")
    rows = [" ".join(f"[ {key.text} ]" for key in row).replace("\N{NO-BREAK SPACE}", " ") for row in message.keyboard]
    return "\n".join([text, *rows]) + "\n"


@pytest.mark.parametrize("name", CASES)
def test_an_answer_reads_as_expected_in_both_languages(name: str, catalogue: Catalogue) -> None:
    step, office = CASES[name]
    reply = answer(step, office, catalogue)
    text = "\n".join(drawn(worded(reply, lang)) for lang in ("en", "ru"))
    path = FOLDER / f"{name}.txt"
    if os.environ.get("UPDATE_EXPECTED"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_every_expected_file_belongs_to_a_case() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(CASES)


def test_every_answered_intent_has_a_scenario_and_a_case(catalogue: Catalogue) -> None:
    answered = {intent.name for intent in catalogue if intent.answered} - {"none"}
    declared = {intent.name for intent in catalogue if intent.query}
    assert answered == set(SCENARIOS) | set(LONG) | declared
    assert not declared & (set(SCENARIOS) | set(LONG))
    assert answered <= {getattr(step, "intent", "") for step, _ in CASES.values()}

"""`intents/` holds what `docs/catalogue.md` promises, and a wrong file is named with its line."""

import re
from pathlib import Path

import pytest

from assistant.catalogue import Catalogue
from assistant.errors import SettingsError
from tests.assistant_at_work import ROOT

GOOD = "name: deals.best\ncommand: best\nentities: [period]\n"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(ROOT / "intents")


def test_the_intents_are_those_of_the_documentation(catalogue: Catalogue) -> None:
    table = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8").split("Borders:")[0]
    named = {name for line in table.splitlines() if line.startswith("| `")
             for name in re.findall(r"`([a-z_.]+)`", line.split("|")[1])}  # fmt: skip
    assert set(catalogue.intents) == named


def test_every_command_has_a_title_and_a_hint_in_both_languages(catalogue: Catalogue) -> None:
    for intent in catalogue.commands.values():
        assert set(intent.title) == {"en", "ru"}, intent.name
        assert not intent.entities or set(intent.hint) == {"en", "ru"} or intent.name == "ticket.list", intent.name


def test_required_entities_are_among_those_that_an_intent_takes(catalogue: Catalogue) -> None:
    for intent in catalogue:
        assert set(intent.required) <= set(intent.entities), intent.name


def test_aliases_collide_with_nothing(catalogue: Catalogue) -> None:
    words = [*catalogue.commands, *(alias for intent in catalogue for alias in intent.aliases)]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (GOOD + "colour: red\n", "best.yaml:4: colour"),
        (GOOD.replace("[period]", "[colour]"), "best.yaml:3: entities"),
        ("name: [deals\n", r"best.yaml:\d: "),
        ("name: Deals!\n", "best.yaml:1: name"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "best.yaml").write_text(text)
    with pytest.raises(SettingsError, match=complaint):
        Catalogue.load(tmp_path)


def test_an_intent_in_two_files_is_an_error(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(GOOD)
    with pytest.raises(SettingsError, match="two files"):
        Catalogue.load(tmp_path)


def test_an_empty_folder_says_which_setting_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_INTENTS_DIR"):
        Catalogue.load(tmp_path)

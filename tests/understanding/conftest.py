"""A trained engine and a small data set of another company."""

import datetime as dt
from pathlib import Path

import pytest

from assistant.catalogue import Catalogue
from assistant.understanding import Engine, load

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 6, 10, 9)  # noqa: DTZ001 - local time


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The intents of the project."""
    return Catalogue.load(ROOT / "intents")


@pytest.fixture(scope="session")
def engine(catalogue: Catalogue, model_dir: Path) -> Engine:
    """The engine of the project's training data."""
    return load(model_dir, catalogue)


COFFEE = {
    "drink.order": (
        "a [coffee](title) please", "bring me a [tea](title)", "I would like a [cappuccino](title)",
        "one [espresso](title)", "can I have a [latte](title)", "get me some [juice](title)", "order a [water](title)",
        "a large [mocha](title) for me", "two [teas](title) please", "I want to drink [cocoa](title)",
    ),
    "drink.cancel": (
        "cancel my drink", "no drink for me", "forget the coffee", "I do not want the tea any more",
        "stop the order", "take the drink back", "please cancel the order", "drop my order",
        "no coffee after all", "undo the tea",
    ),
    "none": (
        "what is the weather", "play a song", "how old are you", "who won the match", "tell me a joke", "book a flight",
        "my cat is ill", "write a poem", "turn on the light", "where is Paris",
    ),
}  # fmt: skip
INTENTS = {"drink.order": "entities: [title]\nrequired: [title]\n", "drink.cancel": "", "none": ""}


@pytest.fixture
def cafe(tmp_path: Path) -> tuple[Path, Catalogue]:
    """Intents and sentences of a café, as a maintainer elsewhere would write them."""
    for name, fields in INTENTS.items():
        path = tmp_path / "intents" / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"name: {name}\n{fields}")
    english = tmp_path / "data" / "en"
    english.mkdir(parents=True)
    (english / "language.yaml").write_text("name: English\nfunction_words: a, the, i, me, my, is, for, of, who, what\n")
    for name, sentences in COFFEE.items():
        lines = "".join(f"  - {sentence}\n" for sentence in sentences)
        (english / f"{name}.yaml").write_text(f"intent: {name}\nexamples:\n{lines}")
    return tmp_path / "data", Catalogue.load(tmp_path / "intents")

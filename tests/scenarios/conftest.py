"""A catalogue, an office, and an answer as a person sees it."""

from collections.abc import Callable

import pytest

from assistant.catalogue import Catalogue
from assistant.models import Action, Button, Message, Press, Reply, Step
from assistant.replies import Locale, render
from assistant.scenarios import answer
from tests.conftest import ROOT
from tests.scenarios.office import MOSCOW, NOW, Office

Ask = Callable[..., Reply]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load(ROOT / "intents")


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def reply(catalogue: Catalogue, office: Office) -> Ask:
    """Answers a step from the office, or from another portal."""

    def of(step: Step, portal: Office | None = None) -> Reply:
        return answer(step, portal or office, catalogue)

    return of


def worded(reply: Reply, lang: str = "en") -> Message:
    return render(reply, Locale(lang, MOSCOW, NOW), lambda _: "id")


def text(reply: Reply, lang: str = "en") -> str:
    """What is read; unbreakable spaces as usual ones."""
    return worded(reply, lang).text.replace("\N{NO-BREAK SPACE}", " ")


def labels(reply: Reply, lang: str = "en") -> list[str]:
    return [key.text for row in worded(reply, lang).keyboard for key in row]


def buttons(reply: Reply) -> list[Button]:
    return [button for row in reply.buttons for button in row]


def action(reply: Reply, label: str) -> Action:
    """What the button of this English label does."""
    for button, shown in zip(buttons(reply), labels(reply), strict=True):
        if shown == label:
            assert isinstance(button.does, Press), f"{label} acts on the server"
            return button.does.action
    raise AssertionError(f"no button {label!r} among {labels(reply)}")

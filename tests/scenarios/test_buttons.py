"""Whatever a button does, it works: every button of every answer, and the buttons behind it."""

from collections.abc import Iterator

import pytest

from assistant.catalogue import Catalogue
from assistant.models import Action, Ask, Call, Message, OpenLink, Press, Reply, Run
from assistant.replies.markup import LABEL
from assistant.scenarios import answer
from tests.scenarios.cases import CASES
from tests.scenarios.conftest import buttons, worded
from tests.scenarios.office import PORTAL


def actions(reply: Reply) -> Iterator[Action]:
    return (button.does.action for button in buttons(reply) if isinstance(button.does, Press))


@pytest.mark.parametrize("name", CASES)
def test_every_button_leads_to_an_answer_whose_buttons_do_so_too(name: str, catalogue: Catalogue) -> None:
    step, office = CASES[name]
    for action in actions(answer(step, office, catalogue)):
        behind = answer(action, office, catalogue)
        assert behind.lines or behind.attachments, action
        for further in actions(behind):
            last = answer(further, office, catalogue)
            assert last.attachments or all(worded(last, lang).text for lang in ("en", "ru")), further


@pytest.mark.parametrize("name", CASES)
def test_no_button_says_again_how_a_command_was_read(name: str, catalogue: Catalogue) -> None:
    step, office = CASES[name]
    for action in actions(answer(step, office, catalogue)):
        run = action.run if isinstance(action, Ask) else action
        assert not isinstance(run, Run) or not run.read_as


@pytest.mark.parametrize("name", CASES)
def test_the_keys_of_an_answer_fit_a_phone(name: str, catalogue: Catalogue) -> None:
    step, office = CASES[name]
    reply = answer(step, office, catalogue)
    for lang in ("en", "ru"):
        message = worded(reply, lang)
        check_keys(message)
        assert message.text.count("\n") < 9
    pages = ("/", f"{PORTAL}/oauth/authorize/?")
    assert not [b for b in buttons(reply) if isinstance(b.does, OpenLink) and not b.does.url.startswith(pages)]
    assert not [b for b in buttons(reply) if isinstance(b.does, Call) and not b.does.phone.startswith("+")]


def check_keys(message: Message) -> None:
    for row in message.keyboard:
        assert 1 <= len(row) <= 3
        for key in row:
            assert 0 < len(key.text) <= LABEL
            assert sum(map(bool, (key.press, key.link, key.call, key.put))) == 1
        assert len({key.text for key in row}) == len(row)

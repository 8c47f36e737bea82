"""What the bot says, and how it is registered."""

import ast
from pathlib import Path
from typing import Any

import pytest

from assistant.bitrix24.bot.bot import MOST_BYTES
from assistant.bitrix24.bot.commands import commands_of
from assistant.bitrix24.bot.fields_v2 import content, replacement
from assistant.catalogue import Catalogue, Intent
from assistant.effects import Permit
from assistant.errors import ForbiddenError, NotConnectedError, PortalUnavailableError, RejectedError
from assistant.models import File, Key, KeyStyle, Message
from tests.bitrix24.conftest import Company

PERMIT = Permit("0" * 32)
KEYS = (
    (Key("Show them", press="a1b2", style=KeyStyle.PRIMARY), Key("Open", link="/crm/deal/details/7/")),
    (Key("Call", call="+74951234567"), Key("Ask", put="/deals won")),
)


def sent(company: Company, method: str) -> list[dict[str, Any]]:
    return [call["params"] for call in company.sandbox.calls() if call["method"] == f"imbot.v2.{method}"]


@pytest.fixture
def bot_id(company: Company, catalogue: Catalogue) -> int:
    company.portals.register(company.member_id, catalogue)
    return company.portals.bot(company.member_id).id


def test_keys_become_buttons_in_rows() -> None:
    keyboard = content(Message("Hi", KEYS), 9)["keyboard"]
    assert keyboard == {
        "BOT_ID": 9,
        "BUTTONS": [
            {
                "TEXT": "Show them",
                "DISPLAY": "LINE",
                "BG_COLOR_TOKEN": "primary",
                "COMMAND": "press",
                "COMMAND_PARAMS": "a1b2",
            },
            {"TEXT": "Open", "DISPLAY": "LINE", "BG_COLOR_TOKEN": "base", "LINK": "/crm/deal/details/7/"},
            {"TYPE": "NEWLINE"},
            {
                "TEXT": "Call",
                "DISPLAY": "LINE",
                "BG_COLOR_TOKEN": "base",
                "ACTION": "CALL",
                "ACTION_VALUE": "+74951234567",
            },
            {"TEXT": "Ask", "DISPLAY": "LINE", "BG_COLOR_TOKEN": "base", "ACTION": "PUT", "ACTION_VALUE": "/deals won"},
        ],
    }


def test_a_message_without_keys_has_no_keyboard_and_its_update_removes_one() -> None:
    assert "keyboard" not in content(Message("Hi"), 9)
    assert replacement(Message("Hi"), 9)["keyboard"] == "N"


def test_an_answer_is_one_request(company: Company, bot_id: int) -> None:
    before = company.count()
    message_id = company.portals.bot(company.member_id, trace=("e1",)).send("1", Message("Hello", KEYS), PERMIT)
    assert message_id > 0
    (request,) = company.requests(before)
    assert (request["method"], request["as"], request["trace"]) == ("imbot.v2.Chat.Message.send", "bot", ["e1"])


def test_a_file_with_its_text_is_one_message_and_one_request(company: Company, bot_id: int) -> None:
    before = company.count()
    bot = company.portals.bot(company.member_id)
    assert bot.sends_files
    uploaded = bot.upload("1", File("deals.csv", b"a;b\n"), "The list", PERMIT)
    assert uploaded.message_id > 0
    assert uploaded.file_id > 0
    assert [call["method"] for call in company.requests(before)] == ["imbot.v2.File.upload"]
    fields = sent(company, "File.upload")[0]["fields"]
    assert fields == {"name": "deals.csv", "content": "YTtiCg==", "message": "The list"}


def test_a_file_that_no_chat_takes_is_not_even_tried(company: Company, bot_id: int) -> None:
    before = company.count()
    file = File("deals.xlsx", bytes(MOST_BYTES + 1))
    with pytest.raises(RejectedError, match="too many"):
        company.portals.bot(company.member_id).upload("1", file, "The list", PERMIT)
    assert company.count() == before


def test_a_sent_message_can_be_replaced(company: Company, bot_id: int) -> None:
    bot = company.portals.bot(company.member_id)
    bot.update(bot.send("1", Message("One", KEYS), PERMIT), Message("Two"), PERMIT)
    assert sent(company, "Chat.Message.update")[0]["fields"]["message"] == "Two"


def test_typing_is_shown(company: Company, bot_id: int) -> None:
    company.portals.bot(company.member_id).typing("1")
    assert sent(company, "Chat.InputAction.notify")[0]["dialogId"] == "1"


def test_a_chat_without_the_bot_takes_answers_to_commands_only(company: Company, bot_id: int) -> None:
    connection = company.portals._bot_connection(company.member_id)
    fields = {"title": "Sales", "userIds": [company.people["anna"]]}
    dialog = connection.write("Chat.add", {"botId": bot_id, "fields": fields}, PERMIT)["chat"]["dialogId"]
    connection.write("Chat.leave", {"botId": bot_id, "dialogId": dialog}, PERMIT)
    said = {"DIALOG_ID": dialog, "MESSAGE": "/deals"}
    message_id = company.sandbox.result("im.message.add", said, login="anna")
    bot = company.portals.bot(company.member_id)
    with pytest.raises(ForbiddenError):
        bot.send(dialog, Message("Hello"), PERMIT)
    command = next(row for row in _commands(company, bot_id) if row["command"] == "/deals")
    bot.answer_command(command["id"], message_id, dialog, Message("Hello"), PERMIT)
    assert sent(company, "Command.answer")[0]["fields"]["message"] == "Hello"


def test_a_message_is_never_sent_twice_by_itself(company: Company, bot_id: int) -> None:
    company.sandbox.faults("drop", method="imbot.v2.Chat.Message.send", count=1, value="after")
    before = company.count()
    with pytest.raises(PortalUnavailableError):
        company.portals.bot(company.member_id).send("1", Message("Hello"), PERMIT)
    assert len(company.requests(before)) == 1


def test_a_message_that_a_limit_refused_is_sent_again(company: Company, bot_id: int) -> None:
    company.sandbox.faults("limit", method="imbot.v2.Chat.Message.send", count=1)
    assert company.portals.bot(company.member_id).send("1", Message("Hello"), PERMIT) > 0


def test_there_is_no_bot_before_it_is_registered(company: Company) -> None:
    with pytest.raises(NotConnectedError, match="assistant register"):
        company.portals.bot(company.member_id)


def _commands(company: Company, bot_id: int) -> list[dict[str, Any]]:
    connection = company.portals._bot_connection(company.member_id)
    rows: list[dict[str, Any]] = connection.read("Command.list", {"botId": bot_id})["commands"]
    return rows


def test_registering_creates_the_bot_with_its_address_and_every_command(company: Company, catalogue: Catalogue) -> None:
    changes = company.portals.register(company.member_id, catalogue)
    assert changes.bot == "created"
    words = {row["command"].removeprefix("/") for row in _commands(company, company.portals.bot(company.member_id).id)}
    assert words == set(changes.added) == {c.partition(" ")[0] for c in catalogue.commands} | {"press"}
    assert sent(company, "Bot.register")[0]["fields"]["webhookUrl"].endswith("/b24/events")


def test_every_command_works_in_every_chat_and_only_press_is_hidden(company: Company, bot_id: int) -> None:
    rows = _commands(company, bot_id)
    assert all(row["common"] for row in rows)
    assert [row["command"] for row in rows if row["hidden"]] == ["/press"]


def test_registering_again_changes_nothing(company: Company, catalogue: Catalogue, bot_id: int) -> None:
    changes = company.portals.register(company.member_id, catalogue)
    assert not changes
    assert str(changes) == "bot unchanged; commands unchanged"


def catalogue_of(*intents: Intent) -> Catalogue:
    return Catalogue({intent.name: intent for intent in intents})


DEALS = Intent(name="deals.list", command="deals", title={"en": "Deals", "ru": "Сделки"}, hint={"en": "[state]"})
TASK = Intent(name="task.create", command="task", title={"en": "New task"})


def test_commands_follow_the_catalogue(company: Company) -> None:
    company.portals.register(company.member_id, catalogue_of(DEALS, TASK))
    renamed = DEALS.model_copy(update={"title": {"en": "My deals"}})
    help_ = Intent(name="help", command="help", title={"en": "Help"})
    changes = company.portals.register(company.member_id, catalogue_of(renamed, help_))
    assert (changes.bot, changes.added, changes.changed, changes.removed) == (
        "unchanged",
        ("help",),
        ("deals",),
        ("task",),
    )
    titles = {row["command"]: row["title"] for row in _commands(company, company.portals.bot(company.member_id).id)}
    assert (titles["/deals"], titles["/help"]) == ("My deals", "Help")
    assert "/task" not in titles


def test_two_words_are_one_command_whose_hint_names_the_second() -> None:
    sales = Intent(name="report.sales", command="report sales", title={"en": "Sales"}, hint={"en": "[period]"})
    tasks = Intent(name="report.tasks", command="report tasks", title={"en": "Tasks"}, hint={"en": "[period]"})
    report = commands_of(catalogue_of(sales, tasks))["report"]
    assert report["title"] == {"en": "Sales / Tasks"}
    assert report["params"] == {"en": "sales [period] | tasks [period]"}


def test_only_the_bot_connection_uses_the_applications_token() -> None:
    """The installing admin could read everything: no module but `portals` may ask for what belongs to it.

    `tokens` compares with it, to leave it out of the people.
    """
    folder = Path(__file__).resolve().parents[2] / "assistant"
    users = {
        (path.name, function.name)
        for path in folder.rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        for given in (*call.args, *(keyword.value for keyword in call.keywords))
        if isinstance(given, ast.Name) and given.id == "APPLICATION"
    }
    assert users == {("portals.py", "install"), ("portals.py", "_endpoint"), ("portals.py", "_application")}

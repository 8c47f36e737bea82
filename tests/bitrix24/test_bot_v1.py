"""The bot on a portal of the first generation, and which generation registers it."""

from typing import Any

import pytest
from redis import Redis

from assistant.bitrix24 import Portals, Transport
from assistant.bitrix24.bot.fields_v1 import content, replacement
from assistant.bitrix24.bot.register_v1 import RegistrationV1
from assistant.bitrix24.portal_record import RegisteredBot
from assistant.catalogue import Catalogue
from assistant.effects import Permit
from assistant.errors import ForbiddenError, MethodMissingError, NotConnectedError, SettingsError
from assistant.models import File, Key, KeyStyle, Message
from assistant.settings import Settings
from tests.bitrix24.conftest import QUICK, Company
from tests.bitrix24.test_bot import DEALS, TASK, catalogue_of

ON_PREMISE = pytest.mark.sandbox(profile="on-premise")
PERMIT = Permit("0" * 32)
KEYS = ((Key("Show them", press="a1b2", style=KeyStyle.PRIMARY),), (Key("Ask", put="/deals won"),))


def sent(company: Company, method: str) -> list[dict[str, Any]]:
    return [call["params"] for call in company.sandbox.calls() if call["method"] == method]


@pytest.fixture
def bot_id(company: Company, catalogue: Catalogue) -> int:
    company.portals.register(company.member_id, catalogue)
    return company.portals.bot(company.member_id).id


def test_keys_become_buttons_with_colours_in_place_of_names_of_styles() -> None:
    assert content(Message("Hi", KEYS), 9)["KEYBOARD"] == {
        "BOT_ID": 9,
        "BUTTONS": [
            {
                "TEXT": "Show them",
                "DISPLAY": "LINE",
                "BG_COLOR": "#29619b",
                "TEXT_COLOR": "#ffffff",
                "COMMAND": "press",
                "COMMAND_PARAMS": "a1b2",
            },
            {"TYPE": "NEWLINE"},
            {"TEXT": "Ask", "DISPLAY": "LINE", "ACTION": "PUT", "ACTION_VALUE": "/deals won"},
        ],
    }
    assert replacement(Message("Hi"), 9)["KEYBOARD"] == "N"


@ON_PREMISE
def test_an_old_portal_gets_a_bot_of_the_first_generation_with_every_command(
    company: Company, catalogue: Catalogue
) -> None:
    changes = company.portals.register(company.member_id, catalogue)
    assert changes.bot == "created"
    assert set(changes.added) == {c.partition(" ")[0] for c in catalogue.commands} | {"press"}
    assert sent(company, "imbot.register")[0]["EVENT_HANDLER"].endswith("/b24/events")
    assert not [call for call in company.sandbox.calls() if call["method"].startswith("imbot.v2.")]
    assert str(company.portals.register(company.member_id, catalogue)) == "bot unchanged; commands unchanged"


@ON_PREMISE
def test_commands_follow_the_catalogue_by_the_ids_that_were_remembered(company: Company) -> None:
    company.portals.register(company.member_id, catalogue_of(DEALS, TASK))
    renamed = DEALS.model_copy(update={"title": {"en": "My deals"}})
    changes = company.portals.register(company.member_id, catalogue_of(renamed))
    assert (changes.bot, changes.added, changes.changed, changes.removed) == ("unchanged", (), ("deals",), ("task",))
    commands = company.sandbox.http.get("/_sandbox/commands", params={"as": "anna"}).json()
    assert [command["title"] for command in commands] == ["My deals"]


@ON_PREMISE
def test_after_a_lost_record_the_same_bot_is_found_by_its_code(
    company: Company, catalogue: Catalogue, bot_id: int, redis: Redis
) -> None:
    redis.hdel(f"portal:{company.member_id}", "bot")
    assert company.portals.register(company.member_id, catalogue).bot == "created"
    assert company.portals.bot(company.member_id).id == bot_id
    assert len(sent(company, "imbot.register")) == 1


@ON_PREMISE
def test_an_answer_is_one_request_and_can_be_replaced(company: Company, bot_id: int) -> None:
    before = company.count()
    bot = company.portals.bot(company.member_id, trace=("e1",))
    message_id = bot.send("1", Message("Hello", KEYS), PERMIT)
    (request,) = company.requests(before)
    assert (request["method"], request["as"], request["trace"]) == ("imbot.message.add", "bot", ["e1"])
    bot.update(message_id, Message("Two"), PERMIT)
    bot.typing("1")
    assert sent(company, "imbot.message.update")[0]["KEYBOARD"] == "N"
    assert sent(company, "imbot.chat.sendTyping")[0]["DIALOG_ID"] == "1"


@ON_PREMISE
def test_a_chat_without_the_bot_takes_answers_to_commands_only(company: Company, bot_id: int) -> None:
    group = {"as": "anna", "title": "Us", "users": ["ivan"], "bot": False}
    dialog = company.sandbox.http.post("/_sandbox/chats", json=group).json()["dialog"]
    said = {"as": "anna", "dialog": dialog, "text": "/deals"}
    message_id = company.sandbox.http.post("/_sandbox/say", json=said).json()["message_id"]
    bot = company.portals.bot(company.member_id)
    with pytest.raises(ForbiddenError):
        bot.send(dialog, Message("Hello"), PERMIT)
    command_id = company.portals._records.bot(company.member_id).command_ids["deals"]
    bot.answer_command(command_id, message_id, dialog, Message("Hello"), PERMIT)
    assert sent(company, "imbot.command.answer")[0]["MESSAGE"] == "Hello"


@ON_PREMISE
def test_files_are_refused_before_anything_is_sent(company: Company, bot_id: int) -> None:
    before = company.count()
    bot = company.portals.bot(company.member_id)
    assert not bot.sends_files
    with pytest.raises(MethodMissingError, match="send no files"):
        bot.upload("1", File("a.csv", b"a"), "List", PERMIT)
    assert company.count() == before


@ON_PREMISE
def test_an_old_portal_cannot_be_fetched_from_and_the_way_out_is_told(
    company: Company, catalogue: Catalogue, redis: Redis, settings: Settings
) -> None:
    fetching = settings.model_copy(update={"transport": "fetch"})
    with (
        Portals(redis, fetching, transport=Transport(QUICK)) as portals,
        pytest.raises(SettingsError, match="ASSISTANT_TRANSPORT=webhook"),
    ):
        portals.register(company.member_id, catalogue)
    with pytest.raises(NotConnectedError):
        company.portals.bot(company.member_id)


def test_the_transport_of_a_bot_can_be_changed_there_and_back(
    company: Company, catalogue: Catalogue, bot_id: int, redis: Redis, settings: Settings
) -> None:
    fetching = settings.model_copy(update={"transport": "fetch"})
    with Portals(redis, fetching, transport=Transport(QUICK)) as portals:
        assert portals.register(company.member_id, catalogue).bot == "updated"
        assert portals.fetching() == ((company.member_id, bot_id),)
    assert company.portals.register(company.member_id, catalogue).bot == "updated"
    modes = [params["fields"]["eventMode"] for params in sent(company, "imbot.v2.Bot.update")]
    assert modes == ["webhook", "fetch", "webhook"]


@pytest.mark.sandbox(scopes=frozenset({"crm", "user"}))
def test_without_the_permission_for_bots_that_is_said(company: Company, catalogue: Catalogue) -> None:
    with pytest.raises(MethodMissingError, match="the permission `imbot` is not granted"):
        company.portals.register(company.member_id, catalogue)


def test_a_bot_stays_with_its_generation_until_events_have_to_be_fetched(
    company: Company, catalogue: Catalogue, redis: Redis, settings: Settings
) -> None:
    first = RegistrationV1(company.portals._bot_connection(company.member_id, api="v1"), settings, "/b24/events")
    before, _ = first.bring(RegisteredBot(), catalogue)
    company.portals._records.save_bot(company.member_id, before)
    assert not company.portals.register(company.member_id, catalogue)
    assert company.portals._records.bot(company.member_id).api == "v1"
    fetching = settings.model_copy(update={"transport": "fetch"})
    with Portals(redis, fetching, transport=Transport(QUICK)) as portals:
        assert portals.register(company.member_id, catalogue).bot == "created"
        assert portals._records.bot(company.member_id).api == "v2"
    assert sent(company, "imbot.unregister") == [{"BOT_ID": before.id}]

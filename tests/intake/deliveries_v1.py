"""What the portal posts to bots of the first generation, as the documentation shows it."""

from typing import Any

from tests.intake.deliveries import BOT, MEMBER, TOKEN

ANNA = {"ID": "27", "NAME": "Анна Петрова", "FIRST_NAME": "Анна", "LAST_NAME": "Петрова", "IS_BOT": "N"}
PRIVATE = {
    "MESSAGE_TYPE": "P",
    "FROM_USER_ID": "27",
    "DIALOG_ID": "27",
    "TO_CHAT_ID": "5",
    "AUTHOR_ID": "27",
    "SYSTEM": "N",
    "TO_USER_ID": str(BOT),
    "MESSAGE_ID": "789",
    "CHAT_TYPE": "P",
    "LANGUAGE": "ru",
}
GROUP = PRIVATE | {
    "MESSAGE_TYPE": "C",
    "CHAT_TYPE": "C",
    "DIALOG_ID": "chat142",
    "TO_CHAT_ID": "142",
    "CHAT_ID": "142",
    "CHAT_TITLE": "Продажи",
    "MENTIONED_LIST": {str(BOT): str(BOT)},
}


def bot_entry(number: int = BOT, **values: Any) -> dict[str, Any]:
    """What `data[BOT][id]` and `data[COMMAND][id]` begin with."""
    auth = {"access_token": "SECRET-ACCESS", "refresh_token": "SECRET-REFRESH", "member_id": MEMBER}
    return {**auth, "AUTH": auth, "BOT_ID": str(number), "BOT_CODE": "assistant", **values}


def delivery(event: str, *, ts: int = 1772093963, **data: Any) -> dict[str, Any]:
    """A delivery caused by person 27."""
    auth = {"domain": "some-domain.bitrix24.ru", "member_id": MEMBER, "application_token": TOKEN, "user_id": "27"}
    return {"event": event, "data": {"USER": ANNA, **data}, "ts": str(ts), "auth": auth}


def written(
    text: str = "сколько сделок", event: str = "ONIMBOTMESSAGEADD", *, about: Any = PRIVATE, **values: Any
) -> dict[str, Any]:
    """ONIMBOTMESSAGEADD, or a relative of it."""
    data = {"BOT": {str(BOT): bot_entry()}, "PARAMS": about | {"MESSAGE": text}}
    return delivery(event, **data | values)


def command(word: str, params: str = "", *, context: str = "TEXTAREA", about: Any = PRIVATE, **values: Any) -> Any:
    """ONIMCOMMANDADD."""
    called = bot_entry(COMMAND=word, COMMAND_ID="31", COMMAND_PARAMS=params, COMMAND_CONTEXT=context, MESSAGE_ID="789")
    data = {"COMMAND": {"31": called}, "PARAMS": about | {"MESSAGE": f"/{word} {params}".strip()}}
    return delivery("ONIMCOMMANDADD", **data | values)


def joined(**params: Any) -> dict[str, Any]:
    """ONIMBOTJOINCHAT of a private chat."""
    told = {
        "CHAT_TYPE": "P",
        "MESSAGE_TYPE": "P",
        "BOT_ID": str(BOT),
        "USER_ID": "27",
        "DIALOG_ID": "27",
        "LANGUAGE": "ru",
    }
    told |= {"TO_USER_ID": "27", "FROM_USER_ID": str(BOT)}
    return delivery("ONIMBOTJOINCHAT", BOT={str(BOT): bot_entry()}, PARAMS=told | params)


def removed() -> dict[str, Any]:
    """ONIMBOTDELETE."""
    return delivery("ONIMBOTDELETE", BOT_ID=str(BOT), BOT_CODE="assistant")

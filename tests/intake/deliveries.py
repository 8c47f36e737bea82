"""What the portal posts, as the documentation shows it."""

from typing import Any
from urllib.parse import urlencode

MEMBER = "bac1cd5c8940947a75e0d71b1a84e348"
TOKEN = "831c76b092f9f135d9b6b36c3a720757"
BOT = 456


def delivery(event: str = "ONIMBOTV2MESSAGEADD", *, ts: int = 1772093963, **data: Any) -> dict[str, Any]:
    """A delivery with real types, as in JSON."""
    auth = {"domain": "some-domain.bitrix24.ru", "member_id": MEMBER, "application_token": TOKEN}
    bot_auth = {"access_token": "SECRET-ACCESS", "refresh_token": "SECRET-REFRESH", "member_id": MEMBER}
    common = {
        "bot": {"id": BOT, "code": "assistant", "auth": bot_auth},
        "chat": {"id": 5, "dialogId": "27", "type": "private"},
        "user": {"id": 27, "name": "Анна Петрова", "bot": False, "extranet": False},
        "language": "ru",
    }
    return {"event": event, "data": common | data, "ts": ts, "auth": auth}


def message(number: int = 789, text: str = "сколько сделок", **values: Any) -> dict[str, Any]:
    """A message of a person."""
    return {"id": number, "chatId": 5, "authorId": 27, "text": text, "isSystem": False, "params": {}} | values


def written(text: str = "сколько сделок", number: int = 789, **values: Any) -> dict[str, Any]:
    """ONIMBOTV2MESSAGEADD."""
    return delivery(message=message(number, text), **values)


def command(word: str, params: str = "", *, context: str = "textarea", number: int = 789, **values: Any) -> Any:
    """ONIMBOTV2COMMANDADD."""
    called = {"id": 31, "command": word, "params": params, "context": context}
    author = BOT if context == "keyboard" else 27
    about = message(number, f"{word} {params}".strip(), authorId=author)
    return delivery("ONIMBOTV2COMMANDADD", command=called, message=about, **values)


def form(payload: dict[str, Any]) -> bytes:
    """As `http_build_query` writes it: everything a string."""
    pairs: list[tuple[str, str]] = []

    def walk(name: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(f"{name}[{key}]" if name else key, inner)
        elif isinstance(value, bool):
            pairs.append((name, "1" if value else "0"))
        elif value is not None:
            pairs.append((name, str(value)))

    walk("", payload)
    return urlencode(pairs).encode()

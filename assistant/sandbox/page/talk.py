"""The JSON API of the page: say, press, edit, delete, react, read messages and dialogs."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant.sandbox.chat import people
from assistant.sandbox.chat.people import RefusedError
from assistant.sandbox.page import shown
from assistant.sandbox.page.requests import body_of, number_of, person, portal_of, refusing


async def say(request: Request) -> Response:
    """`{"as", "dialog": "bot"|"chat12"|user id, "text", "reply"?}` gives `{"message_id", "dialog", "chat_id"}`."""
    portal, body = portal_of(request), await body_of(request)
    user = person(portal, body.get("as"))
    chat = people.dialog(portal, user.id, str(body.get("dialog", "bot")))
    reply = number_of(body["reply"], "reply") if body.get("reply") else None
    message = people.say(portal, user.id, chat, str(body.get("text", "")), reply_id=reply)
    return JSONResponse({"message_id": message.id, "dialog": chat.dialog_id(user.id), "chat_id": chat.id})


async def press(request: Request) -> Response:
    """`{"as", "message_id", "button": place from 0, or text}`; see `people.press` for the answer."""
    portal, body = portal_of(request), await body_of(request)
    user = person(portal, body.get("as"))
    button = body.get("button")
    if not isinstance(button, (int, str)):
        raise RefusedError('"button" is a place from 0 or the text on the button')
    return JSONResponse(people.press(portal, user.id, number_of(body.get("message_id"), "message_id"), button))


async def edit(request: Request) -> Response:
    """`{"as", "message_id", "text"}`: change an own message."""
    portal, body = portal_of(request), await body_of(request)
    user = person(portal, body.get("as"))
    people.edit(portal, user.id, number_of(body.get("message_id"), "message_id"), str(body.get("text", "")))
    return JSONResponse({"ok": True})


async def delete(request: Request) -> Response:
    """`{"as", "message_id"}`: delete an own message."""
    portal, body = portal_of(request), await body_of(request)
    user = person(portal, body.get("as"))
    people.delete(portal, user.id, number_of(body.get("message_id"), "message_id"))
    return JSONResponse({"ok": True})


async def react(request: Request) -> Response:
    """`{"as", "message_id", "reaction": "like"}`: give a reaction, or take it back."""
    portal, body = portal_of(request), await body_of(request)
    user = person(portal, body.get("as"))
    reaction = str(body.get("reaction") or "like")
    people.react(portal, user.id, number_of(body.get("message_id"), "message_id"), reaction)
    return JSONResponse({"ok": True})


async def open_dialog(request: Request) -> Response:
    """`{"as", "dialog"}`: look into a dialog; the first look at a bot tells it ONIMBOTV2JOINCHAT."""
    portal, body = portal_of(request), await body_of(request)
    user = person(portal, body.get("as"))
    chat = people.dialog(portal, user.id, str(body.get("dialog", "bot")))
    people.open_dialog(portal, user.id, chat)
    return JSONResponse(shown.dialog(portal, chat, user.id))


async def context(request: Request) -> Response:
    """`{"as", "dialog", "context": {…}}`: open a dialog by a link with `BOT_CONTEXT`."""
    portal, body = portal_of(request), await body_of(request)
    user = person(portal, body.get("as"))
    given = body.get("context")
    if not isinstance(given, dict):
        raise RefusedError('"context" is a JSON object')
    people.give_context(portal, user.id, people.dialog(portal, user.id, str(body.get("dialog", "bot"))), given)
    return JSONResponse({"ok": True})


async def chats(request: Request) -> Response:
    """`{"as", "title", "users": [ids or logins], "bot": true}` makes a group: `{"dialog": "chat12", "chat_id"}`."""
    portal, body = portal_of(request), await body_of(request)
    user = person(portal, body.get("as"))
    members = [name if name in portal.chat.bots else person(portal, name).id for name in body.get("users") or []]
    if body.get("bot"):
        members += [bot.id for bot in portal.chat.bots.values() if not bot.hidden][:1]
    chat = people.make_group(portal, user.id, str(body.get("title", "")), members)
    return JSONResponse({"dialog": f"chat{chat.id}", "chat_id": chat.id})


async def invite(request: Request) -> Response:
    """`{"as", "dialog": "chat12", "users": [ids, also of bots]}` adds members to a group."""
    portal, body = portal_of(request), await body_of(request)
    user = person(portal, body.get("as"))
    chat = people.dialog(portal, user.id, str(body.get("dialog", "")))
    if chat.private:
        raise RefusedError("Only a group takes more members")
    new = [name if name in portal.chat.bots else person(portal, name).id for name in body.get("users") or []]
    people.invite(portal, user.id, chat, new)
    return JSONResponse({"ok": True})


async def messages(request: Request) -> Response:
    """`?as=&dialog=&after=ID`: the messages of a dialog with a greater id, oldest first (see `shown.message`)."""
    portal, query = portal_of(request), request.query_params
    user = person(portal, query.get("as"))
    chat = people.dialog(portal, user.id, query.get("dialog", "bot"))
    after = number_of(query.get("after") or 0, "after")
    return JSONResponse([shown.message(portal, each) for each in portal.chat.history(chat.id, after)])


async def dialogs(request: Request) -> Response:
    """`?as=`: the dialogs of a person, bots first."""
    portal = portal_of(request)
    return JSONResponse(shown.dialogs(portal, person(portal, request.query_params.get("as")).id))


async def everybody(request: Request) -> Response:
    """The people of the portal, the fixed logins first, and its bots."""
    portal = portal_of(request)
    bots = [{"id": bot.id, "name": bot.full_name, "color": bot.color} for bot in portal.chat.bots.values()]
    return JSONResponse({"people": shown.people(portal), "bots": bots, "date": portal.clock.now().isoformat()})


async def commands(request: Request) -> Response:
    """`?as=&dialog=`: the slash commands that can be typed there, in the person's language."""
    portal, query = portal_of(request), request.query_params
    user = person(portal, query.get("as"))
    chat = people.dialog(portal, user.id, query.get("dialog", "bot"))
    return JSONResponse(shown.commands(portal, chat, user.language))


async def deliveries(request: Request) -> Response:
    """The events that were sent to handlers, as JSON lines; `after=N` narrows."""
    rows = portal_of(request).chat.deliveries.log(number_of(request.query_params.get("after") or 0, "after"))
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return PlainTextResponse(text, media_type="application/x-ndjson")


async def settings(request: Request) -> Response:
    """`{"command_twins": bool, "language": "ru"}`, each may be left out.

    Whether a slash command is also delivered as a plain message; the portal's language as events tell it.
    """
    portal, body = portal_of(request), await body_of(request)
    portal.chat.command_twins = bool(body.get("command_twins", portal.chat.command_twins))
    portal.chat.language = str(body.get("language", portal.chat.language))
    return JSONResponse({"command_twins": portal.chat.command_twins, "language": portal.chat.language})


routes = [
    *(
        Route(f"/_sandbox/{name}", refusing(answer), methods=["POST"])
        for name, answer in {
            "say": say,
            "press": press,
            "edit": edit,
            "delete": delete,
            "react": react,
            "open": open_dialog,
            "context": context,
            "chats": chats,
            "invite": invite,
            "chat-settings": settings,
        }.items()
    ),
    *(
        Route(f"/_sandbox/{name}", refusing(answer))
        for name, answer in {
            "messages": messages,
            "dialogs": dialogs,
            "people": everybody,
            "commands": commands,
            "deliveries": deliveries,
        }.items()
    ),
]

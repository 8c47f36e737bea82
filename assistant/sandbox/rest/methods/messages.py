"""Chats as a person uses them: im.*, on the state that the bots' methods work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.chat import people
from assistant.sandbox.chat.views import color_of
from assistant.sandbox.clock import iso
from assistant.sandbox.company.repetition import times
from assistant.sandbox.profiles import revision
from assistant.sandbox.rest.parameters import number, several
from assistant.sandbox.rest.registry import Call, RestError, method

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import Chat
    from assistant.sandbox.company.records import User

NOTIFY = {"MESSAGE_OUT", "TAG", "SUB_TAG", "ATTACH", "CLIENT_ID"}
LIMIT = 20


@method("im.user.get", scope="im", params={"ID", "AVATAR_HR"})
def user_get(call: Call) -> dict[str, Any]:
    """One person, oneself by default (api-reference/chats/users/im-user-get)."""
    user = call.portal.user(number(call.params.get("ID", call.user.id)))
    if user is None:
        raise RestError("USER_NOT_EXISTS", "User not found")
    return _user(call, user)


@method("im.user.list.get", scope="im", params={"AVATAR_HR", "RESULT_TYPE"}, required={"ID"})
def user_list_get(call: Call) -> dict[str, Any] | list[dict[str, Any]]:
    """Several people (api-reference/chats/users/im-user-list-get)."""
    users = [user for each in several(call, "ID") if (user := call.portal.user(number(each)))]
    if call.params.get("RESULT_TYPE") == "array":
        return [_user(call, user) for user in users]
    return {str(user.id): _user(call, user) for user in users}


@method("im.department.managers.get", scope="im", params={"USER_DATA"}, required={"ID"})
def department_managers(call: Call) -> dict[str, list[int]]:
    """The heads of departments (api-reference/chats/departments/im-department-managers-get)."""
    departments = call.portal.company.departments
    found = [department for each in several(call, "ID") if (department := departments.get(number(each)))]
    return {str(department.id): [department.head] for department in found if department.head}


@method("im.revision.get", scope="im")
def get_revision(call: Call) -> dict[str, int]:
    """How new the chat's interfaces are (api-reference/chats/im-revision-get)."""
    known = revision(call.portal.options.profile)
    return {**known, "im_revision_mobile": known["mobile"]}


@method("im.message.add", scope="im", params={"ATTACH", "KEYBOARD", "MENU", "SYSTEM", "URL_PREVIEW", "REPLY_ID"},
        required={"DIALOG_ID", "MESSAGE"}, kind="write")  # fmt: skip
def message_add(call: Call) -> int:
    """A person writes (api-reference/chats/messages/im-message-add)."""
    chat = _chat(call)
    try:
        return people.say(call.portal, call.user.id, chat, str(call.params["MESSAGE"])).id
    except people.RefusedError as error:
        raise RestError("MESSAGE_EMPTY", str(error)) from error


@method("im.dialog.messages.get", scope="im", params={"LAST_ID", "FIRST_ID", "LIMIT"}, required={"DIALOG_ID"})
def dialog_messages(call: Call) -> dict[str, Any]:
    """The newest messages of a dialog, or those before LAST_ID, or after FIRST_ID (…/im-dialog-messages-get)."""
    chat = _chat(call)
    messages = sorted(call.portal.chat.history(chat.id), key=lambda message: message.id, reverse=True)
    last, first = number(call.params.get("LAST_ID")), number(call.params.get("FIRST_ID"))
    limit = min(number(call.params.get("LIMIT")) or LIMIT, 50)
    if last:
        messages = [message for message in messages if message.id < last]
    elif "FIRST_ID" in call.params:
        messages = [message for message in messages if message.id > first][-limit:]
    chosen = messages[:limit]
    authors = {message.author_id for message in chosen}
    return {
        "chat_id": chat.id,
        "messages": [
            {
                "id": message.id,
                "chat_id": chat.id,
                "author_id": message.author_id,
                "date": message.date.isoformat(),
                "text": message.text,
                "unread": False,
                "uuid": None,
                "replaces": [],
                "params": {"FILE_ID": message.files} if message.files else {},
                "disappearing_date": None,
            }
            for message in chosen
        ],
        "users": [_user(call, user) for each in sorted(authors) if (user := call.portal.user(each))],
        "files": [],
    }


@method("im.notify.personal.add", scope="im", params=NOTIFY, required={"USER_ID", "MESSAGE"}, kind="write")
def notify_personal(call: Call) -> int:
    """A notification from the person whose token it is (api-reference/chats/notifications/im-notify-personal-add)."""
    return _notify(call, call.user.id)


@method("im.notify.system.add", scope="im", params=NOTIFY, required={"USER_ID", "MESSAGE"}, kind="write")
def notify_system(call: Call) -> int:
    """A notification from the portal (api-reference/chats/notifications/im-notify-system-add)."""
    return _notify(call, 0)


def _notify(call: Call, author: int) -> int:
    receiver = number(call.params["USER_ID"])
    if call.portal.user(receiver) is None:
        raise RestError("USER_ID_EMPTY", "User ID can't be empty")
    message = str(call.params["MESSAGE"]).strip()
    if not message:
        raise RestError("MESSAGE_EMPTY", "Message can't be empty")
    tag = str(call.params.get("TAG") or "")
    return call.portal.notifications.add(call.portal.changes, receiver, author, message, tag)


def _chat(call: Call) -> Chat:
    try:
        return people.dialog(call.portal, call.user.id, str(call.params["DIALOG_ID"]))
    except people.RefusedError as error:
        raise RestError("ACCESS_ERROR", str(error), 403) from error


def _user(call: Call, user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "active": user.active,
        "name": user.full_name,
        "first_name": user.name,
        "last_name": user.last_name,
        "work_position": user.position,
        "color": color_of(user.id),
        "avatar": "",
        "gender": user.gender,
        "birthday": user.birthday.strftime("%d-%m") if user.birthday else "",
        "extranet": False,
        "network": False,
        "bot": False,
        "connector": False,
        "external_auth_id": "default",
        "status": "online",
        "idle": False,
        "last_activity_date": call.now.isoformat(),
        "mobile_last_date": False,
        "desktop_last_date": False,
        "absent": _absent(call, user),
        "departments": list(user.departments),
        "phones": {
            "work_phone": user.work_phone,
            "personal_mobile": user.mobile,
            "inner_phone": user.inner_phone,
        },
        "website": "",
        "email": user.email,
        "bot_data": None,
        "type": "user",
    }


def _absent(call: Call, user: User) -> str | bool:
    """The end of the absence that the person is in, or false."""
    today = call.now.date()
    for event in call.portal.company.events.of([user.id]).values():
        if event.accessibility == "absent" and (now := times(event, today, today)):
            return iso(now[0].end)
    return False

"""What stands in a dialog, read as a person who is in it (im.dialog.messages.get)."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.bitrix24.answers import number
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.batch import Command

MOST = 50
_TAG = re.compile(r"\[/?[a-z*]+(?:[= ][^\]]*)?\]", re.IGNORECASE)


def find_said(asker: Asker, dialog_id: str, authors: Collection[int], after: int, text: str) -> int:
    """The id of a message with this text, by one of these authors (0: the system) and newer than `after`.

    Args:
        asker: somebody who is in the dialog.
        dialog_id: as that person names it; of a private dialog it is the other side's id.
        authors: ids of people and bots.
        after: id of a message.
        text: BB code; compared by letters and digits, since portals rewrite the rest.

    Returns:
        0 when there is none among the newest fifty.

    Raises:
        ForbiddenError: this person may not read the dialog.
    """
    command = Command("m", "im.dialog.messages.get", {"DIALOG_ID": dialog_id, "LIMIT": MOST})
    found = asker.connection.read_batch([command])["m"]
    wanted = _bare(text)
    for row in found.get("messages") or ():
        message_id = number(row.get("id")) or 0
        if message_id > after and number(row.get("author_id")) in authors and _bare(str(row.get("text"))) == wanted:
            return message_id
    return 0


def _bare(text: str) -> str:
    return "".join(sign for sign in _TAG.sub("", text) if sign.isalnum()).casefold()

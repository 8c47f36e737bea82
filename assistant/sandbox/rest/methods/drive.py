"""Files on the Drive as people may open them: disk.file.get, markDeleted, uploadVersion.

Here the Drive holds what was sent into chats; who is in a chat may read and edit its files.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.sandbox.rest.parameters import number, several
from assistant.sandbox.rest.registry import Call, RestError, method

if TYPE_CHECKING:
    from assistant.sandbox.chat.entities import StoredFile

IN_TRASH = "3"


@method("disk.file.get", scope="disk", required={"id"})
def file_get(call: Call) -> dict[str, Any]:
    """A file, also one in the trash (api-reference/disk/file/disk-file-get)."""
    return _shown(call, _file(call))


@method("disk.file.markDeleted", scope="disk", required={"id"}, kind="write")
def mark_deleted(call: Call) -> dict[str, Any]:
    """Into the trash (api-reference/disk/file/disk-file-mark-deleted)."""
    return _shown(call, _kept(call, replace(_file(call), deleted_by=call.user.id)))


@method("disk.file.uploadVersion", scope="disk", required={"id", "fileContent"}, kind="write", batch=False)
def upload_version(call: Call) -> dict[str, Any]:
    """Another content under the same id (api-reference/disk/file/disk-file-upload-version)."""
    file = _file(call)
    try:
        content = base64.b64decode(str(several(call, "fileContent")[-1]), validate=True)
    except (IndexError, binascii.Error):
        raise RestError("ERROR_ARGUMENT", "Invalid value of parameter {Parameter #1}") from None
    return _shown(call, _kept(call, replace(file, content=content, version=file.version + 1)))


def _file(call: Call) -> StoredFile:
    """The file `id` that the person may read.

    Raises:
        RestError: `ERROR_NOT_FOUND`, `ACCESS_DENIED`.
    """
    wanted = number(call.params["id"])
    file = call.portal.chat.files.get(wanted)
    if file is None:
        raise RestError("ERROR_NOT_FOUND", f"Could not find entity with id `{wanted}`")
    if call.user.id not in {file.author_id, *call.portal.chat.chats[file.chat_id].members}:
        raise RestError("ACCESS_DENIED", "Access denied")
    return file


def _kept(call: Call, file: StoredFile) -> StoredFile:
    call.portal.chat.files[file.id] = file
    return file


def _shown(call: Call, file: StoredFile) -> dict[str, Any]:
    sent = file.date.isoformat()
    return {
        "ID": str(file.id),
        "NAME": file.name,
        "CODE": None,
        "STORAGE_ID": str(1000 + file.chat_id),
        "TYPE": "file",
        "PARENT_ID": str(4000 + file.chat_id),
        "DELETED_TYPE": IN_TRASH if file.deleted_by else "0",
        "GLOBAL_CONTENT_VERSION": str(file.version),
        "FILE_ID": str(9000 + file.id),
        "SIZE": str(len(file.content)),
        "CREATE_TIME": sent,
        "UPDATE_TIME": sent if file.version == 1 else call.now.isoformat(),
        "DELETE_TIME": call.now.isoformat() if file.deleted_by else None,
        "CREATED_BY": str(file.author_id),
        "UPDATED_BY": str(file.author_id),
        "DELETED_BY": str(file.deleted_by),
        "DOWNLOAD_URL": f"{call.portal.client_endpoint}download.json?auth=of-the-caller&token=disk%7C{file.id}",
        # As documented: an absolute address whose letters are not encoded.
        "DETAIL_URL": f"{call.portal.url}{file.page}",
    }

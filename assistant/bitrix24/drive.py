"""Files on the portal's Drive that one person may open (api-reference/disk/file/disk-file-get)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from assistant.bitrix24.answers import number
from assistant.bitrix24.asker import Asker
from assistant.bitrix24.batch import LIMIT, Command
from assistant.models import DriveFile

FILES = "files sent before"
"""The capability."""
_FIRST_VERSION = 1
_NOT_DELETED = 0
_SECRET = {"auth", "token", "sessid", "access_token"}
"""Names in a query: a link to a page needs none of them, and whoever reads the chat would have it."""


def readable_files(asker: Asker, address: str, ids: Collection[int]) -> Mapping[int, DriveFile]:
    """Which of these files the person may open, as long as they are what they were when they were uploaded.

    Args:
        asker: with whose token it is asked.
        address: of the portal's pages, `https://example.bitrix24.com`; a link that leads elsewhere is none.
        ids: of at most fifty files.

    Returns:
        By id. One in the trash, with another content by now, without a page, or not for this person is left out.

    Raises:
        PortalError: the portal could not be asked.
    """
    commands = [Command(f"f{each}", "disk.file.get", {"id": each}) for each in sorted(set(ids))][:LIMIT]
    if not commands:
        return {}
    answer = asker.connection.read_batch(commands)
    rows = (answer.get(command.key, {}) for command in commands)
    found = (unchanged(row, address) for row in rows if isinstance(row, Mapping))
    return {file.id: file for file in found if file}


def unchanged(row: Mapping[str, Any], address: str) -> DriveFile | None:
    """A file as `disk.file.get` tells it; `None` as said above."""
    page = _page(str(row.get("DETAIL_URL") or ""), address)
    first = number(row.get("GLOBAL_CONTENT_VERSION")) == _FIRST_VERSION
    if not page or not first or row.get("TYPE") != "file" or number(row.get("DELETED_TYPE")) != _NOT_DELETED:
        return None
    return DriveFile(number(row.get("ID")) or 0, number(row.get("SIZE")) or 0, page)


def _page(url: str, address: str) -> str:
    """The path of a page of the portal with everything encoded, empty for other addresses and for secret ones."""
    try:
        # A name with "#" is not encoded either.
        parts, own = urlsplit(url, allow_fragments=False), urlsplit(address)
    except ValueError:
        return ""
    if (parts.scheme, parts.netloc) != (own.scheme, own.netloc) or not parts.path.startswith("/"):
        return ""
    if any(name.casefold() in _SECRET for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
        return ""
    path = "/" + quote(unquote(parts.path).lstrip("/"), safe="/")
    return f"{path}?{quote(parts.query, safe='=&%/')}" if parts.query else path

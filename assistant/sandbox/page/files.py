"""Files: those sent into chats, the one-time downloads of bots, and the page itself."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from assistant.sandbox.page.requests import portal_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from assistant.sandbox.chat.entities import StoredFile

STATIC = Path(__file__).parent / "static"
POLICY = "default-src 'self'; img-src 'self' http: https: data:; object-src 'none'; base-uri 'none'; form-action 'self'"


async def page(request: Request) -> Response:
    """The chat page, also at the addresses of records and of deep links."""
    del request
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
    return FileResponse(STATIC / "index.html", headers=headers)


async def sent(request: Request) -> Response:
    """A file of a chat; pictures are shown, everything else is saved."""
    file = portal_of(request).chat.files.get(request.path_params["file_id"])
    return _answer(file) if file and not file.deleted_by else Response("There is no such file", 404)


async def download(request: Request) -> Response:
    """What `imbot.v2.File.download` gives a link to; the link works once."""
    chat = portal_of(request).chat
    token = request.query_params.get("token", "").removeprefix("imbot|")
    file = chat.files.get(chat.downloads.pop(token, 0))
    if file is None:
        return JSONResponse({"error": "NO_AUTH_FOUND", "error_description": "The link is spent"}, 401)
    return _answer(file)


def _answer(file: StoredFile) -> Response:
    kind = mimetypes.guess_type(file.name)[0] if file.kind == "image" else None
    disposition = "inline" if kind else "attachment"
    headers = {
        "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(file.name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'",
    }
    return Response(file.content, media_type=kind or "application/octet-stream", headers=headers)


PLACES = (
    "/",
    "/online/",
    "/crm/{kind}/details/{row_id:int}/",
    "/company/personal/user/{user_id:int}/",
    "/company/personal/user/{user_id:int}/calendar/",
    "/company/personal/user/{user_id:int}/tasks/task/view/{task_id:int}/",
)

routes = [
    Route("/rest/download.json", download),
    Route("/_sandbox/files/{file_id:int}/{name}", sent),
    Route("/company/personal/user/{user_id:int}/disk/file/{folder}/{file_id:int}/{name}", sent),
    Mount("/_sandbox/static", StaticFiles(directory=STATIC)),
    *(Route(place, page) for place in PLACES),
]
